package incident

import "testing"

func TestAnAccountIsKnownByItsIDAndByLoginOnlyWithoutOne(t *testing.T) {
	tests := []struct {
		name string
		a, b Person
		want bool
	}{
		{"renamed", Person{1, "old"}, Person{1, "new"}, true},
		{"a login taken over by somebody else", Person{1, "hana"}, Person{2, "hana"}, false},
		{"one without an id", Person{0, "Hana"}, Person{2, "hana"}, true},
		{"look-alikes of Unicode", Person{0, "ſam"}, Person{0, "sam"}, false},
		{"nobody is not nobody else", Person{}, Person{}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if tt.a.Same(tt.b) != tt.want || tt.b.Same(tt.a) != tt.want {
				t.Errorf("%v and %v: want %v", tt.a, tt.b, tt.want)
			}
		})
	}
	if !(Person{}).IsZero() || (Person{Login: "a"}).IsZero() || (Person{ID: 1}).IsZero() {
		t.Error("IsZero means nobody")
	}
}

func TestAPermissionIsReadByGitHubsRoleNamesAndFailsClosed(t *testing.T) {
	responders := map[string]bool{"none": false, "read": false, "triage": true, "write": true, "maintain": true, "admin": true}
	for name, want := range responders {
		p, ok := ParsePermission(name)
		if !ok || p.Responder() != want || p.String() != name {
			t.Errorf("%s: %v, %v, responder %v", name, p, ok, p.Responder())
		}
	}
	for _, name := range []string{"", "ADMIN", "release-manager", "owner"} {
		if p, ok := ParsePermission(name); ok || p != NoAccess || p.Responder() {
			t.Errorf("%q: %v, %v; want no access", name, p, ok)
		}
	}
	if got := Permission(-3).String(); got != "none" {
		t.Errorf("an impossible permission shows as %q", got)
	}
}
