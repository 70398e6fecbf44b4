package requestlog

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"time"
	"unicode/utf8"
)

// atLayout is RFC 3339 in UTC with microseconds, always six digits.
const atLayout = "2006-01-02T15:04:05.000000Z"

// record is one line of the log, in the order in which people read it.
type record struct {
	At        string  `json:"at"`
	Ms        float64 `json:"ms"`
	Method    string  `json:"method"`
	Path      string  `json:"path"`
	Query     string  `json:"query"`
	Token     string  `json:"token"`
	Operation string  `json:"operation"`
	Status    int     `json:"status"`
	Request   half    `json:"request"`
	Response  half    `json:"response"`
}

// half is one direction: headers joined by ", ", and the body as JSON, text, {"bytes": n} or null.
type half struct {
	Headers map[string]string `json:"headers"`
	Body    any               `json:"body"`
}

func (x *exchange) line(rec *recorder, operation, token string, took time.Duration, cut bool) []byte {
	blank := blanker(x.r)
	status := rec.status
	switch {
	case cut:
		status = 0 // no answer reached the client
	case status == 0:
		status = 200 // net/http answers for a handler that wrote nothing
	}
	entry := record{
		At: x.at.UTC().Format(atLayout), Ms: float64(took.Microseconds()) / 1000,
		Method: x.r.Method, Path: secretText.ReplaceAllString(x.r.URL.EscapedPath(), Blank), Query: blank.query(x.r.URL.RawQuery),
		Token: token, Operation: operation, Status: status,
		Request:  half{blank.headers(x.r.Header, x.r.Host), x.requestBody(blank)},
		Response: half{blank.headers(rec.Header(), ""), x.responseBody(rec, blank)},
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(entry); err != nil {
		return nil // only values decoded from JSON and strings are in it
	}
	return out.Bytes()
}

func (x *exchange) requestBody(blank blank) any {
	if x.git {
		return map[string]int64{"bytes": x.sent.n}
	}
	return bodyValue(x.body, x.sent.n, x.r.Header.Get("Content-Type"), blank)
}

func (x *exchange) responseBody(rec *recorder, blank blank) any {
	if x.git {
		return map[string]int64{"bytes": rec.n}
	}
	return bodyValue(rec.kept.Bytes(), rec.n, rec.Header().Get("Content-Type"), blank)
}

// bodyValue turns a body into what the line shows of it.
func bodyValue(body []byte, length int64, contentType string, blank blank) any {
	if length == 0 {
		return nil
	}
	if length > int64(len(body)) || length > MaxBody {
		return map[string]int64{"bytes": length}
	}
	if value, ok := decode(body); ok {
		return blank.value(value)
	}
	if strings.HasPrefix(contentType, "application/x-www-form-urlencoded") {
		return blank.query(string(body))
	}
	if utf8.Valid(body) && !bytes.ContainsRune(body, 0) {
		return blank.text(string(body))
	}
	return map[string]int64{"bytes": length}
}

// decode reads exactly one JSON value, keeping numbers as they were written.
func decode(body []byte) (any, bool) {
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	var value any
	if decoder.Decode(&value) != nil {
		return nil, false
	}
	if _, err := decoder.Token(); err != io.EOF {
		return nil, false
	}
	return value, true
}

// recorder lets the answer pass and keeps its beginning.
type recorder struct {
	http.ResponseWriter
	exchange *exchange
	status   int
	n        int64
	kept     bytes.Buffer
}

// Unwrap gives http.ResponseController the writer beneath, so that flushing and deadlines go on working.
func (w *recorder) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// Flush passes a partial answer on: git's progress must not wait for the end.
func (w *recorder) Flush() { _ = http.NewResponseController(w.ResponseWriter).Flush() }

func (w *recorder) WriteHeader(status int) {
	if w.status == 0 && status >= 200 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *recorder) Write(p []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	n, err := w.ResponseWriter.Write(p)
	w.n += int64(n)
	if w.exchange.keep && !w.exchange.git && w.kept.Len() <= MaxBody {
		w.kept.Write(p[:n])
	}
	return n, err
}

// countingBody counts what the client sent, as far as it was read.
type countingBody struct {
	io.ReadCloser
	n int64
}

func (b *countingBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	b.n += int64(n)
	return n, err
}
