// Package backstayprom hands the metrics of a runtime to a registry of client_golang.
//
//	prometheus.MustRegister(backstayprom.NewCollector(runtime))
package backstayprom

import (
	"strings"

	"github.com/backstay-dev/backstay-go"
	"github.com/prometheus/client_golang/prometheus"
	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"
)

// Collector reads a runtime's metrics whenever the registry is gathered. Reading consumes nothing.
type Collector struct{ runtime *backstay.Runtime }

// NewCollector makes a collector of a runtime.
func NewCollector(runtime *backstay.Runtime) *Collector { return &Collector{runtime} }

// Describe tells nothing: which families there are depends on the policies, and may grow with the library.
func (c *Collector) Describe(chan<- *prometheus.Desc) {}

// Collect sends the metrics as they are now.
func (c *Collector) Collect(metrics chan<- prometheus.Metric) {
	text, err := c.runtime.Metrics()
	if err != nil {
		metrics <- invalid(err)
		return
	}
	var parser expfmt.TextParser
	families, err := parser.TextToMetricFamilies(strings.NewReader(text))
	if err != nil {
		metrics <- invalid(err)
		return
	}
	for _, family := range families {
		for _, sample := range family.GetMetric() {
			metrics <- converted(family, sample)
		}
	}
}

func invalid(err error) prometheus.Metric {
	return prometheus.NewInvalidMetric(prometheus.NewInvalidDesc(err), err)
}

func converted(family *dto.MetricFamily, sample *dto.Metric) prometheus.Metric {
	names, values := []string{}, []string{}
	for _, label := range sample.GetLabel() {
		names, values = append(names, label.GetName()), append(values, label.GetValue())
	}
	kind, value := prometheus.UntypedValue, sample.GetUntyped().GetValue()
	switch family.GetType() {
	case dto.MetricType_COUNTER:
		kind, value = prometheus.CounterValue, sample.GetCounter().GetValue()
	case dto.MetricType_GAUGE:
		kind, value = prometheus.GaugeValue, sample.GetGauge().GetValue()
	}
	metric, err := prometheus.NewConstMetric(prometheus.NewDesc(family.GetName(), family.GetHelp(), names, nil), kind, value, values...)
	if err != nil {
		return invalid(err)
	}
	return metric
}
