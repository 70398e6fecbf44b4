package plan

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
	"github.com/sensible-im/sensible/internal/policy"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// evil is a text that would do something wherever it were quoted carelessly.
const evil = "@victim fixes #999 closes acme/shop#998 GH-997 <!-- evil --> <marquee>x</marquee> &#64;victim <!channel> ![p](https://x.example/p.png) | cell | `@victim` \u202e https://github.com/acme/shop/issues/996 _No response_ \\"

// ourHTML is all the HTML that we write.
var ourHTML = regexp.MustCompile(`^(</?(details|summary|sub)>|<!-- sensible:[^<>]*\s-->)$`)

var tag = regexp.MustCompile(`(?s)<!--.*?-->|<[^<>]*>`)

// dangers returns what in a Markdown text of ours would act.
func dangers(markdown string) []string {
	source := []byte(markdown)
	var out []string
	var shown strings.Builder
	root := goldmark.New(goldmark.WithExtensions(extension.GFM)).Parser().Parse(text.NewReader(source))
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		html := ""
		switch n := n.(type) {
		case *ast.CodeSpan, *ast.FencedCodeBlock:
			return ast.WalkSkipChildren, nil
		case *ast.Image:
			out = append(out, "an image")
		case *ast.RawHTML:
			html = string(n.Segments.Value(source))
		case *ast.HTMLBlock:
			html = string(n.Lines().Value(source))
			if n.HasClosure() {
				html += string(n.ClosureLine.Value(source))
			}
		case *ast.Text:
			shown.Write(n.Segment.Value(source))
		}
		for _, t := range tag.FindAllString(html, -1) {
			if !ourHTML.MatchString(t) {
				out = append(out, t)
			}
		}
		shown.WriteString(tag.ReplaceAllString(html, " "))
		return ast.WalkContinue, nil
	})
	for _, word := range []string{"@victim", "#999", "#998", "&#64;victim", "/issues/996", "\u202e"} {
		if strings.Contains(shown.String(), word) {
			out = append(out, word)
		}
	}
	if regexp.MustCompile(`\bGH-997`).MatchString(shown.String()) {
		out = append(out, "GH-997")
	}
	return out
}

func TestNothingThatPeopleWroteIsAliveInAnythingOfOurs(t *testing.T) {
	in := begin(t)
	in.Config.Components = map[string]policy.Component{"api": {Dashboards: []string{"https://x.example/" + strings.ReplaceAll(evil, " ", "")}}}
	in.World.Issue.Title = evil
	in.World.Issue.Body = strings.ReplaceAll(strings.Replace(in.World.Issue.Body, "502 on every checkout", evil+"\n\n"+evil, 1), "### Impact\n\n_No response_", "### Impact\n\n"+evil)
	in.World.Events = []snapshot.Event{{ID: "E", Kind: "RenamedTitle", Actor: eve, At: zero.Add(time.Minute), From: evil, To: evil}}
	say(&in, eve, 1, evil)
	say(&in, eve, 2, "/cancel "+evil)
	say(&in, ben, 3, "/ack\n/action x I:\\"+strings.Fields(evil)[0])
	for n, verb := range []string{"severity", "impact", "note", "update", "identified", "link", "action", "lead", "components", "triaged", "mitigated"} {
		args := map[string]string{"severity": "sev1 because ", "link": "https://x.example/@victim#999 ", "components": "+api +", "action": "do "}[verb] + evil
		in.Ledger.Facts = append(in.Ledger.Facts, ledger.Fact{
			Seq: len(in.Ledger.Facts) + 1, At: in.Now, Posted: in.Now, Actor: ben, Comment: 1003, Line: 10 + n, Verb: verb, Args: args, Quality: incident.Stated,
			Problem: &ledger.Problem{Code: ledger.AmbiguousTime, Detail: evil, Paste: []string{"/" + verb + " " + evil}}, Text: "/" + verb + " " + evil,
		})
	}
	say(&in, ben, 22, "/recovered")
	say(&in, ben, 23, "/postmortem")
	seen := 0
	for range 5 {
		p := make1(t, in)
		for _, a := range p.Actions {
			seen += len(a.Body)
			if bad := dangers(a.Body); len(bad) > 0 {
				t.Errorf("%s %s: %q in\n%s", a.Kind, a.Target, bad, a.Body)
			}
			for _, plain := range []string{a.Title, a.Fields["message"]} {
				if strings.Contains(plain, "@victim") || strings.Contains(plain, "#999") || strings.Contains(plain, "\n") {
					t.Errorf("%s: %q", a.Kind, plain)
				}
			}
		}
		pretend(t, &in, p)
	}
	if in.Incident.Impact == "" || in.Incident.Cause == "" || in.Incident.Triage == "" || in.Incident.LastUpdate == nil {
		t.Fatalf("what people said was not taken: %+v", in.Incident)
	}
	if seen < 10_000 || in.World.Postmortem == nil || len(in.World.Items) == 0 {
		t.Fatalf("only %d bytes were looked at", seen)
	}
}

func TestTheInertnessTestCanFail(t *testing.T) {
	if got := dangers("hello " + evil); len(got) < 5 {
		t.Fatalf("only %q", got)
	}
}
