package operate

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

var (
	deliveriesDesc = prometheus.NewDesc("sensible_deliveries_total", "Deliveries, by what became of them at the door.", []string{"result"}, nil)
	waitingDesc    = prometheus.NewDesc("sensible_keys_waiting", "Issues that are wanted more than done, those that run included.", nil, nil)
	runningDesc    = prometheus.NewDesc("sensible_keys_running", "Issues that somebody works on.", nil, nil)
	failingDesc    = prometheus.NewDesc("sensible_keys_failing", "Issues that wait for their next attempt.", nil, nil)
	oldestDesc     = prometheus.NewDesc("sensible_oldest_waiting_seconds", "How long the longest waiting issue has waited; 0 = none waits.", nil, nil)
	inboxDesc      = prometheus.NewDesc("sensible_inbox_deliveries", "Deliveries that are kept, by state.", []string{"state"}, nil)
	databaseDesc   = prometheus.NewDesc("sensible_database_up", "1 where the database answers.", nil, nil)
)

// asked are the figures that others keep: they are asked for when somebody looks.
type asked struct{ Sources }

// Describe implements prometheus.Collector.
func (a *asked) Describe(out chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{deliveriesDesc, waitingDesc, runningDesc, failingDesc, oldestDesc, inboxDesc, databaseDesc} {
		out <- d
	}
}

// Collect implements prometheus.Collector.
func (a *asked) Collect(out chan<- prometheus.Metric) {
	for name, n := range a.Deliveries() {
		out <- prometheus.MustNewConstMetric(deliveriesDesc, prometheus.CounterValue, float64(n), name)
	}
	gauge := func(d *prometheus.Desc, v float64, labels ...string) {
		out <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v, labels...)
	}
	q, err := a.Queue()
	if err != nil {
		gauge(databaseDesc, 0)
		return
	}
	gauge(databaseDesc, 1)
	gauge(waitingDesc, float64(q.Waiting))
	gauge(runningDesc, float64(q.Running))
	gauge(failingDesc, float64(q.Failing))
	oldest := 0.0
	if !q.Oldest.IsZero() {
		oldest = max(0, time.Since(q.Oldest).Seconds())
	}
	gauge(oldestDesc, oldest)
	gauge(inboxDesc, float64(q.Deliveries-q.Pending-q.Unreadable), "done")
	gauge(inboxDesc, float64(q.Pending), "pending")
	gauge(inboxDesc, float64(q.Unreadable), "unreadable")
}
