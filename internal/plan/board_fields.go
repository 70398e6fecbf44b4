package plan

import (
	"fmt"
	"math"
	"strconv"

	"github.com/sensible-im/sensible/internal/followup"
	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/inert"
	"github.com/sensible-im/sensible/internal/policy"
)

// The types of board fields, in GraphQL's names.
const (
	singleSelect = "SINGLE_SELECT"
	textField    = "TEXT"
	numberField  = "NUMBER"
	dateField    = "DATE"
)

// boardField is one field of ours: how it is made, and what an item has in it.
type boardField struct {
	name    string
	kind    string
	options func(policy.Config) []string
	value   func(boardItem) string
	said    bool // a command can say it too: the newer of both counts, and package replay has decided that
}

// boardItem is what a field's value is taken from.
type boardItem struct {
	incident.ActionItem
	in incident.Incident
}

// boardFields are the fields, in the order in which they are created.
var boardFields = []boardField{
	{name: "Stage", kind: singleSelect, options: fixed(followup.Stages...), value: func(b boardItem) string { return b.Stage }},
	{name: "Importance", kind: singleSelect, options: fixed("high", "medium", "low"), value: func(b boardItem) string { return b.Importance }, said: true},
	{name: "Size", kind: singleSelect, options: fixed("xs", "s", "m", "l", "xl"), value: func(b boardItem) string { return b.Size }, said: true},
	{name: "Urgency", kind: singleSelect, options: fixed("high", "medium", "low"), value: func(b boardItem) string { return b.Urgency }, said: true},
	{name: "Confidence", kind: singleSelect, options: fixed("high", "medium", "low"), value: func(b boardItem) string { return b.Confidence }, said: true},
	{name: "Kind", kind: singleSelect, options: fixed(incident.Kinds...), value: func(b boardItem) string { return b.Kind }, said: true},
	{name: "ISU", kind: numberField, value: isuValue},
	{name: "Incident", kind: textField, value: incidentValue},
	{name: "Severity", kind: singleSelect, options: severityOptions, value: func(b boardItem) string { return string(b.in.Highest) }},
	{name: "Due", kind: dateField, value: func(b boardItem) string { return b.Due }, said: true},
}

// ActionLabel marks the issue of an action item.
const ActionLabel = actionLabel

// BoardOptions are the options of one of our single-select fields; nil = it is none.
func BoardOptions(field string, cfg policy.Config) []string {
	for _, f := range boardFields {
		if f.name == field && f.options != nil {
			return f.options(cfg)
		}
	}
	return nil
}

func fixed(options ...string) func(policy.Config) []string {
	return func(policy.Config) []string { return options }
}

func severityOptions(c policy.Config) []string {
	var out []string
	for _, row := range c.Severities {
		out = append(out, row.Name)
	}
	return append(out, string(incident.Unknown))
}

// isuValue has two decimals: what is read back must be what was written.
func isuValue(b boardItem) string {
	if !b.Classified() {
		return ""
	}
	return strconv.FormatFloat(math.Round(b.ISU*100)/100, 'f', -1, 64)
}

func incidentValue(b boardItem) string {
	return fmt.Sprintf("%d: %s", b.in.Number, inert.Clip(inert.Plain(b.in.Title), 180))
}

// boardView is one way to look at the board, by our names of the fields. Group is the rows' field, columns that of a board's
// columns; sort is by field and direction.
type boardView struct {
	name, layout   string
	filter         string
	group, columns string
	sort           [][2]string
	visible        []string
}

// boardViews are made once, when the board is set up; people change and delete them as they like.
var boardViews = []boardView{
	{name: "Triage", layout: "table", filter: `stage:Inbox,Spike is:open`, group: "Severity", sort: [][2]string{{"Due", "asc"}},
		visible: []string{"Title", "Assignees", "Stage", "Importance", "Size", "Urgency", "Confidence", "Kind", "Incident"}},
	{name: "Matrix", layout: "board", columns: "Stage", sort: [][2]string{{"ISU", "desc"}},
		visible: []string{"Title", "Assignees", "Importance", "Size", "Urgency", "Confidence", "ISU", "Due"}},
	{name: "This iteration", layout: "board", filter: `stage:Next,"In progress",Verify`, columns: "Stage", sort: [][2]string{{"Due", "asc"}, {"ISU", "desc"}},
		visible: []string{"Title", "Assignees", "Size", "ISU", "Due", "Severity"}},
	{name: "By incident", layout: "table", group: "Incident", sort: [][2]string{{"ISU", "desc"}},
		visible: []string{"Title", "Assignees", "Stage", "Kind", "Severity", "ISU", "Due", "Linked pull requests"}},
	{name: "Ageing", layout: "table", filter: `is:open -stage:"Won't do"`, sort: [][2]string{{"Due", "asc"}},
		visible: []string{"Title", "Assignees", "Stage", "Severity", "Due", "Incident"}},
}
