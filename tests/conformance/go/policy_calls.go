package main

import (
	"time"

	"github.com/backstay-dev/backstay-go"
)

// The calls of the format that are about policies.
var policyCalls = map[string]func(*interpreter, arguments, string) answer{
	"policy":           (*interpreter).named,
	"keyed":            (*interpreter).keyed,
	"drop_policy":      (*interpreter).dropPolicy,
	"snapshot":         (*interpreter).snapshot,
	"force_open":       (*interpreter).forceOpen,
	"force_closed":     controls((*backstay.Policy).ForceClosed),
	"disable":          controls((*backstay.Policy).Disable),
	"metrics_only":     controls((*backstay.Policy).MetricsOnly),
	"reset":            controls((*backstay.Policy).Reset),
	"reset_rate_limit": controls((*backstay.Policy).ResetRateLimit),
	"set_limit":        (*interpreter).setLimit,
	"rate_limit":       (*interpreter).rateLimit,
	"retry_after":      (*interpreter).retryAfter,
}

func (i *interpreter) named(args arguments, name string) answer {
	policy, err := i.runtime.Policy(args.Name)
	if err != nil {
		return refused(err)
	}
	i.policies[name] = policy
	return answer{"name": policy.Name()}
}

func (i *interpreter) keyed(args arguments, name string) answer {
	policy, err := i.policy(args)
	if err != nil {
		return refused(err)
	}
	instance, err := policy.Keyed(otherwise(args.Key, ""))
	if err != nil {
		return refused(err)
	}
	i.policies[name] = instance
	return answer{"name": instance.Name(), "key": instance.Key()}
}

func (i *interpreter) dropPolicy(args arguments, _ string) answer {
	if _, ok := i.policies[args.Policy]; !ok {
		return absent()
	}
	delete(i.policies, args.Policy)
	i.collect()
	return done()
}

func (i *interpreter) snapshot(args arguments, _ string) answer {
	policy, err := i.policy(args)
	if err != nil {
		return refused(err)
	}
	snapshot, err := policy.Snapshot()
	return or(err, flat(snapshot))
}

func (i *interpreter) forceOpen(args arguments, _ string) answer {
	policy, err := i.policy(args)
	if err != nil {
		return refused(err)
	}
	if args.DurationNs == nil {
		return or(policy.ForceOpen(args.Reason), done())
	}
	return or(policy.ForceOpenFor(args.Reason, time.Duration(*args.DurationNs)), done())
}

func controls(act func(*backstay.Policy, string) error) func(*interpreter, arguments, string) answer {
	return func(i *interpreter, args arguments, _ string) answer {
		policy, err := i.policy(args)
		if err != nil {
			return refused(err)
		}
		return or(act(policy, args.Reason), done())
	}
}

func (i *interpreter) setLimit(args arguments, _ string) answer {
	policy, err := i.policy(args)
	if err != nil {
		return refused(err)
	}
	return or(policy.SetLimit(args.Limit, args.Reason), done())
}

func (i *interpreter) rateLimit(args arguments, _ string) answer {
	policy, err := i.policy(args)
	if err != nil {
		return refused(err)
	}
	cost := int64(1)
	if args.Cost != nil {
		cost = *args.Cost
	}
	rate, err := policy.RateLimit(cost)
	return or(err, answer{
		"allowed": rate.Allowed, "limit": rate.Limit, "remaining": rate.Remaining,
		"retry_after_ns": nanoseconds(rate.RetryAfter), "reset_after_ns": int64(rate.ResetAfter),
	})
}

func (i *interpreter) retryAfter(args arguments, _ string) answer {
	policy, err := i.policy(args)
	if err != nil {
		return refused(err)
	}
	wait, ok := policy.RetryAfter(args.Header)
	if !ok {
		return answer{"wait_ns": nil}
	}
	return answer{"wait_ns": int64(wait)}
}
