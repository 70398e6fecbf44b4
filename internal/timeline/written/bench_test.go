package written

import (
	"strings"
	"testing"
	"time"
)

// BenchmarkRead measures one comment with a few times, and a long document.
func BenchmarkRead(b *testing.B) {
	short := "Errors went up at 00:10 UTC (09:10 JST).\n\n- 00:15 restarted\n- 00:20 up again"
	limit := time.Date(2022, 9, 8, 0, 0, 0, 0, time.UTC)
	for name, text := range map[string]string{"comment": short, "talk": "The pool is full again, I look at 2 databases", "document": strings.Repeat(short+"\n\n", 1000)} {
		b.Run(name, func(b *testing.B) {
			var r Reader
			b.ReportAllocs()
			for b.Loop() {
				r.Read(text, Options{Limit: limit})
			}
		})
	}
}
