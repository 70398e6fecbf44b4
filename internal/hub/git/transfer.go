package git

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"

	"github.com/sensible-im/sensible/internal/hub/store"
)

// maxPack bounds what one push may send.
const maxPack = 512 << 20

// settle gives the request a known length: git sends large packs in chunks, and a CGI program wants to know. The pack
// waits in a file, never in memory.
func settle(r *http.Request, dir string) error {
	if r.Body == nil {
		r.Body = http.NoBody
	}
	if r.ContentLength >= 0 && len(r.TransferEncoding) == 0 {
		return nil
	}
	file, err := os.CreateTemp(dir, "pack-")
	if err != nil {
		return fmt.Errorf("keep the pack: %w", err)
	}
	_ = os.Remove(file.Name()) // it lives as long as it is open
	n, err := io.Copy(file, io.LimitReader(r.Body, maxPack+1))
	if err == nil && n > maxPack {
		err = fmt.Errorf("it is larger than %d bytes", maxPack)
	}
	if err == nil {
		_, err = file.Seek(0, io.SeekStart)
	}
	if err != nil {
		_ = file.Close()
		return fmt.Errorf("keep the pack: %w", err)
	}
	r.Body, r.ContentLength, r.TransferEncoding = file, n, nil
	r.Header.Del("Transfer-Encoding")
	return nil
}

// logFile is where the post-receive hook writes what moved.
type logFile struct{ path string }

func newPushLog(dir string) (logFile, error) {
	file, err := os.CreateTemp(dir, "push-")
	if err != nil {
		return logFile{}, err
	}
	return logFile{path: file.Name()}, file.Close()
}

func (l logFile) remove() { _ = os.Remove(l.path) }

func (l logFile) updates() []store.Push {
	text, err := os.ReadFile(l.path)
	if err != nil {
		return nil
	}
	var updates []store.Push
	for line := range strings.Lines(string(text)) {
		if parts := strings.Fields(line); len(parts) == 3 {
			updates = append(updates, store.Push{Before: parts[0], After: parts[1], Ref: parts[2]})
		}
	}
	return updates
}

// kept is an answer that waits.
type kept struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (k *kept) Header() http.Header         { return k.header }
func (k *kept) WriteHeader(status int)      { k.status = status }
func (k *kept) Write(p []byte) (int, error) { return k.body.Write(p) }

func (k *kept) copyTo(w http.ResponseWriter) {
	for name, values := range k.header {
		w.Header()[name] = values
	}
	w.WriteHeader(k.status)
	_, _ = w.Write(k.body.Bytes()) // the client may have left
}
