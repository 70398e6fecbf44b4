package postmortem

import (
	"cmp"
	"slices"
)

// hunk is one difference between what we wrote and another text: base[from:to] became other[at:until].
type hunk struct{ from, to, at, until int }

// mostCells bounds the table that two texts are compared in; beyond it they differ as a whole.
const mostCells = 4 << 20

// hunks compares two lists of hashes by their longest common subsequence.
func hunks(base, other []string) []hunk {
	head := 0
	for head < len(base) && head < len(other) && base[head] == other[head] {
		head++
	}
	tail := 0
	for tail < len(base)-head && tail < len(other)-head && base[len(base)-1-tail] == other[len(other)-1-tail] {
		tail++
	}
	b, o := base[head:len(base)-tail], other[head:len(other)-tail]
	if len(b) == 0 && len(o) == 0 {
		return nil
	}
	if len(b)*len(o) > mostCells {
		return []hunk{{head, head + len(b), head, head + len(o)}}
	}
	var out []hunk
	now := hunk{from: head, at: head}
	flush := func(i, k int) {
		if now.to, now.until = head+i, head+k; now.from < now.to || now.at < now.until {
			out = append(out, now)
		}
	}
	length := common(b, o)
	i, k := 0, 0
	for i < len(b) && k < len(o) {
		switch {
		case b[i] == o[k]:
			flush(i, k)
			i, k = i+1, k+1
			now = hunk{from: head + i, at: head + k}
		case length[i+1][k] >= length[i][k+1]:
			i++
		default:
			k++
		}
	}
	flush(len(b), len(o))
	return out
}

// common is the length of the longest common subsequence of b[i:] and o[k:], for every i and k.
func common(b, o []string) [][]int32 {
	length := make([][]int32, len(b)+1)
	cells := make([]int32, (len(b)+1)*(len(o)+1))
	for i := range length {
		length[i] = cells[i*(len(o)+1) : (i+1)*(len(o)+1)]
	}
	for i := len(b) - 1; i >= 0; i-- {
		for k := len(o) - 1; k >= 0; k-- {
			if b[i] == o[k] {
				length[i][k] = length[i+1][k+1] + 1
			} else {
				length[i][k] = max(length[i+1][k], length[i][k+1])
			}
		}
	}
	return length
}

// group is a stretch of the base with the changes of one side, or of both where they overlap.
type group struct {
	from, to     int
	theirs, ours []hunk
}

// overlap says whether two changes cannot both be made. Those that only touch can: what is put in at the edge of what the
// other side replaced stands beside it.
func overlap(aFrom, aTo, bFrom, bTo int) bool {
	switch {
	case aFrom == aTo && bFrom == bTo:
		return aFrom == bFrom
	case aFrom == aTo:
		return bFrom < aFrom && aFrom < bTo
	case bFrom == bTo:
		return aFrom < bFrom && bFrom < aTo
	}
	return aFrom < bTo && bFrom < aTo
}

// groups puts the changes of both sides in order, together where they overlap.
func groups(theirs, ours []hunk) []group {
	var all []group
	for _, h := range theirs {
		all = append(all, group{from: h.from, to: h.to, theirs: []hunk{h}})
	}
	for _, h := range ours {
		all = append(all, group{from: h.from, to: h.to, ours: []hunk{h}})
	}
	slices.SortStableFunc(all, func(a, b group) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to)) })
	var out []group
	for _, g := range all {
		for len(out) > 0 && overlap(out[len(out)-1].from, out[len(out)-1].to, g.from, g.to) {
			last := out[len(out)-1]
			out = out[:len(out)-1]
			g = group{
				from: min(last.from, g.from), to: max(last.to, g.to),
				theirs: append(slices.Clone(last.theirs), g.theirs...), ours: append(slices.Clone(last.ours), g.ours...),
			}
		}
		out = append(out, g)
	}
	return out
}

// grown is by how much a side's changes made the text longer.
func grown(hs []hunk) int {
	n := 0
	for _, h := range hs {
		n += (h.until - h.at) - (h.to - h.from)
	}
	return n
}
