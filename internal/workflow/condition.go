package workflow

import "strings"

// issueOf is the number of the issue that a run is about, where the event tells one.
const issueOf = "github.event.issue.number || github.event.client_payload.issue || inputs.issue"

// group keeps the runs of one incident apart from each other, its pull request's among them: the branch postmortem/42 names
// the incident 42. Whatever is about no issue (the schedule, the settings) has a group of its own.
const group = "(" + issueOf + ") && format('postmortem/{0}', " + issueOf + ") || " + elsewhere

// elsewhere tells apart what is about no issue.
const elsewhere = "github.head_ref || github.event.check_run.check_suite.head_branch || github.event_name"

// runName is how the run is called in the list of runs.
const runName = "(" + issueOf + ") && format('#{0}', " + issueOf + ") || " + elsewhere

// beginnings are how a line with a command may begin. A comment that has none of them, on an issue that is no incident,
// starts nothing.
var beginnings = []string{"/", " /", "  /", "   /", "`/", "／"}

// condition is the job's `if`, line by line.
func condition(label string) []string {
	var commands []string
	for _, b := range beginnings {
		// The first line is like the others once a line break stands before it.
		commands = append(commands, "contains(format(fromJSON('\"\\n{0}\"'), github.event.comment.body), fromJSON('\"\\n"+literal(b)+"\"'))")
	}
	return []string{
		"github.event_name == 'pull_request' && github.event.pull_request.head.repo.full_name == github.repository ||",
		"github.event_name == 'check_run' && startsWith(github.event.check_run.check_suite.head_branch, 'postmortem/') ||",
		"!contains(fromJSON('[\"issues\", \"issue_comment\", \"pull_request\", \"check_run\"]'), github.event_name) ||",
		"!github.event.issue.pull_request &&",
		"(github.event.sender.type != 'Bot' || github.event.action == 'opened' && !contains(github.event.issue.labels.*.name, 'action-item')) &&",
		"(contains(github.event.issue.labels.*.name, '" + literal(label) + "') || contains(github.event.issue.labels.*.name, 'action-item') ||",
		"github.event.label.name == '" + literal(label) + "' || github.event.issue.parent_issue_url ||",
		"contains(github.event.issue.body, '### What do you see') || contains(github.event.issue.body, '### 何が起きていますか') ||",
		"github.event_name == 'issue_comment' && (" + strings.Join(commands, " ||\n      ") + "))",
	}
}

// literal is text inside the single quotes of an expression.
func literal(text string) string { return strings.ReplaceAll(text, "'", "''") }
