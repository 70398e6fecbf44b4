//go:build unix

package postgrestest

import (
	"os"
	"os/exec"
	"os/user"
	"strconv"
	"syscall"
)

// immediate is what Postgres calls a shutdown without goodbye.
const immediate = syscall.SIGQUIT

// somebody is who Postgres runs as where we are root, which it refuses; false where we are not.
func somebody() (uid, gid int, ok bool) {
	if os.Getuid() != 0 {
		return 0, 0, false
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err := strconv.Atoi(u.Uid)
		if err != nil {
			continue
		}
		gid, err := strconv.Atoi(u.Gid)
		if err == nil {
			return uid, gid, true
		}
	}
	return 65534, 65534, true
}

// give makes a directory theirs.
func give(dir string) error {
	if uid, gid, ok := somebody(); ok {
		return os.Chown(dir, uid, gid)
	}
	return nil
}

func demote(cmd *exec.Cmd) {
	if uid, gid, ok := somebody(); ok {
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}
	}
}
