package github

import (
	"context"
	"fmt"
	"net/http"

	gogithub "github.com/google/go-github/v60/github"
)

// AddLabel makes a label. One that is there by now is no error.
func (u Checkup) AddLabel(ctx context.Context, name, color, description string) error {
	s, err := u.c.in(u.k.Installation)
	if err != nil {
		return err
	}
	_, _, err = s.rest.Issues.CreateLabel(ctx, u.k.Owner, u.k.Repo, &gogithub.Label{Name: &name, Color: &color, Description: &description})
	if status(err) == http.StatusUnprocessableEntity {
		if _, _, there := s.rest.Issues.GetLabel(ctx, u.k.Owner, u.k.Repo, name); there == nil {
			return nil
		}
	}
	if err != nil {
		return fmt.Errorf("make the label %s: %w", name, err)
	}
	return nil
}

// WriteFile commits a file to the default branch, over the one that is there.
func (u Checkup) WriteFile(ctx context.Context, path, text, message string) error {
	s, err := u.c.in(u.k.Installation)
	if err != nil {
		return err
	}
	opt := &gogithub.RepositoryContentFileOptions{Message: &message, Content: []byte(text)}
	file, _, _, err := s.rest.Repositories.GetContents(ctx, u.k.Owner, u.k.Repo, path, nil)
	if err == nil && file != nil {
		opt.SHA = file.SHA
	} else if status(err) != http.StatusNotFound {
		return fmt.Errorf("read %s: %w", path, err)
	}
	if _, _, err = s.rest.Repositories.CreateFile(ctx, u.k.Owner, u.k.Repo, path, opt); err != nil {
		return fmt.Errorf("write %s to the default branch: %w; sensible init --update makes a pull request instead", path, err)
	}
	return nil
}
