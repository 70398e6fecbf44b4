package hubtest

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

func (o *Outside) count(name string, validated bool) {
	if o.Used == nil {
		o.Used = map[string]*Count{}
	}
	c := o.Used[name]
	if c == nil {
		c = &Count{}
		o.Used[name] = c
	}
	c.Calls++
	if validated {
		c.Validated++
	}
}

// Table lists what was used: times called, times validated, name.
func (o *Outside) Table() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%6s %9s  %s\n", "called", "validated", "route, operation or webhook")
	var total Count
	for _, name := range slices.Sorted(maps.Keys(o.Used)) {
		c := o.Used[name]
		total.Calls, total.Validated = total.Calls+c.Calls, total.Validated+c.Validated
		fmt.Fprintf(&b, "%6d %9d  %s\n", c.Calls, c.Validated, name)
	}
	fmt.Fprintf(&b, "%6d %9d  in all, %d violations\n", total.Calls, total.Validated, len(o.Violations))
	return b.String()
}
