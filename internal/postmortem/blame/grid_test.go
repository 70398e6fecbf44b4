package blame

import (
	"strings"
	"testing"
)

// persons and systems are subjects; what is said of one is judged by who it is.
var (
	persons = []string{"@ben", "@ben-miller", "The on-call engineer", "An engineer", "A developer", "One of our engineers", "The database administrator", "Our SRE", "The release manager", "A contractor", "A member of the ops team", "The ops team", "Someone", "He", "The reviewer", "A new hire", "The engineer on duty", "The DBA"}
	systems = []string{"The deploy", "A config change", "The node", "The scheduler", "The etcd operator", "The package manager", "The user service", "A background job", "The admin panel", "The load balancer", "AWS", "The script", "PR #123", "The Prometheus operator", "The developer portal", "The upgrade", "Jenkins", "The team dashboard", "A hardware fault", "The new version"}
	faults  = strings.Split(`forgot to renew the certificate|failed to notice the error|neglected to update the runbook|ignored the alert|overlooked the missing index|misconfigured the firewall|broke the build|caused the outage|had forgotten the flag|didn't test the change|did not check the logs|did not bother to ask|never tested the rollback|should have tested the change|should've asked for a review|could have caught this|ought to have known|shouldn't have merged it|accidentally deleted the table|deleted the table by mistake|deleted the table by accident|inadvertently removed the rule|deployed without testing|merged the change without a review|pushed an untested change|ran the wrong command|used the wrong flag|introduced a bug|made a mistake|made a costly error|was careless|was negligent|was at fault|was to blame for this|was responsible for the outage|took down production|took the site down|brought the cluster down|mistyped the hostname|misread the graph|missed the alert|messed up the migration|screwed up the rollout|dropped the ball|skipped the review|was slow to respond|restarted the node and forgot to drain it|was not paying attention|rushed the release|needs to be more careful|pushed a change that broke checkout|merged a PR with a typo`, "|")
	deeds   = strings.Split(`rolled back the deploy|reverted the change|restarted the service|was paged at 10:05|acknowledged the page|found the cause|identified the faulty node|fixed the broken config|restored the deleted rows|noticed the error rate|declared the incident|failed over to the replica|opened a bug report|joined the call|reported errors in checkout|asked for a second pair of eyes|quickly found the bug|correctly suspected the cache|drained the broken rack|disabled the feature flag|could not log in|was unable to reach the bastion|had no access to the console|did not receive the page|was on another incident|merged the revert|deployed a fix|deployed a fix for the broken query|removed the bad node from the pool|wrote a script that restores the data|caught the mistake in review|started to investigate|escalated to the vendor|updated the status page|ran the command from the runbook|was not paged|should have been paged|would have been paged sooner with the alert|is responsible for communications|took over as lead|took the node down for maintenance|brought down the error rate|added an error message|added an alert|verified that the fix worked|scaled up the pool|broke the task into steps|saw that the job failed to start|confirmed that the script broke the index|rotated the key|may have seen the same page|turned the flag off because the job was failing`, "|")
	broken  = strings.Split(`failed to start|failed to reconcile|broke checkout|caused the outage|should have fired|should have been lower|could have caught this|forgot its state|ignored the TTL|accidentally removed the rule|mistakenly deleted the rows|was misconfigured|did not respond|did not notify anybody|took down production|introduced a bug|used the wrong region|missed a heartbeat|was slow to respond|deployed the wrong version|was to blame|never checked the limit|crashed the cluster|was deployed without a test`, "|")
)

func grid(t *testing.T, subjects, said []string, want Verdict) {
	t.Helper()
	for _, who := range subjects {
		for _, what := range said {
			for _, s := range []string{who + " " + what + ".", "At 10:05 UTC, " + strings.ToLower(who[:1]) + who[1:] + " " + what, "The queue was long, and " + strings.ToLower(who[:1]) + who[1:] + " " + what + "."} {
				if m := Judge(s); m.Verdict != want {
					t.Errorf("%s\n\tjudged %d (%s), want %d", s, m.Verdict, m.Kind, want)
				}
			}
		}
	}
}

func TestAPersonWhoFailsIsBlamed(t *testing.T)   { grid(t, persons, faults, Blame) }
func TestAPersonWhoActsIsNotBlamed(t *testing.T) { grid(t, persons, deeds, Fine) }
func TestASystemMayFail(t *testing.T)            { grid(t, systems, append(broken, deeds[0]), Fine) }
func TestOneselfApologises(t *testing.T)         { grid(t, []string{"I"}, faults[:40], Apology) }
func TestNobodyIsNotBlamed(t *testing.T) {
	grid(t, []string{"Nobody", "No one", "No engineer"}, faults, Fine)
}
func TestUsersAreNotBlamedForWhatTheyMeet(t *testing.T) {
	grid(t, []string{"Users", "Customers", "Some users", "A customer"}, []string{"failed to log in", "should have seen an error page", "lost their sessions", "could not pay", "missed notifications", "did not see the banner", "ignored the e-mail", "received wrong invoices"}, Fine)
}
