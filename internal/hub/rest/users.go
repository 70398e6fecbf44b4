package rest

import (
	"github.com/sensible-im/sensible/internal/hub/store"
)

func userRoutes() []route {
	return []route{
		{"GET", "/user", "", getMe},
		{"GET", "/users/{username}", "", getUser},
	}
}

func getMe(c *call) (int, any, error) {
	me, err := c.me()
	if err != nil {
		return fail(err)
	}
	return ok(c.shape.PrivateUser(me), nil)
}

func getUser(c *call) (int, any, error) {
	u := c.store.User(c.params["username"])
	if u == nil {
		return fail(store.NotFound())
	}
	return ok(c.shape.PublicUser(u), nil)
}

// users renders a page of people.
func users(c *call, list []*store.User) (int, any, error) { return paged(c, list, c.shape.User) }

// named is the user that a parameter names.
func (c *call) named(param string) (*store.User, error) {
	u := c.store.User(c.params[param])
	if u == nil {
		return nil, store.NotFound()
	}
	return u, nil
}
