package marker

import "testing"

func TestAKeyIsFoundWhereItWasWritten(t *testing.T) {
	body := "text\n\n" + Of("reply c1001") + "\n" + Of(Item("c1-l2"))
	if !Has(body, "reply c1001") || Has(body, "reply c100") || Has(body, "reply c10011") {
		t.Error("Has takes another key for this one")
	}
	if key, ok := ItemOf(body); !ok || key != "c1-l2" {
		t.Errorf("%q %v", key, ok)
	}
}

func TestWhatIsNoMarkerIsNoKey(t *testing.T) {
	for _, body := range []string{"", "<!-- sensible:action c1-l2", "sensible:action c1-l2 -->", "<!-- sensible:action c1\n-->", "<!-- sensible:action <b> -->"} {
		if key, ok := ItemOf(body); ok {
			t.Errorf("%q holds %q", body, key)
		}
	}
}

func FuzzFind(f *testing.F) {
	f.Add("<!-- sensible:action c1-l2 -->", "action ")
	f.Fuzz(func(t *testing.T, body, prefix string) {
		if rest, ok := Find(body, prefix); ok && !Has(body, prefix+rest) {
			t.Fatalf("found %q in %q, which does not hold it", rest, body)
		}
	})
}
