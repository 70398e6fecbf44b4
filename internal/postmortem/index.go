package postmortem

import (
	"bytes"
	"encoding/json"
	"path"
	"slices"
	"strings"
)

// IndexPath is where the list of all postmortems lies, beside the years' folders.
func IndexPath(directory string) string { return path.Join(directory, "index.json") }

// indexFile is the list: one entry a line, by path, so that two changes of it seldom touch.
type indexFile struct {
	Version     int               `json:"version"`
	Postmortems []json.RawMessage `json:"postmortems"`
}

// Index returns the index with the entry of the document at a path as its front matter tells it; the other entries stay as
// they are, whatever else stands in them. An index that cannot be read, and a document without front matter, change
// nothing: then ok is false.
func Index(index, documentPath, document string) (text string, ok bool) {
	var f indexFile
	if strings.TrimSpace(index) != "" && json.Unmarshal([]byte(index), &f) != nil {
		return index, false
	}
	front, readable := ReadFront(document)
	if !readable || f.Version > 1 {
		return index, false
	}
	entry, err := compact(struct {
		Path string `json:"path"`
		Front
	}{documentPath, front})
	if err != nil {
		return index, false
	}
	f.Postmortems = slices.DeleteFunc(f.Postmortems, func(e json.RawMessage) bool { return pathOf(e) == documentPath })
	at := len(f.Postmortems)
	for n, e := range f.Postmortems {
		if pathOf(e) > documentPath {
			at = n
			break
		}
	}
	f.Postmortems = slices.Insert(f.Postmortems, at, entry)
	return f.text(), true
}

func pathOf(entry json.RawMessage) string {
	var e struct{ Path string }
	_ = json.Unmarshal(entry, &e) // an entry of another shape has no path, and stays where it is
	return e.Path
}

func (f indexFile) text() string {
	var b strings.Builder
	b.WriteString("{\n  \"version\": 1,\n  \"postmortems\": [\n")
	for n, e := range f.Postmortems {
		b.WriteString("    ")
		var line bytes.Buffer
		if json.Compact(&line, e) == nil {
			b.Write(line.Bytes())
		}
		if n < len(f.Postmortems)-1 {
			b.WriteByte(',')
		}
		b.WriteByte('\n')
	}
	b.WriteString("  ]\n}\n")
	return b.String()
}

// compact writes JSON without escaping what HTML would need.
func compact(v any) (json.RawMessage, error) {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return bytes.TrimSpace(out.Bytes()), err
}
