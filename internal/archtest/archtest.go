// Package archtest holds the house rules as tests: which package may import what, what pure means, what every package and
// exported name owes its reader. The tables are here, the tests beside them.
//
// It does not test what the program does.
package archtest

// pure are the packages that take values and return values: no context, network, files, clock, randomness, goroutines.
var pure = []string{
	"boardview", "action", "alertkey", "command", "doctor", "export", "followup", "form", "imported", "incident", "inert", "ledger", "marker", "metrics", "metrics/rows", "nudge", "oncall", "pattern", "plan", "policy", "postmortem", "postmortem/blame", "postmortem/lint", "replay", "report",
	"setup/needs", "setup/welcome", "snapshot", "timeline", "timeline/written", "when", "wording", "workflow", "workflow/expression",
}

// denied are the standard packages that a pure package must not import.
var denied = []string{
	"context", "net/http", "net", "os", "os/exec", "io/ioutil", "log", "log/slog", "math/rand", "math/rand/v2", "crypto/rand",
	"syscall", "os/signal", "runtime", "unsafe", "sync/atomic", "database/sql",
}

// once are what a pure package may use of package sync: a value that is worked out when it is first asked for, always the
// same, is a constant to whoever asks.
var once = []string{"OnceValue", "OnceValues"}

// outside are the libraries without I/O that a pure package may import.
var outside = []string{
	"github.com/agnivade/levenshtein", "github.com/goccy/go-yaml", "github.com/santhosh-tekuri/jsonschema", "github.com/yuin/goldmark",
}

// clocks are the functions of package time that look at the world.
var clocks = []string{"Now", "Since", "Until", "After", "AfterFunc", "Tick", "NewTimer", "NewTicker", "Sleep", "Local"}

// only says which packages alone may import something; all others must not.
var only = map[string][]string{
	"github.com/google/go-github": {"github", "hub", "hub/"},
	"github.com/go-git/go-git":    {"github", "hub", "hub/"},
	"github.com/bradleyfalzon":    {"github"},
	"github.com/riverqueue":       {"queue"},
	"github.com/jackc":            {"queue"},
	"modernc.org":                 {"queue"},
	"database/sql":                {"queue"},
}

// never are arrows that must not exist, package → package.
var never = map[string][]string{
	"plan":      {"replay", "github", "reconcile"},
	"incident":  {"command", "ledger", "policy", "plan", "replay", "when"},
	"reconcile": {"github", "queue", "webhook", "hub"},
	"webhook":   {"github", "hub"}, // it knows reconcile only for the key
	"queue":     {"github", "webhook", "hub"},
	"github":    {"hub", "queue", "webhook", "sandbox"},
	"sandbox":   {"hub", "github", "reconcile", "queue", "webhook"},
	"hub":       {"github", "reconcile", "plan", "replay", "ledger", "policy"},
}

// drawers are names under which anything would fit.
var drawers = []string{"util", "utils", "common", "shared", "types", "models", "helpers", "misc", "base", "lib"}

// longest is how many lines a file may have; the models of this code stay near 100.
const longest = 300
