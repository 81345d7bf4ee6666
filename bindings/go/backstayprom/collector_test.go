package backstayprom_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/backstay-dev/backstay-go"
	"github.com/backstay-dev/backstay-go/backstayprom"
	"github.com/backstay-dev/backstay-go/backstaytest"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"github.com/prometheus/common/expfmt"
)

func TestTheRegistryServesWhatTheRuntimeTells(t *testing.T) {
	runtime := backstaytest.New(t, []byte(`{"policies": {"payments": {"circuit_breaker": {"consecutive_failures": 1}, "bulkhead": 3}}}`))
	payments := backstaytest.Policy(t, runtime, "payments")
	_, _ = backstay.Do(context.Background(), payments, func(context.Context) (int, error) { return 0, errors.New("boom") })

	registry := prometheus.NewPedanticRegistry()
	registry.MustRegister(backstayprom.NewCollector(runtime))
	server := httptest.NewServer(promhttp.HandlerFor(registry, promhttp.HandlerOpts{ErrorHandling: promhttp.HTTPErrorOnError}))
	defer server.Close()
	response, err := http.Get(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	served, _ := io.ReadAll(response.Body)
	own, err := runtime.Metrics()
	if err != nil {
		t.Fatal(err)
	}
	if found, wanted := samples(t, string(served)), samples(t, own); found != wanted {
		t.Errorf("served:\n%s\nexpected:\n%s", found, wanted)
	}
	if !strings.Contains(string(served), `circuit_breaker_state{service="payments"} 1`) {
		t.Errorf("the open breaker is not in\n%s", served)
	}
}

func TestAClosedRuntimeIsAnErrorOfTheGathering(t *testing.T) {
	runtime := backstaytest.New(t, []byte(`{"policies": {}}`))
	registry := prometheus.NewRegistry()
	registry.MustRegister(backstayprom.NewCollector(runtime))
	if err := runtime.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := registry.Gather(); err == nil || !strings.Contains(err.Error(), "closed") {
		t.Errorf("%v, expected that it was closed", err)
	}
}

// samples brings an exposition into one form.
func samples(t *testing.T, text string) string {
	t.Helper()
	var parser expfmt.TextParser
	families, err := parser.TextToMetricFamilies(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	lines := []string{}
	for _, family := range families {
		for _, sample := range family.GetMetric() {
			labels := []string{}
			for _, label := range sample.GetLabel() {
				labels = append(labels, label.GetName()+"="+label.GetValue())
			}
			slices.Sort(labels)
			value := sample.GetCounter().GetValue() + sample.GetGauge().GetValue() // of which one is there
			lines = append(lines, fmt.Sprint(family.GetType(), family.GetName(), labels, value))
		}
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}
