package operate

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
	"go.opentelemetry.io/otel/trace/noop"
)

func TestTheTraceOfADeliveryGoesOnInItsRunAndEndsWithTheLastWrite(t *testing.T) {
	kept := tracetest.NewInMemoryExporter()
	stop := startTracing(kept, "v1")
	defer otel.SetTracerProvider(noop.NewTracerProvider())
	_, first, accepted := Delivery(t.Context(), "issue_comment", "created", "d1")
	accepted(nil)
	_, second, accepted := Delivery(t.Context(), "issues", "labeled", "d2")
	accepted(errors.New("acme/secret-plan"))
	if first == "" || second == "" || first == second {
		t.Fatalf("%q and %q", first, second)
	}
	ctx, end := Run(context.Background(), "7#42", []string{first, second})
	through := measured(func() (Queue, error) { return Queue{}, nil }).Transport(answers(func(*http.Request) (*http.Response, error) { return answer(502), nil }))
	body := `{"query":"mutation Apply { a }"}`
	req := httptest.NewRequest(http.MethodPost, "https://x/graphql", nil).WithContext(ctx)
	req.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(body)), nil }
	if _, err := through.RoundTrip(req); err != nil {
		t.Fatal(err)
	}
	end(nil)
	var spans tracetest.SpanStubs
	provider := otel.GetTracerProvider().(interface{ ForceFlush(context.Context) error })
	if err := provider.ForceFlush(t.Context()); err != nil {
		t.Fatal(err)
	}
	spans = kept.GetSpans()
	if len(spans) != 4 {
		t.Fatalf("%d spans", len(spans))
	}
	delivered, call, run := spans[0], spans[2], spans[3]
	if run.Parent.SpanID() != delivered.SpanContext.SpanID() || call.Parent.SpanID() != run.SpanContext.SpanID() || len(run.Links) != 1 {
		t.Errorf("run %v in %v, call in %v, %d links", run.SpanContext.SpanID(), run.Parent.SpanID(), call.Parent.SpanID(), len(run.Links))
	}
	if call.Name != "Apply" || call.SpanContext.TraceID() != delivered.SpanContext.TraceID() || call.Status.Code.String() != "Error" {
		t.Errorf("call %s %v", call.Name, call.Status)
	}
	if spans[1].Status.Description != "failed" {
		t.Errorf("what an error says is told outside: %q", spans[1].Status.Description)
	}
	if err := stop(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestWithoutACollectorNothingIsCarriedAlong(t *testing.T) {
	if Tracing(func(string) string { return "" }) || !Tracing(func(name string) string { return map[string]string{"OTEL_EXPORTER_OTLP_ENDPOINT": "http://x"}[name] }) {
		t.Error("tracing is not as the environment says")
	}
	_, carrier, end := Delivery(t.Context(), "issues", "opened", "d1")
	end(nil)
	if carrier != "" {
		t.Errorf("carried %q", carrier)
	}
	_, end = Run(t.Context(), "7#42", nil)
	end(nil)
}
