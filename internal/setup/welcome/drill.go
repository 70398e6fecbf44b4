package welcome

import (
	"net/url"
	"path"
	"slices"
	"strings"

	"github.com/sensible-im/sensible/internal/form"
)

// Drill is the address that opens the incident form filled in for an exercise. GitHub fills fields by their id; the label
// stands beside it, so that an exercise is one also where GitHub leaves a list at its default.
func Drill(f Facts, formText, language string, labels ...string) string {
	if f.Web == "" {
		return ""
	}
	q := url.Values{"template": {path.Base(FormFile)}, "labels": {strings.Join(labels, ",")}}
	for field, text := range map[string]string{"title": "init/drill-title", "seen": "init/drill-seen"} {
		q.Set(field, word(language, text))
	}
	lists, err := optionLists(formText)
	if err == nil {
		for _, l := range lists {
			switch {
			case l.id == string(form.Mode):
				if n := slices.IndexFunc(l.options, isDrill); n >= 0 {
					q.Set(l.id, l.options[n])
				}
			case l.id == string(form.Severity) && len(l.options) > 2:
				q.Set(l.id, l.options[1]) // not the worst, and bad enough for the whole way to be seen
			}
		}
	}
	return f.Web + "/issues/new?" + q.Encode()
}

// isDrill asks the form's own reader what an option means.
func isDrill(option string) bool {
	r, ok := form.Parse("### What do you see?\n\nx\n\n### Severity\n\nx\n\n### Mode\n\n" + option)
	return ok && r.Drill
}
