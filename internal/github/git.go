package github

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/format/packfile"
	"github.com/go-git/go-git/v5/plumbing/protocol/packp"
	"github.com/go-git/go-git/v5/plumbing/protocol/packp/capability"
	"github.com/go-git/go-git/v5/plumbing/protocol/packp/sideband"
	"github.com/go-git/go-git/v5/plumbing/transport"
	githttp "github.com/go-git/go-git/v5/plumbing/transport/http"
	"github.com/go-git/go-git/v5/storage/memory"

	"github.com/sensible-im/sensible/internal/plan"
)

// fileCommit puts files onto a branch by git over HTTP: the tip is fetched without its history and, where the server
// can, without the files; only the trees on the path are written anew; the push never forces. A branch that does not exist
// begins at the default branch. Where the repository wants signed commits, GitHub itself makes the commit (git_signed.go).
func fileCommit(ctx context.Context, a *application, act plan.Action) error {
	token, err := a.s.token(ctx)
	if err != nil {
		return fmt.Errorf("token for git: %w", err)
	}
	r, err := a.remote(token)
	if err != nil {
		return err
	}
	branch := plumbing.NewBranchReferenceName(act.Fields["branch"])
	tip, begin, err := r.tip(ctx, branch, a.home().DefaultBranch)
	if err != nil {
		return gitProblem(err)
	}
	if want := act.Fields["head"]; want != "" && want != tip.String() {
		a.stale = true // somebody pushed since we looked: what we would write is not merged with that
		return nil
	}
	if act.Fields["merge"] != "" {
		return a.mergeCommit(ctx, act, r, tip)
	}
	if a.signs(act) {
		return a.signedCommit(ctx, act, tip, begin)
	}
	if err := r.fetch(ctx, begin); err != nil {
		return gitProblem(err)
	}
	c := commit{store: r.store, parent: begin, files: filesOf(act), message: act.Fields["message"], by: a.me, at: a.set.Now()}
	hash, made, err := c.write()
	if err != nil {
		return err
	}
	if len(made) > 0 {
		err = r.push(ctx, branch, tip, hash, made)
	}
	switch {
	case err != nil && declined(err) && act.Fields["sign"] != "never":
		if err := a.signedCommit(ctx, act, tip, begin); err != nil {
			return err
		}
		a.wantsSigned()
		return nil
	case err != nil:
		return gitProblem(err)
	}
	a.committed(act, hash.String(), c.at)
	return nil
}

// committed takes a new head of the branch into the world.
func (a *application) committed(act plan.Action, head string, at time.Time) {
	d := &a.world.Document
	d.BranchOID, d.CommittedAt, d.MineOnly = head, second(at), true
	d.Path, d.Found, d.Text = act.Target, true, act.Body
	for _, f := range act.Files {
		d.Index = f.Text // the only other file that a document brings
	}
	if p := a.world.Postmortem; p != nil {
		p.HeadOID, p.Check = head, nil
	}
}

// filesOf are all files of a commit.
func filesOf(act plan.Action) []plan.File {
	return append([]plan.File{{Path: act.Target, Text: act.Body}}, act.Files...)
}

// remote is one repository over HTTP, with an object store in memory.
type remote struct {
	transport transport.Transport
	endpoint  *transport.Endpoint
	auth      transport.AuthMethod
	store     *memory.Storage
	caps      *capability.List
	refs      map[string]plumbing.Hash // as advertised
}

// remote makes no request. Redirects are not followed: the token is for this server only.
func (a *application) remote(token string) (*remote, error) {
	endpoint, err := transport.NewEndpoint(a.urls.repository(a.home().Owner, a.home().Name))
	if err != nil {
		return nil, fmt.Errorf("address of the repository for git: %w", err)
	}
	client := &http.Client{Transport: a.base, CheckRedirect: redirects, Timeout: requestTimeout}
	return &remote{
		transport: githttp.NewClientWithOptions(client, &githttp.ClientOptions{RedirectPolicy: githttp.NoFollowRedirects}),
		endpoint:  endpoint, auth: &githttp.BasicAuth{Username: "x-access-token", Password: token}, store: memory.NewStorage(),
	}, nil
}

// tip returns the branch's head (zero where there is no such branch), and the commit that the new one builds on.
func (r *remote) tip(ctx context.Context, branch plumbing.ReferenceName, base string) (tip, begin plumbing.Hash, err error) {
	s, err := r.transport.NewUploadPackSession(r.endpoint, r.auth)
	if err != nil {
		return tip, begin, err
	}
	adv, err := s.AdvertisedReferencesContext(ctx)
	if err != nil {
		return tip, begin, err
	}
	r.caps, r.refs = adv.Capabilities, adv.References
	if hash, ok := adv.References[branch.String()]; ok {
		return hash, hash, nil
	}
	if hash, ok := adv.References[plumbing.NewBranchReferenceName(base).String()]; ok {
		return tip, hash, nil
	}
	return tip, begin, &refusal{why: "the repository has no branch " + base + " to begin from"}
}

// fetch reads commits and their trees.
func (r *remote) fetch(ctx context.Context, wants ...plumbing.Hash) error {
	req := packp.NewUploadPackRequest()
	req.Wants, req.Depth = wants, packp.DepthCommits(1)
	for _, c := range []capability.Capability{capability.Shallow, capability.OFSDelta, capability.Sideband64k} {
		if r.caps.Supports(c) {
			if err := req.Capabilities.Set(c); err != nil {
				return fmt.Errorf("git capability %s: %w", c, err)
			}
		}
	}
	if r.caps.Supports(capability.Filter) {
		if err := req.Capabilities.Set(capability.Filter); err != nil {
			return fmt.Errorf("git capability filter: %w", err)
		}
		req.Filter = packp.FilterBlobNone()
	}
	s, err := r.transport.NewUploadPackSession(r.endpoint, r.auth)
	if err != nil {
		return err
	}
	resp, err := s.UploadPack(ctx, req)
	if err != nil {
		return fmt.Errorf("fetch: %w", err)
	}
	defer func() { _ = resp.Close() }()
	var pack io.Reader = resp
	if req.Capabilities.Supports(capability.Sideband64k) {
		pack = sideband.NewDemuxer(sideband.Sideband64k, resp)
	}
	if err := packfile.UpdateObjectStorage(r.store, pack); err != nil {
		return fmt.Errorf("read what was fetched: %w", err)
	}
	return nil
}

// push moves the branch from where it was seen to the new commit; the server refuses where it has moved meanwhile.
func (r *remote) push(ctx context.Context, branch plumbing.ReferenceName, old, hash plumbing.Hash, objects []plumbing.Hash) error {
	var pack bytes.Buffer
	if _, err := packfile.NewEncoder(&pack, r.store, false).Encode(objects, 0); err != nil {
		return fmt.Errorf("pack the commit: %w", err)
	}
	s, err := r.transport.NewReceivePackSession(r.endpoint, r.auth)
	if err != nil {
		return err
	}
	adv, err := s.AdvertisedReferencesContext(ctx)
	if err != nil {
		return err
	}
	req := packp.NewReferenceUpdateRequestFromCapabilities(adv.Capabilities)
	req.Commands = []*packp.Command{{Name: branch, Old: old, New: hash}}
	req.Packfile = io.NopCloser(&pack)
	report, err := s.ReceivePack(ctx, req)
	if err != nil {
		return fmt.Errorf("push %s: %w", branch.Short(), err)
	}
	if report == nil {
		return nil
	}
	return report.Error()
}

// gitProblem tells what will not be different next time: no permission, no repository, a rule that refuses the branch.
func gitProblem(err error) error {
	for _, no := range []error{transport.ErrAuthorizationFailed, transport.ErrAuthenticationRequired, transport.ErrRepositoryNotFound, transport.ErrEmptyRemoteRepository} {
		if errors.Is(err, no) {
			return &refusal{why: "git: " + err.Error()}
		}
	}
	if declined(err) {
		return &refusal{why: "git: " + err.Error() + "; a rule of the repository protects the branch or wants signed commits"}
	}
	return fmt.Errorf("git: %w", err)
}

// declined says whether a hook of the server refused the push: a rule protects the branch, or wants signatures. GitHub
// tells no more to programs.
func declined(err error) bool { return strings.Contains(err.Error(), "declined") }
