package main

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/sensible-im/sensible/internal/command"
)

// Handler answers the app's paths.
func (a *app) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/webhook", a.webhook)
	mux.HandleFunc("GET /livez", func(w http.ResponseWriter, _ *http.Request) { write(w, "ok\n") })
	mux.HandleFunc("GET /readyz", a.readyz)
	mux.Handle("GET /metrics", a.ops.metrics.Handler())
	mux.HandleFunc("GET /commands", serveCommands)
	return mux
}

// write answers; a client that went away is no concern of ours.
func write(w http.ResponseWriter, text string) { _, _ = w.Write([]byte(text)) }

// commandList is the table of commands, one a line.
func commandList() string {
	var b strings.Builder
	for _, s := range command.Table() {
		fmt.Fprintf(&b, "/%s %s", s.Verb, s.Usage)
		for _, alias := range s.Aliases {
			b.WriteString(" · /" + alias)
		}
		b.WriteString("\n")
	}
	return b.String()
}
