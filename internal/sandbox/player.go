package sandbox

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"
)

// Stage is where a story is played: a GitHub to act on, and what moves time on.
type Stage struct {
	API    string            // REST root of the hub
	Tokens map[string]string // login → token
	Bot    string            // the app's login, as REST shows it: sensible[bot]
	// Until moves the hub's clock to a time, letting timers of the app that are due on the way fire first.
	Until func(context.Context, time.Time) error
	// Settle waits until every webhook is answered and the app has nothing left to do.
	Settle func(context.Context) error
	// KeyTimes computes the key times of the incident from its export, in seconds; absent = no value.
	KeyTimes func(context.Context, []byte) (map[string]int64, error)
}

// Player plays one story.
type Player struct {
	story  Story
	stage  Stage
	out    io.Writer
	issue  int
	failed int
	said   int64 // the comment of the beat that is played
	told   int   // how many comments of the app were told already
}

// NewPlayer returns a player that tells what happens on out, as Markdown.
func NewPlayer(s Story, stage Stage, out io.Writer) *Player {
	return &Player{story: s, stage: stage, out: out}
}

// Issue is the number of the incident's issue, 0 before it is opened.
func (p *Player) Issue() int { return p.issue }

// Failed is how many expectations did not hold.
func (p *Player) Failed() int { return p.failed }

// Play plays all beats. An expectation that does not hold is told and counted, and the story goes on; an act that GitHub
// refuses ends it.
func (p *Player) Play(ctx context.Context) error {
	fmt.Fprintf(p.out, "# %s\n\n%s\n", p.story.Title, p.story.Source)
	for _, b := range p.story.Beats {
		if err := p.stage.Until(ctx, b.At); err != nil {
			return err
		}
		p.tell(b)
		if err := p.act(ctx, b); err != nil {
			return fmt.Errorf("%s, %s: %w", b.At.UTC().Format(time.RFC3339), b.As, err)
		}
		if err := p.stage.Settle(ctx); err != nil {
			return fmt.Errorf("after %s by %s: %w", b.At.UTC().Format(time.RFC3339), b.As, err)
		}
		if err := p.look(ctx, b); err != nil {
			return err
		}
	}
	return nil
}

func (p *Player) person(login string) person {
	return person{base: p.stage.API, login: login, token: p.stage.Tokens[login], http: &http.Client{Timeout: time.Minute}}
}

// act does what the beat says.
func (p *Player) act(ctx context.Context, b Beat) error {
	who := p.person(b.As)
	repo := "/repos/" + p.story.Repo
	p.said = 0
	switch {
	case b.Fill != nil:
		return p.open(ctx, who, b)
	case b.Say != "":
		var comment struct {
			ID int64 `json:"id"`
		}
		err := who.call(ctx, "POST", fmt.Sprintf("%s/issues/%d/comments", repo, p.issue), map[string]string{"body": b.Say}, &comment)
		p.said = comment.ID
		return err
	case b.Merge:
		pull, err := p.pull(ctx)
		if err != nil {
			return err
		}
		return who.call(ctx, "PUT", fmt.Sprintf("%s/pulls/%d/merge", repo, pull.Number), map[string]string{"merge_method": "squash"}, nil)
	case b.Done != "":
		item, err := p.item(ctx, b.Done)
		if err != nil {
			return err
		}
		return who.call(ctx, "PATCH", fmt.Sprintf("%s/issues/%d", repo, item), map[string]string{"state": "closed", "state_reason": "completed"}, nil)
	}
	return fmt.Errorf("a beat that does nothing")
}

// open fills the incident form and sends it.
func (p *Player) open(ctx context.Context, who person, b Beat) error {
	title, body, labels, err := who.fillForm(ctx, p.story.Repo, b.Fill)
	if err != nil {
		return err
	}
	var issue struct {
		Number int `json:"number"`
	}
	in := map[string]any{"title": title, "body": body, "labels": labels}
	if err := who.call(ctx, "POST", "/repos/"+p.story.Repo+"/issues", in, &issue); err != nil {
		return err
	}
	p.issue = issue.Number
	return nil
}

type pull struct {
	Number int    `json:"number"`
	Title  string `json:"title"`
	State  string `json:"state"`
	Merged string `json:"merged_at"`
	URL    string `json:"html_url"`
	Head   struct {
		Ref string `json:"ref"`
	} `json:"head"`
}

// pull finds the postmortem's pull request.
func (p *Player) pull(ctx context.Context) (pull, error) {
	owner, _, _ := cutRepo(p.story.Repo)
	var found []pull
	path := fmt.Sprintf("/repos/%s/pulls?state=all&head=%s", p.story.Repo, url.QueryEscape(fmt.Sprintf("%s:postmortem/%d", owner, p.issue)))
	if err := p.watcher().call(ctx, "GET", path, nil, &found); err != nil {
		return pull{}, err
	}
	if len(found) != 1 {
		return pull{}, fmt.Errorf("%d pull requests of branch postmortem/%d, want one", len(found), p.issue)
	}
	return found[0], nil
}

// item finds the number of the action item with a title among the incident's sub-issues.
func (p *Player) item(ctx context.Context, title string) (int, error) {
	var items []struct {
		Number int    `json:"number"`
		Title  string `json:"title"`
	}
	if err := p.watcher().call(ctx, "GET", fmt.Sprintf("/repos/%s/issues/%d/sub_issues", p.story.Repo, p.issue), nil, &items); err != nil {
		return 0, err
	}
	for _, i := range items {
		if i.Title == title {
			return i.Number, nil
		}
	}
	return 0, fmt.Errorf("no action item %q among %v", title, items)
}
