package main

import (
	"strings"
	"testing"
)

func TestACommentThatSomebodyElseEditedBeforeItWasJudgedIsNoCommand(t *testing.T) {
	c := cope(t, oddities{}).declare()
	c.fault("webhooks=drop")
	id := c.comment("ben", "just looking")
	c.call("aiko", "PATCH", c.path("issues/comments/%d", id), map[string]string{"body": "/severity 1"}, nil)
	c.sweep()
	c.must(c.labels(), "severity/sev2")
	c.mustNot(c.card().Body, "SEV1")
	c.idle()
}

func TestACommentThatWasDeletedBeforeItRanChangesNothing(t *testing.T) {
	c := cope(t, oddities{}).declare()
	c.fault("webhooks=drop")
	id := c.comment("ben", "/severity 1")
	c.call("ben", "DELETE", c.path("issues/comments/%d", id), nil, nil)
	c.sweep()
	c.must(c.labels(), "severity/sev2")
	c.calm(0)
	c.idle()
}

func TestACommandStandsAlthoughItsCommentIsDeletedOrRewrittenAfterwards(t *testing.T) {
	c := cope(t, oddities{}).declare()
	deleted := c.say("ben", "/severity 1")
	rewritten := c.say("ben", "/ack")
	c.call("aiko", "DELETE", c.path("issues/comments/%d", deleted), nil, nil)
	c.call("aiko", "PATCH", c.path("issues/comments/%d", rewritten), map[string]string{"body": "/unassign lead"}, nil)
	c.rest()
	c.must(c.labels(), "severity/sev1")
	c.must(c.card().Body, "Lead @ben")
	c.restartOdd(oddities{})
	c.must(c.card().Body, "Lead @ben")
	c.idle()
}

func TestACardThatWasEditedWhileNobodyLookedIsPutRight(t *testing.T) {
	c := cope(t, oddities{}).declare()
	c.say("ben", "/ack")
	card := c.card()
	c.fault("webhooks=drop")
	c.call("aiko", "PATCH", c.path("issues/comments/%d", card.ID), map[string]string{"body": strings.Replace(card.Body, "Lead @ben", "Lead @mallory", 1)}, nil)
	c.sweep()
	c.must(c.card().Body, "Lead @ben")
	c.idle()
}

func TestLabelsOfOursThatAreRenamedOrDeletedWhileInUseComeBack(t *testing.T) {
	c := cope(t, oddities{}).declare()
	c.say("ben", "/ack")
	c.call("aiko", "PATCH", c.path("labels/severity%%2Fsev2"), map[string]string{"new_name": "sev-two"}, nil)
	c.call("aiko", "DELETE", c.path("labels/phase%%2Fdetection"), nil, nil)
	c.say("cho", "/note still looking")
	c.say("cho", "/mitigated")
	labels := c.labels()
	c.must(labels, "severity/sev2")
	c.must(labels, "phase/recovery")
	c.calm(1)
	c.idle()
}

func TestALabelThatSomebodyMakesBetweenOurLookAndOurWriteIsUsed(t *testing.T) {
	c := cope(t, oddities{}).declare()
	c.call("aiko", "POST", c.path("labels"), map[string]string{"name": "SEVERITY/SEV1", "color": "ffffff"}, nil)
	c.say("ben", "/severity 1")
	c.must(strings.ToLower(c.labels()), "severity/sev1")
	if n := c.labelsNamed("severity/sev1"); n != 1 {
		t.Errorf("%d labels severity/sev1, want the one that was there", n)
	}
	c.calm(1)
	c.idle()
}

func TestTheIncidentsLabelDeletedFromTheRepositoryDoesNotEndTheIncident(t *testing.T) {
	c := cope(t, oddities{}).declare()
	c.say("ben", "/ack")
	c.call("aiko", "DELETE", c.path("labels/incident"), nil, nil)
	c.rest()
	c.say("ben", "/severity 1")
	c.must(c.labels(), "severity/sev1")
	c.must(c.card().Body, "Lead @ben")
	c.calm(1)
}

// labelsNamed counts a repository's labels of a name, whatever its capitals.
func (c *coping) labelsNamed(name string) int {
	n := 0
	c.hub.Store().View(func() {
		for _, l := range c.hub.Store().Repository(c.repo).Labels {
			if strings.EqualFold(l.Name, name) {
				n++
			}
		}
	})
	return n
}
