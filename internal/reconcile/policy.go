package reconcile

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/sensible-im/sensible/internal/plan"
	"github.com/sensible-im/sensible/internal/policy"
	"github.com/sensible-im/sensible/internal/replay"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// PolicyKeeper reads and writes what GitHub shows about a repository's policy.
type PolicyKeeper interface {
	// Policy reads the file, its versions (newest first) and the pull requests that change it.
	Policy(context.Context, Key) (snapshot.PolicyWorld, error)
	// Notices are our issues with the marker, open and closed.
	Notices(context.Context, Key, string) ([]snapshot.Notice, error)
	// PolicyCheck is our check of that name on a commit; nil = there is none, or it cannot be seen.
	PolicyCheck(ctx context.Context, k Key, commit, name string) (*snapshot.CheckRun, error)
	// ApplyPolicy carries actions out. What GitHub refuses for good is left out, and no error.
	ApplyPolicy(context.Context, Key, []plan.Action) error
}

// PolicyKey is the key of a repository's policy: of the repository, and of no issue.
func PolicyKey(k Key) Key {
	k.Number = 0
	return k
}

// Policy says whether the key is that of a repository's policy.
func (k Key) Policy() bool { return k.RepositoryID != 0 && k.Number == 0 }

// ReadPolicy reads a policy file over the organisation's. Broken says that the file itself has errors, so that nothing of it
// is in the configuration; mistakes in the organisation's only leave that out.
func ReadPolicy(file snapshot.ConfigFile) (cfg policy.Config, problems policy.Problems, broken bool) {
	var sources []policy.Source
	over, wrong := usable(file.Over)
	if over != nil {
		sources = append(sources, *over)
	}
	if file.Found {
		sources = append(sources, policy.Source{File: file.Path, Text: []byte(file.Text)})
	}
	cfg, problems = policy.ParseLayers(sources...)
	problems = append(wrong, problems...)
	return cfg, problems, slices.ContainsFunc(problems, func(p policy.Problem) bool { return p.Severity == policy.Error && p.File == file.Path })
}

// usable is the organisation's file, or its newest version that can be used, with what is wrong with the file now.
func usable(over *snapshot.ConfigFile) (*policy.Source, policy.Problems) {
	if over == nil || !over.Found {
		return nil, nil
	}
	s := policy.Source{File: over.Path, Text: []byte(over.Text)}
	_, wrong := policy.Parse(s.File, s.Text)
	if !wrong.Errors() {
		return &s, nil // ParseLayers tells of warnings
	}
	for _, e := range over.Earlier {
		before := policy.Source{File: over.Path, Text: []byte(e.Text)}
		if _, problems := policy.Parse(before.File, before.Text); e.Found && !problems.Errors() {
			return &before, wrong
		}
	}
	return nil, wrong
}

// LastGood is the newest version of a file that can be used, and what it says over the organisation's; nil where none can.
func LastGood(w snapshot.PolicyWorld) (policy.Config, *snapshot.ConfigVersion) {
	for i := range w.Versions {
		file := w.Versions[i].File
		file.Over = w.Config.Over
		if cfg, _, broken := ReadPolicy(file); file.Found && !broken {
			return cfg, &w.Versions[i]
		}
	}
	cfg, _, _ := ReadPolicy(snapshot.ConfigFile{Path: w.Config.Path, Over: w.Config.Over})
	return cfg, nil
}

// PolicyResult is what came of looking at a repository's policy.
type PolicyResult struct {
	Actions  []plan.Action
	Problems policy.Problems // of the file on the default branch
	Also     []Key           // incidents whose card has something new to tell
}

// RunPolicy brings what GitHub shows about a repository's policy to what it should be: an issue while the file cannot be
// used, a check on each pull request that changes it. It is safe to call at once for different repositories. After an error
// it must be run again.
func (r *Reconciler) RunPolicy(ctx context.Context, k Key) (PolicyResult, error) {
	if r.Policies == nil {
		return PolicyResult{}, nil
	}
	w, err := r.Policies.Policy(ctx, k)
	switch {
	case errors.Is(err, ErrGone):
		return PolicyResult{}, nil
	case err != nil:
		return PolicyResult{}, fmt.Errorf("%s/%s: read the policy: %w", k.Owner, k.Repo, err)
	}
	k.Owner, k.Repo = w.Repository.Owner, w.Repository.Name
	in := plan.PolicyInput{World: w, URL: w.URL}
	in.Config, in.Problems, in.Broken = ReadPolicy(w.Config)
	if in.Broken {
		in.Config, in.Good = LastGood(w)
	}
	fresh := r.noteChange(k, w)
	if err := r.notices(ctx, k, &in); err != nil {
		return PolicyResult{}, err
	}
	if err := r.pulls(ctx, k, &in); err != nil {
		return PolicyResult{}, err
	}
	result := PolicyResult{Problems: in.Problems}
	if result.Actions, err = plan.MakePolicy(in); err != nil {
		return result, fmt.Errorf("%s/%s: %w", k.Owner, k.Repo, err)
	}
	if err := r.Policies.ApplyPolicy(ctx, k, result.Actions); err != nil {
		return result, fmt.Errorf("%s/%s: the policy: %w", k.Owner, k.Repo, err)
	}
	r.memory.settled(k, noticeState(w, in.Broken))
	if fresh {
		result.Also = r.inheriting(k)
	}
	if len(result.Actions) > 0 {
		r.Log.Info("applied", "policy", k.Owner+"/"+k.Repo, "actions", kinds(result.Actions))
	}
	return result, nil
}

// noticeState is what our issue depends on.
func noticeState(w snapshot.PolicyWorld, broken bool) string {
	return w.Config.OID + " " + strconv.FormatBool(broken)
}

// notices looks our issues up, unless they were put right for this very file already.
func (r *Reconciler) notices(ctx context.Context, k Key, in *plan.PolicyInput) (err error) {
	if !in.World.HasIssues || r.memory.isSettled(k, noticeState(in.World, in.Broken)) {
		in.World.HasIssues = false
		return nil
	}
	if in.World.Notices, err = r.Policies.Notices(ctx, k, plan.NoticeKey); err != nil {
		return fmt.Errorf("%s/%s: look for the issue about the policy: %w", k.Owner, k.Repo, err)
	}
	return nil
}

// pulls reads what each pull request would make of the policy, and tries it on incidents that are over.
func (r *Reconciler) pulls(ctx context.Context, k Key, in *plan.PolicyInput) error {
	if len(in.World.Pulls) == 0 {
		return nil
	}
	past, err := r.pastOf(ctx, k, in.Config)
	if err != nil {
		r.Log.Warn("what a change of the policy would have meant is not known", "repository", k.Owner+"/"+k.Repo, "error", err.Error())
	}
	for _, p := range in.World.Pulls {
		if p.Check, err = r.Policies.PolicyCheck(ctx, k, p.Head, plan.PolicyCheckName); err != nil {
			return fmt.Errorf("%s/%s: the check of pull request %d: %w", k.Owner, k.Repo, p.Number, err)
		}
		one := plan.PolicyPull{ConfigPull: p, Past: len(past)}
		var broken bool
		if one.Config, one.Problems, broken = ReadPolicy(p.File); !broken {
			one.Effects = policy.Simulate(in.Config, one.Config, past)
		}
		in.Pulls = append(in.Pulls, one)
	}
	return nil
}

// pastOf are the incidents that are over, as far as they tell what a policy asks.
func (r *Reconciler) pastOf(ctx context.Context, k Key, cfg policy.Config) ([]policy.PastIncident, error) {
	worlds, err := r.Observer.Past(ctx, k, cfg.Labels.Incident)
	var out []policy.PastIncident
	for _, w := range worlds {
		w.Config = snapshot.ConfigFile{}
		l := replay.Open(w, r.Ring, nil)
		if l.Version == 0 || w.Issue.HasLabel(cfg.Labels.Drill) {
			continue
		}
		inc := replay.Fold(l, w, cfg)
		if inc.Ended() || !inc.Declared || inc.Drill {
			continue
		}
		out = append(out, policy.PastIncident{Number: inc.Number, Title: inc.Title, Severity: string(inc.Highest), Recovered: recoveredAt(inc)})
	}
	return out, err
}

// inheriting are the known incidents that a policy holds for: the organisation's holds for all of its repositories.
func (r *Reconciler) inheriting(k Key) []Key {
	r.memory.mu.Lock()
	defer r.memory.mu.Unlock()
	var keys []Key
	for _, i := range r.memory.issues {
		over := k.Repo == organisationRepo && strings.EqualFold(i.key.Owner, k.Owner)
		if i.ledger != nil && (over || i.key.RepositoryID == k.RepositoryID) {
			keys = append(keys, i.key)
		}
	}
	return keys
}

// organisationRepo holds the policy that an organisation's repositories inherit.
const organisationRepo = ".github"

// changeTold is how long a change of the policy is news.
const changeTold = 7 * 24 * time.Hour

// policyChange is the newest change of a policy, in words.
type policyChange struct {
	ref   string // the blob
	at    time.Time
	words string
	told  bool // to an incident that began after it
}

// noteChange remembers the newest change between two versions that can be used; fresh says that it was not known.
func (r *Reconciler) noteChange(k Key, w snapshot.PolicyWorld) (fresh bool) {
	var good []policy.Config
	var newest snapshot.ConfigVersion
	for _, v := range w.Versions {
		v.File.Over = w.Config.Over
		if cfg, _, broken := ReadPolicy(v.File); !broken {
			if good = append(good, cfg); len(good) == 1 {
				newest = v
			}
		}
		if len(good) == 2 {
			break
		}
	}
	if len(good) == 1 && len(w.Versions) < versionsSeen { // the file is new: before it the defaults held
		first, _, _ := ReadPolicy(snapshot.ConfigFile{Path: w.Config.Path, Over: w.Config.Over})
		good = append(good, first)
	}
	c := policyChange{ref: "policy:" + newest.File.OID, at: newest.At}
	if len(good) == 2 && r.Now().Sub(newest.At) < changeTold {
		c.words = plan.PolicyWords(good[1], good[0])
	}
	r.memory.mu.Lock()
	defer r.memory.mu.Unlock()
	if r.memory.changed == nil {
		r.memory.changed = map[int64]policyChange{}
	}
	before, known := r.memory.changed[k.RepositoryID]
	if known && before.ref == c.ref {
		return false
	}
	r.memory.changed[k.RepositoryID] = c
	return c.words != "" && strings.TrimPrefix(c.ref, "policy:") != ""
}

// versionsSeen is how many versions of a file an observation brings.
const versionsSeen = 10
