package welcome

import (
	"strings"

	"github.com/sensible-im/sensible/internal/policy"
	"github.com/sensible-im/sensible/internal/setup/needs"
	"github.com/sensible-im/sensible/internal/wording"
)

// telling is what the text of the pull request shows.
type telling struct {
	Repository, Trunk string
	Web               string
	Installed         bool
	Mode              Mode
	Files             []string
	Found             Found
	Left              []Component
	TeamsSeen         bool
	Organization      bool
	Writers, Fits     int
	Stage             int
	Pages             bool // somebody is really woken
	Switches          []Switch
	Severities        []policy.Severity
	Settings          []Setting
	Needs             []needs.Permission
	Problems          []string
	Notes             []string
	Prefix            string // "/inc " where it is mandatory, else "/"
	Drill, Edit       string
	Config            string
}

// tell writes title and text. What people wrote around ours stays.
func (d *draft) tell(p *Proposal) {
	book := wording.In(d.cfg.Language)
	p.Title = word(d.cfg.Language, "init/title")
	if d.facts.Installed() {
		p.Title = word(d.cfg.Language, "init/title-update")
	}
	text, err := book.Render("init", d.view(p.Notes))
	if err != nil {
		p.Notes = append(p.Notes, "the text could not be written: "+err.Error()) // the templates are embedded; a test renders them
		return
	}
	before := ""
	if pull := d.facts.Pull; pull != nil && pull.Open {
		before = pull.Body
		p.Title = pull.Title // a person may have changed it
	}
	var kept bool
	if p.Body, kept = Weave(before, wording.Tidy(text)); kept {
		p.Notes = append(p.Notes, "the text of the pull request was changed by a person and stays; empty it to have it written anew")
	}
}

func (d *draft) view(notes []string) telling {
	v := telling{
		Repository: d.facts.Repository, Trunk: d.facts.Trunk, Web: d.facts.Web, Installed: d.facts.Installed(), Mode: d.mode,
		Found: d.found, TeamsSeen: d.facts.TeamsSeen, Organization: d.facts.Organization,
		Writers: d.facts.Writers, Fits: fitting(d.facts.Writers), Stage: d.cfg.Stage, Pages: d.cfg.Effective().Pages, Switches: switches(d.cfg),
		Severities: d.cfg.Severities, Settings: settings(d.cfg), Notes: notes, Prefix: "/", Config: ConfigFile,
		Drill: Drill(d.facts, d.form, d.cfg.Language, d.cfg.Labels.Incident, d.cfg.Labels.Drill),
	}
	v.Found.Components, v.Left = nil, nil
	for _, c := range d.found.Components {
		if _, taken := d.cfg.Components[c.Name]; taken {
			v.Found.Components = append(v.Found.Components, c)
		} else {
			v.Left = append(v.Left, c)
		}
	}
	v.Found.Components, v.Left = head(v.Found.Components), head(v.Left)
	v.Found.Teams, v.Found.Labels = head(v.Found.Teams), head(v.Found.Labels)
	if d.cfg.Commands.Prefix == "required" {
		v.Prefix = "/inc "
	}
	if d.facts.Web != "" {
		v.Edit = d.facts.Web + "/edit/" + Branch + "/" + ConfigFile
	}
	for _, n := range needs.Permissions() {
		if d.mode == App || n.Key != "" {
			v.Needs = append(v.Needs, n)
		}
	}
	for _, one := range d.trouble {
		v.Problems = append(v.Problems, one.String())
	}
	for _, path := range Files() {
		if d.proposes(path) {
			v.Files = append(v.Files, path)
		}
	}
	return v
}

// mostListed is how much of a list is told: a text that nobody reads to the end tells nothing.
const mostListed = 20

func head[T any](list []T) []T { return list[:min(len(list), mostListed)] }

// proposes says whether merging brings a file: it is on the branch, or will be, and not on the default branch as it is.
func (d *draft) proposes(path string) bool {
	if strings.HasSuffix(path, "CODEOWNERS") {
		return false
	}
	for _, f := range d.files {
		if f.Path == path {
			return !f.Remove
		}
	}
	is, there := d.base[path]
	trunk, before := d.facts.Files[path]
	return there && (!before || is != trunk)
}

// word is a short text; empty where it cannot be written, which a test rules out.
func word(language, name string) string {
	text, err := wording.In(language).Word(name, nil)
	if err != nil {
		return ""
	}
	return text
}
