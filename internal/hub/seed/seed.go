// Package seed reads what the in-memory GitHub holds when it starts (YAML or JSON) and writes it into a store. A
// mistake is told with file, line and reason. It does NOT start a hub and knows no faults: it hands their texts on.
package seed

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// Seed is the whole file. Everything is optional.
type Seed struct {
	Users         []User         `yaml:"users"`
	Organizations []Organization `yaml:"organizations"`
	Repositories  []Repository   `yaml:"repositories"`
	Projects      []Project      `yaml:"projects"`
	Apps          []App          `yaml:"apps"`
	Installations []Installation `yaml:"installations"`
	Tokens        []Token        `yaml:"tokens"`
	Clock         Clock          `yaml:"clock"`
	Faults        []string       `yaml:"faults"`

	name string // for messages
	dir  string // paths are relative to it
	file *ast.File
}

// User is a person. Whoever is named elsewhere only exists too, without a token.
type User struct {
	Login string `yaml:"login"`
	ID    int64  `yaml:"id"`
	Name  string `yaml:"name"`
	Email string `yaml:"email"`
	Token string `yaml:"token"`
}

// Organization has members and teams.
type Organization struct {
	Login             string   `yaml:"login"`
	Name              string   `yaml:"name"`
	DefaultPermission string   `yaml:"default_repository_permission"` // read where empty
	Members           []Member `yaml:"members"`
	Teams             []Team   `yaml:"teams"`
}

// Member is a person in an organisation; Role is member or admin.
type Member struct {
	Login  string `yaml:"login"`
	Public bool   `yaml:"public"`
	Role   string `yaml:"role"`
}

// Team has members, and roles in repositories by owner/name.
type Team struct {
	Slug         string            `yaml:"slug"`
	Name         string            `yaml:"name"`
	Members      []string          `yaml:"members"`
	Repositories map[string]string `yaml:"repositories"`
}

// Project is a board.
type Project struct {
	Owner  string `yaml:"owner"`
	Title  string `yaml:"title"`
	Public bool   `yaml:"public"`
}

// Token is a credential that is no person's: kind actions needs a repository, kind user a user.
type Token struct {
	Token       string            `yaml:"token"`
	Kind        string            `yaml:"kind"`
	Repository  string            `yaml:"repository"`
	User        string            `yaml:"user"`
	Permissions map[string]string `yaml:"permissions"`
}

// Clock dates content. Scale 0 stands still until advanced; nil is 1.
type Clock struct {
	Start time.Time `yaml:"start"`
	Scale *float64  `yaml:"scale"`
}

// Speed is the clock's scale.
func (c Clock) Speed() float64 {
	if c.Scale == nil {
		return 1
	}
	return *c.Scale
}

// Load reads a seed file.
func Load(path string) (*Seed, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read the seed: %w", err)
	}
	return Parse(path, data)
}

// Parse reads a seed; name stands in messages, and paths in the seed are relative to its directory.
func Parse(name string, data []byte) (*Seed, error) {
	s := &Seed{name: name, dir: filepath.Dir(name)}
	file, err := parser.ParseBytes(data, 0)
	if err != nil {
		return nil, s.syntax(err)
	}
	s.file = file
	if len(bytes.TrimSpace(data)) == 0 {
		return s, nil
	}
	if err := yaml.NewDecoder(bytes.NewReader(data), yaml.Strict()).Decode(s); err != nil {
		return nil, s.syntax(err)
	}
	if s.Clock.Speed() < 0 {
		return nil, s.mistake("$.clock.scale", "the clock cannot run backward; use 0 to let it stand still")
	}
	return s, nil
}

// syntax turns the parser's error into one line.
func (s *Seed) syntax(err error) error {
	var e yaml.Error
	if errors.As(err, &e) && e.GetToken() != nil {
		return fmt.Errorf("%s:%d: %s", s.name, e.GetToken().Position.Line, e.GetMessage())
	}
	if err.Error() == "EOF" { // comments only
		return nil
	}
	return fmt.Errorf("%s:1: %w", s.name, err)
}

// mistake says what is wrong at a place like $.repositories[0].full_name.
func (s *Seed) mistake(path, format string, args ...any) error {
	line := s.line(path)
	for ; line == 0 && path != "$"; line = s.line(path) {
		path = path[:lastStep(path)]
	}
	return fmt.Errorf("%s:%d: %s", s.name, max(line, 1), fmt.Sprintf(format, args...))
}

// line is where the node of a path stands, 0 where there is none.
func (s *Seed) line(path string) int {
	p, err := yaml.PathString(path)
	if err != nil || s.file == nil {
		return 0
	}
	node, err := p.FilterFile(s.file)
	if err != nil || node == nil {
		return 0
	}
	return node.GetToken().Position.Line
}

// lastStep is where the last .key or [n] of a path begins.
func lastStep(path string) int {
	for i := len(path) - 1; i > 0; i-- {
		if path[i] == '.' || path[i] == '[' {
			return i
		}
	}
	return 1
}
