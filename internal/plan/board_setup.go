package plan

import (
	"fmt"
	"maps"
	"strings"

	"github.com/sensible-im/sensible/internal/policy"
	"github.com/sensible-im/sensible/internal/snapshot"
	"github.com/sensible-im/sensible/internal/wording"
)

// SetUpBoard says what a board lacks of our fields and views, and ends with the note on the board that all of it was made
// once: from then on nothing is made again, whatever people rename or delete. What exists is never changed. It is called
// until it is empty, with the board as it then is; `sensible init --board` uses it as well as every incident.
func SetUpBoard(b snapshot.Board, cfg policy.Config) ([]Action, error) {
	if b.Closed || b.Memory.Done {
		return nil, nil
	}
	if missing := missingFields(b, cfg); len(missing) > 0 {
		return missing, nil
	}
	actions := missingViews(b)
	readme, err := noted(b, cfg)
	if err != nil {
		return nil, fmt.Errorf("note on the board %q: %w", b.Title, err)
	}
	return append(actions, Action{Kind: BoardNote, Node: b.NodeID, Target: b.Title, Body: readme}), nil
}

// missingFields makes each with all its options at once: options cannot be added later without losing what uses them.
func missingFields(b snapshot.Board, cfg policy.Config) []Action {
	var out []Action
	for _, f := range boardFields {
		if _, there := b.Field(f.name); there {
			continue
		}
		fields := map[string]string{"type": f.kind}
		if f.options != nil {
			fields["options"] = strings.Join(f.options(cfg), ",")
		}
		out = append(out, Action{Kind: BoardField, Target: f.name, Node: b.NodeID, Fields: fields})
	}
	return out
}

func missingViews(b snapshot.Board) []Action {
	var out []Action
	for _, v := range boardViews {
		if b.HasView(v.name) {
			continue
		}
		var sort []string
		for _, by := range v.sort {
			sort = append(sort, by[0]+" "+by[1])
		}
		out = append(out, Action{Kind: BoardView, Target: v.name, Node: b.NodeID, ID: int64(b.Number), Fields: withoutBlank(map[string]string{
			"layout": v.layout, "filter": v.filter, "group": v.group, "columns": v.columns,
			"sort": strings.Join(sort, ","), "visible": strings.Join(v.visible, ","),
		})})
	}
	return out
}

// noted is the board's readme with the note; a board without any text is explained first.
func noted(b snapshot.Board, cfg policy.Config) (string, error) {
	m := snapshot.BoardMemory{Title: cfg.Followups.Board, Done: true, Fields: map[string]string{}, Options: map[string]map[string]string{}}
	if b.Memory.Title != "" {
		m.Title = b.Memory.Title
	}
	for _, f := range boardFields {
		there, ok := b.Field(f.name)
		if !ok || there.Type != f.kind {
			continue
		}
		m.Fields[f.name] = there.NodeID
		if f.options == nil {
			continue
		}
		ids := map[string]string{}
		for _, name := range f.options(cfg) {
			if o, ok := there.Option(name); ok {
				ids[name] = o.ID
			}
		}
		m.Options[f.name] = ids
	}
	text := b.Readme
	if strings.TrimSpace(text) == "" {
		about, err := wording.In(cfg.Language).Render("board/readme", boardAbout{Capacity: cfg.Followups.CapacityDays})
		if err != nil {
			return "", err
		}
		text = wording.Tidy(about)
	}
	return snapshot.WithMemory(text, m)
}

// boardAbout is what the board's readme is written from.
type boardAbout struct{ Capacity float64 }

// BoardGap is a field of ours that the board holds otherwise than we would need: nothing is put into it, or not everything.
type BoardGap struct {
	Field   string
	Type    string   // the type it has, where that is the trouble
	Options []string // the options that it lacks; all of them where the field is missing
	Missing bool     // there is no such field any more
}

// BoardGaps names what a board lacks. Nothing is added to a field in use: GitHub would empty it. `doctor` tells.
func BoardGaps(b snapshot.Board, cfg policy.Config) []BoardGap {
	var out []BoardGap
	for _, f := range boardFields {
		there, ok := b.Field(f.name)
		gap := BoardGap{Field: f.name, Missing: !ok}
		if ok && there.Type != f.kind {
			gap.Type = there.Type
		}
		if ok && gap.Type == "" && f.options != nil {
			for _, name := range f.options(cfg) {
				if _, has := there.Option(name); !has {
					gap.Options = append(gap.Options, name)
				}
			}
		}
		if gap.Missing || gap.Type != "" || len(gap.Options) > 0 {
			out = append(out, gap)
		}
	}
	return out
}

// withoutBlank drops empty members, so that a dry run shows what is asked for.
func withoutBlank(fields map[string]string) map[string]string {
	out := maps.Clone(fields)
	maps.DeleteFunc(out, func(_, v string) bool { return v == "" })
	return out
}
