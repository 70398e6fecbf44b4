package store

import "time"

// Deployment is a request to deploy, with the statuses that followed.
type Deployment struct {
	ID          int64
	NodeID      string
	Repo        *Repository
	SHA, Ref    string
	Task        string
	Environment string
	Description string
	Payload     any // an object or a text
	Production  bool
	Transient   bool
	Creator     *User
	Statuses    []*DeploymentStatus
	CreatedAt   time.Time
	UpdatedAt   time.Time
}

// DeploymentStatus is how a deployment went at a time.
type DeploymentStatus struct {
	ID             int64
	NodeID         string
	Deployment     *Deployment
	State          string
	Description    string
	LogURL         string
	EnvironmentURL string
	Creator        *User
	CreatedAt      time.Time
}

// CommitStatus is the older kind of check.
type CommitStatus struct {
	ID          int64
	NodeID      string
	SHA         string
	State       string // error, failure, pending, success
	Context     string
	Description string
	TargetURL   string
	Creator     *User
	CreatedAt   time.Time
}

// AddDeployment records a deployment of a ref; d's ids, commit and times are set here.
func (s *Store) AddDeployment(a *Actor, r *Repository, d Deployment) (*Deployment, error) {
	if err := s.need(a, r, "deployments", Write); err != nil {
		return nil, err
	}
	sha, err := s.git.ResolveRef(r.FullName(), d.Ref)
	if err != nil {
		return nil, Unprocessable("No ref found for: " + d.Ref)
	}
	if d.Task == "" {
		d.Task = "deploy"
	}
	if d.Environment == "" {
		d.Environment = "production"
	}
	if d.Payload == nil {
		d.Payload = map[string]any{}
	}
	d.ID, d.Repo, d.SHA, d.Creator, d.CreatedAt, d.UpdatedAt = s.newID("deployment"), r, sha, a.User, s.Now(), s.Now()
	d.NodeID = s.register(nodeID("DE", r.ID, d.ID), &d)
	r.Deployments = append(r.Deployments, &d)
	s.emit(Event{Name: "deployment", Action: "created", Repo: r, Deployment: &d, Sender: a.User})
	return &d, nil
}

// AddDeploymentStatus records how it went.
func (s *Store) AddDeploymentStatus(a *Actor, d *Deployment, st DeploymentStatus) (*DeploymentStatus, error) {
	if err := s.need(a, d.Repo, "deployments", Write); err != nil {
		return nil, err
	}
	switch st.State {
	case "error", "failure", "inactive", "in_progress", "queued", "pending", "success":
	default:
		return nil, Invalid(FieldError{Resource: "DeploymentStatus", Field: "state", Code: "invalid", Value: st.State})
	}
	st.ID, st.Deployment, st.Creator, st.CreatedAt = s.newID("deploymentstatus"), d, a.User, s.Now()
	st.NodeID = nodeID("DES", d.Repo.ID, st.ID)
	d.Statuses, d.UpdatedAt = append(d.Statuses, &st), s.Now()
	s.emit(Event{Name: "deployment_status", Action: "created", Repo: d.Repo, Deployment: d, DeployStatus: &st, Sender: a.User})
	return &st, nil
}

// AddCommitStatus sets a status on a commit.
func (s *Store) AddCommitStatus(a *Actor, r *Repository, st CommitStatus) (*CommitStatus, error) {
	if err := s.need(a, r, "statuses", Write); err != nil {
		return nil, err
	}
	if _, err := s.git.CommitInfo(r.FullName(), st.SHA); err != nil {
		return nil, Unprocessable("No commit found for SHA: " + st.SHA)
	}
	switch st.State {
	case "error", "failure", "pending", "success":
	default:
		return nil, Invalid(FieldError{Resource: "Status", Field: "state", Code: "invalid", Value: st.State})
	}
	if st.Context == "" {
		st.Context = "default"
	}
	st.ID, st.Creator, st.CreatedAt = s.newID("commitstatus"), a.User, s.Now()
	st.NodeID = nodeID("SC", r.ID, st.ID)
	r.Statuses = append(r.Statuses, &st)
	return &st, nil
}

// Deployment is the one with this database id, nil where there is none.
func (r *Repository) Deployment(id int64) *Deployment {
	for _, d := range r.Deployments {
		if d.ID == id {
			return d
		}
	}
	return nil
}
