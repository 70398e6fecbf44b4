package command

import (
	"errors"
	"regexp"
	"strings"
	"time"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
	"github.com/sensible-im/sensible/internal/policy"
	"github.com/sensible-im/sensible/internal/when"
)

// Judge turns one command line into a fact: accepted, or refused with what to paste instead. Where a time cannot be read
// the change is applied at the comment's own time, as assumed, and the fact says what was doubtful. ok is false for a line
// that is none of ours: a path, another bot's command, a word far from any verb. The caller fills Seq, Comment, Accepted and
// SHA; c.Args, c.At and c.Told are set here.
func Judge(line Line, may incident.Permission, c Call) (f ledger.Fact, ok bool) {
	f = ledger.Fact{At: c.Posted, Posted: c.Posted, Actor: c.Actor, Line: line.Number, Verb: line.Verb, Args: line.Args, Item: c.Item}
	spec, found := find(line.Verb, c.Item)
	if !found && c.Item != 0 {
		return f, false // on an ordinary issue other words are none of ours
	}
	if !found {
		guess, near := didYouMean(line)
		if !near {
			return f, false
		}
		why := &ledger.Problem{Code: ledger.UnknownVerb, Paste: []string{"/" + guess}}
		return refuse(f, line, pasteable(why, c.Policy)), true
	}
	f.Verb = spec.Verb
	doubt, why := judge(&f, spec, may, c)
	if why != nil {
		return refuse(f, line, pasteable(why, c.Policy)), true
	}
	if doubt != nil {
		f.Problem, f.Text = pasteable(doubt, c.Policy), line.Text
	}
	return f, true
}

// judge fills the fact in. why refuses it; doubt is what could not be read of a time although the change stands.
func judge(f *ledger.Fact, spec Spec, may incident.Permission, c Call) (doubt, why *ledger.Problem) {
	if may < spec.Who {
		return nil, &ledger.Problem{Code: ledger.NotPermitted, Detail: spec.Who.String()}
	}
	if spec.Moves && c.Incident.Ended() {
		return nil, &ledger.Problem{Code: ledger.NotNow, Detail: string(c.Incident.Phase), Paste: []string{"/reopen why"}}
	}
	doubt = readTime(f, spec.Time, f.Args, c)
	if doubt != nil && spec.Time == OnlyTime {
		return nil, withVerb(doubt, *f)
	}
	c.Args, c.At, c.Told = f.Args, f.At, f.Told
	if spec.Undoes != nil {
		c.changes = changing(c.Accepted)
	}
	if spec.Judge != nil {
		args, why := spec.Judge(c)
		switch {
		case why != nil && why.Code == ledger.TooLate && doubt != nil && doubt.Code == ledger.AmbiguousTime: // one reading may be early enough
			return nil, withVerb(doubt, *f)
		case why != nil:
			return nil, why
		}
		f.Args = args
	}
	if spec.Undoes != nil {
		f.Undoes = spec.Undoes(c)
	}
	if spec.Doubt != nil && doubt == nil {
		return spec.Doubt(c), nil
	}
	return withVerb(doubt, *f), nil
}

func refuse(f ledger.Fact, line Line, why *ledger.Problem) ledger.Fact {
	f.Refused, f.Problem, f.Text = true, why, line.Text
	f.At, f.Told, f.Quality = f.Posted, false, incident.NoQuality
	return f
}

// readTime takes the time out of the arguments into the fact. What it returns is doubt, not refusal: the state change
// stands whatever the time was.
func readTime(f *ledger.Fact, use TimeUse, args string, c Call) *ledger.Problem {
	if use == NoTime {
		return nil
	}
	rest, text, told := when.Split(args)
	if use == OnlyTime && !told && args != "" {
		rest, text, told = "", args, true
	}
	f.Quality = incident.Stated
	if !told {
		return nil
	}
	f.Args = rest
	res, err := when.Parse(text, when.Context{Now: c.Posted, Zones: c.Policy.ZonesFor(c.Actor.Login)})
	if err == nil {
		f.At, f.Told = res.At, true
		if res.GuessedZone && !c.Policy.KnowsZone(c.Actor.Login) {
			f.Zone = res.Zone
		}
		return nil
	}
	f.Quality = incident.Assumed
	return timeProblem(err, c.Posted)
}

// timeProblem turns a refused time into what its author is told.
func timeProblem(err error, posted time.Time) *ledger.Problem {
	var p *when.Problem
	if !errors.As(err, &p) {
		return &ledger.Problem{Code: ledger.UnreadableTime, Detail: err.Error()}
	}
	codes := map[when.Kind]string{
		when.Ambiguous: ledger.AmbiguousTime, when.Future: ledger.FutureTime,
		when.Impossible: ledger.ImpossibleTime, when.Unreadable: ledger.UnreadableTime,
	}
	out := &ledger.Problem{Code: codes[p.Kind], Detail: p.Text}
	for _, r := range p.Readings {
		out.Paste = append(out.Paste, dated(r, posted))
	}
	return out
}

// dated adds the day to a reading that is only a time of the day: pasted tomorrow, it must mean the same.
func dated(r when.Reading, posted time.Time) string {
	res, err := when.Parse(r.Text, when.Context{Now: posted})
	if err != nil || res.Location == nil || !timeOfDay.MatchString(r.Text) {
		return r.Text
	}
	return r.At.In(res.Location).Format("2006-01-02 ") + r.Text
}

var timeOfDay = regexp.MustCompile(`^\d{1,2}:\d{2}`)

// withVerb turns readings into lines to paste, with the text that stood beside the time: "10:05 Asia/Kolkata" → "/fixed
// rolled back at 10:05 Asia/Kolkata". Where there is no reading, the comment's own time shows the form.
func withVerb(p *ledger.Problem, f ledger.Fact) *ledger.Problem {
	if p == nil {
		return nil
	}
	if len(p.Paste) == 0 {
		p.Paste = []string{f.Posted.UTC().Format("2006-01-02 15:04 UTC")}
	}
	said := "/" + f.Verb
	if f.Args != "" {
		said += " " + f.Args
	}
	for n, reading := range p.Paste {
		p.Paste[n] = said + " at " + reading
	}
	return p
}

// pasteable writes the lines to paste the way this repository reads commands.
func pasteable(p *ledger.Problem, cfg policy.Config) *ledger.Problem {
	if p == nil || cfg.Commands.Prefix != "required" {
		return p
	}
	for n, line := range p.Paste {
		p.Paste[n] = "/" + prefixVerb + " " + strings.TrimPrefix(line, "/")
	}
	return p
}

// ReadStarted reads the form's start time, told at the time posted by somebody with this login; a problem offers the
// readings as `/started` lines.
func ReadStarted(text string, posted time.Time, login string, cfg policy.Config) (time.Time, *ledger.Problem) {
	res, err := when.Parse(text, when.Context{Now: posted, Zones: cfg.ZonesFor(login)})
	if err != nil {
		return time.Time{}, pasteable(withVerb(timeProblem(err, posted), ledger.Fact{Verb: started.Verb, Posted: posted}), cfg)
	}
	return res.At, nil
}
