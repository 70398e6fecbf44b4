package reconcile

import "github.com/sensible-im/sensible/internal/postmortem/lint"

// searched is a document that was looked through for secrets.
type searched struct {
	text  string
	found []lint.Secret
}

// secretsIn looks through a text unless it is the one of the time before: an idle look costs nothing.
func (m *memory) secretsIn(k Key, text string, find func(string) []lint.Secret) []lint.Secret {
	m.mu.Lock()
	last := m.issue(k).searched
	m.mu.Unlock()
	if last.text == text {
		return last.found
	}
	last = searched{text, find(text)}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.issue(k).searched = last
	return last.found
}
