package store

import (
	"encoding/base64"
	"errors"
	"strconv"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// Skew is how far a client's clock may be off.
const Skew = 60 * time.Second

// maxJWTLife is the longest time between an App JWT's making and its end.
const maxJWTLife = 10 * time.Minute

// Authenticate turns an Authorization header into an actor: "Bearer x" and "token x" with a token or an App's JWT,
// Basic with the token as password (git) or as user name. No header is nobody. A bad one is a 401.
func (s *Store) Authenticate(header string) (*Actor, error) {
	if header == "" {
		return Nobody(), nil
	}
	scheme, rest, _ := strings.Cut(header, " ")
	rest = strings.TrimSpace(rest)
	switch strings.ToLower(scheme) {
	case "bearer", "token":
		if strings.Count(rest, ".") == 2 {
			return s.byJWT(rest)
		}
		return s.byToken(rest)
	case "basic":
		raw, err := base64.StdEncoding.DecodeString(rest)
		if err != nil {
			return nil, Unauthorized("Bad credentials")
		}
		user, password, _ := strings.Cut(string(raw), ":")
		if password == "" || password == "x-oauth-basic" {
			password = user
		}
		return s.byToken(password)
	}
	return nil, Unauthorized("Bad credentials")
}

// byJWT checks an App's JWT as GitHub does: RS256, issuer is the App's id or client id, made in the past, at most ten
// minutes long, not over. Wall time, a minute of skew.
func (s *Store) byJWT(raw string) (*Actor, error) {
	var app *App
	claims := appClaims{}
	_, err := jwt.ParseWithClaims(raw, &claims, func(*jwt.Token) (any, error) {
		app = s.appByIssuer(string(claims.Issuer))
		if app == nil || app.PublicKey == nil {
			return nil, errors.New("integration not found")
		}
		return app.PublicKey, nil
	}, jwt.WithValidMethods([]string{"RS256"}), jwt.WithoutClaimsValidation())
	switch {
	case app == nil && err != nil && strings.Contains(err.Error(), "integration not found"):
		return nil, &Error{Status: 404, Message: "Integration not found", DocumentationURL: docs}
	case err != nil:
		return nil, Unauthorized("A JSON web token could not be decoded")
	}
	if err := s.checkTimes(claims); err != nil {
		return nil, err
	}
	return &Actor{Kind: ByApp, App: app}, nil
}

// appClaims are an App's claims. GitHub takes the issuer as text and as a number: Octokit sends a number.
type appClaims struct {
	jwt.RegisteredClaims
	Issuer issuer `json:"iss"`
}

type issuer string

// UnmarshalJSON reads "1" and 1.
func (i *issuer) UnmarshalJSON(raw []byte) error {
	*i = issuer(strings.Trim(string(raw), `"`))
	return nil
}

func (s *Store) checkTimes(c appClaims) error {
	now := s.Wall()
	switch {
	case c.IssuedAt == nil:
		return Unauthorized("Missing 'issued at' claim ('iat') in assertion")
	case c.ExpiresAt == nil:
		return Unauthorized("Missing 'expiration time' claim ('exp') in assertion")
	case c.IssuedAt.After(now.Add(Skew)):
		return Unauthorized("'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued")
	case !c.ExpiresAt.After(now):
		return Unauthorized("'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires")
	case c.ExpiresAt.After(now.Add(maxJWTLife + Skew)):
		return Unauthorized("'Expiration time' claim ('exp') is too far in the future")
	}
	return nil
}

func (s *Store) appByIssuer(issuer string) *App {
	if id, err := strconv.ParseInt(issuer, 10, 64); err == nil {
		return s.apps[id]
	}
	for _, a := range s.apps {
		if a.ClientID == issuer {
			return a
		}
	}
	return nil
}
