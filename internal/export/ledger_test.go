package export_test

import (
	"bytes"
	"crypto/ed25519"
	"crypto/x509"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/sensible-im/sensible/internal/export"
	"github.com/sensible-im/sensible/internal/ledger"
	"github.com/sensible-im/sensible/internal/policy"
	"github.com/sensible-im/sensible/internal/replay"
)

// TestALedgerInAnExportCountsWithItsKeyOnly exports an issue with its card and continuations, and edits every comment in it:
// with the key the ledger vouches for what was said, without it nothing does.
func TestALedgerInAnExportCountsWithItsKeyOnly(t *testing.T) {
	der, err := x509.MarshalPKCS8PrivateKey(ed25519.NewKeyFromSeed(bytes.Repeat([]byte{'k'}, ed25519.SeedSize)))
	if err != nil {
		t.Fatal(err)
	}
	key, err := ledger.NewKey(der)
	if err != nil {
		t.Fatal(err)
	}
	f := read(t, documented)
	f.Repository.ID, f.Issue.NodeID, f.Comments, f.Events = 7, "I_42", nil, nil
	for n := range 120 {
		at := f.Issue.CreatedAt.Add(time.Duration(n+1) * time.Minute)
		f.Comments = append(f.Comments, export.Comment{
			ID: int64(1000 + n), User: export.User{Login: "ben", ID: 2}, Body: fmt.Sprintf("/note replica %d lags %d", n*37, n*n), CreatedAt: at, UpdatedAt: at,
		})
	}
	f.Comments[0].Body = "/recovered"
	cfg := policy.Default(1)
	w := f.World()
	want := replay.Judge(w, ledger.Ledger{}, cfg, f.Now)
	head, rest, err := ledger.Split(want, ledger.Binding{RepositoryID: 7, IssueNodeID: "I_42"}, key, 1500)
	if err != nil || len(rest) < 2 {
		t.Fatalf("%d continuations, %v", len(rest), err)
	}
	for n := range f.Comments {
		f.Comments[n].UpdatedAt = f.Comments[n].CreatedAt.Add(time.Hour)
	}
	app := export.User{Login: "sensible[bot]", ID: 99, Type: "Bot"}
	for n, block := range append([]string{head}, rest...) {
		f.Comments = append(f.Comments, export.Comment{ID: int64(5000 + n), User: app, Body: "words\n\n" + block, CreatedAt: f.Now})
	}
	w = f.World()
	got := replay.Judge(w, replay.Open(w, ledger.Keyring{Current: key}, nil), cfg, f.Now)
	if !ledger.Equal(want, got) {
		t.Errorf("with the key: %s", cmp.Diff(want, got))
	}
	without := replay.Judge(w, ledger.Ledger{}, cfg, f.Now)
	if len(without.Facts) != 0 {
		t.Errorf("without the key nothing vouches for edited comments, but there are %d facts", len(without.Facts))
	}
}
