// Package operate shows how a running server does: metrics for Prometheus in a registry of its own, traces for OpenTelemetry
// where somebody collects them, and the heartbeat that stops when something is wrong.
//
// It judges nothing about incidents and keeps no figure about a person: no repository, no login and no text of an issue
// becomes a label. What it reads of a request is its method, its path's fixed words and the name of its GraphQL operation.
package operate

import (
	"net/http"
	"runtime"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Metrics are a server's. Get them from New.
type Metrics struct {
	registry *prometheus.Registry

	intake    prometheus.Histogram
	lag       prometheus.Histogram
	runs      *prometheus.CounterVec
	actions   prometheus.Counter
	healed    prometheus.Counter
	recovered prometheus.Counter
	sweeps    *prometheus.CounterVec
	swept     prometheus.Gauge
	beats     *prometheus.CounterVec
	calls     callMetrics
}

// Queue is how much waits, as the store tells.
type Queue struct {
	Waiting, Running, Failing       int       // keys
	Oldest                          time.Time // since when the longest waits, UTC; zero = nothing waits
	Deliveries, Pending, Unreadable int       // in the inbox
}

// Sources are asked when somebody looks at the metrics. All are needed.
type Sources struct {
	Version    string
	Deliveries func() map[string]int64 // by result: raised, ignored, malformed, …; the results are few and fixed
	Queue      func() (Queue, error)
}

// New returns metrics that nobody has counted anything in.
func New(s Sources) *Metrics {
	m := &Metrics{
		registry: prometheus.NewRegistry(),
		intake: histogram("sensible_intake_seconds", "How long a delivery waited for its answer: it is durable by then.",
			.0005, .001, .002, .003, .005, .01, .025, .05, .1, .25, 1, 10),
		lag: histogram("sensible_lag_seconds", "From a delivery's arrival to the last write that came of it.",
			.025, .05, .075, .1, .15, .25, .5, 1, 2.5, 5, 15, 60, 300, 3600),
		runs:      counters("sensible_runs_total", "Runs of an issue, by result.", "result"),
		actions:   counter("sensible_actions_total", "Changes made on GitHub."),
		healed:    counter("sensible_healed_drift_total", "Changes made because a sweep found that GitHub did not show what it should."),
		recovered: counter("sensible_recovered_deliveries_total", "Deliveries that did not arrive and were read from GitHub's list."),
		sweeps:    counters("sensible_sweeps_total", "Times that what no webhook told was looked for, by result.", "result"),
		swept:     prometheus.NewGauge(prometheus.GaugeOpts{Name: "sensible_last_sweep_timestamp_seconds", Help: "When a sweep last succeeded."}),
		beats:     counters("sensible_heartbeats_total", "Heartbeats: sent, unheard, or withheld because something was wrong.", "result"),
		calls:     newCallMetrics(),
	}
	for _, result := range []string{"ok", "failed"} {
		m.runs.WithLabelValues(result)
		m.sweeps.WithLabelValues(result)
	}
	m.registry.MustRegister(m.intake, m.lag, m.runs, m.actions, m.healed, m.recovered, m.sweeps, m.swept, m.beats)
	m.calls.register(m.registry)
	m.registry.MustRegister(&asked{s}, built(s.Version), collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// Handler shows them in Prometheus' text format.
func (m *Metrics) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{ErrorHandling: promhttp.ContinueOnError, MaxRequestsInFlight: 4, Timeout: 10 * time.Second})
}

// Answered counts a delivery that was answered after a while.
func (m *Metrics) Answered(after time.Duration) { m.intake.Observe(after.Seconds()) }

// Ran counts one run of an issue: what it changed, and whether it failed.
func (m *Metrics) Ran(actions int, failed bool) {
	m.actions.Add(float64(actions))
	m.runs.WithLabelValues(result(failed)).Inc()
}

// Wrote counts the time from a delivery's arrival to the last write that came of it.
func (m *Metrics) Wrote(lag time.Duration) { m.lag.Observe(lag.Seconds()) }

// Healed counts changes that no delivery had asked for.
func (m *Metrics) Healed(actions int) { m.healed.Add(float64(actions)) }

// Recovered counts a delivery that was read from GitHub's list.
func (m *Metrics) Recovered() { m.recovered.Inc() }

// Swept counts a sweep that ended at a time.
func (m *Metrics) Swept(at time.Time, failed bool) {
	m.sweeps.WithLabelValues(result(failed)).Inc()
	if !failed {
		m.swept.Set(float64(at.UnixMilli()) / 1000)
	}
}

func result(failed bool) string {
	if failed {
		return "failed"
	}
	return "ok"
}

func counter(name, help string) prometheus.Counter {
	return prometheus.NewCounter(prometheus.CounterOpts{Name: name, Help: help})
}

func counters(name, help string, labels ...string) *prometheus.CounterVec {
	return prometheus.NewCounterVec(prometheus.CounterOpts{Name: name, Help: help}, labels)
}

func histogram(name, help string, buckets ...float64) prometheus.Histogram {
	return prometheus.NewHistogram(prometheus.HistogramOpts{Name: name, Help: help, Buckets: buckets})
}

func built(version string) prometheus.Collector {
	g := prometheus.NewGauge(prometheus.GaugeOpts{
		Name: "sensible_build_info", Help: "Which build this is; always 1.", ConstLabels: prometheus.Labels{"version": version, "go": runtime.Version()},
	})
	g.Set(1)
	return g
}
