package github

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	gogithub "github.com/google/go-github/v60/github"

	"github.com/sensible-im/sensible/internal/setup"
)

// Conversion exchanges the code of a manifest for the App that GitHub made of it. It works once, within an hour, and needs
// no credentials.
func Conversion(apiURL string) (setup.Converter, error) {
	u, err := derive(apiURL, "", "")
	if err != nil {
		return nil, err
	}
	rest := gogithub.NewClient(&http.Client{Transport: sameHost{next: http.DefaultTransport, hosts: u.hosts()}, CheckRedirect: redirects, Timeout: requestTimeout})
	rest.BaseURL = u.api
	rest.UserAgent = "sensible"
	c := struct{ rest *gogithub.Client }{rest}
	return func(ctx context.Context, code string) (setup.Registered, error) {
		app, _, err := c.rest.Apps.CompleteAppManifest(ctx, code)
		if status(err) == http.StatusNotFound {
			return setup.Registered{}, errors.New("GitHub does not know this code (it works once, for an hour): begin again")
		}
		if err != nil {
			return setup.Registered{}, fmt.Errorf("exchange the code for the App: %w", err)
		}
		return setup.Registered{
			ID: app.GetID(), Slug: app.GetSlug(), URL: app.GetHTMLURL(), Owner: app.GetOwner().GetLogin(),
			PrivateKey: app.GetPEM(), WebhookSecret: app.GetWebhookSecret(),
		}, nil
	}, nil
}

// WebOf is the address of GitHub's pages for an API address: https://github.com for https://api.github.com.
func WebOf(apiURL, webURL string) (string, error) {
	u, err := derive(apiURL, "", webURL)
	if err != nil {
		return "", err
	}
	return strings.TrimSuffix(u.git.String(), "/"), nil
}
