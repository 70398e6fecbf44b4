//go:build unix

package main

import (
	"math/rand/v2"
	"syscall"
	"testing"
	"time"

	"github.com/sensible-im/sensible/internal/queue/postgrestest"
)

// paused stops a process for longer than its leases last, and lets it go on: it must not write what another one did
// meanwhile.
func (r *replica) paused(d time.Duration, meanwhile func()) {
	r.fleet.t.Helper()
	if err := r.cmd.Process.Signal(syscall.SIGSTOP); err != nil {
		r.fleet.t.Fatal(err)
	}
	end := time.After(d)
	meanwhile()
	<-end
	if err := r.cmd.Process.Signal(syscall.SIGCONT); err != nil {
		r.fleet.t.Fatal(err)
	}
}

func TestTwoReplicasOnOnePostgresLoseAndDoubleNothingWhicheverIsKilledOrPaused(t *testing.T) {
	t.Parallel()
	f := newFleet(t, postgrestest.Start(t).Database(t), 2)
	for _, r := range f.replicas {
		r.start()
	}
	for _, r := range f.replicas {
		r.ready()
	}
	for n := range rounds(t, "SENSIBLE_KILLS_POSTGRES", 6) {
		r := f.replicas[rand.IntN(2)]
		f.talk(time.Duration(50+rand.IntN(250)) * time.Millisecond)
		if n%3 == 1 {
			r.paused(leaseOfTests+500*time.Millisecond, func() { f.talk(300 * time.Millisecond) })
			continue
		}
		r.kill()
		f.talk(200 * time.Millisecond) // the other one goes on alone
		r.start()
		r.ready()
	}
	f.settled()
}
