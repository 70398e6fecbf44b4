package shape

import (
	"encoding/json"
	"net/http"
)

// flat is a header with one value per name, nil where there is none.
func flat(h http.Header) any {
	if h == nil {
		return nil
	}
	j := J{}
	for k := range h {
		j[k] = h.Get(k)
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
