package main

import (
	"fmt"
	"slices"
	"testing"
	"time"
)

func TestAThousandDeliveriesForOneIncidentCostAHandfulOfWrites(t *testing.T) {
	l := openLive(t)
	l.say("ben", "/ack")
	l.wait(time.Minute)
	before := l.requests.length()
	if err := l.hub.Faults().Add("webhooks=double"); err != nil {
		t.Fatal(err)
	}
	for range 200 {
		l.comment("ben", "looking at it")
	}
	edited := fmt.Sprintf(`{"action":"edited","issue":{"number":%d,"labels":[{"name":"incident"}]},`+
		`"repository":{"id":500001,"name":"gallery","owner":{"login":"acme"}},"installation":{"id":%d},"sender":{"id":1}}`, l.issue, demoInstallation)
	for n := range 600 {
		if err := l.app.webhook.Take(t.Context(), "issues", fmt.Sprint("delivery ", n), []byte(edited)); err != nil {
			t.Fatal(err)
		}
	}
	l.rest()
	l.wait(time.Minute)
	made := l.made(before)
	writes := len(slices.DeleteFunc(slices.Clone(made), func(op string) bool { return op != "Apply" }))
	if writes > 5 {
		t.Errorf("%d writes: %v", writes, made)
	}
	if len(made) > 60 {
		t.Errorf("%d requests: %v", len(made), made)
	}
}
