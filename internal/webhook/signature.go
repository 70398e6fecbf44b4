package webhook

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// Signed says whether the one signature header is the HMAC-SHA256 of the body with the secret. None, two, a SHA-1 one and
// an empty secret are no.
func Signed(secret []byte, headers []string, body []byte) bool {
	if len(secret) == 0 || len(headers) != 1 {
		return false
	}
	text, ok := strings.CutPrefix(headers[0], "sha256=")
	if !ok {
		return false
	}
	got, err := hex.DecodeString(text)
	if err != nil || len(got) != sha256.Size {
		return false
	}
	mac := hmac.New(sha256.New, secret)
	mac.Write(body)
	return hmac.Equal(got, mac.Sum(nil))
}
