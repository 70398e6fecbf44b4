package main

import (
	"context"
	"os"

	"github.com/sensible-im/sensible/internal/declare"
)

// sendDeclared sends the incidents that were declared on this machine while GitHub was away. A server does so only where
// SENSIBLE_STATE_DIR names the folder: the App's credentials then speak for whoever can write there.
func (a *app) sendDeclared(ctx context.Context) {
	dir := os.Getenv("SENSIBLE_STATE_DIR")
	if dir == "" {
		return
	}
	spool := declare.Spool{Dir: dir}
	list, err := spool.Waiting()
	if err != nil {
		a.log.Warn("not every declaration that waits can be read", "error", err.Error())
	}
	for _, one := range list {
		if err := a.sendKept(ctx, spool, one); err != nil {
			a.log.Warn("a declared incident waits; it is sent later", "title", one.Title, "repository", one.Repository, "error", err.Error())
		}
	}
}

func (a *app) sendKept(ctx context.Context, spool declare.Spool, one declare.Declaration) error {
	done, err := spool.Alone()
	if err != nil {
		return err
	}
	defer done()
	if !spool.Still(one.ID) {
		return nil // somebody at a terminal sent it meanwhile
	}
	opened, err := sendDeclaration(ctx, a.client, spool, one)
	if err == nil {
		a.log.Info("an incident that was declared earlier is sent", "url", opened.URL, "declared", one.Declared)
	}
	return err
}
