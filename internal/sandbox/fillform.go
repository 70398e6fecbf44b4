package sandbox

import (
	"context"
	"encoding/base64"
	"fmt"
	"strings"

	"github.com/goccy/go-yaml"
)

// issueForm is what of a GitHub issue form decides the body of the issue.
type issueForm struct {
	Title  string   `yaml:"title"`
	Labels []string `yaml:"labels"`
	Body   []struct {
		Type       string `yaml:"type"`
		ID         string `yaml:"id"`
		Attributes struct {
			Label   string `yaml:"label"`
			Default *int   `yaml:"default"`
			Options []any  `yaml:"options"`
		} `yaml:"attributes"`
	} `yaml:"body"`
}

// fillForm does what GitHub's web page does: it takes the form from the repository and renders the answers. REST knows no
// forms, so that the body is what a person's browser would have sent.
func (p person) fillForm(ctx context.Context, repo string, answers map[string]string) (title, body string, labels []string, err error) {
	var file struct {
		Content string `json:"content"`
	}
	if err := p.call(ctx, "GET", "/repos/"+repo+"/contents/.github/ISSUE_TEMPLATE/incident.yml", nil, &file); err != nil {
		return "", "", nil, err
	}
	text, err := base64.StdEncoding.DecodeString(strings.ReplaceAll(file.Content, "\n", ""))
	if err != nil {
		return "", "", nil, fmt.Errorf("incident form of %s: %w", repo, err)
	}
	var form issueForm
	if err := yaml.Unmarshal(text, &form); err != nil {
		return "", "", nil, fmt.Errorf("incident form of %s: %w", repo, err)
	}
	var b strings.Builder
	for _, field := range form.Body {
		if field.Type == "markdown" {
			continue
		}
		answer := answers[field.ID]
		switch {
		case answer == "" && field.Type == "dropdown" && field.Attributes.Default != nil:
			answer = fmt.Sprint(field.Attributes.Options[*field.Attributes.Default])
		case answer == "" && field.Type == "dropdown":
			answer = "None"
		case answer == "":
			answer = "_No response_"
		case field.Type == "dropdown":
			answer = option(field.Attributes.Options, answer)
		}
		fmt.Fprintf(&b, "### %s\n\n%s\n\n", field.Attributes.Label, strings.TrimSpace(answer))
	}
	return form.Title + answers["title"], strings.TrimSpace(b.String()), form.Labels, nil
}

// option returns the form's option that begins with what the person picks.
func option(options []any, pick string) string {
	for _, o := range options {
		if text := fmt.Sprint(o); strings.HasPrefix(text, pick) {
			return text
		}
	}
	return pick
}
