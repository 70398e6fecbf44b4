package setup

import (
	"bytes"
	"html/template"
	"net/http"
	"net/url"

	"github.com/sensible-im/sensible/internal/setup/needs"
	"github.com/sensible-im/sensible/internal/wording"
	"github.com/sensible-im/sensible/templates"
)

// page is one of the three pages: the button, the end, and what went wrong.
type page struct {
	Manifest, Action string
	Wanted           Wanted
	Needs            []needs.Permission
	Files            []string
	App              *Registered
	Kept             Kept
	Failed           string

	Language, Nonce string
}

// frame is the same in every language; its words come from the book.
const frame = "en/setup.html.tmpl"

// show renders into memory first, so that a page is sent whole or not at all.
func (f *Flow) show(w http.ResponseWriter, status int, p page) {
	p.Language, p.Nonce = f.Language, f.state[:16]
	if p.Language == "" {
		p.Language = "en"
	}
	text, err := render(p)
	if err != nil {
		http.Error(w, "The page cannot be shown: "+err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(text) // whoever went away misses nothing
}

func render(p page) ([]byte, error) {
	book := wording.In(p.Language)
	set, err := template.New("setup.html.tmpl").Funcs(template.FuncMap{
		"say": func(name string) (string, error) { return book.Word(name, nil) },
		"why": func(name string) (string, error) { return book.Word("need", name) },
	}).ParseFS(templates.FS, frame)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = set.Execute(&out, p)
	return out.Bytes(), err
}

// origin is scheme and host of an address.
func origin(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return "'none'"
	}
	return u.Scheme + "://" + u.Host
}
