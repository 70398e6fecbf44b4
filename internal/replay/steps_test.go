package replay_test

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/tools/txtar"

	"github.com/sensible-im/sensible/internal/snapshot"
)

// byEmail marks the comments that were made by e-mail, which REST does not tell.
func byEmail(w snapshot.World, archive *txtar.Archive) snapshot.World {
	for _, file := range archive.Files {
		head := strings.Fields(file.Name)
		for n, c := range w.Comments {
			w.Comments[n].ByEmail = c.ByEmail || head[0] == "comment" && head[len(head)-1] == "email" && head[1] == strconv.FormatInt(c.ID, 10)
		}
	}
	return w
}

// moments are the times at which something happened, in order.
func moments(w snapshot.World) []time.Time {
	out := []time.Time{w.Issue.CreatedAt}
	for _, c := range w.Comments {
		out = append(out, c.CreatedAt)
	}
	for _, e := range w.Events {
		out = append(out, e.At)
	}
	slices.SortFunc(out, time.Time.Compare)
	return slices.Compact(out)
}

// upTo is the world as it was observed at a moment.
func upTo(w snapshot.World, at time.Time) snapshot.World {
	past := w
	past.Comments, past.Events, past.Issue.Labels = nil, nil, nil
	put := map[string]bool{} // labels with an event: whether the first that is not over yet puts it on
	for _, e := range w.Events {
		if _, told := put[e.Label]; e.At.After(at) && !told {
			put[e.Label] = e.Kind == "Labeled"
		}
		if !e.At.After(at) {
			past.Events, put[e.Label] = append(past.Events, e), false
		}
	}
	for _, name := range w.Issue.Labels {
		if !put[name] {
			past.Issue.Labels = append(past.Issue.Labels, name)
		}
	}
	for _, c := range w.Comments {
		if !c.CreatedAt.After(at) {
			past.Comments = append(past.Comments, c)
		}
	}
	return past
}
