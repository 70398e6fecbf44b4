package contract

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
)

var loadWebhooks = sync.OnceValues(func() (*document, error) { return loadDocument("webhooks.json.gz", "x-webhooks") })

// UnknownWebhookError says that the contract has no such event and action.
type UnknownWebhookError struct{ Event, Action string }

func (e *UnknownWebhookError) Error() string {
	return fmt.Sprintf("GitHub's contract knows no webhook %q with action %q", e.Event, e.Action)
}

// deliveryHeaders are the headers that every delivery of GitHub carries, and their
// shapes: the contract names them, the shapes are from GitHub's documentation of
// webhooks. The signature is there where the hook has a secret.
var deliveryHeaders = []struct {
	name  string
	shape *regexp.Regexp
	maybe bool
}{
	{"User-Agent", regexp.MustCompile(`^GitHub-Hookshot/\w+$`), false},
	{"X-GitHub-Delivery", regexp.MustCompile(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`), false},
	{"X-GitHub-Hook-ID", regexp.MustCompile(`^\d+$`), false},
	{"X-GitHub-Hook-Installation-Target-ID", regexp.MustCompile(`^\d+$`), false},
	{"X-GitHub-Hook-Installation-Target-Type", regexp.MustCompile(`^(integration|repository|organization|business|marketplace::listing|sponsorslisting)$`), false},
	{"X-Hub-Signature-256", regexp.MustCompile(`^sha256=[0-9a-f]{64}$`), true},
}

// ValidateWebhook holds one delivery against its event's schema, headers included. event
// is as in X-GitHub-Event ("issue_comment"), action as in the payload, "" for none. An
// *UnknownWebhookError says that there is no such event, a *Violation what is wrong.
func ValidateWebhook(event, action string, header http.Header, payload []byte) error {
	doc, err := loadWebhooks()
	if err != nil {
		return err
	}
	name, ok := doc.webhookName(event, action)
	if !ok {
		return &UnknownWebhookError{Event: event, Action: action}
	}
	item, err := doc.item(name)
	if err != nil {
		return err
	}
	subject := strings.TrimSuffix("webhook "+event+"/"+action, "/")
	if reason := checkDelivery(event, action, header, payload); reason != nil {
		return &Violation{Subject: subject, Reason: reason}
	}
	req, err := http.NewRequestWithContext(context.Background(), http.MethodPost, "http://hook.invalid/", nil)
	if err != nil {
		return err
	}
	req.Header = header.Clone()
	req.Body, req.ContentLength = io.NopCloser(bytes.NewReader(payload)), int64(len(payload))
	err = openapi3filter.ValidateRequest(context.Background(), &openapi3filter.RequestValidationInput{
		Request: req, Options: options(),
		Route: &routers.Route{Spec: &openapi3.T{}, PathItem: item, Method: http.MethodPost, Operation: item.Post},
	})
	if err != nil {
		return &Violation{Subject: subject, Reason: err}
	}
	return nil
}

// webhookName is the contract's name: dashes for underscores, the action appended.
// repository_dispatch has an action of the sender's choice.
func (d *document) webhookName(event, action string) (string, bool) {
	base := strings.ReplaceAll(event, "_", "-")
	if event == "repository_dispatch" {
		base, action = "repository-dispatch-sample.collected", ""
	}
	name := strings.TrimSuffix(base+"-"+strings.ReplaceAll(action, "_", "-"), "-")
	_, ok := d.entries[name]
	return name, ok
}

func checkDelivery(event, action string, header http.Header, payload []byte) error {
	if got := header.Get("X-GitHub-Event"); got != event {
		return fmt.Errorf("header X-GitHub-Event is %q, want %q", got, event)
	}
	for _, h := range deliveryHeaders {
		got := header.Get(h.name)
		if got == "" && h.maybe {
			continue
		}
		if !h.shape.MatchString(got) {
			return fmt.Errorf("header %s is %q, want %s", h.name, got, h.shape)
		}
	}
	var body struct {
		Action string `json:"action"`
	}
	if err := json.Unmarshal(payload, &body); err != nil {
		return fmt.Errorf("read the payload: %w", err)
	}
	if body.Action != action {
		return fmt.Errorf("the payload's action is %q, want %q", body.Action, action)
	}
	return nil
}
