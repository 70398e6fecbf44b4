package requestlog

import "maps"

// maxOperations bounds the counter: route templates are few, but GraphQL operation names are the client's choice.
const maxOperations = 2000

// Summary is how often each operation was called since the hub started.
type Summary struct {
	Total      int            `json:"total"`
	Operations map[string]int `json:"operations"`
}

// Summary counts the calls so far by operation; names past the first 2,000 are counted together as "other".
func (l *Log) Summary() Summary {
	l.mu.Lock()
	defer l.mu.Unlock()
	operations := maps.Clone(l.counts)
	if operations == nil {
		operations = map[string]int{}
	}
	return Summary{Total: l.total, Operations: operations}
}

// Err is the first failure to write a line, for instance a full disk; nil while all went well.
func (l *Log) Err() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.failed
}

func (l *Log) count(operation string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.counts == nil {
		l.counts = map[string]int{}
	}
	if _, known := l.counts[operation]; !known && len(l.counts) >= maxOperations {
		operation = "other"
	}
	l.counts[operation]++
	l.total++
}

func (l *Log) write(line []byte) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if _, err := l.Writer.Write(line); err != nil && l.failed == nil {
		l.failed = err
	}
}
