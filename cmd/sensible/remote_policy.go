package main

import (
	"context"

	"github.com/sensible-im/sensible/internal/policy"
	"github.com/sensible-im/sensible/internal/reconcile"
)

// policy reads the policy in force of a repository, the organisation's behind it, and what is wrong with the file.
func (c *connection) policy(ctx context.Context) (policy.Config, policy.Problems, error) {
	w, err := c.client.Policy(ctx, c.access.Key)
	if err != nil {
		return policy.Config{}, nil, err
	}
	cfg, problems, broken := reconcile.ReadPolicy(w.Config)
	if broken {
		cfg, _ = reconcile.LastGood(w)
	}
	return cfg, problems, nil
}
