package welcome

import (
	"fmt"
	"slices"

	"github.com/sensible-im/sensible/internal/policy"
)

// Texts are the files that others write: what they hold is not decided here. A nil one is left out.
type Texts struct {
	Workflow func(c policy.Config, trunk string) string // trunk: the default branch; empty where it is not known
	ItemForm func(policy.Config) string
}

// draft is a proposal in the making.
type draft struct {
	facts   Facts
	wishes  Wishes
	found   Found
	base    map[string]string // what a new commit stands on
	mode    Mode
	config  string
	cfg     policy.Config
	trouble policy.Problems
	form    string
	files   []File
	notes   []string
}

// Propose decides what the pull request should be. It changes nothing that is right already: proposing twice is
// proposing once.
func Propose(f Facts, w Wishes, t Texts) Proposal {
	d := draft{facts: f, wishes: w, found: Find(f), base: f.base()}
	d.chooseMode()
	d.writeConfig()
	d.cfg, d.trouble = policy.Parse(ConfigFile, []byte(d.config))
	d.write(ConfigFile, d.config)
	if d.trouble.Errors() {
		d.note("the form is left as it is until %s can be used: %s", ConfigFile, d.trouble[0])
		d.form = d.base[FormFile]
	} else {
		var left []string
		d.form, left = IncidentForm(d.base[FormFile], d.cfg)
		d.notes = append(d.notes, left...)
		d.write(FormFile, d.form)
		if !d.proposedBefore() {
			d.add(ItemFormFile, t.ItemForm) // one that is gone was taken out
		}
		d.writeWorkflow(t.Workflow)
	}
	p := Proposal{Files: d.files, Mode: d.mode, Notes: d.notes}
	p.Done = f.Fresh() && len(d.files) == 0
	d.tell(&p)
	return p
}

// proposedBefore says whether what a commit stands on came from an earlier proposal.
func (d *draft) proposedBefore() bool {
	_, config := d.base[ConfigFile]
	_, form := d.base[FormFile]
	return config && form
}

func (d *draft) note(format string, args ...any) {
	d.notes = append(d.notes, fmt.Sprintf(format, args...))
}

// chooseMode keeps what is there; where nothing is, the credentials say what fits.
func (d *draft) chooseMode() {
	_, workflow := d.base[WorkflowFile]
	switch {
	case d.wishes.Mode != "":
		d.mode = d.wishes.Mode
	case workflow:
		d.mode = Action
	case d.proposedBefore() || d.wishes.Fallback == App:
		d.mode = App
	default:
		d.mode = Action
	}
}

// writeConfig takes the config that is there; one of ours follows the wishes, another is a person's and stays.
func (d *draft) writeConfig() {
	is, there := d.base[ConfigFile]
	now, own := chosen(is, d.found)
	if !there {
		usual := policy.Default(1)
		now, own = choice{stage: usual.Stage, language: usual.Language}, true
	}
	want := now
	if d.wishes.Stage != nil {
		want.stage = *d.wishes.Stage
	}
	if d.wishes.Language != "" {
		want.language = d.wishes.Language
	}
	want.board = want.board || d.wishes.Board
	if own {
		d.config = config(want, d.found)
		return
	}
	d.config = is
	d.askInstead()
}

// askInstead says what a person would have to write into a config of their own.
func (d *draft) askInstead() {
	c, problems := policy.Parse(ConfigFile, []byte(d.config))
	if problems.Errors() {
		return
	}
	if s := d.wishes.Stage; s != nil && *s != c.Stage {
		d.note("%s was written by a person and stays; for stage %d, write stage: %d into it", ConfigFile, *s, *s)
	}
	if l := d.wishes.Language; l != "" && l != c.Language {
		d.note("%s was written by a person and stays; write language: %s into it", ConfigFile, l)
	}
	if d.wishes.Board && c.Effective().ActionItems != policy.ActionBoard {
		d.note("%s was written by a person and stays; for the board, write followups: {board: Incident follow-ups} into it", ConfigFile)
	}
	if len(d.found.Bots) > 0 && c.Commands.Prefix != "required" {
		d.note("another command bot was found (%s): write commands: {prefix: required} into %s", d.found.Bots[0].Sign, ConfigFile)
	}
}

// write proposes a file where it differs from what is there.
func (d *draft) write(path, text string) {
	if is, there := d.base[path]; text != "" && (!there || is != text) {
		d.files = append(d.files, File{Path: path, Text: text})
	}
}

// add proposes a file only where there is none: one that is there may have been changed.
func (d *draft) add(path string, text func(policy.Config) string) {
	if _, there := d.base[path]; !there && text != nil {
		d.write(path, text(d.cfg))
	}
}

func (d *draft) writeWorkflow(text func(policy.Config, string) string) {
	if d.mode == Action {
		if text != nil {
			d.add(WorkflowFile, func(c policy.Config) string { return text(c, d.facts.Trunk) })
		}
		return
	}
	_, onBranch := d.base[WorkflowFile]
	_, onTrunk := d.facts.Files[WorkflowFile]
	switch {
	case onBranch && !onTrunk:
		d.files = append(d.files, File{Path: WorkflowFile, Remove: true})
	case onTrunk:
		d.note("%s is there: with the App beside it everything would be done twice; remove it", WorkflowFile)
	}
}

// WithoutWorkflow is the proposal for whoever may not write workflows: GitHub lets neither an App nor GITHUB_TOKEN.
func (p Proposal) WithoutWorkflow() (Proposal, string) {
	at := slices.IndexFunc(p.Files, func(f File) bool { return f.Path == WorkflowFile && !f.Remove })
	if at < 0 {
		return p, ""
	}
	text := p.Files[at].Text
	p.Files = slices.Delete(slices.Clone(p.Files), at, at+1)
	return p, text
}
