package hub

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"

	"github.com/sensible-im/sensible/internal/hub/store"
)

// registerApp is GitHub's page of the manifest flow: it takes the form's manifest, makes the App at once (there is
// nobody to press the button), and sends the browser back with a code.
func (h *Hub) registerApp(w http.ResponseWriter, r *http.Request) {
	var m struct {
		Name        string `json:"name"`
		RedirectURL string `json:"redirect_url"`
		Hook        struct {
			URL    string
			Active *bool
		} `json:"hook_attributes"`
		Permissions map[string]string `json:"default_permissions"`
		Events      []string          `json:"default_events"`
	}
	if err := json.Unmarshal([]byte(r.PostFormValue("manifest")), &m); err != nil || m.Name == "" {
		http.Error(w, "The manifest is missing, or is no JSON with a name.", http.StatusUnprocessableEntity)
		return
	}
	back, err := url.Parse(m.RedirectURL)
	if err != nil || back.Host == "" {
		http.Error(w, "The manifest's redirect_url is no address.", http.StatusUnprocessableEntity)
		return
	}
	if m.Hook.Active != nil && !*m.Hook.Active {
		m.Hook.URL = ""
	}
	var code string
	h.store.Update(func() {
		in := store.AppInput{Slug: strings.ReplaceAll(strings.ToLower(m.Name), " ", "-"), Name: m.Name, WebhookURL: m.Hook.URL,
			Permissions: m.Permissions, Events: m.Events}
		if rest, ok := strings.CutPrefix(r.URL.Path, "/organizations/"); ok {
			login, _, _ := strings.Cut(rest, "/")
			in.Owner = h.store.User(login)
		}
		code, err = h.store.AddManifest(in)
	})
	if err != nil {
		http.Error(w, err.Error(), http.StatusUnprocessableEntity)
		return
	}
	q := back.Query()
	q.Set("code", code)
	if state := r.URL.Query().Get("state"); state != "" {
		q.Set("state", state)
	}
	back.RawQuery = q.Encode()
	http.Redirect(w, r, back.String(), http.StatusFound)
}
