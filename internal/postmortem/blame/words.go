package blame

import "strings"

// words is a set of words. The sets below are the vocabulary of the English grammar and are never written to.
type words map[string]bool

func set(lists ...string) words {
	out := words{}
	for _, l := range lists {
		for _, w := range strings.Fields(l) {
			out[w] = true
		}
	}
	return out
}

// Who can be at fault.
var (
	determiners = set("the a an our one another some this that two three four several both each every its")
	// heads are people by their work. "operator" and the like also name software: see doubtful.
	heads = set(`engineer engineers developer developers dev devs programmer programmers coder operator operators admin admins
		administrator administrators sysadmin sysadmins dba dbas sre sres on-call responder responders reviewer reviewers author authors
		committer committers contributor contributors maintainer maintainers manager managers intern interns contractor contractors
		consultant employee employees staff colleague colleagues coworker coworkers teammate teammates team-member team-members
		member members team teams person people individual individuals human humans guy guys technician technicians tech analyst analysts
		architect architects cto ceo cio vp management leadership lead leads commander newcomer newcomers junior juniors ops devops qa
		tester testers owner owners deployer approver assignee someone somebody anyone everyone everybody whoever boss supervisor
		support secops infra netops worker hire joiner pm operations shift`)
	pronouns = set("he she they you i we")
	doubtful = set("operator operators manager managers owner owners lead leads member members author authors worker support infra tech they operations shift")
	// human are the words before a doubtful head that leave it a person.
	human = set(`tired exhausted sleepy overworked rushed stressed confused the a an our one another some this that his her their my on-call human duty shift night day senior junior new network
		datacenter data center database noc site engineering project product incident release hiring team system systems support tech
		experienced inexperienced wrong two three change code previous original former`)
	// crowds are people in general; they are not blamed for what anybody may overlook.
	crowds   = set("people humans everyone everybody anyone team teams responders members team-members staff management leadership developers engineers ops")
	users    = set("user users customer customers client clients visitor visitors subscriber subscribers")
	nobodies = set("nobody none neither no")
	titles   = set("mr mrs ms dr mr. mrs. ms.")
)

// What makes an act a fault.
var (
	// failing verbs put their subject at fault by themselves.
	failing = set(`forgot forgotten neglected overlooked ignored disregarded omitted mistyped misread misunderstood mistook botched
		bungled blundered fumbled goofed fat-fingered broke broken wrecked ruined caused screwed messed fucked leaked breached violated
		rubber-stamped bypassed mishandled flubbed borked misspelled misspelt sabotaged`)
	// personal verbs are done by people only, so they hold even where the subject may be software.
	personal = set(`forgot forgotten neglected overlooked disregarded mistyped misread misunderstood mistook botched bungled blundered
		goofed fat-fingered flubbed misspelled`)
	habits = set("forgets forget ignores ignore neglects breaks break causes overlooks overlook misconfigures misses skips skip fails")
	often  = set("always often constantly repeatedly again keeps regularly frequently routinely")
	// duties are verbs whose absence is held against a person: did not check, should have tested, failed to verify.
	duties = set(`check test verify read follow review ask tell communicate respond acknowledge ack answer think understand validate
		consider inform escalate document confirm double-check catch look pay bother care notify coordinate announce consult
		inspect back prepare watch monitor reply update wait listen remember report`, "heed adhere comply ensure follow-up mention warn")
	noticing = set("notice realize realise spot see recognize recognise detect know")
	acts     = set(`type enter press run execute specify add include remove set close open turn disable enable restart revert merge push
		deploy commit apply rotate renew change configure copy create delete do make take use clean clear lock unlock call page contact
		provide give keep write maintain plan schedule upgrade patch`)
	mishaps  = set("accidentally mistakenly erroneously carelessly inadvertently unintentionally wrongly incorrectly negligently recklessly prematurely improperly blindly hastily sloppily foolishly thoughtlessly unknowingly wrongfully irresponsibly absentmindedly lazily stupidly")
	careless = set(`careless negligent sloppy lazy inattentive reckless incompetent complacent inexperienced irresponsible distracted hasty
		forgetful thoughtless foolish stupid unqualified untrained clumsy unprofessional clueless oblivious unresponsive`)
	withoutDone = set(`testing reviewing checking verifying review reviews tests test approval approvals asking telling reading consulting
		validating validation permission authorization authorisation confirmation informing notifying thinking following due proper first
		looking announcing backup backups coordinating coordination communicating peer adequate sufficient enough any waiting supervision
		verification read reviewed tested checked verified checks double-checking confirming understanding considering caring`)
	shipping = set(`deployed pushed merged shipped released committed ran applied introduced wrote uploaded used typed entered executed created made
		approved added left set configured selected chose submitted installed picked pasted copied deleted removed dropped terminated
		shut restarted changed edited gave passed specified rolled-out published landed sent took clicked ran misplaced put promoted checked
		run wiped killed stopped rebooted overwrote`)
	unsound = set(`untested broken buggy faulty bad wrong incorrect erroneous invalid unreviewed flawed sloppy malformed misconfigured
		defective unapproved unauthorized unauthorised careless incomplete half-baked ill-advised untried unverified poorly botched`)
	flaws = set(`bug bugs regression typo mistake mistakes error errors defect misconfiguration flaw vulnerability blunder negligence
		carelessness oversight mess fault breakage incompetence failure inattention lapse misjudgment misjudgement slip screw-up inexperience laziness
		recklessness sloppiness forgetfulness ignorance`)
	// compounds are what a flaw or a work may be part of the name of: an error message, a bug report.
	compounds = set(`report reports ticket tickets message messages page pages rate rates budget budgets log logs handling code codes
		tracker bounty fix fixes handler tracking alert alerts dashboard dashboards boundary count counts response responses mode domain domains
		tolerance analysis type types class string output reporting detection path paths correction checking scan label triage list injection
		prone issue issues experience story stories account accounts session sessions data traffic request requests facing space`)
	works = set(`pr prs change changes commit commits patch code deploy deploys deployment config configuration script scripts branch merge
		migration query command commands edit refactor refactoring release push update work rollout upgrade action actions decision decisions
		request behavior behaviour test tests feature build terraform regex input cleanup pull instructions advice guidance assumption assumptions`)
	breaking = set("broke caused introduced crashed triggered corrupted wrecked ruined contained wiped destroyed")
	repairs  = set(`restored reverted rolled fixed found noticed recovered undid undone repaired corrected detected identified discovered reported
		recreated saw seen confirmed explained asked said told caught mitigated resolved investigated replaced cleaned removed spotted
		diagnosed traced debugged inspected rebuilt wrote-up documented reviewed suspected checked helped paged acknowledged joined started handled isolated
		drained learned learnt realized realised noted suggested proposed declared opened closed flagged raised shared posted announced`)
	outages = set(`outage outages incident incidents downtime failure failures breakage problem problems issue issues mess bug error errors
		disruption crash loss regression degradation`)
	badEnds = set(`down outage outages failed broke broken crashed incident incidents error errors lost unavailable happened occurred degraded
		delayed slow late missed unnoticed stuck worse offline unreachable failing failure downtime corrupted unresponsive 500s 502s 5xx
		deleted gone leaked disrupted problem took-so-long`)
	meddling = set(`pushed merged deployed ran changed deleted removed restarted edited set turned disabled enabled updated applied dropped upgraded
		approved rotated switched committed released shipped moved shut killed modified rebooted configured reconfigured`)
	sites = set("production prod site website service services system systems everything cluster database db api platform network app application checkout build master main server servers half")
)

// What stands between a subject and its verb, or takes a statement back.
var (
	auxiliaries = set("am had has have is was were are been be being")
	modals      = set("can may might could should would will shall must cannot")
	linking     = set(`also then just apparently simply again still later once even only probably clearly obviously unfortunately
		sadly simply really actually presumably initially completely always often repeatedly constantly never nearly almost all both
		somehow evidently just basically reportedly admittedly`)
	joins        = set("and but then or yet")
	breaks       = set("; : that because when while so after before until since although though if unless whereas")
	prepositions = set("from in on at of for with to into by over under through during within across via about")
	deniers      = set("not no never nobody without neither nor none nobody's isn't")
	preventing   = set(`avoid avoids avoided avoiding prevent prevents prevented preventing reduce reduces reducing eliminate eliminates
		eliminating risk risks prone guard guards against possibility protect protects minimize minimise tolerant tolerance room chance potential
		opportunity likelihood susceptible avoidance prevention resilient resistant instead rather than beyond label labels calling possible
		assume assuming term phrase called catch catches`)
	conditions = set("if whenever unless case should lest")
)
