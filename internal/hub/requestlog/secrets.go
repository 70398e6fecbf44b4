package requestlog

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"regexp"
	"strings"
)

// Blank stands where a secret was.
const Blank = "***"

// secretHeaders never show their value.
var secretHeaders = map[string]bool{
	"Authorization": true, "Proxy-Authorization": true, "Cookie": true, "Set-Cookie": true,
}

// secretKeys are the JSON and form fields whose text is a credential in GitHub's API.
var secretKeys = map[string]bool{
	"token": true, "access_token": true, "refresh_token": true, "client_secret": true, "webhook_secret": true,
	"secret": true, "password": true, "pem": true, "private_key": true,
}

// secretText finds credentials by their shape wherever they stand: GitHub's prefixed tokens, JWTs, private keys.
var secretText = regexp.MustCompile(`(?s)gh[pousr]_[A-Za-z0-9_]{4,}|github_pat_[A-Za-z0-9_]{4,}` +
	`|eyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}` +
	`|-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(-----END [A-Z ]*PRIVATE KEY-----|$)`)

// blank removes secrets from one line: those known by shape or place, and the request's own credential by value.
type blank struct{ own []string }

func blanker(r *http.Request) blank {
	header := r.Header.Get("Authorization")
	scheme, credential, found := strings.Cut(header, " ")
	if !found {
		return blank{own: longEnough(header)}
	}
	credential = strings.TrimSpace(credential)
	own := longEnough(credential)
	if strings.EqualFold(scheme, "basic") {
		if plain, err := base64.StdEncoding.DecodeString(credential); err == nil {
			name, password, _ := strings.Cut(string(plain), ":")
			own = append(own, longEnough(password)...)
			if password == "" || password == "x-oauth-basic" {
				own = append(own, longEnough(name)...)
			}
		}
	}
	return blank{own: own}
}

// longEnough keeps a credential of one letter from blanking every such letter.
func longEnough(secret string) []string {
	if len(secret) < 6 {
		return nil
	}
	return []string{secret}
}

func (b blank) text(s string) string {
	for _, secret := range b.own {
		s = strings.ReplaceAll(s, secret, Blank)
	}
	if !strings.Contains(s, "_") && !strings.Contains(s, "eyJ") && !strings.Contains(s, "-----BEGIN") {
		return s
	}
	return secretText.ReplaceAllString(s, Blank)
}

func (b blank) query(raw string) string {
	parts := strings.Split(raw, "&")
	for i, part := range parts {
		key, _, found := strings.Cut(part, "=")
		name, err := url.QueryUnescape(key)
		if found && err == nil && secretKeys[strings.ToLower(name)] {
			parts[i] = key + "=" + Blank
		}
	}
	return b.text(strings.Join(parts, "&"))
}

func (b blank) headers(header http.Header, host string) map[string]string {
	out := make(map[string]string, len(header)+1)
	if host != "" {
		out["Host"] = host
	}
	for name, values := range header {
		out[name] = b.text(strings.Join(values, ", "))
		if secretHeaders[name] {
			out[name] = Blank
		}
	}
	return out
}

// value blanks inside decoded JSON, in place.
func (b blank) value(v any) any {
	switch v := v.(type) {
	case string:
		return b.text(v)
	case []any:
		for i := range v {
			v[i] = b.value(v[i])
		}
	case map[string]any:
		for key, inner := range v {
			if text, ok := inner.(string); ok && text != "" && secretKeys[strings.ToLower(key)] {
				v[key] = Blank
				continue
			}
			v[key] = b.value(inner)
		}
	}
	return v
}
