package github

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/reconcile"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// configPath is where a repository's policy stands.
const configPath = ".github/sensible.yml"

// newest is how many comments every observation brings.
const newest = 20

// incidentAnswer is the answer to documents/incident.graphql.
type incidentAnswer struct {
	Repository *repositoryShape
	Elsewhere  *repositoryShape // only where it was asked for (documents/elsewhere.graphql)
	Known      []*commentShape
}

type repositoryShape struct {
	ID               string
	DatabaseID       int64 `json:"databaseId"`
	Name             string
	IsPrivate        bool
	IsArchived       bool
	Owner            ownerShape
	DefaultBranchRef *struct {
		Name   string
		Target struct{ OID string }
	}
	Config         *blobShape
	Labels         nodes[named]
	Branch         *branchShape
	Document       *blobShape
	Published      *blobShape
	Index          *blobShape
	PublishedIndex *blobShape
	Owners         *blobShape
	RootOwners     *blobShape
	DocsOwners     *blobShape
	Template       *blobShape
	PullRequests   nodes[pullShape]
	Issue          *issueShape
}

type blobShape struct {
	OID         string `json:"oid"`
	Text        *string
	IsTruncated bool
}

type branchShape struct {
	Target struct {
		OID           string `json:"oid"`
		CommittedDate time.Time
		Author        struct {
			Email string
			User  *actor
		}
	}
}

type issueShape struct {
	ID         string
	DatabaseID bigID `json:"fullDatabaseId"`
	Number     int
	Title      string
	Body       string
	URL        string
	State      string
	Locked     bool
	Repository struct {
		DatabaseID int64 `json:"databaseId"`
	}
	Moved         nodes[movedShape]
	CreatedAt     time.Time
	ClosedAt      time.Time
	Author        *actor
	Labels        nodes[named]
	Assignees     nodes[actor]
	Parent        *parentShape
	SubIssues     nodes[itemShape]
	Comments      nodes[commentShape]
	TimelineItems nodes[eventShape]
}

// movedShape is a transfer of the issue. Where it came from is null for whoever may not see that repository.
type movedShape struct{ FromRepository *struct{ IsPrivate bool } }

type parentShape struct {
	Number     int
	Labels     nodes[named]
	Repository struct {
		DatabaseID    int64 `json:"databaseId"`
		NameWithOwner string
	}
}

// Observe reads an issue and all that belongs to it: one request where the issue was observed before, and few of anything.
func (c *Client) Observe(ctx context.Context, k reconcile.Key, want reconcile.Want) (snapshot.World, error) {
	who, over := c.whoMeanwhile(ctx), c.over(ctx, k)
	cache := c.cacheOf(k)
	withLabels := !c.labelsOf(k.RepositoryID).fresh(c.set.Now())
	got, lacks, errs, err := c.ask(ctx, k, incidentDocument(want), func(lacks lacking) map[string]any { return c.incidentVars(k, want, cache, withLabels, lacks) })
	me, unknown := who()
	if unknown != nil {
		return snapshot.World{}, unknown
	}
	lacks = c.asWorkflow(k, me, lacks)
	errs, lost := withoutAway(errs)
	if lost {
		got.Elsewhere = nil
	}
	if err != nil {
		return snapshot.World{}, gone(err, errs)
	}
	if err := sameIssue(k, got.Repository, errs); err != nil {
		return snapshot.World{}, err
	}
	if err := incomplete(errs); err != nil {
		return snapshot.World{}, err
	}
	o := &observation{Client: c, key: k, want: want, me: me, repo: got.Repository, away: got.Elsewhere, issue: got.Repository.Issue, lacks: lacks}
	w := o.world()
	if w.BoardState == snapshot.BoardMissing {
		if found, err := c.boardRenamed(ctx, k, want.Board); found || err != nil {
			return c.again(ctx, k, want, err)
		}
	}
	w.Config.Over = over()
	if withLabels {
		if err := o.keepLabels(ctx); err != nil {
			return snapshot.World{}, err
		}
	}
	w.RepoLabels, w.NoSubIssues = c.labelsOf(k.RepositoryID).names(), c.lacksField("subIssues")
	if err := o.rest(ctx, &w, cache, got.Known); err != nil {
		return snapshot.World{}, err
	}
	c.remember(k, w)
	return w, nil
}

func (c *Client) incidentVars(k reconcile.Key, want reconcile.Want, cache *issueCache, withLabels bool, lacks lacking) map[string]any {
	branch := "postmortem/" + strconv.Itoa(k.Number)
	last, known := newest, append(cache.known(), cache.doubtful()...)
	if len(known) == 0 {
		last = 100 // a cold start reads all of them, so that few pages are better
	}
	vars := map[string]any{
		"owner": k.Owner, "name": k.Repo, "number": k.Number, "last": last,
		"branch": branch, "branchRef": "refs/heads/" + branch,
		"known": append([]string{}, known...), "withKnown": len(known) > 0, "withLabels": withLabels,
		"withDocument": want.Document != "", "onBranch": "refs/heads/" + branch + ":" + want.Document, "onDefault": "HEAD:" + want.Document,
		"indexOnBranch": "refs/heads/" + branch + ":" + want.Index, "indexOnDefault": "HEAD:" + want.Index,
		"withTemplate": want.Template != "" && want.Document != "", "template": "HEAD:" + want.Template,
		"withPulls": !lacks.pulls, "withBoard": want.Board != "" && !lacks.boards, "board": c.boardCalled(k.Owner, want.Board).title,
	}
	if owner, name, ok := strings.Cut(want.Elsewhere, "/"); ok {
		vars["otherOwner"], vars["otherName"] = owner, name
	}
	return vars
}

// gone tells an issue that does not exist (any more) from a request that failed.
func gone(err error, errs []problem) error {
	for _, p := range errs {
		if p.Type == "NOT_FOUND" {
			return fmt.Errorf("%w: %s", reconcile.ErrGone, p.Message)
		}
	}
	return err
}

// sameIssue makes sure that the answer is about the issue that was meant. A partial answer without it is only "gone" where
// GitHub says so.
func sameIssue(k reconcile.Key, r *repositoryShape, errs []problem) error {
	if r == nil || r.Issue == nil {
		if len(errs) == 0 {
			return reconcile.ErrGone
		}
		return gone(errors.New(errs[0].String()), errs)
	}
	if k.RepositoryID != 0 && r.DatabaseID != k.RepositoryID {
		return fmt.Errorf("%w: %s/%s is another repository by now", reconcile.ErrGone, k.Owner, k.Repo)
	}
	if at := r.Issue.Repository.DatabaseID; at != 0 && at != r.DatabaseID {
		return fmt.Errorf("%w: it was transferred to another repository", reconcile.ErrGone)
	}
	return nil
}

// observation is one answer on its way to becoming a world.
type observation struct {
	*Client
	key   reconcile.Key
	want  reconcile.Want
	me    incident.Person
	repo  *repositoryShape
	away  *repositoryShape // the other repository, where the policy wants the postmortem there; nil = none, or out of reach
	issue *issueShape
	lacks lacking

	onward *itemShape // the continuation, if there is one among the sub-issues
}

// rest reads what did not fit into the first answer.
func (o *observation) rest(ctx context.Context, w *snapshot.World, cache *issueCache, known []*commentShape) error {
	comments, err := o.comments(ctx, cache)
	if err != nil {
		return fmt.Errorf("earlier comments: %w", err)
	}
	o.sortComments(w, cache, comments, known)
	if err := o.pinned(ctx, w, cache); err != nil {
		return fmt.Errorf("whether the card is pinned: %w", err)
	}
	if err := o.check(ctx, w); err != nil {
		return fmt.Errorf("the review's check: %w", err)
	}
	if w.Events, err = o.events(ctx, cache); err != nil {
		return fmt.Errorf("earlier events: %w", err)
	}
	if w.Items, err = o.items(ctx, w.Board); err != nil {
		return fmt.Errorf("more action items: %w", err)
	}
	if err := o.continuation(ctx, w, cache); err != nil {
		return fmt.Errorf("the talk on the continuation: %w", err)
	}
	return o.ofBoard(ctx, w)
}
