// Command githubapp is a plain bot on palantir/go-githubapp, to compare with: for a command it looks up the permission, sets
// the label and reacts. It uses the library's asynchronous scheduler, as its documentation shows.
package main

import (
	"context"
	"encoding/json"
	"net/http"
	"os"
	"regexp"
	"time"

	"github.com/google/go-github/v81/github"
	"github.com/gregjones/httpcache"
	"github.com/palantir/go-githubapp/githubapp"
	"github.com/rs/zerolog"
)

type handler struct{ githubapp.ClientCreator }

func (handler) Handles() []string { return []string{"issue_comment"} }

var severity = regexp.MustCompile(`^/severity (\d)`)

// Handle is called for each delivery by one of the scheduler's workers.
func (h handler) Handle(ctx context.Context, _, _ string, payload []byte) error {
	var e github.IssueCommentEvent
	if err := json.Unmarshal(payload, &e); err != nil {
		return err
	}
	said := severity.FindStringSubmatch(e.GetComment().GetBody())
	if e.GetAction() != "created" || said == nil {
		return nil
	}
	client, err := h.NewInstallationClient(githubapp.GetInstallationIDFromEvent(&e))
	if err != nil {
		return err
	}
	owner, repo := e.GetRepo().GetOwner().GetLogin(), e.GetRepo().GetName()
	may, _, err := client.Repositories.GetPermissionLevel(ctx, owner, repo, e.GetComment().GetUser().GetLogin())
	if err != nil || may.GetPermission() == "none" || may.GetPermission() == "read" {
		return err
	}
	if _, _, err := client.Issues.AddLabelsToIssue(ctx, owner, repo, e.GetIssue().GetNumber(), []string{"severity/sev" + said[1]}); err != nil {
		return err
	}
	_, _, err = client.Reactions.CreateIssueCommentReaction(ctx, owner, repo, e.GetComment().GetID(), "rocket")
	return err
}

func main() {
	key, err := os.ReadFile(os.Getenv("BENCH_KEY_FILE"))
	if err != nil {
		panic(err)
	}
	var c githubapp.Config
	c.V3APIURL, c.V4APIURL, c.WebURL = os.Getenv("BENCH_URL")+"/api/v3", os.Getenv("BENCH_URL")+"/api/graphql", os.Getenv("BENCH_URL")
	c.App.IntegrationID, c.App.PrivateKey, c.App.WebhookSecret = 1, string(key), os.Getenv("BENCH_SECRET")
	clients, err := githubapp.NewDefaultCachingClientCreator(c, githubapp.WithClientTimeout(30*time.Second),
		githubapp.WithClientCaching(false, func() httpcache.Cache { return httpcache.NewMemoryCache() }))
	if err != nil {
		panic(err)
	}
	logger := zerolog.Nop()
	dispatch := githubapp.NewEventDispatcher([]githubapp.EventHandler{handler{clients}}, c.App.WebhookSecret,
		githubapp.WithScheduler(githubapp.QueueAsyncScheduler(100_000, 16)))
	mux := http.NewServeMux()
	mux.HandleFunc("POST /webhook", func(w http.ResponseWriter, r *http.Request) {
		dispatch.ServeHTTP(w, r.WithContext(logger.WithContext(r.Context())))
	})
	mux.HandleFunc("GET /", func(http.ResponseWriter, *http.Request) {})
	server := &http.Server{Addr: "127.0.0.1:" + os.Getenv("PORT"), Handler: mux, ReadHeaderTimeout: 10 * time.Second}
	panic(server.ListenAndServe())
}
