package lint

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/sensible-im/sensible/internal/wording"
)

// sarifSchema is the schema that GitHub's code scanning and others check against.
const sarifSchema = "https://json.schemastore.org/sarif-2.1.0.json"

type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool       sarifTool     `json:"tool"`
		ColumnKind string        `json:"columnKind"`
		Results    []sarifResult `json:"results"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name    string      `json:"name"`
		Version string      `json:"version,omitempty"`
		Rules   []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID     string       `json:"id"`
		Name   string       `json:"name"`
		Short  sarifText    `json:"shortDescription"`
		Config sarifDefault `json:"defaultConfiguration"`
	}
	sarifDefault struct {
		Level Level `json:"level"`
	}
	sarifText struct {
		Text string `json:"text"`
	}
	sarifResult struct {
		RuleID    string          `json:"ruleId"`
		RuleIndex int             `json:"ruleIndex"`
		Level     Level           `json:"level"`
		Message   sarifText       `json:"message"`
		Locations []sarifLocation `json:"locations"`
	}
	sarifLocation struct {
		Physical sarifPhysical `json:"physicalLocation"`
	}
	sarifPhysical struct {
		Artifact sarifArtifact `json:"artifactLocation"`
		Region   sarifRegion   `json:"region"`
	}
	sarifArtifact struct {
		URI string `json:"uri"`
	}
	sarifRegion struct {
		StartLine   int `json:"startLine"`
		StartColumn int `json:"startColumn"`
	}
)

// SARIF writes findings in SARIF 2.1.0 (OASIS), indented, ending in a newline. version is the program's.
func SARIF(findings []Finding, language, version string) ([]byte, error) {
	book := wording.In(language)
	index := map[string]int{}
	run := sarifRun{ColumnKind: "unicodeCodePoints", Results: []sarifResult{}}
	run.Tool.Driver = sarifDriver{Name: "sensible", Version: version}
	for n, r := range rules {
		index[r.id] = n
		run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, sarifRule{r.id, r.name, sarifText{one(book, "lint/"+r.id+"/about", nil)}, sarifDefault{r.failed}})
	}
	for _, f := range findings {
		run.Results = append(run.Results, sarifResult{
			RuleID: f.Rule, RuleIndex: index[f.Rule], Level: f.Level,
			Message:   sarifText{f.Text()},
			Locations: []sarifLocation{{sarifPhysical{sarifArtifact{uri(f.File)}, sarifRegion{f.Line, f.Column}}}},
		})
	}
	out, err := json.MarshalIndent(sarifLog{sarifSchema, "2.1.0", []sarifRun{run}}, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("write %d findings as SARIF: %w", len(findings), err)
	}
	return append(out, '\n'), nil
}

// uri writes a path as the relative reference that SARIF asks for (RFC 3986), with slashes and percent signs.
func uri(path string) string {
	const free = "-._~/!$&'()*+,;=@"
	var b strings.Builder
	for _, c := range []byte(strings.ReplaceAll(path, `\`, "/")) {
		if 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || strings.IndexByte(free, c) >= 0 {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}
