package command

import (
	"net/url"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
)

// link attaches an address: a dashboard, a chat, a document.
var link = Spec{
	Verb: "link", Usage: "url [title]", Who: incident.TriageAccess,
	Judge: func(c Call) (string, *ledger.Problem) {
		address, title := cutWord(c.Args)
		if u, err := url.Parse(address); err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http") {
			return "", &ledger.Problem{Code: ledger.BadArguments, Detail: "https://… [title]", Paste: []string{"/link https://… title"}}
		}
		if title != "" {
			return address + " " + title, nil
		}
		return address, nil
	},
	Apply: func(i *incident.Incident, f ledger.Fact) {
		address, title := cutWord(f.Args)
		for n, l := range i.Links {
			if l.URL == address {
				i.Links[n].Title = title
				return
			}
		}
		i.Links = append(i.Links, incident.Link{URL: address, Title: title})
	},
}
