package declare

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/sensible-im/sensible/internal/form"
)

var at = time.Date(2026, 11, 22, 1, 7, 9, 0, time.UTC)

func declared() Declaration {
	return Declaration{
		ID: NewID(), Repository: "acme/shop", Title: "Checkout 502", Severity: "sev2", Components: []string{"checkout"}, Impact: "half of the customers",
		Started: at.Add(-10 * time.Minute), Detected: at.Add(-2 * time.Minute), Declared: at,
	}
}

func TestTheIssueReadsAsAFilledFormAndKnowsItsDeclaration(t *testing.T) {
	d := declared()
	for _, language := range []string{"en", "ja"} {
		body := d.Body(language)
		r, ok := form.Parse(body, "checkout")
		if !ok || r.Severity != "SEV2" || r.Seen != "Checkout 502" || r.Started != "2026-11-22 00:57:09 UTC" || r.Impact != "half of the customers" {
			t.Errorf("%s: %+v", language, r)
		}
		if !d.Is(body) || declared().Is(body) || d.Is("") {
			t.Errorf("%s: the issue is not told from others", language)
		}
		if !strings.Contains(body, "<!-- sensible:declared "+d.ID+" 2026-11-22T01:07:09Z 2026-11-22T01:05:09Z -->") {
			t.Errorf("%s: %s", language, body)
		}
	}
}

func TestADeclarationIsKeptForItsOwnerAloneAndForgottenOnceSent(t *testing.T) {
	s := Spool{Dir: t.TempDir() + "/state/sensible"}
	if list, err := s.Waiting(); err != nil || len(list) != 0 {
		t.Fatalf("%v, %v", list, err)
	}
	later, d := declared(), declared()
	later.Declared = at.Add(time.Hour)
	for _, one := range []Declaration{later, d} {
		if err := s.Keep(one); err != nil {
			t.Fatal(err)
		}
	}
	info, err := os.Stat(s.Path(d.ID))
	folder, err2 := os.Stat(s.Dir)
	if err != nil || err2 != nil || info.Mode().Perm() != 0o600 || folder.Mode().Perm() != 0o700 {
		t.Errorf("%v %v, %v %v", info.Mode(), folder.Mode(), err, err2)
	}
	list, err := s.Waiting()
	if diff := cmp.Diff([]Declaration{d, later}, list); err != nil || diff != "" {
		t.Errorf("%v %s", err, diff)
	}
	if err := s.Drop(d.ID); err != nil || s.Still(d.ID) || !s.Still(later.ID) {
		t.Errorf("%v", err)
	}
	if err := s.Drop(d.ID); err != nil {
		t.Errorf("dropped twice: %v", err)
	}
}

func TestAFileThatIsNoDeclarationIsNamedAndTheOthersAreRead(t *testing.T) {
	s := Spool{Dir: t.TempDir()}
	d := declared()
	if err := s.Keep(d); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"declared-x.json": "{", "declared-y.json": `{"id":"z","repository":"a/b","title":"t"}`, "notes.txt": "x"} {
		if err := os.WriteFile(s.Dir+"/"+name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	list, err := s.Waiting()
	if len(list) != 1 || err == nil || !strings.Contains(err.Error(), "declared-x.json") || !strings.Contains(err.Error(), "declared-y.json") {
		t.Errorf("%d, %v", len(list), err)
	}
}

func TestTheFolderIsTheOneThatIsSetElseTheSystems(t *testing.T) {
	for want, env := range map[string]map[string]string{
		"/x": {"SENSIBLE_STATE_DIR": "/x", "HOME": "/h"}, "/s/sensible": {"XDG_STATE_HOME": "/s", "HOME": "/h"}, "/h/.local/state/sensible": {"HOME": "/h"},
	} {
		if got, err := Folder(func(name string) string { return env[name] }); err != nil || got != want {
			t.Errorf("%q, %v; want %q", got, err, want)
		}
	}
	full := Spool{Dir: "/dev/null/x"}
	if err := full.Keep(declared()); err == nil || !strings.Contains(err.Error(), "SENSIBLE_STATE_DIR") {
		t.Errorf("%v", err)
	}
}

func FuzzAFileIsReadOrRefused(f *testing.F) {
	f.Add([]byte(`{"id":"x","repository":"a/b","title":"t","declared":"2026-11-22T01:07:09Z"}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		path := t.TempDir() + "/declared-x.json"
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
		if d, err := read(path); err == nil && d.ID != "x" {
			t.Errorf("%+v", d)
		}
	})
}
