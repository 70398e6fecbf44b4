package setup

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/sensible-im/sensible/internal/setup/needs"
)

// Registered is an App that GitHub made.
type Registered struct {
	ID            int64
	Slug, URL     string // its page
	Owner         string
	PrivateKey    string // PEM
	WebhookSecret string // empty where it has no webhook
}

// Converter exchanges the code of a manifest for the App, once.
type Converter func(ctx context.Context, code string) (Registered, error)

// Flow is one run of the manifest flow on a local page: one button, GitHub's confirm page, and back with a code.
type Flow struct {
	Wanted   Wanted
	Language string
	Files    []string // that will be written, to be told on the page
	Convert  Converter
	// Keep puts the App's secrets into files, before anybody is told that all is well.
	Keep func(Registered) (Kept, error)

	state string
	root  string // http://127.0.0.1:port
	done  chan ended
}

// Kept is where the secrets went, and what is left to do.
type Kept struct {
	Serve   string // the command to run
	Install string // address of the page that installs the App
}

type ended struct {
	app  Registered
	kept Kept
	err  error
}

// longestWait is how long a confirm page may stay open: GitHub's code lives for an hour.
const longestWait = time.Hour

// Run serves the page until the App is made, and returns it. opened is told the page's address. The listener must be on a
// loopback address.
func (f *Flow) Run(ctx context.Context, l net.Listener, opened func(url string)) (Registered, Kept, error) {
	raw := make([]byte, 24)
	_, _ = rand.Read(raw) // never fails
	f.state, f.root, f.done = hex.EncodeToString(raw), "http://"+l.Addr().String(), make(chan ended, 1)
	server := &http.Server{Handler: f.handler(), ReadHeaderTimeout: 10 * time.Second, WriteTimeout: time.Minute}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(l) }()
	ctx, cancel := context.WithTimeout(ctx, longestWait)
	defer cancel()
	opened(f.root + "/")
	var end ended
	select {
	case end = <-f.done:
	case err := <-failed:
		end.err = fmt.Errorf("the local page ended: %w", err)
	case <-ctx.Done():
		end.err = errors.New("no App was registered: the page was not confirmed; run this again")
	}
	grace, stop := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer stop()
	_ = server.Shutdown(grace) // the last page is sent; what is still open then may be cut
	return end.app, end.kept, end.err
}

func (f *Flow) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", f.start)
	mux.HandleFunc("GET /callback", f.callback)
	return f.guarded(mux)
}

// guarded answers only under its own name (a foreign page could reach 127.0.0.1 under another), keeps the page out of
// frames and caches, and lets the form go to GitHub alone.
func (f *Flow) guarded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", "default-src 'none'; style-src 'nonce-"+f.state[:16]+"'; form-action "+origin(f.Wanted.Web)+" "+f.root+"; frame-ancestors 'none'; base-uri 'none'")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Cache-Control", "no-store")
		if "http://"+r.Host != f.root {
			http.Error(w, "This page answers at "+f.root+" only.", http.StatusMisdirectedRequest)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func (f *Flow) start(w http.ResponseWriter, _ *http.Request) {
	text, err := json.Marshal(NewManifest(f.Wanted, f.root+"/callback"))
	if err != nil {
		http.Error(w, "The manifest cannot be written.", http.StatusInternalServerError)
		return
	}
	f.show(w, http.StatusOK, page{Manifest: string(text), Action: f.Wanted.ConfirmURL(f.state), Needs: f.asked(), Files: f.Files, Wanted: f.Wanted})
}

// asked are the permissions that this manifest asks for.
func (f *Flow) asked() []needs.Permission {
	var out []needs.Permission
	for _, p := range needs.Permissions() {
		if f.Wanted.Org != "" || !p.Organization {
			out = append(out, p)
		}
	}
	return out
}

// callback takes the code, which GitHub sends with the state that we made: without it the code is somebody else's.
func (f *Flow) callback(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	if subtle.ConstantTimeCompare([]byte(q.Get("state")), []byte(f.state)) != 1 {
		f.show(w, http.StatusForbidden, page{Failed: "The state does not match: this answer belongs to another attempt."})
		return
	}
	app, err := f.Convert(r.Context(), q.Get("code"))
	if err != nil {
		f.show(w, http.StatusBadGateway, page{Failed: err.Error()})
		return
	}
	kept, err := f.Keep(app)
	if err != nil {
		f.show(w, http.StatusInternalServerError, page{Failed: err.Error()})
	} else {
		f.show(w, http.StatusOK, page{App: &app, Kept: kept})
	}
	select {
	case f.done <- ended{app, kept, err}:
	default: // it is over already
	}
}
