package graphql

import (
	"path"

	"github.com/sensible-im/sensible/internal/hub/store"
)

// fileAt is the entry of a path in a commit's tree; null where there is none.
func fileAt(c *Call, m *commit) (any, error) {
	full := path.Clean(c.Args.string("path"))
	content, err := c.contentAt(m.repo, m.SHA, full)
	if err != nil || content == nil {
		return nil, err
	}
	e := &treeEntry{m.repo, &tree{repo: m.repo, rev: m.SHA, path: path.Dir(full)}, store.TreeEntry{Path: full, Type: "tree", Mode: "040000"}}
	if path.Dir(full) == "." {
		e.in.path = ""
	}
	if b, ok := content.(*blob); ok {
		e.Type, e.Mode, e.SHA, e.Size = "blob", "100644", b.oid, int64(len(b.data))
	}
	if t, ok := content.(*tree); ok {
		e.SHA = t.oid
	}
	return e, nil
}

// updateRule is what whoever looks must keep to on a branch; null where nothing is protected.
func updateRule(r *ref) any {
	if !r.repo.RequireSignedCommits {
		return nil
	}
	return &object{"RefUpdateRule", map[string]any{
		"requiresSignatures": true, "pattern": shortRef(r.name), "allowsDeletions": false, "allowsForcePushes": false, "blocksCreations": false,
		"requiredApprovingReviewCount": nil, "requiredStatusCheckContexts": nil, "requiresCodeOwnerReviews": false,
		"requiresConversationResolution": false, "requiresLinearHistory": false, "viewerAllowedToDismissReviews": true, "viewerCanPush": true,
	}}
}
