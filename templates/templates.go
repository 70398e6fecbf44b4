// Package templates embeds every text that people read, by language: comments, documents, issue forms, pages. It holds
// no logic; whoever shows a text renders it.
package templates

import "embed"

// FS holds the templates under en/ and ja/, and the frame of the workflow under workflow/.
//
//go:embed all:en all:ja all:workflow
var FS embed.FS
