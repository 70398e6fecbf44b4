package github

import (
	"errors"
	"fmt"
	"sort"
	"strings"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
	"github.com/go-git/go-git/v5/plumbing/object"
	"github.com/go-git/go-git/v5/storage/memory"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/plan"
)

// commit is files to be changed on top of a commit.
type commit struct {
	store   *memory.Storage
	parent  plumbing.Hash
	files   []plan.File // paths with slashes, relative
	message string
	merge   *merging // what else the commit brings together; nil for an ordinary one
	by      incident.Person
	at      time.Time
}

// write makes the objects in the store and returns the commit and all that is new. Nothing is new where the file says that
// already: then it returns the parent.
func (c commit) write() (plumbing.Hash, []plumbing.Hash, error) {
	parent, err := object.GetCommit(c.store, c.parent)
	if err != nil {
		return plumbing.ZeroHash, nil, fmt.Errorf("read commit %s: %w", c.parent, err)
	}
	var made []plumbing.Hash
	root, parents := parent.TreeHash, []plumbing.Hash{c.parent}
	if c.merge != nil {
		if root, err = c.merged(&made); err != nil {
			return plumbing.ZeroHash, nil, err
		}
		parents = append(parents, c.merge.with)
	}
	for _, f := range c.files {
		blob, err := c.put(plumbing.BlobObject, []byte(f.Text))
		if err != nil {
			return plumbing.ZeroHash, nil, err
		}
		made = append(made, blob)
		if root, err = c.tree(root, strings.Split(strings.Trim(f.Path, "/"), "/"), blob, &made); err != nil {
			return plumbing.ZeroHash, nil, err
		}
	}
	if root == parent.TreeHash && c.merge == nil {
		return c.parent, nil, nil
	}
	sig := object.Signature{Name: c.by.Login, Email: email(c.by), When: c.at.UTC()}
	next := object.Commit{Author: sig, Committer: sig, Message: c.message, TreeHash: root, ParentHashes: parents}
	obj := c.store.NewEncodedObject()
	if err := next.Encode(obj); err != nil {
		return plumbing.ZeroHash, nil, fmt.Errorf("write the commit: %w", err)
	}
	hash, err := c.store.SetEncodedObject(obj)
	if err != nil {
		return plumbing.ZeroHash, nil, fmt.Errorf("write the commit: %w", err)
	}
	return hash, append(made, hash), nil
}

// tree returns a tree like that of hash, with the blob at the path. A zero hash is an empty tree.
func (c commit) tree(hash plumbing.Hash, path []string, blob plumbing.Hash, made *[]plumbing.Hash) (plumbing.Hash, error) {
	var entries []object.TreeEntry
	if !hash.IsZero() {
		t, err := object.GetTree(c.store, hash)
		if err != nil {
			return plumbing.ZeroHash, fmt.Errorf("read tree %s: %w", hash, err)
		}
		entries = append(entries, t.Entries...)
	}
	entry := object.TreeEntry{Name: path[0], Mode: filemode.Regular, Hash: blob}
	at := -1
	for i, e := range entries {
		if e.Name == path[0] {
			at = i
		}
	}
	if len(path) > 1 {
		below := plumbing.ZeroHash
		if at >= 0 && entries[at].Mode != filemode.Dir {
			return plumbing.ZeroHash, &refusal{why: path[0] + " is a file, not a folder"}
		} else if at >= 0 {
			below = entries[at].Hash
		}
		next, err := c.tree(below, path[1:], blob, made)
		if err != nil {
			return plumbing.ZeroHash, err
		}
		entry = object.TreeEntry{Name: path[0], Mode: filemode.Dir, Hash: next}
	} else if at >= 0 && entries[at].Mode == filemode.Dir {
		return plumbing.ZeroHash, &refusal{why: path[0] + " is a folder, not a file"}
	}
	if at >= 0 {
		entries[at] = entry
	} else {
		entries = append(entries, entry)
	}
	return c.putTree(hash, entries, made)
}

func (c commit) putTree(old plumbing.Hash, entries []object.TreeEntry, made *[]plumbing.Hash) (plumbing.Hash, error) {
	sort.Sort(object.TreeEntrySorter(entries))
	obj := c.store.NewEncodedObject()
	if err := (&object.Tree{Entries: entries}).Encode(obj); err != nil {
		return plumbing.ZeroHash, fmt.Errorf("write a tree: %w", err)
	}
	hash, err := c.store.SetEncodedObject(obj)
	if err != nil {
		return plumbing.ZeroHash, fmt.Errorf("write a tree: %w", err)
	}
	if hash != old {
		*made = append(*made, hash)
	}
	return hash, nil
}

func (c commit) put(kind plumbing.ObjectType, text []byte) (plumbing.Hash, error) {
	obj := c.store.NewEncodedObject()
	obj.SetType(kind)
	w, err := obj.Writer()
	if err == nil {
		_, err = w.Write(text)
		err = errors.Join(err, w.Close())
	}
	if err != nil {
		return plumbing.ZeroHash, fmt.Errorf("write a file: %w", err)
	}
	return c.store.SetEncodedObject(obj)
}
