package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"html/template"
	"net/http"
	"strconv"
	"strings"

	"github.com/sensible-im/sensible/internal/command"
	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/wording"
)

// commandsStyle is the page's whole look; the policy of its contents allows this text and nothing else.
const commandsStyle = `:root{color-scheme:light dark}body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}` +
	`table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.35rem .75rem .35rem 0;border-bottom:1px solid #8884}` +
	`code{font-family:ui-monospace,monospace;overflow-wrap:anywhere}`

// commandsPage is the frame; every text in it comes from the catalogue of the language and is escaped.
const commandsPage = `<!doctype html>
<html lang="{{.Language}}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{{index .Words "title"}}</title><style>{{.Style}}</style></head>
<body><main><h1>{{index .Words "title"}}</h1><p>{{index .Words "intro"}}</p>
{{range .Groups}}<h2>{{.Title}}</h2><table><thead><tr><th scope="col">{{index $.Words "write"}}</th><th scope="col">{{index $.Words "does"}}</th><th scope="col">{{index $.Words "who"}}</th></tr></thead><tbody>
{{range .Rows}}<tr><td><code>/{{.Verb}}{{with .Usage}} {{.}}{{end}}</code></td><td>{{range .Text}}{{if .Code}}<code>{{.Text}}</code>{{else}}{{.Text}}{{end}}{{end}}{{with .Aliases}} ({{index $.Words "also"}}{{range .}} <code>/{{.}}</code>{{end}}){{end}}</td><td>{{.Who}}</td></tr>
{{end}}</tbody></table>
{{end}}<p>{{range .Time}}{{if .Code}}<code>{{.Text}}</code>{{else}}{{.Text}}{{end}}{{end}}</p></main></body></html>
`

// span is a piece of a text: plain, or between backticks.
type span struct {
	Text string
	Code bool
}

func spans(text string) []span {
	var out []span
	for n, part := range strings.Split(text, "`") {
		if part != "" {
			out = append(out, span{part, n%2 == 1})
		}
	}
	return out
}

type commandRow struct {
	command.Spec
	Text []span
	Who  string
}

type commandGroup struct {
	Title string
	Rows  []commandRow
}

// serveCommands answers GET /commands: the table of commands as a page, in the language that the browser asks for; as plain
// text for whoever asks for that. It holds no script, and may load nothing.
func serveCommands(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Vary", "Accept, Accept-Language")
	if strings.HasPrefix(r.Header.Get("Accept"), "text/plain") {
		h.Set("Content-Type", "text/plain; charset=utf-8")
		write(w, commandList())
		return
	}
	language := preferred(r.Header.Get("Accept-Language"), []string{"en", "ja"})
	page, err := renderCommands(language)
	if err != nil {
		http.Error(w, "the page cannot be shown", http.StatusInternalServerError)
		return
	}
	sum := sha256.Sum256([]byte(commandsStyle))
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'sha256-"+base64.StdEncoding.EncodeToString(sum[:])+"'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Language", language)
	write(w, page)
}

func renderCommands(language string) (string, error) {
	book, words := wording.In(language), map[string]string{}
	for _, name := range []string{"title", "intro", "seven", "all", "write", "does", "who", "anybody", "time", "also"} {
		text, err := book.Render("commands-page/"+name, nil)
		if err != nil {
			return "", err
		}
		words[name] = text
	}
	groups := []commandGroup{{Title: words["seven"]}, {Title: words["all"]}}
	for _, s := range command.Table() {
		text, err := book.Render("command/"+s.Verb, nil)
		if err != nil {
			return "", err
		}
		row := commandRow{Spec: s, Text: spans(text), Who: s.Who.String()}
		if s.Who == incident.NoAccess {
			row.Who = words["anybody"]
		}
		at := 1
		if s.Seven {
			at = 0
		}
		groups[at].Rows = append(groups[at].Rows, row)
	}
	frame, err := template.New("commands").Parse(commandsPage)
	if err != nil {
		return "", err
	}
	var out bytes.Buffer
	err = frame.Execute(&out, map[string]any{"Language": language, "Words": words, "Groups": groups, "Time": spans(words["time"]), "Style": template.CSS(commandsStyle)})
	return out.String(), err
}

// preferred is the language that a browser would rather read; the first one where it does not say.
func preferred(accept string, have []string) string {
	best, weight := have[0], 0.0
	for part := range strings.SplitSeq(accept, ",") {
		tag, params, _ := strings.Cut(strings.TrimSpace(part), ";")
		q := 1.0
		if text, ok := strings.CutPrefix(strings.TrimSpace(params), "q="); ok {
			v, err := strconv.ParseFloat(text, 64)
			if err != nil {
				continue
			}
			q = v
		}
		primary, _, _ := strings.Cut(strings.ToLower(tag), "-")
		for _, language := range have {
			if primary == language && q > weight {
				best, weight = language, q
			}
		}
	}
	return best
}
