package welcome

import (
	"maps"
	"slices"

	"github.com/sensible-im/sensible/internal/form"
	"github.com/sensible-im/sensible/internal/policy"
)

// FormTemplate is the incident form as a policy wants it.
func FormTemplate(c policy.Config) form.Template {
	t := form.Template{Language: c.Language, Label: c.Labels.Incident, Components: slices.Sorted(maps.Keys(c.Components))}
	for _, s := range c.Severities {
		t.Severities = append(t.Severities, form.Level{Name: s.Name, Title: s.Title, Meaning: s.Meaning})
	}
	return t
}

// IncidentForm brings a form in line with a policy. An absent one (empty) is written. One that nobody changed since we
// wrote it is written anew. In one that people changed only the options of severity and components follow, and left says
// what could not be done, or what went.
func IncidentForm(is string, c policy.Config) (text string, left []string) {
	want := form.Render(FormTemplate(c))
	if is == "" || is == want {
		return want, nil
	}
	lists, err := optionLists(is)
	if err != nil {
		return is, []string{FormFile + " is left as it is: it cannot be read as an issue form"}
	}
	if untouched(is, lists) {
		return want, nil
	}
	return follow(is, want, lists)
}

// untouched says whether a form is what we write, whatever options it was written with.
func untouched(is string, lists []optionList) bool {
	var t form.Template
	for _, l := range lists {
		switch l.id {
		case string(form.Severity):
			for n := range max(len(l.options)-1, 0) { // the last one is "I don't know"
				t.Severities = append(t.Severities, form.Level{Name: l.options[n]})
			}
		case string(form.Components):
			t.Components = l.options
		}
	}
	for _, language := range Languages() {
		t.Language = language
		for _, label := range labelsOf(is) {
			t.Label = label
			if form.Render(t) == is {
				return true
			}
		}
	}
	return false
}

// follow replaces the options of known fields and nothing else.
func follow(is, want string, lists []optionList) (text string, left []string) {
	wanted, err := optionLists(want)
	if err != nil {
		return is, []string{FormFile + " is left as it is"}
	}
	text = is
	for _, w := range slices.Backward(wanted) { // from the end, so that the places before stay right
		at := slices.IndexFunc(lists, func(l optionList) bool { return l.id == w.id })
		switch {
		case w.id != string(form.Severity) && w.id != string(form.Components):
		case at < 0:
			left = append(left, FormFile+" has no field "+w.id+": somebody took it out or it is older than the config; it is left so")
		case !slices.Equal(lists[at].options, w.options):
			replaced, ok := lists[at].replace(text, w.options)
			if !ok {
				left = append(left, FormFile+": the options of "+w.id+" are written in a way that is left alone; make them "+quoted(w.options))
				continue
			}
			if gone := missing(lists[at].options, w.options); len(gone) > 0 {
				left = append(left, FormFile+": options of "+w.id+" that the config does not have went away: "+quoted(gone))
			}
			text = replaced
		}
	}
	if again, err := optionLists(text); err != nil || len(again) != len(lists) {
		return is, []string{FormFile + " is left as it is: its options could not be changed without touching more"}
	}
	return text, left
}

func missing(had, have []string) []string {
	var out []string
	for _, o := range had {
		if !slices.Contains(have, o) {
			out = append(out, o)
		}
	}
	return out
}

func quoted(list []string) string {
	out := ""
	for n, o := range list {
		if n > 0 {
			out += ", "
		}
		out += scalar(o)
	}
	return out
}
