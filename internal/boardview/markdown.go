package boardview

import "github.com/sensible-im/sensible/internal/wording"

// Markdown is the matrix as tables, one for each quadrant, the capacity line among the rows.
func Markdown(in Input) (string, error) {
	text, err := wording.In(in.Language).Render("matrix", Arrange(in))
	return wording.Tidy(text), err
}
