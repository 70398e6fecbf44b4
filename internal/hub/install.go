package hub

import (
	"html/template"
	"net/http"
	"strings"

	"github.com/sensible-im/sensible/internal/hub/store"
)

// installPath is where an App's page leads whoever wants to install it: /apps/{slug}/installations/new.
func installPath(path string) (slug string, ok bool) {
	rest, ok := strings.CutPrefix(path, "/apps/")
	if !ok {
		return "", false
	}
	slug, ok = strings.CutSuffix(rest, "/installations/new")
	return slug, ok && slug != "" && !strings.Contains(slug, "/")
}

func isInstall(path string) bool {
	_, ok := installPath(path)
	return ok
}

// installPage shows the accounts on which an App can be installed, one button each.
var installPage = template.Must(template.New("install").Parse(`<!doctype html><html lang="en"><meta charset="utf-8"><title>Install {{.Slug}}</title>
<h1>Install {{.Slug}}</h1>{{range .Accounts}}
<form method="post"><input type="hidden" name="account" value="{{.}}"><button>Install on {{.}}, all repositories</button></form>{{end}}
</html>
`))

// installApp is GitHub's page on which an App is installed. Whoever opens it is believed: the hub has no browser sessions.
func (h *Hub) installApp(w http.ResponseWriter, r *http.Request) {
	slug, _ := installPath(r.URL.Path)
	var app *store.App
	var accounts []string
	h.store.View(func() {
		app = h.store.AppBySlug(slug)
		seen := map[string]bool{}
		for _, repo := range h.store.Repositories() {
			if login := repo.Owner.Login; !seen[login] {
				seen[login] = true
				accounts = append(accounts, login)
			}
		}
	})
	if app == nil {
		http.NotFound(w, r)
		return
	}
	if r.Method != http.MethodPost {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_ = installPage.Execute(w, map[string]any{"Slug": slug, "Accounts": accounts}) // whoever went away misses nothing
		return
	}
	login := r.PostFormValue("account")
	found := false
	h.store.Update(func() {
		account := h.store.User(login)
		if found = account != nil; found && h.store.InstallationOn(app, account) == nil {
			h.store.Install(app, account, nil, 0)
		}
	})
	if !found {
		http.Error(w, "There is no account of that name.", http.StatusUnprocessableEntity)
		return
	}
	http.Redirect(w, r, "/apps/"+slug, http.StatusSeeOther)
}
