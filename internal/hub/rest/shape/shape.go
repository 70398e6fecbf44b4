// Package shape renders the store's entities as GitHub's REST JSON, which webhooks use too. It does NOT decide who may
// see what, and changes nothing. Call it inside the store's View or Update.
package shape

import (
	"fmt"
	"time"

	"github.com/sensible-im/sensible/internal/hub/store"
)

// J is a JSON object.
type J = map[string]any

// Shaper renders with addresses under these roots, without a trailing slash.
type Shaper struct {
	Store *store.Store
	API   string // http://127.0.0.1:8081, or http://…/api/v3
	Web   string // http://127.0.0.1:8081
}

func (s *Shaper) api(format string, args ...any) string { return s.API + fmt.Sprintf(format, args...) }
func (s *Shaper) web(format string, args ...any) string { return s.Web + fmt.Sprintf(format, args...) }

// Time is a time as GitHub writes it, nil where there is none.
func Time(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UTC().Format(time.RFC3339)
}

// text is nil where empty.
func text(v string) any {
	if v == "" {
		return nil
	}
	return v
}

// List renders each entry with f; never nil, so that JSON has [].
func List[T any](in []T, f func(T) J) []J {
	out := make([]J, 0, len(in))
	for _, v := range in {
		out = append(out, f(v))
	}
	return out
}

// merge adds the entries of more to j and returns j.
func merge(j, more J) J {
	for k, v := range more {
		j[k] = v
	}
	return j
}

// maybe renders u, nil where there is none: a typed nil would show as an object.
func (s *Shaper) maybe(u *store.User) any {
	if u == nil {
		return nil
	}
	return s.User(u)
}
