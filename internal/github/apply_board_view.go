package github

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/sensible-im/sensible/internal/plan"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// newView is the body of POST /orgs/{org}/projectsV2/{number}/views. Fields go by their database ids.
type newView struct {
	Name    string   `json:"name"`
	Layout  string   `json:"layout"`
	Filter  string   `json:"filter,omitempty"`
	Visible []int64  `json:"visible_fields,omitempty"`
	Sort    [][2]any `json:"sort_by,omitempty"`
	Group   []int64  `json:"group_by,omitempty"`
	Columns []int64  `json:"vertical_group_by,omitempty"`
}

// boardView makes a view. A server that does not know views over REST answers 404: the board goes on without.
func boardView(ctx context.Context, a *application, act plan.Action) error {
	b := a.world.Board
	if b == nil {
		return errLater
	}
	view := newView{
		Name: act.Target, Layout: act.Fields["layout"], Filter: filterOf(*b, act.Fields["filter"]),
		Visible: fieldIDs(*b, listed(act.Fields["visible"])), Group: fieldIDs(*b, listed(act.Fields["group"])),
		Columns: fieldIDs(*b, listed(act.Fields["columns"])),
	}
	for _, by := range listed(act.Fields["sort"]) {
		at := strings.LastIndex(by, " ")
		if at < 0 {
			continue
		}
		for _, id := range fieldIDs(*b, []string{by[:at]}) {
			view.Sort = append(view.Sort, [2]any{id, by[at+1:]})
		}
	}
	path := fmt.Sprintf("orgs/%s/projectsV2/%d/views", url.PathEscape(a.world.Repository.Owner), b.Number)
	req, err := a.s.rest.NewRequest(http.MethodPost, path, view)
	if err != nil {
		return fmt.Errorf("make the view %s: %w", act.Target, err)
	}
	if _, err := a.s.rest.Do(ctx, req, nil); err != nil {
		return finally(err)
	}
	b.Views = append(b.Views, act.Target)
	return nil
}

// fieldIDs leaves out what the board does not have.
func fieldIDs(b snapshot.Board, names []string) []int64 {
	var out []int64
	for _, name := range names {
		if f, ok := b.Field(name); ok && f.ID != 0 {
			out = append(out, f.ID)
		}
	}
	return out
}

// filterOf names the field Stage as the board does, where somebody renamed it.
func filterOf(b snapshot.Board, filter string) string {
	if f, ok := b.Field("Stage"); ok && fold(f.Name) != "stage" {
		return strings.ReplaceAll(filter, "stage:", strings.ReplaceAll(fold(f.Name), " ", "-")+":")
	}
	return filter
}
