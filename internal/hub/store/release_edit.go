package store

// ReleasePatch changes a release; nil leaves a field as it is.
type ReleasePatch struct {
	Tag, Target, Name, Body *string
	Draft, Prerelease       *bool
}

// EditRelease applies a patch; taking a draft out of draft publishes it.
func (s *Store) EditRelease(a *Actor, rel *Release, p ReleasePatch) error {
	if err := s.need(a, rel.Repo, "contents", Write); err != nil {
		return err
	}
	for _, f := range []struct{ from, to *string }{{p.Tag, &rel.Tag}, {p.Target, &rel.Target}, {p.Name, &rel.Name}, {p.Body, &rel.Body}} {
		if f.from != nil {
			*f.to = *f.from
		}
	}
	if p.Prerelease != nil {
		rel.Prerelease = *p.Prerelease
	}
	publish := p.Draft != nil && rel.Draft && !*p.Draft
	if p.Draft != nil {
		rel.Draft = *p.Draft
	}
	if !publish {
		return nil
	}
	rel.PublishedAt = s.Now()
	s.emit(Event{Name: "release", Action: "published", Repo: rel.Repo, Release: rel, Sender: a.User})
	return s.ensureTag(a, rel.Repo, rel.Tag, rel.Target)
}

// DeleteRelease removes a release; its tag stays.
func (s *Store) DeleteRelease(a *Actor, rel *Release) error {
	if err := s.need(a, rel.Repo, "contents", Write); err != nil {
		return err
	}
	for k, x := range rel.Repo.Releases {
		if x == rel {
			rel.Repo.Releases = append(rel.Repo.Releases[:k:k], rel.Repo.Releases[k+1:]...)
			break
		}
	}
	delete(s.nodes, rel.NodeID)
	return nil
}
