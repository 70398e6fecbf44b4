package store

import "time"

// Release is a release of a tag.
type Release struct {
	ID          int64
	NodeID      string
	Repo        *Repository
	Tag         string
	Target      string
	Name        string
	Body        string
	Draft       bool
	Prerelease  bool
	Author      *User
	CreatedAt   time.Time
	PublishedAt time.Time
}

// AddRelease makes a release, and its tag on the target (the default branch where empty) where there is none.
func (s *Store) AddRelease(a *Actor, r *Repository, in Release) (*Release, error) {
	if err := s.need(a, r, "contents", Write); err != nil {
		return nil, err
	}
	if in.Tag == "" {
		return nil, Invalid(FieldError{Resource: "Release", Field: "tag_name", Code: "missing_field"})
	}
	if r.Release(in.Tag) != nil {
		return nil, Invalid(FieldError{Resource: "Release", Field: "tag_name", Code: "already_exists"})
	}
	if in.Target == "" {
		in.Target = r.DefaultBranch
	}
	if !in.Draft {
		if err := s.ensureTag(a, r, in.Tag, in.Target); err != nil {
			return nil, err
		}
		in.PublishedAt = s.Now()
	}
	in.ID, in.Repo, in.Author, in.CreatedAt = s.newID("release"), r, a.User, s.Now()
	in.NodeID = s.register(nodeID("RE", r.ID, in.ID), &in)
	r.Releases = append(r.Releases, &in)
	if !in.Draft {
		s.emit(Event{Name: "release", Action: "published", Repo: r, Release: &in, Sender: a.User})
	}
	return &in, nil
}

func (s *Store) ensureTag(a *Actor, r *Repository, tag, target string) error {
	ref := "refs/tags/" + tag
	if _, err := s.git.ResolveRef(r.FullName(), ref); err == nil {
		return nil
	}
	sha, err := s.git.ResolveRef(r.FullName(), target)
	if err != nil {
		return Invalid(FieldError{Resource: "Release", Field: "target_commitish", Code: "invalid"})
	}
	if err := s.git.UpdateRef(r.FullName(), ref, sha, "", false); err != nil {
		return err
	}
	s.Pushed(a.User, r, Push{Ref: ref, Before: ZeroSHA, After: sha})
	return nil
}

// Release is the release of this tag, nil where there is none.
func (r *Repository) Release(tag string) *Release {
	for _, x := range r.Releases {
		if x.Tag == tag {
			return x
		}
	}
	return nil
}
