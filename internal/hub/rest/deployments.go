package rest

import (
	"encoding/json"

	"github.com/sensible-im/sensible/internal/hub/store"
)

func deploymentRoutes() []route {
	const one = "/repos/{owner}/{repo}/deployments/{deployment_id}"
	return []route{
		{"GET", "/repos/{owner}/{repo}/deployments", "deployments:read", listDeployments},
		{"POST", "/repos/{owner}/{repo}/deployments", "deployments:write", createDeployment},
		{"GET", one, "deployments:read", getDeployment},
		{"GET", one + "/statuses", "deployments:read", listDeploymentStatuses},
		{"POST", one + "/statuses", "deployments:write", createDeploymentStatus},
	}
}

func listDeployments(c *call) (int, any, error) {
	r, err := c.repo()
	if err != nil {
		return fail(err)
	}
	fits := func(key, v string) bool { return c.query(key) == "" || c.query(key) == v }
	var list []*store.Deployment
	for i := len(r.Deployments) - 1; i >= 0; i-- { // newest first
		d := r.Deployments[i]
		if fits("sha", d.SHA) && fits("ref", d.Ref) && fits("task", d.Task) && fits("environment", d.Environment) {
			list = append(list, d)
		}
	}
	return paged(c, list, c.shape.Deployment)
}

func createDeployment(c *call) (int, any, error) {
	r, err := c.repo()
	if err != nil {
		return fail(err)
	}
	var body struct {
		Ref, Task, Environment, Description string
		Payload                             json.RawMessage
		Transient                           bool  `json:"transient_environment"`
		Production                          *bool `json:"production_environment"`
	}
	if err := c.decode(&body); err != nil {
		return fail(err)
	}
	if body.Ref == "" {
		return fail(missing("ref"))
	}
	d := store.Deployment{Ref: body.Ref, Task: body.Task, Environment: body.Environment, Description: body.Description, Transient: body.Transient}
	d.Production = either(body.Environment, "production") == "production"
	set(&d.Production, body.Production)
	if len(body.Payload) > 0 && string(body.Payload) != "null" {
		if err := json.Unmarshal(body.Payload, &d.Payload); err != nil {
			return fail(err)
		}
	}
	made, err := c.store.AddDeployment(c.actor, r, d)
	if err != nil {
		return fail(err)
	}
	return created(c.shape.Deployment(made), nil)
}

func (c *call) deployment() (*store.Deployment, error) {
	r, err := c.repo()
	if err != nil {
		return nil, err
	}
	if d := r.Deployment(c.id("deployment_id")); d != nil {
		return d, nil
	}
	return nil, store.NotFound()
}

func getDeployment(c *call) (int, any, error) {
	d, err := c.deployment()
	if err != nil {
		return fail(err)
	}
	return ok(c.shape.Deployment(d), nil)
}

func listDeploymentStatuses(c *call) (int, any, error) {
	d, err := c.deployment()
	if err != nil {
		return fail(err)
	}
	list := make([]*store.DeploymentStatus, len(d.Statuses))
	for i, st := range d.Statuses { // newest first
		list[len(list)-1-i] = st
	}
	return paged(c, list, c.shape.DeploymentStatus)
}

func createDeploymentStatus(c *call) (int, any, error) {
	d, err := c.deployment()
	if err != nil {
		return fail(err)
	}
	var body struct {
		State, Description string
		LogURL             string `json:"log_url"`
		TargetURL          string `json:"target_url"`
		EnvironmentURL     string `json:"environment_url"`
	}
	if err := c.decode(&body); err != nil {
		return fail(err)
	}
	st, err := c.store.AddDeploymentStatus(c.actor, d, store.DeploymentStatus{State: body.State, Description: body.Description,
		LogURL: either(body.LogURL, body.TargetURL), EnvironmentURL: body.EnvironmentURL})
	if err != nil {
		return fail(err)
	}
	return created(c.shape.DeploymentStatus(st), nil)
}
