package store

import "time"

// CheckSuite gathers an App's check runs on one commit.
type CheckSuite struct {
	ID        int64
	NodeID    string
	Repo      *Repository
	App       *App
	HeadSHA   string
	CreatedAt time.Time
}

// CheckRun is a check on a commit.
type CheckRun struct {
	ID                   int64
	NodeID               string
	Repo                 *Repository
	Suite                *CheckSuite
	App                  *App
	Name, HeadSHA        string
	DetailsURL           string
	ExternalID           string
	Status               string // queued, in_progress, completed
	Conclusion           string
	Title, Summary, Text string
	Annotations          []Annotation
	StartedAt            time.Time
	CompletedAt          time.Time
}

// Annotation is a remark of a check on a file.
type Annotation struct {
	Path      string `json:"path"`
	StartLine int    `json:"start_line"`
	EndLine   int    `json:"end_line"`
	Level     string `json:"annotation_level"`
	Message   string `json:"message"`
	Title     string `json:"title"`
	Details   string `json:"raw_details"`
}

// CheckPatch makes or changes a check run; nil leaves a field as it is.
type CheckPatch struct {
	Name, DetailsURL, ExternalID, Status, Conclusion *string
	StartedAt, CompletedAt                           *time.Time
	Output                                           *CheckOutput
}

// CheckOutput is what a check says. Annotations are added to those that are there.
type CheckOutput struct {
	Title       string       `json:"title"`
	Summary     string       `json:"summary"`
	Text        string       `json:"text"`
	Annotations []Annotation `json:"annotations"`
}

// GitHub's limits of a request about a check.
const (
	maxAnnotations = 50
	maxCheckText   = 65535
)

// AddCheckRun makes one. Only Apps may.
func (s *Store) AddCheckRun(a *Actor, r *Repository, sha string, p CheckPatch) (*CheckRun, error) {
	if a.App == nil && a.Kind != ByActions {
		return nil, Forbidden("You must authenticate via a GitHub App.")
	}
	if err := s.need(a, r, "checks", Write); err != nil {
		return nil, err
	}
	if _, err := s.git.CommitInfo(r.FullName(), sha); err != nil {
		return nil, Unprocessable("No commit found for SHA: " + sha)
	}
	if err := checkOutput(p); err != nil {
		return nil, err
	}
	id := s.newID("checkrun")
	c := &CheckRun{ID: id, NodeID: nodeID("CR", r.ID, id), Repo: r, Suite: s.suite(r, a.App, sha), App: a.App, HeadSHA: sha,
		Status: "queued", StartedAt: s.Now()}
	s.register(c.NodeID, c)
	r.CheckRuns = append(r.CheckRuns, c)
	s.patchCheck(c, p)
	s.emit(Event{Name: "check_run", Action: "created", Repo: r, CheckRun: c, Sender: a.User})
	if c.Status == "completed" {
		s.emit(Event{Name: "check_run", Action: "completed", Repo: r, CheckRun: c, Sender: a.User})
	}
	return c, nil
}

func checkOutput(p CheckPatch) error {
	switch o := p.Output; {
	case o == nil:
		return nil
	case len(o.Annotations) > maxAnnotations:
		return Unprocessable("Invalid request.\n\nNo more than 50 items are allowed; " + "annotations has more.")
	case len(o.Summary) > maxCheckText || len(o.Text) > maxCheckText:
		return Invalid(FieldError{Resource: "CheckRun", Field: "output", Code: "custom", Message: "Only 65535 characters are allowed"})
	}
	return nil
}

func (s *Store) suite(r *Repository, app *App, sha string) *CheckSuite {
	for _, cs := range r.CheckSuites {
		if cs.App == app && cs.HeadSHA == sha {
			return cs
		}
	}
	id := s.newID("checksuite")
	cs := &CheckSuite{ID: id, NodeID: nodeID("CS", r.ID, id), Repo: r, App: app, HeadSHA: sha, CreatedAt: s.Now()}
	s.register(cs.NodeID, cs)
	r.CheckSuites = append(r.CheckSuites, cs)
	return cs
}

// EditCheckRun changes one; only the App that made it may.
func (s *Store) EditCheckRun(a *Actor, c *CheckRun, p CheckPatch) error {
	if err := s.need(a, c.Repo, "checks", Write); err != nil {
		return err
	}
	if a.App != c.App {
		return Forbidden("Invalid app_id `" + "` - check run can only be modified by the GitHub App that created it.")
	}
	if err := checkOutput(p); err != nil {
		return err
	}
	was := c.Status
	s.patchCheck(c, p)
	if was != "completed" && c.Status == "completed" {
		s.emit(Event{Name: "check_run", Action: "completed", Repo: c.Repo, CheckRun: c, Sender: a.User})
	}
	return nil
}

func (s *Store) patchCheck(c *CheckRun, p CheckPatch) {
	for _, f := range []struct{ from, to *string }{{p.Name, &c.Name}, {p.DetailsURL, &c.DetailsURL}, {p.ExternalID, &c.ExternalID}, {p.Status, &c.Status}, {p.Conclusion, &c.Conclusion}} {
		if f.from != nil {
			*f.to = *f.from
		}
	}
	if p.StartedAt != nil {
		c.StartedAt = p.StartedAt.UTC()
	}
	if c.Conclusion != "" {
		c.Status = "completed"
	}
	if p.CompletedAt != nil {
		c.CompletedAt = p.CompletedAt.UTC()
	} else if c.Status == "completed" && c.CompletedAt.IsZero() {
		c.CompletedAt = s.Now()
	}
	if o := p.Output; o != nil {
		c.Title, c.Summary, c.Text = o.Title, o.Summary, o.Text
		c.Annotations = append(c.Annotations, o.Annotations...)
	}
}
