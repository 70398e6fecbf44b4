package github

import (
	"context"
	"fmt"
	"net/http"
	"net/url"

	gogithub "github.com/google/go-github/v60/github"
)

// addLabels puts labels on an issue and returns all that it has then. go-github sends a bare list, which GitHub's contract
// no longer describes; the object is what it recommends.
func addLabels(ctx context.Context, s *session, repo string, number int, names []string) ([]*gogithub.Label, error) {
	var got []*gogithub.Label
	path := fmt.Sprintf("repos/%s/issues/%d/labels", (&url.URL{Path: repo}).EscapedPath(), number)
	req, err := s.rest.NewRequest(http.MethodPost, path, map[string]any{"labels": names})
	if err != nil {
		return nil, fmt.Errorf("add labels: %w", err)
	}
	_, err = s.rest.Do(ctx, req, &got)
	return got, err
}
