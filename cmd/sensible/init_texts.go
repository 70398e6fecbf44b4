package main

import (
	"strings"

	"github.com/sensible-im/sensible/internal/form"
	"github.com/sensible-im/sensible/internal/policy"
	"github.com/sensible-im/sensible/internal/setup/welcome"
	"github.com/sensible-im/sensible/internal/workflow"
)

// initTexts are the files of a welcome that other packages write. An update proposes none of them anew.
func initTexts(update bool) welcome.Texts {
	if update {
		return welcome.Texts{}
	}
	return welcome.Texts{
		ItemForm: func(c policy.Config) string { return form.RenderItem(c.Language) },
		Workflow: func(c policy.Config, trunk string) string {
			text, err := workflow.Render(workflow.Settings{
				Language: c.Language, Uses: workflow.Uses("v" + strings.TrimPrefix(version, "v")), Label: c.Labels.Incident, Branch: trunk, Postmortems: c.Postmortems.Directory,
			})
			if err != nil {
				return "" // the frame is embedded; a test renders it
			}
			return text
		},
	}
}
