package report

import (
	"encoding/xml"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/sensible-im/sensible/internal/metrics"
	"github.com/sensible-im/sensible/internal/wording"
)

// The size of the picture, in its own units.
const (
	width, margin = 720.0, 24.0
	chartHeight   = 180.0
	gap           = 56.0
)

// style follows the reader's colours; contrast is at least 4.5:1 in both.
const style = `text{font:13px system-ui,sans-serif;fill:#1f2328}.s{font-size:11px;fill:#59636e}.h{font-size:15px;font-weight:600}` +
	`.a{fill:#0969da}.b{fill:#9a6700}.l{stroke:#818b98;stroke-width:1;fill:none}.g{stroke:#d1d9e0;stroke-width:1;fill:none}.p{fill:#fff}.n{font-size:11px;font-weight:600;fill:#fff}` +
	`@media(prefers-color-scheme:dark){text{fill:#f0f6fc}.s{fill:#9198a1}.a{fill:#4493f8}.b{fill:#d29922}.l{stroke:#656c76}.g{stroke:#3d444d}.p{fill:#0d1117}.n{fill:#0d1117}}`

// canvas collects shapes from top to bottom.
type canvas struct {
	strings.Builder
	book wording.Book
	y    float64
	err  error
}

// SVG is the report as one picture: time to recover by month, MTTR against MTBF by component, where the time goes. It has a
// title and a description for whoever cannot see it, and no script.
func SVG(in Input) (string, error) {
	c := &canvas{book: wording.In(in.Language), y: margin}
	v := look(in)
	c.months(v.Months)
	c.quadrant(v.Components)
	c.shares(in.Shares)
	title, described := c.say("svg/title", in.Title), c.say("svg/description", v)
	if c.err != nil {
		return "", c.err
	}
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %s %s" role="img" aria-labelledby="t d"><title id="t">%s</title><desc id="d">%s</desc><style>%s</style><rect class="p" width="100%%" height="100%%"/>%s</svg>`+"\n",
		n(width), n(c.y), escape(title), escape(described), style, c.String()), nil
}

func (c *canvas) say(name string, data any) string {
	text, err := c.book.Word("report/"+name, data)
	if err != nil && c.err == nil {
		c.err = err
	}
	return strings.Join(strings.Fields(text), " ")
}

func (c *canvas) text(x, y float64, class, anchor, text string) {
	fmt.Fprintf(c, `<text x="%s" y="%s" class="%s" text-anchor="%s">%s</text>`, n(x), n(y), class, anchor, escape(text))
}

func (c *canvas) heading(name string) {
	c.y += 12
	c.text(margin, c.y, "h", "start", c.say(name, nil))
	c.y += 24
}

// gridlines are the heights that the eye knows; the scale is logarithmic, or one long month would flatten all others.
var gridlines = []float64{60, 600, 3600, 6 * 3600, 24 * 3600, 7 * 24 * 3600, 30 * 24 * 3600}

// months are bars of the median time to recover.
func (c *canvas) months(months []part) {
	c.heading("svg/months")
	low, high := math.Inf(1), 0.0
	for _, m := range months {
		if m.TTR.Median != nil && *m.TTR.Median > 0 {
			low, high = math.Min(low, *m.TTR.Median), math.Max(high, *m.TTR.Median)
		}
	}
	if high == 0 {
		c.nothing()
		return
	}
	top, base, left := c.y, c.y+chartHeight, margin+52
	height := func(v float64) float64 { return base - scale(math.Max(v, low/2), low/2, high*1.2, 0, base-top) }
	for _, g := range gridlines {
		if g > low/2 && g < high*1.2 {
			c.text(left-6, height(g)+4, "s", "end", c.book.Span(int64(g)))
			fmt.Fprintf(c, `<path class="g" d="M%s %sH%s"/>`, n(left), n(height(g)), n(width-margin))
		}
	}
	step := (width - margin - left) / float64(len(months))
	every := int(math.Ceil(58 / step)) // a month's name needs so much room
	for i, m := range months {
		x := left + step*float64(i)
		if m.TTR.Median != nil && *m.TTR.Median > 0 {
			fmt.Fprintf(c, `<rect class="a" x="%s" y="%s" width="%s" height="%s"><title>%s</title></rect>`,
				n(x+step*0.15), n(height(*m.TTR.Median)), n(step*0.7), n(base-height(*m.TTR.Median)), escape(c.say("svg/bar", m)))
		}
		if i%every == 0 {
			c.text(x+step/2, base+15, "s", "middle", m.Name)
		}
	}
	fmt.Fprintf(c, `<path class="l" d="M%s %sH%s"/>`, n(left), n(base), n(width-margin))
	c.y = base + gap
}

// quadrant puts each component where its mean time to recover and its mean time between failures are, both logarithmic:
// bottom right is where one wants to be.
func (c *canvas) quadrant(components []part) {
	c.heading("svg/quadrant")
	var shown []part
	low, high := [2]float64{math.Inf(1), math.Inf(1)}, [2]float64{}
	for _, p := range components {
		if p.TTR.Mean == nil || p.MTBF == nil || *p.TTR.Mean <= 0 || *p.MTBF <= 0 || len(shown) == mostDots {
			continue
		}
		shown = append(shown, p)
		for k, v := range [2]float64{*p.MTBF, *p.TTR.Mean} {
			low[k], high[k] = math.Min(low[k], v), math.Max(high[k], v)
		}
	}
	if len(shown) == 0 {
		c.nothing()
		return
	}
	top, base, left := c.y, c.y+chartHeight+40, margin+20
	right := width - margin
	fmt.Fprintf(c, `<path class="l" d="M%s %sV%sH%s"/><path class="g" d="M%s %sV%sM%s %sH%s"/>`,
		n(left), n(top), n(base), n(right), n((left+right)/2), n(top), n(base), n(left), n((top+base)/2), n(right))
	c.text(right, base+16, "s", "end", c.say("svg/between", nil))
	c.text(left-6, top-4, "s", "start", c.say("svg/recover", nil))
	for i, p := range shown {
		x := scale(*p.MTBF, low[0], high[0], left+30, right-30)
		y := scale(*p.TTR.Mean, low[1], high[1], base-20, top+20)
		fmt.Fprintf(c, `<circle class="b" cx="%s" cy="%s" r="10"><title>%s</title></circle>`, n(x), n(y), escape(c.say("svg/dot", p)))
		c.text(x, y+4, "n", "middle", strconv.Itoa(i+1))
		c.text(left+float64(i%legendColumns)*(right-left)/legendColumns, base+38+float64(i/legendColumns)*17, "s", "start", fmt.Sprintf("%d  %s", i+1, clip(p.Name)))
	}
	c.y = base + gap + 17*math.Ceil(float64(len(shown))/legendColumns)
}

const (
	mostDots      = 12
	legendColumns = 3
)

// shares are two bars, before and after recovery, each cut by the stretches.
func (c *canvas) shares(shares []metrics.Share) {
	c.heading("svg/shares")
	drawn := false
	for _, during := range []bool{true, false} {
		x, odd := margin, false
		for _, s := range shares {
			w := s.Share * (width - 2*margin)
			if s.During != during || w < 0.5 {
				continue
			}
			drawn, odd = true, !odd
			class := "b"
			if odd {
				class = "a"
			}
			fmt.Fprintf(c, `<rect class="%s" x="%s" y="%s" width="%s" height="22"><title>%s</title></rect>`, class, n(x), n(c.y), n(math.Max(1, w-1)), escape(c.say("svg/share", s)))
			if w >= 60 {
				c.text(x+2, c.y+36, "s", "start", c.say("svg/part", s))
			}
			x += w
		}
		c.y += 50
	}
	if !drawn {
		c.nothing()
	}
}

func (c *canvas) nothing() {
	c.text(margin, c.y+14, "s", "start", c.say("svg/nothing", nil))
	c.y += gap
}

// scale puts a value between two places, logarithmically; a single value goes into the middle.
func scale(v, low, high, from, to float64) float64 {
	if high <= low {
		return (from + to) / 2
	}
	return from + (to-from)*(math.Log(v)-math.Log(low))/(math.Log(high)-math.Log(low))
}

// n writes a number the same way on every machine: tenths are enough for a picture.
func n(f float64) string {
	return strings.TrimSuffix(fmt.Sprintf("%.1f", f), ".0")
}

func clip(text string) string {
	const most = 30
	if r := []rune(text); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return text
}

func escape(text string) string {
	var out strings.Builder
	_ = xml.EscapeText(&out, []byte(text)) // a Builder takes everything
	return out.String()
}
