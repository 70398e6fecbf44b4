package timeline

import (
	"fmt"

	"github.com/sensible-im/sensible/internal/inert"
	"github.com/sensible-im/sensible/internal/snapshot"
	"github.com/sensible-im/sensible/internal/wording"
)

// comments tells what people said without a command, as far as it is worth a row or somebody marked it.
func comments(in Input) ([]Entry, error) {
	judged := map[int64]map[int]bool{}
	for _, f := range in.Ledger.Facts {
		if judged[f.Comment] == nil {
			judged[f.Comment] = map[int]bool{}
		}
		judged[f.Comment][f.Line] = true
	}
	marked, circle, text := marks(in.Ledger), responders(in), wording.In(in.Config.Language)
	var out []Entry
	for _, c := range in.World.Comments {
		mark, isMarked := marked[c.ID]
		if c.Mine || (c.Bot || c.Minimized) && !isMarked {
			continue
		}
		said := spoken(c, in.Config, judged[c.ID])
		if !isMarked && !worthKeeping(said, circle.has(c.Author), during(in, c.CreatedAt)) {
			continue
		}
		shown, err := said.shown(c, isMarked && len(judged[c.ID]) == 0, text)
		if err != nil {
			return nil, err
		}
		if shown == "" {
			continue
		}
		at := c.CreatedAt
		if !mark.IsZero() {
			at = mark
		}
		out = append(out, Entry{
			At: at, Text: inert.Clip(shown, longest), Source: FromComment, ID: fmt.Sprintf("c%d", c.ID), URL: commentURL(in.World, c),
			By: c.Author, Images: said.images,
		})
	}
	return out, nil
}

// shown is the text of the row. whole asks for the words as they stand where nothing else is left, for somebody wanted them.
func (s saying) shown(c snapshot.Comment, whole bool, text wording.Book) (string, error) {
	switch {
	case s.text != "":
		return s.text, nil
	case len(s.images) > 0:
		told, err := text.Render("timeline/image", sentence{Title: s.images[0].Title, Number: len(s.images)})
		return one(told), err
	case whole:
		return one(htmlComment.ReplaceAllString(c.Body, " ")), nil
	}
	return "", nil
}

// worthKeeping weighs what a comment says, who said it, and when.
func worthKeeping(s saying, responder, response bool) bool {
	k := kindOf(s.text)
	if len(s.images) > 0 {
		k = telling // a graph, an error on a screen
	}
	points := worth[k]
	if responder {
		points += byResponder
	}
	if response {
		points += inResponse
	}
	return points >= enough
}

func commentURL(w snapshot.World, c snapshot.Comment) string {
	if c.URL != "" {
		return c.URL
	}
	return permalink(w.Issue.URL, c.ID)
}
