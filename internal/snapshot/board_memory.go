package snapshot

import (
	"encoding/json"
	"strings"
)

// BoardMemory is what this program must not forget about a board, whichever incident looks at it: it lies, unseen, in the
// board's own readme. A person may rename our fields and options, or delete views: they are found again, and not made again.
type BoardMemory struct {
	Title   string                       `json:"title"`             // the name in the settings, by which the board was found or made
	Done    bool                         `json:"done,omitempty"`    // fields and views were all made once: nothing is made again
	Fields  map[string]string            `json:"fields,omitempty"`  // our name → node id
	Options map[string]map[string]string `json:"options,omitempty"` // our field → our option → id
}

const (
	memoryStart = "<!-- sensible:board "
	memoryEnd   = " -->"
)

// ReadMemory finds the memory in a board's readme. ok is false where there is none that can be read.
func ReadMemory(readme string) (m BoardMemory, ok bool) {
	at := strings.LastIndex(readme, memoryStart)
	if at < 0 {
		return BoardMemory{}, false
	}
	text, _, whole := strings.Cut(readme[at+len(memoryStart):], memoryEnd)
	if !whole || json.Unmarshal([]byte(text), &m) != nil {
		return BoardMemory{}, false
	}
	return m, true
}

// WithMemory returns a readme in which the memory is the given one; all other text stays as it is.
func WithMemory(readme string, m BoardMemory) (string, error) {
	text, err := json.Marshal(m) // escapes < and >, so that no title can end the comment
	if err != nil {
		return "", err
	}
	line := memoryStart + string(text) + memoryEnd
	at := strings.LastIndex(readme, memoryStart)
	if at < 0 {
		return strings.TrimLeft(strings.TrimRight(readme, "\n")+"\n\n"+line, "\n"), nil
	}
	if _, after, whole := strings.Cut(readme[at:], memoryEnd); whole {
		return readme[:at] + line + after, nil
	}
	return readme[:at] + line, nil
}

// Known returns the board's fields with our names on them: by what is remembered of their ids, else by their own names.
func (m BoardMemory) Known(fields []BoardField) []BoardField {
	out := make([]BoardField, len(fields))
	for n, f := range fields {
		out[n] = f
		for ours, id := range m.Fields {
			if id == f.NodeID && ours != f.Name {
				out[n].As = ours
			}
		}
		out[n].Options = make([]BoardOption, len(f.Options))
		for k, o := range f.Options {
			out[n].Options[k] = o
			for ours, id := range m.Options[out[n].Ours()] {
				if id == o.ID && ours != o.Name {
					out[n].Options[k].As = ours
				}
			}
		}
	}
	return out
}
