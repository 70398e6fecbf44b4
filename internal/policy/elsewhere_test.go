package policy

import "testing"

func TestAnotherRepositoryForPostmortemsIsReachableWithTheSameOwner(t *testing.T) {
	for wanted, want := range map[string]struct {
		name      string
		reachable bool
	}{
		"here": {"", false}, "": {"", false}, "Acme/Shop": {"", false}, "acme/postmortems": {"acme/postmortems", true},
		"ACME/postmortems": {"ACME/postmortems", true}, "other/postmortems": {"other/postmortems", false},
	} {
		if name, reachable := (Postmortems{Repository: wanted}).Elsewhere("acme/shop"); name != want.name || reachable != want.reachable {
			t.Errorf("%q: %q %v", wanted, name, reachable)
		}
	}
}

func TestAnotherRepositoryForPostmortemsIsNoProblem(t *testing.T) {
	c, problems := Parse("f", []byte("postmortems: {repository: acme/postmortems}\n"))
	if len(problems) != 0 || c.Postmortems.Repository != "acme/postmortems" {
		t.Errorf("%v %+v", problems, c.Postmortems)
	}
}
