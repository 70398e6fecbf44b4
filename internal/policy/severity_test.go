package policy

import "testing"

func TestASeverityIsFoundByWhatPeopleWrite(t *testing.T) {
	const words = "severities: [{name: critical, title: Käse}, {name: major, title: Big one}]"
	const zero = "severities: [{name: p0}, {name: p1}]"
	tests := []struct{ text, write, want string }{
		{"", "1", "sev1"}, {"", "sev1", "sev1"}, {"", "SEV1", "sev1"}, {"", " Sev4\t", "sev4"}, {"", "critical", "sev1"}, {"", "TRIVIAL", "sev4"},
		{"", "unknown", "unknown"}, {"", "I don't know", "unknown"}, {"", "I don’t know", "unknown"},
		{"", "5", ""}, {"", "0", ""}, {"", "sev5", ""}, {"", "", ""}, {"", "-1", ""}, {"", "+1", ""}, {"", "sev", ""}, {"", "１", ""}, {"", "99999999999999999999", ""},
		{"", "ſev1", ""}, {"", "sev 1", ""},
		{words, "1", "critical"}, {words, "sev2", "major"}, {words, "BIG ONE", "major"}, {words, "3", ""}, {words, "Käse", "critical"}, {words, "KÄSE", ""}, {words, "critical", "critical"},
		{zero, "1", "p1"}, {zero, "0", "p0"}, {zero, "2", ""}, {zero, "P0", "p0"},
	}
	for _, tt := range tests {
		got, ok := parsed(t, tt.text).Severity(tt.write)
		if got != tt.want || ok != (tt.want != "") {
			t.Errorf("%s %q: got %q %v, want %q", tt.text, tt.write, got, ok, tt.want)
		}
	}
}

func TestARowThatNobodyKnowsAsksForNothing(t *testing.T) {
	c := Default(2)
	if row := c.Row("SEV1"); row.Name != "sev1" || row.Postmortem != PostmortemRequired || !row.Page {
		t.Errorf("got %+v", row)
	}
	for _, name := range []string{Unknown, "gone"} {
		if row := c.Row(name); row.Name != name || row.Postmortem != PostmortemNone || row.Page || c.Rank(name) != 0 {
			t.Errorf("got %+v", row)
		}
	}
	if c.Rank("sev4") != 4 {
		t.Error("sev4 is not the fourth")
	}
}

func TestATitleLeftOutIsTheName(t *testing.T) {
	c := parsed(t, "severities: [{name: high}, {name: sev2}]")
	if c := parsed(t, "severities: [{title: Bad}, {}]"); c.Severities[0].Name != "sev1" || c.Severities[1].Name != "sev2" || c.Severities[1].Title != "Major" {
		t.Errorf("without names: %+v", c.Severities)
	}
	if c.Severities[0].Title != "high" || c.Severities[1].Title != "Major" || c.Severities[0].AckWithin != clock(5) {
		t.Errorf("got %+v", c.Severities)
	}
}
