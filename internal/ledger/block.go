package ledger

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// unsignedName stands for the key of a block that nobody signed.
const unsignedName = "none"

// The words that begin a block.
const (
	headMarker         = "<!-- sensible:ledger "
	continuationMarker = "<!-- sensible:ledger-continuation "
)

// block is a hidden block taken apart: facts From, From+1 … (0-based) of the
// ledger, and the running hash before the first and after the last of them.
type block struct {
	marker string
	key    string // head only: the key's name
	from   int
	count  int // facts in this block
	prev   string
	chain  string
	data   string // base64 of deflated lines
	mac    string // head only
}

// Both forms are strict: one line, one space between fields, numbers without
// leading zeros. What differs by one byte is another block, or none.
var (
	fields  = `from=(0|[1-9][0-9]{0,8}) n=(0|[1-9][0-9]{0,8}) prev=([A-Za-z0-9_-]{43}) chain=([A-Za-z0-9_-]{43}) data=([A-Za-z0-9+/]+={0,2})`
	headRE  = regexp.MustCompile(`^v1 key=([0-9a-f]{16}|none) ` + fields + ` mac=([A-Za-z0-9_-]{43}|none) -->`)
	contRE  = regexp.MustCompile(`^v1 ` + fields + ` -->`)
	otherRE = regexp.MustCompile(`^v([2-9]|[1-9][0-9]{1,3}) `)
)

// findBlock returns the last block with that marker in a comment's body; false
// where there is none.
func findBlock(body, marker string) (block, bool, error) {
	at := strings.LastIndex(body, marker)
	if at < 0 {
		return block{}, false, nil
	}
	rest := body[at+len(marker):]
	if otherRE.MatchString(rest) {
		return block{}, true, ErrNewer
	}
	b := block{marker: marker}
	expression := contRE
	if marker == headMarker {
		expression = headRE
	}
	m := expression.FindStringSubmatch(rest)
	if m == nil {
		return block{}, true, fmt.Errorf("the block is damaged")
	}
	m = m[1:]
	if marker == headMarker {
		b.key, b.mac, m = m[0], m[len(m)-1], m[1:]
	}
	b.from, _ = strconv.Atoi(m[0]) // digits by the expression
	b.count, _ = strconv.Atoi(m[1])
	b.prev, b.chain, b.data = m[2], m[3], m[4]
	return b, true, nil
}

// content is what the signature covers and the block shows.
func (b block) content() string {
	s := "v1 "
	if b.marker == headMarker {
		s += "key=" + b.key + " "
	}
	return s + fmt.Sprintf("from=%d n=%d prev=%s chain=%s data=%s", b.from, b.count, b.prev, b.chain, b.data)
}

// sign returns the text of a head, signed where there is a key.
func (b block) sign(to Binding, k Key) string {
	b.key = k.name()
	mac := unsignedName
	if !k.IsZero() {
		mac = encodeHash(b.sum(to, k))
	}
	return b.marker + b.content() + " mac=" + mac + " -->"
}

// text returns the text of a continuation, for which the head's signature
// vouches by the running hash.
func (b block) text() string { return b.marker + b.content() + " -->" }

// sum is the HMAC-SHA256 over the issue and all that the block says.
func (b block) sum(to Binding, k Key) []byte {
	h := hmac.New(sha256.New, k.secret)
	fmt.Fprintf(h, "sensible:ledger\n%d\n%q\n%s", to.RepositoryID, to.IssueNodeID, b.content())
	return h.Sum(nil)
}

// verify compares the signature in constant time.
func (b block) verify(to Binding, ring Keyring) (Verdict, error) {
	key, verdict := ring.find(b.key)
	switch verdict {
	case Invalid:
		return Invalid, fmt.Errorf("signed with a key that is not known here (%s); give it as --previous-key", b.key)
	case Unsigned:
		if b.mac != unsignedName {
			return Invalid, fmt.Errorf("the block has a signature but no key")
		}
		return Unsigned, nil
	}
	if !hmac.Equal([]byte(b.mac), []byte(encodeHash(b.sum(to, key)))) {
		return Invalid, fmt.Errorf("the signature does not match: changed by hand, or of another issue")
	}
	return verdict, nil
}

func encodeHash(sum []byte) string { return base64.RawURLEncoding.EncodeToString(sum) }
