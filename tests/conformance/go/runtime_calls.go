package main

import (
	"strings"
	"time"

	"github.com/backstay-dev/backstay-go"
)

// The calls of the format that are about the runtime.
var runtimeCalls = map[string]func(*interpreter, arguments, string) answer{
	"create":   func(*interpreter, arguments, string) answer { return done() },
	"policies": (*interpreter).allPolicies,
	"events":   (*interpreter).events,
	"metrics":  (*interpreter).metrics,
	"check":    (*interpreter).check,
	"advance":  (*interpreter).advance,
	"now":      (*interpreter).clock,
	"close":    func(i *interpreter, _ arguments, _ string) answer { return or(i.runtime.Close(), done()) },
}

func (i *interpreter) allPolicies(arguments, string) answer {
	names, err := i.runtime.Policies()
	return or(err, answer{"names": names})
}

func (i *interpreter) events(args arguments, _ string) answer {
	page, err := i.runtime.Events(args.Since)
	events := []answer{}
	for _, event := range page.Events {
		events = append(events, eventFields(event))
	}
	return or(err, answer{"next": page.Next, "dropped": page.Dropped, "events": events})
}

func (i *interpreter) metrics(args arguments, _ string) answer {
	text, err := i.runtime.MetricsOf(args.Process)
	return or(err, answer{"samples": samples(text)})
}

func (i *interpreter) check(args arguments, _ string) answer {
	checked, err := backstay.Check(args.Document)
	findings := []answer{}
	for _, finding := range checked.Findings {
		findings = append(findings, lowered(finding))
	}
	return or(err, answer{"valid": checked.Valid, "findings": findings})
}

func lowered(finding backstay.Finding) answer {
	return answer{
		"severity": finding.Severity, "path": finding.Path, "value": finding.Value, "problem": finding.Problem,
		"allowed": finding.Allowed, "message": strings.TrimSpace(finding.Message),
	}
}

func (i *interpreter) advance(args arguments, _ string) answer {
	if err := i.runtime.Advance(time.Duration(args.ByNs)); err != nil {
		return refused(err)
	}
	i.now += args.ByNs
	return done()
}

func (i *interpreter) clock(arguments, string) answer {
	now, err := i.runtime.Now()
	return or(err, answer{"now_ns": int64(now)})
}
