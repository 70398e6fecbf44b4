package rest

import (
	"net/http"
	"strconv"

	"github.com/sensible-im/sensible/internal/hub/rest/shape"
	"github.com/sensible-im/sensible/internal/hub/store"
)

func getHookConfig(c *call) (int, any, error) {
	return ok(shape.J{"url": c.actor.App.WebhookURL, "content_type": "json", "insecure_ssl": "0", "secret": "********"}, nil)
}

func editHookConfig(c *call) (int, any, error) {
	var body struct{ URL, Secret *string }
	if err := c.decode(&body); err != nil {
		return fail(err)
	}
	if body.URL != nil {
		c.actor.App.WebhookURL = *body.URL
	}
	if body.Secret != nil {
		c.actor.App.WebhookSecret = *body.Secret
	}
	return getHookConfig(c)
}

// listDeliveries pages by cursor, as GitHub does: the cursor is the last id shown.
func listDeliveries(c *call) (int, any, error) {
	size := clamp(c.query("per_page"), 30, 1, 100)
	before, err := strconv.ParseInt(c.query("cursor"), 10, 64)
	if c.query("cursor") != "" && err != nil {
		return fail(store.Unprocessable("Invalid cursor"))
	}
	var list []*store.Delivery
	more := false
	for _, d := range c.store.Deliveries(c.actor.App) {
		if before != 0 && d.ID >= before {
			continue
		}
		if more = len(list) == size; more {
			break
		}
		list = append(list, d)
	}
	if more {
		q := c.r.URL.Query()
		q.Set("cursor", strconv.FormatInt(list[len(list)-1].ID, 10))
		c.header.Set("Link", "<"+root(c.r)+c.r.URL.Path+"?"+q.Encode()+`>; rel="next"`)
	}
	return ok(shape.List(list, c.shape.DeliveryItem), nil)
}

func getDelivery(c *call) (int, any, error) {
	d := c.store.Delivery(c.actor.App, c.id("delivery_id"))
	if d == nil {
		return fail(store.NotFound())
	}
	return ok(c.shape.Delivery(d), nil)
}

func redeliver(c *call) (int, any, error) {
	d := c.store.Delivery(c.actor.App, c.id("delivery_id"))
	if d == nil {
		return fail(store.NotFound())
	}
	if c.api.opt.Redeliver != nil {
		c.api.opt.Redeliver(d)
	}
	return http.StatusAccepted, shape.J{}, nil
}

// convertManifest hands out what a manifest code stands for, once.
func convertManifest(c *call) (int, any, error) {
	app, err := c.store.ConvertManifest(c.params["code"])
	if err != nil {
		return fail(err)
	}
	j := c.shape.App(app)
	j["client_secret"], j["webhook_secret"], j["pem"] = app.ClientSecret, app.WebhookSecret, app.PrivateKeyPEM
	return created(j, nil)
}
