package faults

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// setters reads one key of a spec each: the grammar is this table.
var setters = map[string]func(*Fault, string) error{
	"status":      func(f *Fault, v string) error { return number(&f.Status, v, 300, 599) },
	"when":        setWhen,
	"drop":        func(f *Fault, v string) error { return flag(&f.Drop, v) },
	"delay":       func(f *Fault, v string) error { return duration(&f.Delay, v) },
	"match":       func(f *Fault, v string) error { f.Match = v; return required(v, "a method and path, or an operation") },
	"count":       func(f *Fault, v string) error { return number(&f.Count, v, 1, 1<<30) },
	"every":       func(f *Fault, v string) error { return number(&f.Every, v, 1, 1<<30) },
	"retry-after": func(f *Fault, v string) error { return duration(&f.RetryAfter, v) },
	"stale":       func(f *Fault, v string) error { return number(&f.Stale, v, 1, 1<<30) },
	"limits":      func(f *Fault, v string) error { f.Limits = true; return oneOf(v, "github") },
	"primary":     func(f *Fault, v string) error { return number(&f.Primary, v, 0, 1<<30) },
	"webhooks":    setWebhooks,
	"down":        func(f *Fault, v string) error { return duration(&f.Down, v) },
}

// Parse reads one spec: comma-separated key=value pairs (drop needs no value), for instance
// "status=502,when=after,match=POST /repos/*,count=3". The error quotes the spec and says what is wrong in it.
func Parse(text string) (Fault, error) {
	fault := Fault{Text: strings.TrimSpace(text), Primary: -1}
	var keys []string
	for _, part := range strings.Split(fault.Text, ",") {
		key, value, _ := strings.Cut(part, "=")
		key, value = strings.TrimSpace(key), strings.TrimSpace(value)
		set, known := setters[key]
		switch {
		case key == "":
			return Fault{}, fmt.Errorf("fault %q: an empty part; write key=value pairs with single commas between them", text)
		case !known:
			return Fault{}, fmt.Errorf("fault %q: unknown key %q; known are %s", text, key, strings.Join(knownKeys(), ", "))
		case slices.Contains(keys, key):
			return Fault{}, fmt.Errorf("fault %q: %s is given twice", text, key)
		}
		if err := set(&fault, value); err != nil {
			return Fault{}, fmt.Errorf("fault %q: %s: %w", text, key, err)
		}
		keys = append(keys, key)
	}
	if problem := conflict(keys); problem != "" {
		return Fault{}, fmt.Errorf("fault %q: %s", text, problem)
	}
	return fault, nil
}

// effects are the keys of which a spec needs at least one; the value says which modifiers fit it.
var effects = map[string][]string{
	"status":   {"when", "match", "count", "every", "delay", "retry-after"},
	"drop":     {"when", "match", "count", "every", "delay"},
	"delay":    {"match", "count", "every", "status", "drop", "when", "retry-after"},
	"stale":    nil,
	"limits":   nil,
	"primary":  nil,
	"webhooks": {"match", "count", "every"},
	"down":     {"match"},
}

// conflict says why the keys do not make a spec together; "" where they do.
func conflict(keys []string) string {
	var chosen []string
	for _, key := range keys {
		if _, effect := effects[key]; effect {
			chosen = append(chosen, key)
		}
	}
	if len(chosen) == 0 {
		return "nothing would happen; say one of status, drop, delay, stale, limits, primary, webhooks, down"
	}
	for _, effect := range chosen {
		for _, key := range keys {
			if key != effect && !slices.Contains(effects[effect], key) {
				return fmt.Sprintf("%s does not go with %s; give two faults", key, effect)
			}
		}
	}
	if slices.Equal(chosen, []string{"delay"}) && (slices.Contains(keys, "when") || slices.Contains(keys, "retry-after")) {
		return "when and retry-after need status or drop"
	}
	return ""
}

func setWhen(f *Fault, v string) error {
	f.After = v == "after"
	return oneOf(v, "before", "after")
}

func setWebhooks(f *Fault, v string) error {
	mode, late, found := strings.Cut(v, ":")
	f.Webhook = mode
	if found && mode == "late" {
		return duration(&f.Late, late)
	}
	if mode == "late" {
		return fmt.Errorf("say how late, for instance late:2h")
	}
	return oneOf(v, "drop", "double", "reorder")
}

func knownKeys() []string {
	names := make([]string, 0, len(setters))
	for name := range setters {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func number(into *int, v string, low, high int) error {
	n, err := strconv.Atoi(v)
	if err != nil || n < low || n > high {
		return fmt.Errorf("%q is not a whole number from %d to %d", v, low, high)
	}
	*into = n
	return nil
}

func duration(into *time.Duration, v string) error {
	d, err := time.ParseDuration(v)
	if err != nil || d <= 0 {
		return fmt.Errorf("%q is not a length of time such as 80ms, 30s, 60m, 2h", v)
	}
	*into = d
	return nil
}

func flag(into *bool, v string) error {
	*into = true
	if v == "" {
		return nil
	}
	return oneOf(v, "true")
}

func oneOf(v string, allowed ...string) error {
	if slices.Contains(allowed, v) {
		return nil
	}
	return fmt.Errorf("%q is not one of %s", v, strings.Join(allowed, ", "))
}

func required(v, what string) error {
	if v == "" {
		return fmt.Errorf("is empty; give %s", what)
	}
	return nil
}
