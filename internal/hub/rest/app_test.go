package rest_test

import (
	"testing"
	"time"
)

func TestAnAppSignsInWithinGitHubsTimes(t *testing.T) {
	w := newWorld(t)
	for _, c := range []struct {
		name            string
		issuer          string
		issued, expires time.Duration
		want            int
	}{
		{"a minute back and nine ahead is what clients send", "1", -time.Minute, 9 * time.Minute, 200},
		{"the client id is an issuer too", "Iv1.sensible", -time.Minute, 9 * time.Minute, 200},
		{"made half a minute in the future is skew", "1", 30 * time.Second, 5 * time.Minute, 200},
		{"made five minutes in the future is refused", "1", 5 * time.Minute, 9 * time.Minute, 401},
		{"over is refused", "1", -9 * time.Minute, -time.Second, 401},
		{"longer than ten minutes is refused", "1", 0, 20 * time.Minute, 401},
		{"an App that is not there is not found", "99", 0, 5 * time.Minute, 404},
	} {
		t.Run(c.name, func(t *testing.T) {
			w.t = t
			w.as(w.jwt(c.issuer, c.issued, c.expires), "GET", "/app", "").want(c.want)
		})
	}
}

func TestAnInstallationsTokenIsNarrowedAndEnforced(t *testing.T) {
	w := newWorld(t)
	app := w.jwt("1", -time.Minute, 9*time.Minute)
	w.as(app, "GET", "/app/installations", "").want(200).has("0.id", 10)
	w.as(app, "GET", "/app/installations/10", "").want(200).has("account.login", "acme")
	w.as(app, "GET", "/repos/acme/shop/installation", "").want(200).has("id", 10)
	w.as(app, "GET", "/orgs/acme/installation", "").want(200)
	w.as(app, "GET", "/apps/sensible", "").want(200)

	full := w.installation("")
	w.as(full, "GET", "/installation/repositories", "").want(200).has("total_count", 2)
	w.as(full, "GET", "/repos/acme/shop", "").want(200)
	w.as(full, "GET", "/app", "").want(401)
	w.as(full, "GET", "/user", "").want(403).has("message", "Resource not accessible by integration")

	reader := w.installation(`{"permissions":{"issues":"read"},"repositories":["shop"]}`)
	w.as(reader, "GET", "/repos/acme/shop/issues", "").want(200)
	w.as(reader, "POST", "/repos/acme/shop/issues", `{"title":"x"}`).want(403).has("message", "Resource not accessible by integration")
	w.as(reader, "GET", "/repos/acme/shop/contents/README.md", "").want(403)
	w.as(reader, "GET", "/installation/repositories", "").want(200).has("total_count", 1)
	w.as(app, "POST", "/app/installations/10/access_tokens", `{"permissions":{"actions":"write"}}`).want(422)
	w.as(app, "POST", "/app/installations/10/access_tokens", `{"repositories":["absent"]}`).want(422)

	w.as(full, "DELETE", "/installation/token", "").want(204)
	w.as(full, "GET", "/repos/acme/shop", "").want(401).has("message", "Bad credentials")
}

func TestASuspendedInstallationIsShutOut(t *testing.T) {
	w := newWorld(t)
	app, token := w.jwt("1", -time.Minute, 9*time.Minute), w.installation("")
	w.as(app, "PUT", "/app/installations/10/suspended", "").want(204)
	w.as(token, "GET", "/repos/acme/shop", "").want(403)
	w.as(app, "POST", "/app/installations/10/access_tokens", "").want(403)
	w.as(app, "DELETE", "/app/installations/10/suspended", "").want(204)
	w.as(token, "GET", "/repos/acme/shop", "").want(200)
	w.as(app, "DELETE", "/app/installations/10", "").want(204)
	w.as(token, "GET", "/repos/acme/shop", "").want(401)
}

func TestHookDeliveriesAreListed(t *testing.T) {
	w := newWorld(t)
	app := w.jwt("1", -time.Minute, 9*time.Minute)
	w.as(app, "GET", "/app/hook/deliveries", "").want(200)
	w.as(app, "GET", "/app/hook/deliveries/1", "").want(404)
	w.as(app, "GET", "/app/hook/config", "").want(200)
}
