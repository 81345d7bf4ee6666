package main

import (
	"encoding/json"
	"time"
)

// vector is a test case, as schema.json describes it.
type vector struct {
	ID    string `json:"id"`
	Given struct {
		Config   json.RawMessage `json:"config"`
		Text     *string         `json:"text"`
		Disabled bool            `json:"disabled"`
	} `json:"given"`
	Steps []step `json:"steps"`
}

type step struct {
	AtNs  int64     `json:"at_ns"`
	Call  string    `json:"call"`
	Args  arguments `json:"args"`
	As    string    `json:"as"`
	Times int       `json:"times"`
}

type arguments struct {
	Policy           string          `json:"policy"`
	Name             string          `json:"name"`
	Key              *string         `json:"key"`
	Permit           string          `json:"permit"`
	Waiter           *string         `json:"waiter"`
	Cost             *int64          `json:"cost"`
	DeadlineNs       *int64          `json:"deadline_ns"`
	Cause            string          `json:"cause"`
	RetryAfterNs     *int64          `json:"retry_after_ns"`
	Does             doings          `json:"does"`
	Value            json.RawMessage `json:"value"`
	TakesNs          int64           `json:"takes_ns"`
	Fallback         json.RawMessage `json:"fallback"`
	FallbackFailures bool            `json:"fallback_failures"`
	Reason           string          `json:"reason"`
	DurationNs       *int64          `json:"duration_ns"`
	Limit            int64           `json:"limit"`
	Header           string          `json:"header"`
	Since            int64           `json:"since"`
	Process          string          `json:"process"`
	ByNs             int64           `json:"by_ns"`
	Document         json.RawMessage `json:"document"`
	Queue            string          `json:"queue"`
	Capacity         int64           `json:"capacity"`
	Token            int64           `json:"token"`
	Data             string          `json:"data"`
	Held             bool            `json:"held"`
	Most             *int            `json:"most"`
	Idempotency      *string         `json:"idempotency"`
	Scope            string          `json:"scope"`
	Fingerprint      string          `json:"fingerprint"`
	LeaseNs          *int64          `json:"lease_ns"`
	WaitedNs         int64           `json:"waited_ns"`
	Claim            string          `json:"claim"`
	Kind             string          `json:"kind"`
	StatusCode       *int            `json:"status_code"`
	ContentType      string          `json:"content_type"`
	Headers          json.RawMessage `json:"headers"` // text, or of respond pairs
	Body             string          `json:"body"`
	Retryable        bool            `json:"retryable"`
	Type             string          `json:"type"`
	Message          string          `json:"message"`
	Point            string          `json:"point"`
	Method           *string         `json:"method"`
	Target           *string         `json:"target"`
	Route            string          `json:"route"`
	KeyHeader        json.RawMessage `json:"key_header"` // text, or null
	Tenant           string          `json:"tenant"`
	Principal        string          `json:"principal"`
	Credentials      string          `json:"credentials"`
	DeclaredLength   *int64          `json:"declared_length"`
	Kept             *bool           `json:"kept"`
	Mode             string          `json:"mode"`
}

// doing is what a guarded function does in one attempt.
type doing struct {
	Does         string `json:"does"`
	TakesNs      *int64 `json:"takes_ns"`
	RetryAfterNs *int64 `json:"retry_after_ns"`
}

// doings is what it does attempt by attempt, the last one from then on.
type doings []doing

func (d *doings) UnmarshalJSON(text []byte) error {
	var list []json.RawMessage
	if json.Unmarshal(text, &list) != nil {
		list = []json.RawMessage{text}
	}
	for _, item := range list {
		var one doing
		if json.Unmarshal(item, &one.Does) != nil {
			if err := json.Unmarshal(item, &one); err != nil {
				return err
			}
		}
		*d = append(*d, one)
	}
	return nil
}

func (d doing) err() error {
	boom := Boom{retryAfter: duration(d.RetryAfterNs)}
	switch d.Does {
	case "raise":
		return &boom
	case "raise_timeout":
		return &TooSlow{boom}
	case "raise_permanent":
		return &Hopeless{boom}
	case "raise_retryable":
		return &Passing{boom}
	}
	return nil
}

func duration(ns *int64) *time.Duration { return (*time.Duration)(ns) }

// observed is a line of the output.
type observed struct {
	ID    string   `json:"id"`
	Steps []answer `json:"steps"`
}
