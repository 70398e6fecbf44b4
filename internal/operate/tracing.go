package operate

import (
	"context"
	"fmt"
	"net/http"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/sdk/resource"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
)

// scope names this program's spans.
const scope = "github.com/sensible-im/sensible"

// Tracing is true where the environment names a collector for traces.
func Tracing(getenv func(string) string) bool {
	return getenv("OTEL_EXPORTER_OTLP_ENDPOINT") != "" || getenv("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT") != ""
}

// StartTracing sends spans to the collector that the environment names, in the ways of OpenTelemetry (OTEL_EXPORTER_OTLP_…,
// OTEL_SERVICE_NAME, OTEL_TRACES_SAMPLER). stop sends what is left. Call it only where Tracing says so: without, spans cost
// nothing.
func StartTracing(ctx context.Context, version string) (stop func(context.Context) error, err error) {
	exporter, err := otlptracehttp.New(ctx)
	if err != nil {
		return nil, fmt.Errorf("traces cannot be sent: %w", err)
	}
	return startTracing(exporter, version), nil
}

func startTracing(exporter sdktrace.SpanExporter, version string) (stop func(context.Context) error) {
	about := resource.NewSchemaless(attribute.String("service.name", "sensible"), attribute.String("service.version", version))
	if merged, err := resource.Merge(about, resource.Environment()); err == nil {
		about = merged
	}
	provider := sdktrace.NewTracerProvider(sdktrace.WithBatcher(exporter), sdktrace.WithResource(about))
	otel.SetTracerProvider(provider)
	return provider.Shutdown
}

// Delivery begins the span of a delivery. carrier is what a run must be given to go on in the same trace; empty where nobody
// collects traces.
func Delivery(ctx context.Context, event, action, id string) (_ context.Context, carrier string, end func(error)) {
	ctx, span := otel.Tracer(scope).Start(ctx, "delivery "+event, trace.WithSpanKind(trace.SpanKindServer),
		trace.WithAttributes(attribute.String("github.event", event), attribute.String("github.action", action), attribute.String("github.delivery", id)))
	if span.SpanContext().IsValid() {
		held := propagation.MapCarrier{}
		propagation.TraceContext{}.Inject(ctx, held)
		carrier = held["traceparent"]
	}
	return ctx, carrier, ending(span)
}

// Run begins the span of a run. It belongs to the first delivery that asked for it and is linked to the others; key names the
// issue by numbers.
func Run(ctx context.Context, key string, carriers []string) (_ context.Context, end func(error)) {
	options := []trace.SpanStartOption{trace.WithSpanKind(trace.SpanKindConsumer), trace.WithAttributes(attribute.String("sensible.key", key))}
	for n, c := range carriers {
		asked := propagation.TraceContext{}.Extract(context.Background(), propagation.MapCarrier{"traceparent": c})
		if n == 0 {
			ctx = trace.ContextWithRemoteSpanContext(ctx, trace.SpanContextFromContext(asked))
			continue
		}
		options = append(options, trace.WithLinks(trace.LinkFromContext(asked)))
	}
	ctx, span := otel.Tracer(scope).Start(ctx, "run", options...)
	return ctx, ending(span)
}

// ending ends a span. What an error says stays here: it may hold what is nobody's business.
func ending(span trace.Span) func(error) {
	return func(err error) {
		if err != nil {
			span.SetStatus(codes.Error, "failed")
		}
		span.End()
	}
}

// traceCall begins the span of a request to GitHub; status 0 = no answer came.
func traceCall(req *http.Request, kind string) (_ *http.Request, end func(status int)) {
	ctx, span := otel.Tracer(scope).Start(req.Context(), kind, trace.WithSpanKind(trace.SpanKindClient))
	if !span.IsRecording() {
		return req, func(int) {}
	}
	return req.WithContext(ctx), func(status int) {
		span.SetAttributes(attribute.Int("http.response.status_code", status))
		if status == 0 || status >= 400 {
			span.SetStatus(codes.Error, http.StatusText(status))
		}
		span.End()
	}
}
