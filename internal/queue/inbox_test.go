package queue

import (
	"fmt"
	"testing"
	"time"
)

func TestTheInboxIsListedFilteredKeptAWeekAndRetried(t *testing.T) {
	everywhere(t, func(t *testing.T, h home) {
		w := newWorker(t, h.open(t), nil)
		w.take(t, "done", "a")
		bad := Delivery{ID: "bad", Event: "issues", ReceivedAt: time.Now().UTC().Add(-time.Hour), Payload: []byte("{\x00"), Unreadable: "not JSON"}
		if _, err := w.Accept(t.Context(), bad, nil); err != nil {
			t.Fatal(err)
		}
		w.started(t)
		w.rest(t)
		list := func(f Filter) string {
			out, err := w.Store().Deliveries(t.Context(), f)
			if err != nil {
				t.Fatal(err)
			}
			text := ""
			for _, s := range out {
				text += fmt.Sprintf("%s %s %s %d;", s.ID, s.Event, s.State, s.Size)
			}
			return text
		}
		for _, tt := range []struct {
			filter Filter
			want   string
		}{
			{Filter{}, "done issue_comment done 13;bad issues unreadable 2;"}, {Filter{State: Done}, "done issue_comment done 13;"},
			{Filter{State: Unreadable}, "bad issues unreadable 2;"}, {Filter{Event: "issues"}, "bad issues unreadable 2;"},
			{Filter{State: Waiting}, ""}, {Filter{State: Failing}, ""}, {Filter{Limit: 1}, "done issue_comment done 13;"},
		} {
			if got := list(tt.filter); got != tt.want {
				t.Errorf("%+v: %s", tt.filter, got)
			}
		}
		if s, ok, err := w.Store().Delivery(t.Context(), "bad"); err != nil || !ok || string(s.Payload) != "{\x00" {
			t.Errorf("%q %v %v", s.Payload, ok, err)
		}
		if _, ok, err := w.Store().Delivery(t.Context(), "none"); ok || err != nil {
			t.Errorf("there is a delivery that never was: %v", err)
		}
		if known, err := w.Store().Known(t.Context(), "done", "none", "bad"); err != nil || fmt.Sprint(known) != "map[bad:true done:true]" {
			t.Errorf("%v %v", known, err)
		}
		if ok, err := w.Store().Retry(t.Context(), "done"); !ok || err != nil {
			t.Errorf("%v %v", ok, err)
		}
		if ok, err := w.Store().Retry(t.Context(), "none"); ok || err != nil {
			t.Errorf("what never was is retried: %v", err)
		}
		w.kick()
		w.rest(t)
		if w.runs("a") != 2 || w.state(t, "done") != Done {
			t.Errorf("ran %d times, %s", w.runs("a"), w.state(t, "done"))
		}
		if n, err := w.Store().Prune(t.Context(), time.Now().Add(-time.Minute)); n != 1 || err != nil {
			t.Errorf("%d pruned, %v", n, err)
		}
		if got := list(Filter{}); got != "done issue_comment done 13;" {
			t.Error(got)
		}
	})
}

func TestSmallThingsAreRemembered(t *testing.T) {
	everywhere(t, func(t *testing.T, h home) {
		s := h.open(t)
		if v, err := s.Kept(t.Context(), "limits"); v != nil || err != nil {
			t.Errorf("%q %v", v, err)
		}
		for _, v := range []string{"one", "two"} {
			if err := s.Keep(t.Context(), "limits", []byte(v)); err != nil {
				t.Fatal(err)
			}
		}
		if h.lasts {
			_ = s.Close()
			s = h.open(t)
		}
		if v, err := s.Kept(t.Context(), "limits"); string(v) != "two" || err != nil {
			t.Errorf("%q %v", v, err)
		}
		if err := s.Keep(t.Context(), "limits", nil); err != nil {
			t.Fatal(err)
		}
		if v, err := s.Kept(t.Context(), "limits"); v != nil || err != nil {
			t.Errorf("%q %v", v, err)
		}
	})
}
