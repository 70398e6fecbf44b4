package boardview

import (
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"

	"github.com/sensible-im/sensible/internal/followup"
	"github.com/sensible-im/sensible/internal/wording"
)

// The sizes of the picture, in its own units.
const (
	width, margin = 760.0, 24.0
	axis          = 84.0 // left of the matrix
	lineHeight    = 22.0 // of the list
	headRoom      = 26.0 // of a cell: its quadrant's name
)

// style follows the reader's colours; text has a contrast of at least 4.5:1 in both.
const style = `text{font:13px system-ui,-apple-system,"Segoe UI","Hiragino Sans","Noto Sans CJK JP",sans-serif;fill:#1f2328}` +
	`.h{font-size:17px;font-weight:600}.s{font-size:11px;fill:#59636e}.q{font-size:12px;font-weight:600;fill:#59636e}` +
	`.p{fill:#fff}.f0{fill:#ddf4ff}.f1{fill:#f6f8fa}.g{stroke:#d1d9e0;fill:none}.x{stroke:#818b98;stroke-width:1.5;fill:none}` +
	`.d{stroke:#0969da;stroke-width:2}.c-high{fill:#0969da}.c-medium{fill:#b6dcff}.c-low{fill:#fff}.sp{stroke-dasharray:4 3}` +
	`.n{font-size:11px;font-weight:600;text-anchor:middle;fill:#0a3069}.n-high{fill:#fff}` +
	`.k{stroke:#bc4c00;stroke-width:2;stroke-dasharray:7 4;fill:none}.kt{font-size:11px;font-weight:600;fill:#bc4c00}.o circle{opacity:.45}.o .n{fill:#0a3069}` +
	`@media(prefers-color-scheme:dark){text{fill:#f0f6fc}.s,.q{fill:#9198a1}.p{fill:#0d1117}.f0{fill:#12233d}.f1{fill:#151b23}.g{stroke:#3d444d}` +
	`.x{stroke:#656c76}.d{stroke:#4493f8}.c-high{fill:#4493f8}.c-medium{fill:#1c4276}.c-low{fill:#0d1117}.n{fill:#cfe5ff}.n-high{fill:#0d1117}` +
	`.o .n{fill:#cfe5ff}.k{stroke:#f0883e}.kt{fill:#f0883e}}`

// canvas collects shapes from top to bottom.
type canvas struct {
	strings.Builder
	book wording.Book
	y    float64
	err  error
}

// SVG is the matrix as a picture: the items as numbered dots in the cells of importance by urgency, and below them the list in
// the order of doing, with the capacity line. It has a title and a description for whoever cannot see it, and no script.
func SVG(in Input) (string, error) {
	v := Arrange(in)
	c := &canvas{book: wording.In(in.Language), y: margin + 14}
	title, described := c.say("title", v.Title), c.say("description", v)
	c.text(margin, c.y, "h", "start", clip(title, 70))
	c.y += 20
	c.text(margin, c.y, "s", "start", c.say("summary", v))
	c.y += 22
	c.matrix(v)
	c.text(margin, c.y, "s", "start", c.say("legend", nil))
	c.y += 26
	c.list(v)
	if c.err != nil {
		return "", c.err
	}
	c.y += margin - lineHeight/2
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %s %s" role="img" aria-labelledby="t d"><title id="t">%s</title><desc id="d">%s</desc><style>%s</style><rect class="p" width="100%%" height="100%%"/>%s</svg>`+"\n",
		num(width), num(c.y), escape(title), escape(described), style, c.String()), nil
}

// say is a text of ours on one line.
func (c *canvas) say(name string, data any) string {
	text, err := c.book.Word("matrix/"+name, data)
	if err != nil && c.err == nil {
		c.err = err
	}
	return strings.Join(strings.Fields(text), " ")
}

func (c *canvas) text(x, y float64, class, anchor, text string) {
	fmt.Fprintf(c, `<text x="%s" y="%s" class="%s" text-anchor="%s">%s</text>`, num(x), num(y), class, anchor, escape(text))
}

// list names the dots in the order of doing, the capacity line where it falls.
func (c *canvas) list(v View) {
	shown := false
	for _, q := range v.Groups {
		if len(q.Items) == 0 {
			continue
		}
		shown = true
		c.text(margin, c.y, "q", "start", c.say("heading", q.Name)+" ("+strconv.Itoa(len(q.Items))+")")
		c.y += lineHeight
		for _, e := range q.Items {
			if e.LineBefore {
				c.capacity(v.Capacity)
			}
			c.row(e)
		}
		c.y += 8
	}
	if !shown {
		c.text(margin, c.y, "s", "start", c.say("nothing", nil))
		c.y += lineHeight
	}
}

func (c *canvas) capacity(days float64) {
	said := c.say("capacity", days)
	y := c.y - 5
	fmt.Fprintf(c, `<path class="k" d="M%s %sH%s"/>`, num(margin), num(y), num(width-margin-6.5*float64(cells(said))-10))
	c.text(width-margin, y+4, "kt", "end", said)
	c.y += lineHeight
}

func (c *canvas) row(e Entry) {
	c.dot(e, margin+12, c.y-4, 9.5)
	c.text(margin+34, c.y, "", "start", clip(e.Title, 62))
	c.text(width-margin-96, c.y, "s", "end", figures(e))
	if e.Due != "" {
		c.text(width-margin, c.y, "s", "end", c.say("due", e.Due))
	}
	c.y += lineHeight
}

// figures are the size and the ISU of an item.
func figures(e Entry) string {
	out := strings.ToUpper(e.Size)
	if e.ISU != nil {
		out += " · ISU " + strconv.FormatFloat(*e.ISU, 'f', -1, 64)
	}
	return out
}

// dot is one item: filled by confidence, dashed where it is a spike.
func (c *canvas) dot(e Entry, x, y, r float64) {
	class := "d c-" + e.Confidence
	if e.Confidence == "" {
		class = "d c-low"
	}
	if e.Quadrant == followup.Spike {
		class += " sp"
	}
	number := "n"
	if e.Confidence == "high" {
		number += " n-high"
	}
	group := ""
	if e.Below {
		group = ` class="o"`
	}
	fmt.Fprintf(c, `<g%s><title>%s</title><circle class="%s" cx="%s" cy="%s" r="%s"/><text class="%s" x="%s" y="%s">%d</text></g>`,
		group, escape(c.say("dot", e)), class, num(x), num(y), num(r), number, num(x), num(y+4), e.N)
}

// num writes a number the same way on every machine: tenths are enough for a picture.
func num(f float64) string { return strings.TrimSuffix(strconv.FormatFloat(f, 'f', 1, 64), ".0") }

// cells is how much room a text takes: a character of East Asia takes that of two.
func cells(text string) (n int) {
	for _, r := range text {
		if n++; r >= eastAsia {
			n++
		}
	}
	return n
}

// eastAsia begins the characters that are wide, as far as a picture needs to know.
const eastAsia = 0x2e80

func clip(text string, most int) string {
	text = strings.Join(strings.Fields(text), " ")
	for i := range text {
		if cells(text[:i]) >= most {
			return text[:i] + "…"
		}
	}
	return text
}

func escape(text string) string {
	var out strings.Builder
	_ = xml.EscapeText(&out, []byte(text)) // a Builder takes everything
	return out.String()
}
