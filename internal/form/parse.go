package form

import "strings"

// Parse reads the Markdown of an issue's body as GitHub renders it from the form: "### heading", a blank line, the
// answer. ok is IsIncident: both required headings are there. known are the names of the configured components: only
// they tell a comma in a name from the comma between two names.
//
// Only the form's own headings count, in English and Japanese; any other "### " line is part of the answer it stands
// in, and so is one inside a fenced code block. Fields may be missing or in another order. Where a heading comes twice
// (somebody typed "### Severity" into a text area), the headings that keep the form's order win, of equal chances the
// later: what is typed into a text area comes before the form's next heading.
func Parse(body string, known ...string) (report Report, ok bool) {
	answers, ok := read(body)
	if !ok {
		return Report{}, false
	}
	return Report{
		Seen:       text(answers[Seen]),
		Severity:   severity(brief(answers[Severity])),
		Components: components(brief(answers[Components]), known),
		Started:    text(brief(answers[Started])),
		DetectedBy: detection(brief(answers[DetectedBy])),
		Impact:     text(answers[Impact]),
		Links:      links(answers[Links]),
		Drill:      drill(brief(answers[Mode])),
	}, true
}

// IsIncident tells whether a body is the form's: both required headings are there. It is how an incident is known
// where GitHub dropped the label.
func IsIncident(body string) bool {
	_, ok := read(body)
	return ok
}

// read returns the raw answers by field. Where code fences hide a required heading (one was opened in a text area and
// never meant to be closed), it reads again without them.
func read(body string) (map[Field]string, bool) {
	lines := strings.Split(strings.ReplaceAll(strings.ReplaceAll(body, "\r\n", "\n"), "\r", "\n"), "\n")
	answers := cut(lines, find(lines, true))
	if !complete(answers) {
		answers = cut(lines, find(lines, false))
	}
	return answers, complete(answers)
}

func complete(answers map[Field]string) bool {
	for _, f := range required {
		if _, there := answers[f]; !there {
			return false
		}
	}
	return true
}

// heading is a known heading in a body.
type heading struct {
	line, rank int
}

// find lists the known headings in the order of the lines.
func find(lines []string, fences bool) []heading {
	var found []heading
	inCode := make([]bool, len(lines))
	if fences {
		inCode = code(lines)
	}
	for i, line := range lines {
		title, is := strings.CutPrefix(line, "### ")
		if !is || inCode[i] {
			continue
		}
		if rank, is := vocabulary().headings[fold(title)]; is {
			found = append(found, heading{i, rank})
		}
	}
	return choose(found)
}

// choose keeps each field's heading once: the longest run in the form's order, the later of equal ones; then, for fields
// that it left out (the body was reordered), the first there is.
func choose(found []heading) []heading {
	var length [len(fields)]int // longest run so far that ends in this rank
	var last [len(fields)]int   // its last heading
	before := make([]int, len(found))
	for i, h := range found {
		best, from := 0, -1
		for rank := range h.rank {
			if length[rank] > best || length[rank] == best && best > 0 && last[rank] > from {
				best, from = length[rank], last[rank]
			}
		}
		before[i] = from
		if best+1 >= length[h.rank] {
			length[h.rank], last[h.rank] = best+1, i
		}
	}
	end, best := -1, 0
	for rank, n := range length {
		if n > best || n == best && n > 0 && last[rank] > end {
			end, best = last[rank], n
		}
	}
	keep, taken := make([]bool, len(found)), [len(fields)]bool{}
	for i := end; i >= 0; i = before[i] {
		keep[i], taken[found[i].rank] = true, true
	}
	var chosen []heading
	for i, h := range found {
		if keep[i] || !taken[h.rank] {
			taken[h.rank] = true
			chosen = append(chosen, h)
		}
	}
	return chosen
}

// cut takes the text between the chosen headings.
func cut(lines []string, headings []heading) map[Field]string {
	answers := map[Field]string{}
	for i, h := range headings {
		end := len(lines)
		if i+1 < len(headings) {
			end = headings[i+1].line
		}
		answers[fields[h.rank]] = trimBlank(lines[h.line+1 : end])
	}
	return answers
}

// trimBlank joins lines without the blank ones around; indentation of the first line is kept, it may be code.
func trimBlank(lines []string) string {
	for len(lines) > 0 && strings.TrimSpace(lines[0]) == "" {
		lines = lines[1:]
	}
	return strings.TrimRight(strings.Join(lines, "\n"), " \t\n")
}
