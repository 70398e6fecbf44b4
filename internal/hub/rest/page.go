package rest

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"github.com/sensible-im/sensible/internal/hub/rest/shape"
)

// page cuts the page that the query asks for out of list (30 entries, 100 at most), and sets the Link header.
func page[T any](c *call, list []T) []T {
	size := clamp(c.query("per_page"), 30, 1, 100)
	at := clamp(c.query("page"), 1, 1, 1<<30)
	last := max((len(list)+size-1)/size, 1)
	var links []string
	link := func(n int, rel string) {
		q := c.r.URL.Query()
		q.Set("page", strconv.Itoa(n))
		u := url.URL{Path: c.r.URL.Path, RawPath: c.r.URL.RawPath, RawQuery: q.Encode()}
		links = append(links, fmt.Sprintf(`<%s%s>; rel="%s"`, root(c.r), u.String(), rel))
	}
	if at > 1 {
		link(min(at-1, last), "prev")
	}
	if at < last {
		link(at+1, "next")
		link(last, "last")
	}
	if at > 1 {
		link(1, "first")
	}
	if links != nil {
		c.header.Set("Link", strings.Join(links, ", "))
	}
	if at > last {
		return nil
	}
	return list[(at-1)*size : min(at*size, len(list))]
}

func clamp(text string, normal, low, high int) int {
	n, err := strconv.Atoi(text)
	if err != nil {
		return normal
	}
	return min(max(n, low), high)
}

// paged renders one page.
func paged[T any](c *call, list []T, f func(T) shape.J) (int, any, error) {
	return ok(shape.List(page(c, list), f), nil)
}
