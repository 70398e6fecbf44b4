package sandbox

import (
	"context"
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
)

// sight is the issue as GitHub shows it.
type sight struct {
	labels   []string
	state    string
	card     string // visible text
	pinned   bool
	comments int
	last     string // the newest comment by the app that is not the card
}

func (p *Player) see(ctx context.Context) (sight, error) {
	var issue struct {
		State  string `json:"state"`
		Labels []struct {
			Name string `json:"name"`
		} `json:"labels"`
	}
	path := fmt.Sprintf("/repos/%s/issues/%d", p.story.Repo, p.issue)
	if err := p.watcher().call(ctx, "GET", path, nil, &issue); err != nil {
		return sight{}, err
	}
	s := sight{state: issue.State}
	for _, l := range issue.Labels {
		s.labels = append(s.labels, l.Name)
	}
	comments, err := p.comments(ctx)
	if err != nil {
		return sight{}, err
	}
	for _, c := range comments {
		if c.User.Login != p.stage.Bot {
			continue
		}
		if s.comments++; s.card == "" {
			s.card, _, _ = strings.Cut(c.Body, "<!-- sensible:ledger")
			s.pinned = c.Pin != nil
			continue
		}
		s.last = c.Body
	}
	return s, nil
}

type comment struct {
	ID   int64  `json:"id"`
	Body string `json:"body"`
	User struct {
		Login string `json:"login"`
	} `json:"user"`
	Pin any `json:"pin"`
}

func (p *Player) comments(ctx context.Context) ([]comment, error) {
	var out []comment
	err := p.watcher().call(ctx, "GET", fmt.Sprintf("/repos/%s/issues/%d/comments?per_page=100", p.story.Repo, p.issue), nil, &out)
	return out, err
}

// reactions are the app's on the comment of this beat.
func (p *Player) reactions(ctx context.Context) ([]string, error) {
	var found []struct {
		Content string `json:"content"`
		User    struct {
			Login string `json:"login"`
		} `json:"user"`
	}
	path := fmt.Sprintf("/repos/%s/issues/comments/%d/reactions", p.story.Repo, p.said)
	if err := p.watcher().call(ctx, "GET", path, nil, &found); err != nil {
		return nil, err
	}
	var out []string
	for _, r := range found {
		if r.User.Login == p.stage.Bot {
			out = append(out, r.Content)
		}
	}
	return out, nil
}

// Card is the card as it stands, hidden block included.
func (p *Player) Card(ctx context.Context) (string, error) {
	comments, err := p.comments(ctx)
	if err != nil {
		return "", err
	}
	for _, c := range comments {
		if c.User.Login == p.stage.Bot {
			return c.Body, nil
		}
	}
	return "", fmt.Errorf("no card on #%d", p.issue)
}

// changedFile is a file that a pull request changes.
type changedFile struct {
	Name string `json:"filename"`
}

// Postmortem is the document on its branch; after the merge, on the default branch.
func (p *Player) Postmortem(ctx context.Context) (string, error) {
	pr, err := p.pull(ctx)
	if err != nil {
		return "", err
	}
	var files []changedFile
	if err := p.watcher().call(ctx, "GET", fmt.Sprintf("/repos/%s/pulls/%d/files", p.story.Repo, pr.Number), nil, &files); err != nil {
		return "", err
	}
	files = slices.DeleteFunc(files, func(f changedFile) bool { return !strings.HasSuffix(f.Name, ".md") })
	if len(files) != 1 {
		return "", fmt.Errorf("pull request #%d changes %d documents, want one", pr.Number, len(files))
	}
	path := fmt.Sprintf("/repos/%s/contents/%s", p.story.Repo, files[0].Name)
	if pr.Merged == "" {
		path += "?ref=" + pr.Head.Ref
	}
	var file struct {
		Content string `json:"content"`
	}
	if err := p.watcher().call(ctx, "GET", path, nil, &file); err != nil {
		return "", err
	}
	text, err := base64.StdEncoding.DecodeString(strings.ReplaceAll(file.Content, "\n", ""))
	return string(text), err
}

func cutRepo(full string) (owner, name string, ok bool) { return strings.Cut(full, "/") }
