package doctor

import (
	"slices"
	"strings"

	"github.com/sensible-im/sensible/internal/policy"
)

// board looks at the Projects board and the ways in which it is out of reach: GitHub says nothing of most of them.
func board(r *report) {
	title := r.Policy.Followups.Board
	view := map[string]any{"Title": title, "Owner": r.Repository.Owner, "Why": r.BoardErr}
	switch {
	case r.Policy.Effective().ActionItems != policy.ActionBoard:
		r.find(Well, "board-none", nil)
	case !r.Repository.OwnerIsOrg:
		r.find(Bad, "board-user", view)
	case r.Actions:
		r.find(Bad, "board-actions", view)
	case r.App && r.Granted["organization_projects"] == "":
		r.find(Bad, "board-permission", view)
	case r.BoardErr != "":
		r.find(Bad, "board-refused", view)
	case r.Board == nil && r.Boards == 0:
		r.find(Warning, "board-empty", view)
	case r.Board == nil:
		r.find(Warning, "board-missing", view)
	case r.Board.Closed:
		r.find(Bad, "board-closed", map[string]any{"Title": title, "URL": r.Board.URL})
	default:
		r.boardFields()
	}
}

// boardFields looks for columns that were renamed or removed: they are never added to a field in use.
func (r *report) boardFields() {
	view := map[string]any{"Title": r.Board.Title, "URL": r.Board.URL, "Missing": []string(nil)}
	field, ok := r.Board.Field("Stage")
	if !ok {
		r.find(Well, "board-field", view)
		return
	}
	var missing []string
	for _, s := range r.Stages {
		has := false
		for _, o := range field.Options {
			has = has || strings.EqualFold(o.Name, s)
		}
		if !has {
			missing = append(missing, s)
		}
	}
	if slices.Sort(missing); len(missing) > 0 {
		view["Missing"] = missing
		r.find(Warning, "board-options", view)
		return
	}
	r.find(Well, "board", view)
}

// mostPins is how many issues GitHub pins in a repository.
const mostPins = 3

// pins looks whether the central board finds a place.
func pins(r *report) {
	switch {
	case !r.Policy.Effective().CentralBoard:
		r.find(Well, "pins-none", nil)
	case r.Pinned >= mostPins:
		r.find(Warning, "pins-full", r.Facts)
	default:
		r.find(Well, "pins", mostPins-r.Pinned)
	}
}
