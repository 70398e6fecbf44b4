package github

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/bradleyfalzon/ghinstallation/v2"
	gogithub "github.com/google/go-github/v60/github"
)

// HookDelivery is one attempt of GitHub's to hand the App a webhook. A redelivery has the same GUID and another ID.
type HookDelivery struct {
	ID            int64
	GUID          string // X-GitHub-Delivery
	Event, Action string
	At            time.Time // UTC
	OK            bool      // it was answered with 2xx
	Installation  int64     // 0 = the delivery names none
}

// HookDeliveries calls each for the App's deliveries, the newest first, until it returns false. GitHub knows those of the last
// three days. A hundred of them cost one request. With a plain token there are none.
func (c *Client) HookDeliveries(ctx context.Context, each func(HookDelivery) bool) error {
	if c.app == nil {
		return nil
	}
	opt := &gogithub.ListCursorOptions{PerPage: 100}
	for {
		list, resp, err := c.app.Apps.ListHookDeliveries(ctx, opt)
		if err != nil {
			return fmt.Errorf("list the webhook's deliveries: %w", appProblem(err))
		}
		for _, d := range list {
			code := d.GetStatusCode()
			one := HookDelivery{
				ID: d.GetID(), GUID: d.GetGUID(), Event: d.GetEvent(), Action: d.GetAction(), At: d.GetDeliveredAt().UTC(),
				OK: code >= 200 && code < 300, Installation: d.GetInstallationID(),
			}
			if !each(one) {
				return nil
			}
		}
		if resp.Cursor == "" || len(list) == 0 {
			return nil
		}
		opt.Cursor = resp.Cursor
	}
}

// HookPayload returns what a delivery carried, as JSON.
func (c *Client) HookPayload(ctx context.Context, id int64) ([]byte, error) {
	if c.app == nil {
		return nil, errors.New("a plain token cannot read deliveries")
	}
	d, _, err := c.app.Apps.GetHookDelivery(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("read delivery %d: %w", id, appProblem(err))
	}
	if d.Request == nil || d.Request.RawPayload == nil {
		return nil, fmt.Errorf("delivery %d has no payload", id)
	}
	return *d.Request.RawPayload, nil
}

// Installation is one of the App's.
type Installation struct {
	ID          int64
	Account     string // the organisation or person
	Suspended   bool
	Permissions map[string]string // "issues" → "read", "write" or "admin"; what was not granted is absent
	Events      []string          // that it sends
}

// Installations are all of the App's, suspended ones too; none with a plain token.
func (c *Client) Installations(ctx context.Context) ([]Installation, error) {
	if c.app == nil {
		return nil, nil
	}
	var out []Installation
	opt := &gogithub.ListOptions{PerPage: 100}
	for {
		list, resp, err := c.app.Apps.ListInstallations(ctx, opt)
		if err != nil {
			return nil, fmt.Errorf("list the App's installations: %w", appProblem(err))
		}
		for _, i := range list {
			out = append(out, Installation{
				ID: i.GetID(), Account: i.GetAccount().GetLogin(), Suspended: i.SuspendedAt != nil, Permissions: granted(i.Permissions), Events: i.Events,
			})
		}
		if resp.NextPage == 0 {
			return out, nil
		}
		opt.Page = resp.NextPage
	}
}

// NoInstallation says of an error whether GitHub gave no token because there is no such installation, or it is suspended.
func NoInstallation(err error) bool {
	var refused *ghinstallation.HTTPError
	if !errors.As(err, &refused) || refused.Response == nil {
		return false
	}
	code := refused.Response.StatusCode
	return code == http.StatusNotFound || code == http.StatusForbidden
}
