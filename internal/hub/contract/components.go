package contract

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"
)

// document is one embedded OpenAPI document whose schemas are decoded when they are
// first reached: decoding all at once takes 180 ms, what a run needs a tenth of that.
type document struct {
	mu         sync.Mutex
	entries    map[string]json.RawMessage            // by path or webhook name
	raw        map[string]map[string]json.RawMessage // by kind, name
	schemas    map[string]*openapi3.Schema
	parameters map[string]*openapi3.Parameter
	responses  map[string]*openapi3.Response
	headers    map[string]*openapi3.Header
	items      map[string]*openapi3.PathItem
}

// loadDocument reads the outline of an embedded document; section holds its entries.
func loadDocument(file, section string) (*document, error) {
	text, err := unpack(file)
	if err != nil {
		return nil, err
	}
	var outline map[string]json.RawMessage
	d := &document{
		schemas: map[string]*openapi3.Schema{}, parameters: map[string]*openapi3.Parameter{},
		responses: map[string]*openapi3.Response{}, headers: map[string]*openapi3.Header{},
		items: map[string]*openapi3.PathItem{},
	}
	if err := json.Unmarshal(text, &outline); err != nil {
		return nil, fmt.Errorf("read the embedded contract %s: %w", file, err)
	}
	if err := json.Unmarshal(outline["components"], &d.raw); err != nil {
		return nil, fmt.Errorf("read the components of %s: %w", file, err)
	}
	if err := json.Unmarshal(outline[section], &d.entries); err != nil {
		return nil, fmt.Errorf("read the %s of %s: %w", section, file, err)
	}
	return d, nil
}

// item decodes one entry and all that it refers to.
func (d *document) item(name string) (*openapi3.PathItem, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if item, ok := d.items[name]; ok {
		return item, nil
	}
	item := &openapi3.PathItem{}
	if err := json.Unmarshal(d.entries[name], item); err != nil {
		return nil, fmt.Errorf("read the contract of %s: %w", name, err)
	}
	if err := d.resolveItem(item); err != nil {
		return nil, fmt.Errorf("resolve the contract of %s: %w", name, err)
	}
	d.items[name] = item
	return item, nil
}

// component decodes components/kind/name of a reference like "#/components/schemas/issue".
// seen tells that an earlier call did so; resolving happens once, after the entry is
// remembered, because schemas refer to themselves.
func component[T any](d *document, into map[string]*T, ref string) (value *T, seen bool, err error) {
	kind, name, ok := strings.Cut(strings.TrimPrefix(ref, "#/components/"), "/")
	if !ok {
		return nil, false, fmt.Errorf("odd reference %q", ref)
	}
	if value, seen = into[name]; seen {
		return value, true, nil
	}
	raw, ok := d.raw[kind][name]
	if !ok {
		return nil, false, fmt.Errorf("no component %q", ref)
	}
	value = new(T)
	if err := json.Unmarshal(raw, value); err != nil {
		return nil, false, fmt.Errorf("read %s: %w", ref, err)
	}
	into[name] = value
	return value, false, nil
}
