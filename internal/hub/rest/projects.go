package rest

import (
	"encoding/json"
	"strings"

	"github.com/sensible-im/sensible/internal/hub/store"
)

// projectRoutes serve the boards of organisations and of people, which have the same routes.
func projectRoutes() []route {
	var out []route
	for _, owner := range []string{"/orgs/{org}", "/users/{username}"} {
		one := owner + "/projectsV2/{project_number}"
		out = append(out,
			route{"GET", owner + "/projectsV2", "", listProjects},
			route{"GET", one, "", getProject},
			route{"GET", one + "/fields", "", listFields},
			route{"POST", one + "/fields", "", createField},
			route{"GET", one + "/fields/{field_id}", "", getField},
		)
	}
	return append(out, route{"POST", "/orgs/{org}/projectsV2/{project_number}/views", "", createView})
}

// boardOwner is the account whose boards the path names.
func (c *call) boardOwner() (*store.User, error) {
	if c.params["org"] != "" {
		o, err := c.org()
		if err != nil {
			return nil, err
		}
		return o.Account, nil
	}
	return c.named("username")
}

func (c *call) project() (*store.Project, error) {
	owner, err := c.boardOwner()
	if err != nil {
		return nil, err
	}
	return c.store.Project(c.actor, owner, int(c.id("project_number")))
}

func listProjects(c *call) (int, any, error) {
	owner, err := c.boardOwner()
	if err != nil {
		return fail(err)
	}
	q := strings.ToLower(c.query("q"))
	var list []*store.Project
	for _, p := range c.store.Projects(c.actor, owner) {
		if strings.Contains(strings.ToLower(p.Title), q) {
			list = append(list, p)
		}
	}
	return paged(c, list, c.shape.Project)
}

func getProject(c *call) (int, any, error) {
	p, err := c.project()
	if err != nil {
		return fail(err)
	}
	return ok(c.shape.Project(p), nil)
}

func listFields(c *call) (int, any, error) {
	p, err := c.project()
	if err != nil {
		return fail(err)
	}
	return paged(c, p.Fields, c.shape.Field)
}

func getField(c *call) (int, any, error) {
	p, err := c.project()
	if err != nil {
		return fail(err)
	}
	f := p.FieldByID(c.id("field_id"))
	if f == nil {
		return fail(store.NotFound())
	}
	return ok(c.shape.Field(f), nil)
}

// richText reads a text, or an object with the raw text: GitHub takes both for options.
type richText string

func (t *richText) UnmarshalJSON(raw []byte) error {
	if json.Unmarshal(raw, (*string)(t)) == nil {
		return nil
	}
	var object struct{ Raw string }
	err := json.Unmarshal(raw, &object)
	*t = richText(object.Raw)
	return err
}

func createField(c *call) (int, any, error) {
	p, err := c.project()
	if err != nil {
		return fail(err)
	}
	var body struct {
		Name     string
		DataType string `json:"data_type"`
		Options  []struct {
			Name, Description richText
			Color             string
		} `json:"single_select_options"`
	}
	if err := c.decode(&body); err != nil {
		return fail(err)
	}
	var options []store.Option
	for _, o := range body.Options {
		options = append(options, store.Option{Name: string(o.Name), Description: string(o.Description), Color: strings.ToUpper(o.Color)})
	}
	f, err := c.store.AddField(c.actor, p, body.Name, strings.ToUpper(body.DataType), options)
	if err != nil {
		return fail(err)
	}
	return created(c.shape.Field(f), nil)
}

func createView(c *call) (int, any, error) {
	p, err := c.project()
	if err != nil {
		return fail(err)
	}
	var body struct {
		Name, Layout, Filter string
		Visible              []int64  `json:"visible_fields"`
		Sort                 [][2]any `json:"sort_by"`
		Group                []int64  `json:"group_by"`
		Vertical             []int64  `json:"vertical_group_by"`
	}
	if err := c.decode(&body); err != nil {
		return fail(err)
	}
	if body.Name == "" {
		return fail(missing("name"))
	}
	v, err := c.store.AddView(c.actor, p, store.View{Name: body.Name, Layout: body.Layout, Filter: body.Filter, Visible: body.Visible,
		Sort: body.Sort, Group: body.Group, Vertical: body.Vertical})
	if err != nil {
		return fail(err)
	}
	return created(c.shape.View(v), nil)
}
