package sandbox

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Export is the incident as a file that `sensible replay` reads: GitHub's own JSON, put together.
func (p *Player) Export(ctx context.Context) ([]byte, error) {
	who, repo := p.watcher(), "/repos/"+p.story.Repo
	parts := map[string]string{
		"repository": repo,
		"issue":      fmt.Sprintf("%s/issues/%d", repo, p.issue),
		"comments":   fmt.Sprintf("%s/issues/%d/comments?per_page=100", repo, p.issue),
		"sub_issues": fmt.Sprintf("%s/issues/%d/sub_issues?per_page=100", repo, p.issue),
		"events":     fmt.Sprintf("%s/issues/%d/events?per_page=100", repo, p.issue),
	}
	out := map[string]any{}
	for name, path := range parts {
		var part json.RawMessage
		if err := who.call(ctx, "GET", path, nil, &part); err != nil {
			return nil, err
		}
		out[name] = part
	}
	permissions := map[string]string{}
	for login := range p.story.People {
		var may struct {
			Role string `json:"role_name"`
		}
		if err := who.call(ctx, "GET", repo+"/collaborators/"+login+"/permission", nil, &may); err != nil {
			return nil, err
		}
		permissions[login] = may.Role
	}
	var config struct {
		Content string `json:"content"`
	}
	if err := who.call(ctx, "GET", repo+"/contents/.github/sensible.yml", nil, &config); err != nil {
		return nil, err
	}
	text, err := base64.StdEncoding.DecodeString(strings.ReplaceAll(config.Content, "\n", ""))
	if err != nil {
		return nil, err
	}
	out["permissions"], out["config"] = permissions, string(text)
	out["now"] = p.story.Beats[len(p.story.Beats)-1].At.UTC().Add(time.Hour)
	return json.MarshalIndent(out, "", "  ")
}

// Board is what board.json holds.
type Board struct {
	Items []BoardItem `json:"items"`
}

// BoardItem is one item with its fields as text.
type BoardItem struct {
	Title  string            `json:"title"`
	Fields map[string]string `json:"fields"`
}

func (b Board) fields(title string) map[string]string {
	for _, i := range b.Items {
		if i.Title == title {
			return i.Fields
		}
	}
	return nil
}

// Board reads the Projects board of the story's organisation through REST.
func (p *Player) Board(ctx context.Context) (Board, error) {
	who := p.watcher()
	var projects []struct {
		Number int    `json:"number"`
		Title  string `json:"title"`
	}
	if err := who.call(ctx, "GET", "/orgs/"+p.story.Org+"/projectsV2", nil, &projects); err != nil {
		return Board{}, err
	}
	for _, project := range projects {
		if project.Title == p.story.Board {
			return p.boardItems(ctx, fmt.Sprintf("/orgs/%s/projectsV2/%d", p.story.Org, project.Number))
		}
	}
	return Board{}, fmt.Errorf("no board %q in %s", p.story.Board, p.story.Org)
}

func (p *Player) boardItems(ctx context.Context, path string) (Board, error) {
	who := p.watcher()
	var fields []struct {
		ID int64 `json:"id"`
	}
	if err := who.call(ctx, "GET", path+"/fields?per_page=100", nil, &fields); err != nil {
		return Board{}, err
	}
	var ids []string
	for _, f := range fields {
		ids = append(ids, strconv.FormatInt(f.ID, 10))
	}
	var items []struct {
		Content struct {
			Title string `json:"title"`
		} `json:"content"`
		Fields []struct {
			Name  string          `json:"name"`
			Value json.RawMessage `json:"value"`
		} `json:"fields"`
	}
	if err := who.call(ctx, "GET", path+"/items?per_page=100&fields="+strings.Join(ids, ","), nil, &items); err != nil {
		return Board{}, err
	}
	board := Board{Items: []BoardItem{}}
	for _, i := range items {
		item := BoardItem{Title: i.Content.Title, Fields: map[string]string{}}
		for _, f := range i.Fields {
			if value := fieldText(f.Value); value != "" {
				item.Fields[f.Name] = value
			}
		}
		board.Items = append(board.Items, item)
	}
	return board, nil
}

// fieldText reads a field's value: text, a number, a date, or an option with its name.
func fieldText(value json.RawMessage) string {
	var v any
	if json.Unmarshal(value, &v) != nil {
		return ""
	}
	for {
		object, ok := v.(map[string]any)
		if !ok {
			break
		}
		if name, has := object["name"]; has {
			v = name
		} else {
			v = object["raw"]
		}
	}
	switch v := v.(type) {
	case string:
		return v
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return ""
}

// RepositoryID is the numeric id of the story's repository.
func (p *Player) RepositoryID(ctx context.Context) (int64, error) {
	var repo struct {
		ID int64 `json:"id"`
	}
	err := p.watcher().call(ctx, "GET", "/repos/"+p.story.Repo, nil, &repo)
	return repo.ID, err
}
