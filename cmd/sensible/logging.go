package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"os"
	"path"
	"reflect"
	"regexp"
	"strings"
)

// newLogger writes text on a terminal and JSON elsewhere, unless the format is given, and never a secret.
func newLogger(w io.Writer, s settings) (*slog.Logger, error) {
	level, err := logLevel(s.LogLevel)
	if err != nil {
		return nil, err
	}
	opts := &slog.HandlerOptions{Level: level}
	var h slog.Handler = slog.NewJSONHandler(w, opts)
	if s.LogFormat == "text" || (s.LogFormat == "" && isTerminal(w)) {
		h = slog.NewTextHandler(w, opts)
	}
	return slog.New(redacting{next: h, secrets: secretsOf(s)}), nil
}

// secretsOf are the texts of the settings that must not be told: whole, and line by line where there are several.
func secretsOf(s settings) []string {
	known := []string{string(s.Secret), s.Token, s.HeartbeatURL}
	for _, pem := range [][]byte{s.PrivateKey, s.PreviousKey} {
		known = append(known, string(pem))
		for line := range strings.Lines(string(pem)) {
			if line = strings.TrimSpace(line); len(line) >= longLine && !strings.HasPrefix(line, "-----") {
				known = append(known, line)
			}
		}
	}
	if u, err := url.Parse(s.HeartbeatURL); err == nil {
		if base := path.Base(u.Path); len(base) > 6 {
			known = append(known, base)
		}
		known = append(known, u.RawQuery)
	}
	if u, err := url.Parse(s.Database); err == nil && u.User != nil {
		password, _ := u.User.Password()
		known = append(known, password)
	}
	return known
}

// longLine is from where on a line of a key tells something of it.
const longLine = 16

func logLevel(name string) (slog.Level, error) {
	var l slog.Level
	if err := l.UnmarshalText([]byte(name)); err != nil {
		return l, errors.New("--log-level: give debug, info, warn or error")
	}
	return l, nil
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// secretNames are attributes whose values are never told.
var secretNames = regexp.MustCompile(`(?i)^(authorization|proxy-authorization|cookie|set-cookie|x-hub-signature(-256)?|.*(password|passwd|secret|token|api_?key|private_?key))$`)

// secretShapes are GitHub's tokens, JSON web tokens, what an Authorization header holds, private keys, and passwords in addresses.
var secretShapes = regexp.MustCompile(`(?i:\b(?:bearer|basic|token)\s+[\w+/.=~-]{8,})|gh[pousr]_[A-Za-z0-9_]{4,}|github_pat_\w+|eyJ[\w-]+\.[\w-]+\.[\w-]*|-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----|$)|://[^/\s:@]+:[^/\s@]+@`)

// redacting keeps secrets out of a log: those of the settings, and whatever looks like one.
type redacting struct {
	next    slog.Handler
	secrets []string
}

// Enabled implements slog.Handler.
func (r redacting) Enabled(ctx context.Context, l slog.Level) bool { return r.next.Enabled(ctx, l) }

// Handle implements slog.Handler.
func (r redacting) Handle(ctx context.Context, rec slog.Record) error {
	clean := slog.NewRecord(rec.Time, rec.Level, r.text(rec.Message), rec.PC)
	rec.Attrs(func(a slog.Attr) bool {
		clean.AddAttrs(r.attr(a))
		return true
	})
	return r.next.Handle(ctx, clean)
}

// WithAttrs implements slog.Handler.
func (r redacting) WithAttrs(attrs []slog.Attr) slog.Handler {
	clean := make([]slog.Attr, len(attrs))
	for i, a := range attrs {
		clean[i] = r.attr(a)
	}
	return redacting{next: r.next.WithAttrs(clean), secrets: r.secrets}
}

// WithGroup implements slog.Handler.
func (r redacting) WithGroup(name string) slog.Handler {
	return redacting{next: r.next.WithGroup(name), secrets: r.secrets}
}

func (r redacting) attr(a slog.Attr) slog.Attr {
	v := a.Value.Resolve()
	if secretNames.MatchString(a.Key) && v.Kind() != slog.KindGroup {
		return slog.String(a.Key, "***")
	}
	switch v.Kind() {
	case slog.KindString:
		return slog.String(a.Key, r.text(v.String()))
	case slog.KindGroup:
		var parts []any
		for _, inner := range v.Group() {
			parts = append(parts, r.attr(inner))
		}
		return slog.Group(a.Key, parts...)
	case slog.KindAny:
		return slog.String(a.Key, r.text(shownValue(v.Any())))
	}
	return a
}

// shownValue writes a value as text; bytes as the text that they are, so that what stands in them is seen.
func shownValue(v any) string {
	if b := reflect.ValueOf(v); b.Kind() == reflect.Slice && b.Type().Elem().Kind() == reflect.Uint8 {
		return string(b.Bytes())
	}
	return fmt.Sprint(v)
}

func (r redacting) text(s string) string {
	for _, secret := range r.secrets {
		if len(secret) >= 4 {
			s = strings.ReplaceAll(s, secret, "***")
		}
	}
	return secretShapes.ReplaceAllString(s, "***")
}
