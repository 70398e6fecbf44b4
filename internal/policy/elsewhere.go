package policy

import "strings"

// Elsewhere is the other repository in which postmortems of incidents in home are wanted, both owner/name; empty where they
// belong beside the incident. It is not reachable where its owner is another: an installation of the App covers one owner.
func (p Postmortems) Elsewhere(home string) (name string, reachable bool) {
	if p.Repository == "" || p.Repository == Here || fold(p.Repository) == fold(home) {
		return "", false
	}
	owner, _, _ := strings.Cut(p.Repository, "/")
	mine, _, _ := strings.Cut(home, "/")
	return p.Repository, fold(owner) == fold(mine)
}
