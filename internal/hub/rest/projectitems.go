package rest

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"github.com/sensible-im/sensible/internal/hub/rest/shape"
	"github.com/sensible-im/sensible/internal/hub/store"
)

func projectItemRoutes() []route {
	var out []route
	for _, owner := range []string{"/orgs/{org}", "/users/{username}"} {
		items := owner + "/projectsV2/{project_number}/items"
		out = append(out,
			route{"GET", items, "", listItems},
			route{"POST", items, "", addItem},
			route{"GET", items + "/{item_id}", "", getItem},
			route{"PATCH", items + "/{item_id}", "", editItem},
			route{"DELETE", items + "/{item_id}", "", deleteItem},
			route{"GET", owner + "/projectsV2/{project_number}/views/{view_number}/items", "", listItems},
		)
	}
	return append(out, route{"POST", "/orgs/{org}/projectsV2/{project_number}/drafts", "", addDraft})
}

// askedFields are the ids of ?fields=1,2, or of ?fields[]=1&fields[]=2.
func (c *call) askedFields() []int64 {
	q := c.r.URL.Query()
	var out []int64
	for _, part := range strings.Split(strings.Join(append(q["fields"], q["fields[]"]...), ","), ",") {
		if n, err := strconv.ParseInt(part, 10, 64); err == nil {
			out = append(out, n)
		}
	}
	return out
}

func listItems(c *call) (int, any, error) {
	p, err := c.project()
	if err != nil {
		return fail(err)
	}
	fields := c.askedFields()
	var list []*store.Item
	for _, it := range p.Items {
		if it.Archived.IsZero() && (it.Issue == nil || c.store.CanSee(c.actor, it.Issue.Repo)) {
			list = append(list, it)
		}
	}
	return paged(c, list, func(it *store.Item) shape.J { return c.shape.Item(it, fields) })
}

func addItem(c *call) (int, any, error) {
	p, err := c.project()
	if err != nil {
		return fail(err)
	}
	var body struct {
		Type, Owner, Repo string
		ID                int64
		Number            int
	}
	if err := c.decode(&body); err != nil {
		return fail(err)
	}
	content := c.content(body.Type, body.ID)
	if r := c.store.Repository(body.Owner + "/" + body.Repo); r != nil {
		content = r.Issue(body.Number)
	}
	if content == nil || (content.Pull != nil) != (body.Type == "PullRequest") {
		return fail(&store.Error{Status: http.StatusNotFound, Message: "The content could not be found"})
	}
	it, err := c.store.AddItem(c.actor, p, content)
	if err != nil {
		return fail(err)
	}
	return created(c.shape.ItemSimple(it), nil)
}

// content is the issue of an issue's id or of a pull request's.
func (c *call) content(kind string, id int64) *store.Issue {
	if kind != "PullRequest" {
		return c.store.IssueByID(id)
	}
	for _, r := range c.store.Repositories() {
		for _, i := range r.Issues {
			if i.Pull != nil && i.Pull.ID == id {
				return i
			}
		}
	}
	return nil
}

func addDraft(c *call) (int, any, error) {
	p, err := c.project()
	if err != nil {
		return fail(err)
	}
	var body struct{ Title, Body string }
	if err := c.decode(&body); err != nil {
		return fail(err)
	}
	if body.Title == "" {
		return fail(missing("title"))
	}
	it, err := c.store.AddDraft(c.actor, p, body.Title, body.Body)
	if err != nil {
		return fail(err)
	}
	return created(c.shape.ItemSimple(it), nil)
}

func (c *call) item() (*store.Item, error) {
	p, err := c.project()
	if err != nil {
		return nil, err
	}
	it := p.Item(c.id("item_id"))
	if it == nil || (it.Issue != nil && !c.store.CanSee(c.actor, it.Issue.Repo)) {
		return nil, store.NotFound()
	}
	return it, nil
}

func getItem(c *call) (int, any, error) {
	it, err := c.item()
	if err != nil {
		return fail(err)
	}
	return ok(c.shape.Item(it, c.askedFields()), nil)
}

func editItem(c *call) (int, any, error) {
	it, err := c.item()
	if err != nil {
		return fail(err)
	}
	var body struct {
		Fields []struct {
			ID    int64
			Value any
		}
	}
	if err := c.decode(&body); err != nil {
		return fail(err)
	}
	var shown []int64
	for _, change := range body.Fields {
		f := it.Project.FieldByID(change.ID)
		if f == nil {
			return fail(store.Unprocessable("Field not found"))
		}
		v, err := fieldValue(f, change.Value)
		if err != nil {
			return fail(err)
		}
		if err := c.store.SetValue(c.actor, it, f, v); err != nil {
			return fail(err)
		}
		shown = append(shown, f.ID)
	}
	return ok(c.shape.Item(it, shown), nil)
}

// fieldValue turns what was sent into a value of the field's type; null clears.
func fieldValue(f *store.Field, v any) (*store.Value, error) {
	text, isText := v.(string)
	number, isNumber := v.(float64)
	if n, ok := v.(json.Number); ok {
		number, _ = n.Float64()
		isNumber = true
	}
	switch {
	case v == nil:
		return nil, nil
	case f.DataType == "NUMBER" && isNumber:
		return &store.Value{Number: number}, nil
	case f.DataType == "NUMBER" || !isText:
		return nil, store.Unprocessable("Invalid value for the field " + f.Name)
	case f.DataType == "DATE":
		return &store.Value{Date: text}, nil
	case f.DataType == "SINGLE_SELECT":
		return &store.Value{OptionID: text}, nil
	case f.DataType == "ITERATION":
		return &store.Value{Iteration: text}, nil
	}
	return &store.Value{Text: text}, nil
}

func deleteItem(c *call) (int, any, error) {
	it, err := c.item()
	if err != nil {
		return fail(err)
	}
	return none(c.store.DeleteItem(c.actor, it))
}
