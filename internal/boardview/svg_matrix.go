package boardview

import (
	"fmt"

	"github.com/sensible-im/sensible/internal/followup"
)

// levels are the rows and columns of the matrix.
var levels = []string{"high", "medium", "low"}

// radii are the dots' sizes.
var radii = map[string]float64{"xs": 9, "s": 11, "m": 14, "l": 17, "xl": 21}

// mostDots bounds what one cell shows; the list has the rest.
const mostDots = 24

// matrix draws the cells, the names of the quadrants, and the dots.
func (c *canvas) matrix(v View) {
	cellWidth := (width - 2*margin - axis) / 3
	left := margin + axis
	c.text(left+1.5*cellWidth, c.y, "q", "middle", c.say("urgency", nil))
	c.y += 18
	for k, level := range levels {
		c.text(left+(float64(k)+0.5)*cellWidth, c.y, "s", "middle", c.say("level", level))
	}
	c.y += 8
	top := c.y
	var heights [3]float64
	for row := range levels {
		heights[row] = cellHeight(v, levels[row], cellWidth)
	}
	c.ground(left, top, cellWidth, heights)
	c.text(margin, top+14, "q", "start", c.say("importance", nil))
	for row, importance := range levels {
		c.text(left-10, c.y+heights[row]/2+4, "s", "end", c.say("level", importance))
		for col, urgency := range levels {
			c.dots(inCell(v, importance, urgency), left+float64(col)*cellWidth, c.y+headRoom, cellWidth)
		}
		c.y += heights[row]
	}
	c.y += 20
}

// ground draws the four quadrants and their names.
func (c *canvas) ground(left, top, cellWidth float64, heights [3]float64) {
	upper, all := heights[0]+heights[1], heights[0]+heights[1]+heights[2]
	right, across := left+3*cellWidth, left+2*cellWidth
	fmt.Fprintf(c, `<rect class="f0" x="%s" y="%s" width="%s" height="%s"/>`, num(left), num(top), num(2*cellWidth), num(upper))
	fmt.Fprintf(c, `<path class="f1" d="M%s %sH%sV%sH%sV%sH%sZ"/>`, num(across), num(top), num(right), num(top+all), num(left), num(top+upper), num(across))
	fmt.Fprintf(c, `<path class="g" d="M%s %sV%sM%s %sH%s"/>`, num(left+cellWidth), num(top), num(top+all), num(left), num(top+heights[0]), num(right))
	fmt.Fprintf(c, `<path class="x" d="M%s %sH%sV%sH%sZM%s %sV%sM%s %sH%s"/>`, num(left), num(top), num(right), num(top+all), num(left),
		num(across), num(top), num(top+all), num(left), num(top+upper), num(right))
	c.text(left+8, top+17, "q", "start", c.say("cell", followup.DoNext))
	c.text(across+8, top+17, "q", "start", c.say("cell", followup.Plan))
	c.text(left+8, top+upper+17, "q", "start", c.say("cell", "low-urgent"))
	c.text(across+8, top+upper+17, "q", "start", c.say("cell", followup.WontDo))
}

// inCell are the items of one cell, whatever quadrant they have in the end.
func inCell(v View, importance, urgency string) (out []Entry) {
	for _, q := range v.Groups {
		for _, e := range q.Items {
			if e.Quadrant != followup.Inbox && e.Importance == importance && e.Urgency == urgency {
				out = append(out, e)
			}
		}
	}
	return out
}

// cellHeight is what the fullest cell of a row needs.
func cellHeight(v View, importance string, cellWidth float64) float64 {
	height := 72.0
	for _, urgency := range levels {
		height = max(height, headRoom+12+flow(inCell(v, importance, urgency), cellWidth, func(Entry, float64, float64, float64) {}))
	}
	return height
}

// flow puts dots side by side, in lines, and returns how high they stand.
func flow(entries []Entry, cellWidth float64, put func(e Entry, x, y, r float64)) float64 {
	const space, pad = 6.0, 10.0
	x, y, tall := pad, 0.0, 0.0
	for n, e := range entries {
		r := radii[e.Size]
		if n == mostDots {
			return y + tall + 20
		}
		if x+2*r > cellWidth-pad && x > pad {
			x, y, tall = pad, y+tall+space, 0
		}
		put(e, x+r, y+r, r)
		x, tall = x+2*r+space, max(tall, 2*r)
	}
	return y + tall
}

func (c *canvas) dots(entries []Entry, left, top, cellWidth float64) {
	height := flow(entries, cellWidth, func(e Entry, x, y, r float64) { c.dot(e, left+x, top+y, r) })
	if rest := len(entries) - mostDots; rest > 0 {
		c.text(left+10, top+height-4, "s", "start", c.say("more", rest))
	}
}
