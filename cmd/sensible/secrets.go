package main

import (
	"github.com/sensible-im/sensible/internal/postmortem/lint"
	"github.com/sensible-im/sensible/internal/secret"
)

// secretsIn finds the secrets in a document for the review, which is pure and cannot look itself.
func secretsIn(text string) []lint.Secret {
	var out []lint.Secret
	for _, s := range secret.Find(text) {
		out = append(out, lint.Secret{Start: s.Start, End: s.End, Kind: s.Rule})
	}
	return out
}
