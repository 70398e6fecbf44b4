package queue

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"path/filepath"
	"strings"
)

// Open opens the database of a server: sqlite:FILE, which it then has for itself, or postgres://…, which replicas share. It
// makes the tables where there are none, and brings older ones up to date. Errors say what to do.
func Open(ctx context.Context, database string, log *slog.Logger) (*Store, error) {
	scheme, path, err := split(database)
	if err != nil {
		return nil, err
	}
	open := func(ctx context.Context) (engine, error) { return openSQLite(ctx, path) }
	if scheme != "sqlite" {
		open = func(ctx context.Context) (engine, error) { return openPostgres(ctx, database, true) }
	}
	return opened(ctx, open, log)
}

// Beside opens the database of a server that may run meanwhile, to look into it and to have something run again.
func Beside(ctx context.Context, database string) (*Store, error) {
	scheme, path, err := split(database)
	if err != nil {
		return nil, err
	}
	open := func(ctx context.Context) (engine, error) { return openSQLiteBeside(ctx, path) }
	if scheme != "sqlite" {
		open = func(ctx context.Context) (engine, error) { return openPostgres(ctx, database, false) }
	}
	s, err := opened(ctx, open, slog.New(slog.DiscardHandler))
	if err != nil {
		return nil, err
	}
	if err := s.backend.start(carry{}); err != nil { // it only sends
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

func opened(ctx context.Context, open func(context.Context) (engine, error), log *slog.Logger) (*Store, error) {
	e, err := open(ctx)
	if err != nil {
		return nil, err
	}
	s := &Store{}
	s.backend = newDatabase(s, e, open, log)
	return s, nil
}

// split reads where a database is.
func split(database string) (scheme, path string, err error) {
	scheme, path, _ = strings.Cut(database, ":")
	switch {
	case scheme == "sqlite" && path != "" && !strings.ContainsAny(path, "\x00"):
		return scheme, strings.TrimPrefix(path, "//"), nil
	case scheme == "postgres" || scheme == "postgresql":
		return scheme, path, nil
	case database == "":
		return "", "", errors.New("--database: give sqlite:FILE or postgres://…")
	}
	return "", "", fmt.Errorf("--database: %q is neither sqlite:FILE nor postgres://…", scheme)
}

// escaped is a path as it stands in the name of an SQLite file.
func escaped(path string) string { return url.PathEscape(filepath.ToSlash(path)) }
