package graphql

import (
	"strings"

	"github.com/sensible-im/sensible/internal/hub/store"
)

// boardFieldType is the type of a board's column by its data type.
func boardFieldType(dataType string) string {
	switch dataType {
	case "SINGLE_SELECT":
		return "ProjectV2SingleSelectField"
	case "ITERATION":
		return "ProjectV2IterationField"
	}
	return "ProjectV2Field"
}

// boardFieldTypes are the resolvers of a board's columns.
func boardFieldTypes() map[string]Fields {
	common := Fields{
		"id":         of(func(f *store.Field) any { return f.NodeID }),
		"databaseId": of(func(f *store.Field) any { return f.ID }),
		"name":       of(func(f *store.Field) any { return f.Name }),
		"dataType":   of(func(f *store.Field) any { return f.DataType }),
		"project":    of(func(f *store.Field) any { return f.Project }),
		"createdAt":  of(func(f *store.Field) any { return f.CreatedAt }),
		"updatedAt":  of(func(f *store.Field) any { return f.UpdatedAt }),
	}
	return map[string]Fields{
		"ProjectV2Field":             common,
		"ProjectV2SingleSelectField": merge(common, Fields{"options": with(options)}),
		"ProjectV2IterationField":    merge(common, Fields{"configuration": of(iterations)}),
	}
}

// options are those of the names asked for, all without.
func options(c *Call, f *store.Field) any {
	names := c.Args.strings("names")
	out := []*store.Option{}
	for k := range f.Options {
		wanted := len(names) == 0
		for _, n := range names {
			wanted = wanted || n == f.Options[k].Name
		}
		if wanted {
			out = append(out, &f.Options[k])
		}
	}
	return out
}

func iterations(f *store.Field) any {
	list := []*object{}
	for _, i := range f.Iterations {
		list = append(list, &object{"ProjectV2IterationFieldIteration", map[string]any{
			"id": i.ID, "title": i.Title, "titleHTML": i.Title, "startDate": i.Start, "duration": i.Days,
		}})
	}
	days := 14
	if len(f.Iterations) > 0 {
		days = f.Iterations[0].Days
	}
	return &object{"ProjectV2IterationFieldConfiguration", map[string]any{
		"iterations": list, "completedIterations": []*object{}, "duration": days, "startDay": 1,
	}}
}

func optionFields() Fields {
	return Fields{
		"id":          of(func(o *store.Option) any { return o.ID }),
		"name":        of(func(o *store.Option) any { return o.Name }),
		"color":       of(func(o *store.Option) any { return o.Color }),
		"description": of(func(o *store.Option) any { return o.Description }),
	}
}

// viewFields serve the ways to look at a board.
func viewFields() Fields {
	columns := func(ids func(*store.View) []int64) Resolver {
		return try(func(c *Call, v *store.View) (any, error) {
			var list []*store.Field
			for _, id := range ids(v) {
				if f := v.Project.FieldByID(id); f != nil {
					list = append(list, f)
				}
			}
			return page(c, list)
		})
	}
	return Fields{
		"id":                    of(func(v *store.View) any { return v.NodeID }),
		"databaseId":            of(func(v *store.View) any { return v.ID }),
		"fullDatabaseId":        of(func(v *store.View) any { return v.ID }),
		"number":                of(func(v *store.View) any { return v.Number }),
		"name":                  of(func(v *store.View) any { return v.Name }),
		"filter":                of(func(v *store.View) any { return orNull(v.Filter) }),
		"layout":                of(func(v *store.View) any { return strings.ToUpper(v.Layout) + "_LAYOUT" }),
		"project":               of(func(v *store.View) any { return v.Project }),
		"createdAt":             of(func(v *store.View) any { return v.CreatedAt }),
		"updatedAt":             of(func(v *store.View) any { return v.UpdatedAt }),
		"fields":                columns(func(v *store.View) []int64 { return v.Visible }),
		"groupByFields":         columns(func(v *store.View) []int64 { return v.Group }),
		"verticalGroupByFields": columns(func(v *store.View) []int64 { return v.Vertical }),
	}
}
