package queue

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// packers bounds how many payloads are compressed at once: each needs a window of over a megabyte.
var packers = newPackers(2)

func newPackers(n int) chan *flate.Writer {
	c := make(chan *flate.Writer, n)
	for range n {
		c <- nil // made when first needed
	}
	return c
}

// pack compresses a payload, with its length before it.
func pack(payload []byte) ([]byte, error) {
	out := bytes.NewBuffer(binary.AppendUvarint(make([]byte, 0, 16+len(payload)/3), uint64(len(payload))))
	w := <-packers
	defer func() { packers <- w }()
	if w == nil {
		var err error
		if w, err = flate.NewWriter(out, flate.BestSpeed); err != nil {
			return nil, err
		}
	}
	w.Reset(out)
	if _, err := w.Write(payload); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// packedSize is how long a packed payload was.
func packedSize(packed []byte) int {
	n, _ := binary.Uvarint(packed)
	return int(n)
}

// unpack gives a payload back.
func unpack(packed []byte) ([]byte, error) {
	if len(packed) == 0 {
		return nil, nil
	}
	n, used := binary.Uvarint(packed)
	if used <= 0 {
		return nil, errors.New("the kept payload is damaged: no length")
	}
	out, err := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(packed[used:])), int64(n)))
	if err != nil || uint64(len(out)) != n {
		return nil, fmt.Errorf("the kept payload is damaged: %d of %d bytes: %w", len(out), n, err)
	}
	return out, nil
}
