package policy

import (
	"bytes"
	"encoding/json"
	"os"
	"reflect"
	"strings"
	"testing"

	yaml "github.com/goccy/go-yaml"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

func compiledSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(Schema()))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	compiler.DefaultDraft(jsonschema.Draft2020)
	if err := compiler.AddResource(SchemaID, doc); err != nil {
		t.Fatal(err)
	}
	return compiler.MustCompile(SchemaID)
}

// asJSON reads YAML as the schema sees it.
func asJSON(t *testing.T, text []byte) any {
	t.Helper()
	data, err := yaml.YAMLToJSON(text)
	if err != nil {
		t.Fatal(err)
	}
	if len(bytes.TrimSpace(data)) == 0 {
		data = []byte("null")
	}
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestTheSchemaAndTheParserAgree(t *testing.T) {
	schema := compiledSchema(t)
	every, err := os.ReadFile("testdata/every-key.yml")
	if err != nil {
		t.Fatal(err)
	}
	good := []string{string(every), "{}", "team:", "nudges: {rules: {idle: false, no_update: {after: 5m}}}", "drills: {invite_every: off}",
		"followups: {capacity_days: 2.5}", "stagee: 1", "postmortems: {template: ''}", "people: {a: }", "severities: [{name: a, ack_within: 1h30m}]", "x-a: 1"}
	for _, text := range good {
		_, problems := Parse("f", []byte(text))
		if err := schema.Validate(asJSON(t, []byte(text))); err != nil || problems.Errors() {
			t.Errorf("%s\nparser: %s\nschema: %v", text, problems, err)
		}
	}
	bad := []string{"stage: 3", "stage: '1'", "version: 2", "language: fr", "team: {working_hours: 9-18}", "severities: [{name: a, postmortem: full}]",
		"drills: {invite_every: 3x}", "drills: {invite_every: 3}", "people: {'@a': {}}", "incidents: {repository: x}", "pagers: [{type: x}]", "commands: {ignore: prow}",
		"team: [UTC]", "nudges: {mode: loud}", "nudges: {rules: {idle: {after: 3}}}", "labels: {incident: ''}", "announce: {meeting_url: x}",
		"[1]", "components: {a: {slo: {target: 101}}}", "status_page: {languages: [fr]}"}
	for _, text := range bad {
		_, problems := Parse("f", []byte(text))
		if err := schema.Validate(asJSON(t, []byte(text))); err == nil || !problems.Errors() {
			t.Errorf("%s\nparser: %s\nschema: %v", text, problems, err)
		}
	}
}

// TestTheExampleWritesEveryKey holds testdata to the grammar: a new key must be in the example or be listed here.
func TestTheExampleWritesEveryKey(t *testing.T) {
	text, err := os.ReadFile("testdata/every-key.yml")
	if err != nil {
		t.Fatal(err)
	}
	eachKey(reflect.TypeFor[Config](), func(name string, _ reflect.StructTag) {
		if !strings.Contains(string(text), name+":") {
			t.Errorf("the example has no key %s", name)
		}
	})
}

func TestEveryKeyIsExplainedAndItsFormatExists(t *testing.T) {
	eachKey(reflect.TypeFor[Config](), func(name string, tag reflect.StructTag) {
		if !strings.HasSuffix(tag.Get("doc"), ".") && tag.Get("doc") == "" {
			t.Errorf("%s has no description", name)
		}
		for _, format := range []string{tag.Get("as"), tag.Get("names")} {
			if _, ok := formatNamed(format); !ok && format != "" && format != "severities" {
				t.Errorf("%s asks for the format %s, which is not in the table", name, format)
			}
		}
	})
}

func eachKey(t reflect.Type, visit func(name string, tag reflect.StructTag)) {
	for t.Kind() == reflect.Slice || t.Kind() == reflect.Map {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct {
		return
	}
	for i := range t.NumField() {
		if name := t.Field(i).Tag.Get("key"); name != "" {
			visit(name, t.Field(i).Tag)
			eachKey(t.Field(i).Type, visit)
		}
	}
}

func TestTheSchemaIsJSONWithDescriptions(t *testing.T) {
	var s struct {
		Schema     string `json:"$schema"`
		Properties map[string]struct{ Description string }
	}
	if err := json.Unmarshal(Schema(), &s); err != nil {
		t.Fatal(err)
	}
	if !strings.HasSuffix(s.Schema, "2020-12/schema") || s.Properties["stage"].Description == "" || len(s.Properties) != 19 {
		t.Errorf("got %+v", s)
	}
}
