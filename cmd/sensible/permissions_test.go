package main

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator"

	"github.com/sensible-im/sensible/internal/hub/contract"
	"github.com/sensible-im/sensible/internal/reconcile"
	"github.com/sensible-im/sensible/internal/setup/needs"
	"github.com/sensible-im/sensible/internal/workflow"
)

// usedRoutes are the REST routes that the program calls, by routes_test.go's reading of the source.
func usedRoutes(t *testing.T) []string {
	t.Helper()
	library, used := operations(t), append([]string(nil), implied...)
	for _, call := range restCalls(t) {
		if handmade[call] != "" {
			used = append(used, handmade[call])
			continue
		}
		used = append(used, library[call]...)
	}
	slices.Sort(used)
	return slices.Compact(used)
}

// asking are the types at whose fields GitHub asks for a permission; every field of a mutation must be known.
var asking = []string{"Repository", "Organization", "Issue", "Mutation"}

// freely are fields of those types that are read with what the way there took.
var freely = regexp.MustCompile(`^(Issue|Repository|Organization)\.`)

// usedFields are the fields at which the program's GraphQL documents ask for a permission.
func usedFields(t *testing.T) []string {
	t.Helper()
	schema, err := contract.Schema()
	if err != nil {
		t.Fatal(err)
	}
	var used []string
	events := &validator.Events{}
	events.OnField(func(_ *validator.Walker, f *ast.Field) {
		if f.ObjectDefinition != nil && slices.Contains(asking, f.ObjectDefinition.Name) {
			used = append(used, f.ObjectDefinition.Name+"."+f.Name)
		}
	})
	for _, text := range documentTexts(t) {
		doc, err := contract.ParseDocument(text)
		if err != nil {
			t.Fatal(err)
		}
		validator.Walk(schema, doc, events)
	}
	slices.Sort(used)
	return slices.Compact(used)
}

// documentTexts are the documents, each with the fragments that it spreads.
func documentTexts(t *testing.T) []string {
	t.Helper()
	fragments := map[string]string{}
	for _, text := range readAll(t, "fragments/*.graphql") {
		name := regexp.MustCompile(`fragment (\w+) on`).FindStringSubmatch(text)[1]
		fragments[name] = text
	}
	spread := regexp.MustCompile(`\.\.\.\s*([A-Z]\w*)`)
	var out []string
	for _, text := range append(readAll(t, "*.graphql"), readAll(t, "write/*.graphql")...) {
		done := map[string]bool{}
		for more := true; more; {
			more = false
			for _, m := range spread.FindAllStringSubmatch(text, -1) {
				if !done[m[1]] {
					done[m[1]], more = true, true
					text += "\n" + fragments[m[1]]
				}
			}
		}
		out = append(out, text)
	}
	return out
}

func readAll(t *testing.T, pattern string) []string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(clientDir, "documents", pattern))
	if err != nil || len(names) == 0 {
		t.Fatalf("no documents %s: %v", pattern, err)
	}
	var out []string
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, string(text))
	}
	return out
}

func TestEveryCallIsCoveredByThePermissionsAndNoneIsMoreThanNeeded(t *testing.T) {
	asked, taken := map[string]needs.Level{}, map[string]needs.Level{"metadata": needs.Read}
	for _, p := range needs.Permissions() {
		asked[p.Name] = p.Level
	}
	take := func(call, what string) {
		for _, one := range strings.Fields(what) {
			name, level, _ := strings.Cut(one, ":")
			if l := asked[name]; l != needs.Write && l != needs.Level(level) {
				t.Errorf("%s takes %s, which the App does not ask for", call, one)
			}
			if taken[name] != needs.Write {
				taken[name] = needs.Level(level)
			}
		}
	}
	fields := needs.Fields()
	for _, route := range usedRoutes(t) {
		what, known := needs.Route(route)
		if !known {
			t.Errorf("what %s takes is not known: add its resource to package needs", route)
		}
		take(route, what)
	}
	for _, field := range usedFields(t) {
		what, known := fields[field]
		if !known && !freely.MatchString(field) {
			t.Errorf("what %s takes is not known: add it to needs.Fields", field)
		}
		take(field, what)
	}
	for name, level := range asked {
		if taken[name] != level {
			t.Errorf("the App asks for %s:%s and uses %q of it", name, level, taken[name])
		}
	}
}

func TestTheAppHearsOfExactlyTheEventsThatItReads(t *testing.T) {
	var read []string
	for _, name := range []string{"keys.go", "related.go"} {
		text, err := os.ReadFile(filepath.Join("../../internal/webhook", name))
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`(?m)^\s*case ((?:"[a-z_0-9]+"(?:, )?)+):|event == "([a-z_0-9]+)"`).FindAllStringSubmatch(string(text), -1) {
			for _, one := range strings.Split(m[1]+m[2], ",") {
				read = append(read, strings.Trim(one, `" `))
			}
		}
	}
	slices.Sort(read)
	if read = slices.Compact(read); !slices.Equal(read, needs.Events()) {
		t.Errorf("the App asks for %v and reads %v", needs.Events(), read)
	}
}

func TestTheWorkflowAsksForTheSameAsTheApp(t *testing.T) {
	text, err := workflow.Render(workflow.Settings{})
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Permissions map[string]string }
	if err := yaml.Unmarshal([]byte(text), &file); err != nil {
		t.Fatal(err)
	}
	want := map[string]string{}
	for _, p := range needs.Permissions() {
		if p.Key != "" {
			want[p.Key] = string(p.Level)
		}
	}
	if !maps.Equal(file.Permissions, want) {
		t.Errorf("the workflow asks for %v, the table says %v", file.Permissions, want)
	}
}

// TestWithoutAnyOneOfThePermissionsSomethingIsRefused plays the same scenario with each permission taken away: the hub
// enforces them as GitHub does. With all of them nothing is refused.
func TestWithoutAnyOneOfThePermissionsSomethingIsRefused(t *testing.T) {
	l := openLive(t)
	l.webhooksOff(t)
	if err := l.app.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, without := range append([]string{""}, permissionNames()...) {
		if without == "metadata" {
			continue // it can always be read
		}
		l.hub.Store().Update(func() {
			for _, in := range l.hub.Store().Installations(nil) {
				in.Permissions = maps.Clone(demoPermissions)
				delete(in.Permissions, without)
			}
		})
		before := len(l.requests.bytes())
		l.playOnce()
		refused := bytes.Count(l.requests.bytes()[before:], []byte("not accessible by integration"))
		if (refused > 0) != (without != "") {
			t.Errorf("without %q: %d refusals", without, refused)
		}
	}
}

// playOnce is a small incident from beginning to end, looked at by an app with an empty memory. What is refused is no error
// of the test: that is what it is about.
func (l *live) playOnce() {
	l.t.Helper()
	fresh, err := newApp(l.app.set, appDeps{Now: l.hub.Clock().Now, Log: l.app.log})
	if err != nil {
		l.t.Fatal(err)
	}
	key, err := fresh.client.Find(l.t.Context(), l.repo)
	if err != nil {
		l.t.Fatal(err)
	}
	var made struct{ Number int }
	body := "### What do you see?\n\nCheckout 502\n\n### Severity\n\nSEV2\n"
	l.call("aiko", "POST", "/repos/"+l.repo+"/issues", map[string]any{"title": "Checkout 502", "body": body, "labels": []string{"incident"}}, &made)
	key.Number = made.Number
	for _, text := range []string{"/ack", "/fixed\n/recovered\n/postmortem\n/action look I:high S:s U:medium C:high"} {
		l.call("ben", "POST", fmt.Sprintf("/repos/%s/issues/%d/comments", l.repo, key.Number), map[string]string{"body": text}, nil)
		for range 3 {
			l.runAll(fresh, key)
		}
	}
	_, _ = fresh.client.Setup().Survey(l.t.Context(), l.repo)
}

// runAll runs a key and whatever its run asks to be run too.
func (l *live) runAll(a *app, first reconcile.Key) {
	keys, done := []reconcile.Key{first}, map[string]bool{}
	for len(keys) > 0 {
		k := keys[0]
		keys = keys[1:]
		if done[k.ID()] {
			continue
		}
		done[k.ID()] = true
		result, err := a.rec.Run(l.t.Context(), k)
		if err != nil {
			continue // refused: counted by what the hub answered
		}
		keys = append(keys, result.More...)
		if result.Also != nil {
			keys = append(keys, *result.Also)
		}
	}
}

func permissionNames() (out []string) {
	for _, p := range needs.Permissions() {
		out = append(out, p.Name)
	}
	return out
}
