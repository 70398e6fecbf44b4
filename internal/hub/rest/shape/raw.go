package shape

import (
	"encoding/json"
	"net/http"
	"strings"
)

// flat is a header with one value per name, nil where there is none.
func flat(h http.Header) any {
	if h == nil {
		return nil
	}
	j := J{}
	for k, values := range h { // not Get: webhooks keep GitHub's own spelling, X-GitHub-Event
		j[k] = strings.Join(values, ", ")
	}
	return j
}

// raw is JSON to be written as it is.
func raw(b []byte) any {
	if !json.Valid(b) {
		return nil
	}
	return json.RawMessage(b)
}
