package ledger

import (
	"bytes"
	"compress/flate"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// maxInflated bounds what one block may inflate to: a small block that says
// it holds gigabytes is refused.
const maxInflated = 1 << 20

// document is a ledger as lines of JSON: all but the facts, then each fact.
type document struct {
	rest  []byte
	facts [][]byte
}

// toDocument shortens a ledger and writes it as lines.
func toDocument(l Ledger) (document, error) {
	l = Shorten(l)
	var d document
	for _, f := range l.Facts {
		line, err := encodeJSON(f)
		if err != nil {
			return d, fmt.Errorf("fact %d: %w", f.Seq, err)
		}
		d.facts = append(d.facts, line)
	}
	l.Facts = nil
	rest, err := encodeJSON(l)
	d.rest = rest
	return d, err
}

// ledger reads the lines back.
func (d document) ledger() (Ledger, error) {
	var l Ledger
	if err := json.Unmarshal(d.rest, &l); err != nil {
		return Ledger{}, fmt.Errorf("what is not a fact: %w", err)
	}
	l.Facts = nil
	for i, line := range d.facts {
		var f Fact
		if err := json.Unmarshal(line, &f); err != nil {
			return Ledger{}, fmt.Errorf("fact %d: %w", i+1, err)
		}
		l.Facts = append(l.Facts, f)
	}
	return l, nil
}

// head returns the block with everything but the first facts.
func (d document) head(from int, prev string) (block, error) {
	return newBlock(headMarker, append([][]byte{d.rest}, d.facts[from:]...), from, prev)
}

// continuation returns the block with the facts [from, to).
func (d document) continuation(from, to int, prev string) (block, error) {
	return newBlock(continuationMarker, d.facts[from:to], from, prev)
}

func newBlock(marker string, lines [][]byte, from int, prev string) (block, error) {
	facts := lines
	if marker == headMarker {
		facts = lines[1:]
	}
	data, err := deflate(lines)
	return block{marker: marker, from: from, count: len(facts), prev: prev, chain: chain(prev, facts), data: data}, err
}

// lines inflates a block and checks that it holds what it says.
func (b block) lines() ([][]byte, error) {
	lines, err := inflate(b.data)
	if err != nil {
		return nil, err
	}
	facts := lines
	if b.marker == headMarker {
		facts = lines[1:]
	}
	if len(facts) != b.count || chain(b.prev, facts) != b.chain {
		return nil, errors.New("the running hash over the facts does not match")
	}
	return lines, nil
}

// startOfChain is the running hash before the first fact of an issue.
func startOfChain(b Binding) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "sensible:ledger\n%d\n%q", b.RepositoryID, b.IssueNodeID))
	return encodeHash(sum[:])
}

// chain is the running hash after the facts: each step is the SHA-256 of the
// hash before, a line feed, and the fact.
func chain(prev string, facts [][]byte) string {
	for _, f := range facts {
		sum := sha256.Sum256(append([]byte(prev+"\n"), f...))
		prev = encodeHash(sum[:])
	}
	return prev
}

// deflate compresses lines (RFC 1951) to standard base64, which cannot hold
// the "--" that would end an HTML comment.
func deflate(lines [][]byte) (string, error) {
	raw := bytes.Join(lines, []byte("\n"))
	if len(raw) > maxInflated {
		return "", fmt.Errorf("%d bytes are more than one block holds (%d)", len(raw), maxInflated)
	}
	var out bytes.Buffer
	w, err := flate.NewWriter(&out, flate.BestCompression)
	if err != nil {
		return "", err
	}
	if _, err := w.Write(raw); err != nil {
		return "", err
	}
	if err := w.Close(); err != nil {
		return "", err
	}
	return base64.StdEncoding.EncodeToString(out.Bytes()), nil
}

// inflate reads lines back; there is at least one.
func inflate(data string) ([][]byte, error) {
	r := flate.NewReader(base64.NewDecoder(base64.StdEncoding.Strict(), strings.NewReader(data)))
	raw, err := io.ReadAll(io.LimitReader(r, maxInflated+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("the block does not inflate: %w", err)
	case len(raw) > maxInflated:
		return nil, fmt.Errorf("the block inflates to more than %d bytes", maxInflated)
	}
	return bytes.Split(raw, []byte("\n")), nil
}
