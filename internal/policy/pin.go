package policy

// Rule is what an incident of one severity is asked for, as it was when the incident was declared: short names, for it
// stands in every ledger. Durations are written as in the file; empty = off.
type Rule struct {
	Name          string     `json:"n"`
	Page          bool       `json:"p,omitempty"`
	AckWithin     string     `json:"a,omitempty"`
	UpdateEvery   string     `json:"u,omitempty"`
	Postmortem    Postmortem `json:"pm,omitempty"` // empty = none
	PostmortemDue string     `json:"pd,omitempty"`
	ActionsDue    string     `json:"ad,omitempty"`
}

// Rules is the table of severities to be pinned: a later change of the file moves no running clock. Words for people, the
// rota and zones are not part of it: those are always read live.
func (c Config) Rules() []Rule {
	out := make([]Rule, 0, len(c.Severities))
	for _, s := range c.Severities {
		r := Rule{
			Name: s.Name, Page: s.Page, AckWithin: pinned(s.AckWithin), UpdateEvery: pinned(s.UpdateEvery), Postmortem: s.Postmortem,
			PostmortemDue: pinned(s.PostmortemDue), ActionsDue: pinned(s.ActionsDue),
		}
		if r.Postmortem == PostmortemNone {
			r.Postmortem = ""
		}
		out = append(out, r)
	}
	return out
}

// Pinned is the policy with the rules of an incident in place of the file's. A severity that the file has dropped since
// keeps its name for its title; one that it has got since does not exist for this incident. No rules: the file's.
func (c Config) Pinned(rules []Rule) Config {
	if len(rules) == 0 {
		return c
	}
	rows := make([]Severity, 0, len(rules))
	for _, r := range rules {
		row := Severity{Name: r.Name, Title: r.Name}
		if rank := c.Rank(r.Name); rank > 0 {
			row.Title, row.Meaning = c.Severities[rank-1].Title, c.Severities[rank-1].Meaning
		}
		row.Page, row.Postmortem = r.Page, r.Postmortem
		if row.Postmortem == "" {
			row.Postmortem = PostmortemNone
		}
		row.AckWithin, row.UpdateEvery = unpinned(r.AckWithin), unpinned(r.UpdateEvery)
		row.PostmortemDue, row.ActionsDue = unpinned(r.PostmortemDue), unpinned(r.ActionsDue)
		rows = append(rows, row)
	}
	c.Severities = rows
	return c
}

func pinned(d Duration) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}

// unpinned reads a duration back; what a newer version wrote and this one cannot read is off.
func unpinned(text string) Duration {
	if text == "" {
		return Duration{}
	}
	d, err := ParseDuration(text)
	if err != nil {
		return Duration{}
	}
	return d
}
