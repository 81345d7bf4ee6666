#include "core/idempotency/terms_reader.hpp"

#include "core/base/duration.hpp"
#include "core/idempotency/http/terms_reader.hpp"
#include "core/idempotency/limits.hpp"

namespace backstay::core::idempotency {

Spec read_spec(const std::string& name, const ConfigReader& value) {
  Spec spec{.name = name};
  value.check_name(name, limits::kNameBytes.maximum);
  if (!value.expect_object()) return spec;
  value.allow_keys(limits::kKeys);
  Terms& terms = spec.terms;
  spec.store = value.text("store", spec.store, limits::kNameBytes);
  terms.ttl_ms = value.duration_ms("ttl", terms.ttl_ms, limits::kTtl);
  terms.lease_ms = value.duration_ms("lease", terms.lease_ms, limits::kLease);
  terms.wait_ms = value.duration_ms("wait", terms.wait_ms, limits::kWait);
  terms.maximum_body = value.integer("maximum_body", terms.maximum_body, limits::kBodyBytes);
  terms.on_takeover = static_cast<OnTakeover>(value.choice("on_takeover", 0, limits::kOnTakeover));
  terms.on_failure = static_cast<OnFailure>(value.choice("on_failure", 0, limits::kOnFailure));
  terms.key = static_cast<KeyNeed>(value.choice("key", 0, limits::kKeyNeeds));
  terms.on_unavailable = static_cast<OnUnavailable>(value.choice("on_unavailable", 0, limits::kOnUnavailable));
  if (const auto over_http = value.find("http")) terms.http = http::read_terms(*over_http);
  if (terms.lease_ms > terms.ttl_ms) {
    value.error_at("lease", "is " + format_duration_ms(terms.lease_ms) + ", longer than the record lives",
                   "up to the ttl, " + format_duration_ms(terms.ttl_ms));
  }
  return spec;
}

schema::Json spec_schema() {
  using schema::Json;
  using schema::with_default;
  using schema::with_default_ms;
  const Spec defaults;
  const Terms& terms = defaults.terms;
  Json properties = Json::object();
  properties["store"] = with_default(schema::text("The store that keeps the records, a name of \"stores\"."), defaults.store);
  properties["ttl"] = with_default_ms(schema::duration("How long an answer stands.", limits::kTtl), terms.ttl_ms);
  properties["lease"] = with_default_ms(
      schema::duration("How long a claim holds a key without a sign of life; a crash wedges the key for no longer.", limits::kLease),
      terms.lease_ms);
  properties["wait"] = with_default_ms(
      schema::duration("How long a claim waits in all for the answer of another one that is in flight.", limits::kWait), terms.wait_ms);
  properties["on_takeover"] =
      with_default(schema::choice("Once a lease ran out: run lets the next claim have the key (effects are at most one more than "
                                  "takeovers), refuse lets nobody (at most one effect).",
                                  limits::kOnTakeover),
                   limits::kOnTakeover[0]);
  properties["on_failure"] =
      with_default(schema::choice("A call that failed for good: lease leaves the key until the lease ran out, as if the caller had died; "
                                  "store makes the failure the answer.",
                                  limits::kOnFailure),
                   limits::kOnFailure[0]);
  properties["maximum_body"] = with_default(
      schema::integer("Bytes of an answer that are kept; a longer one is remembered as not kept.", limits::kBodyBytes), terms.maximum_body);
  properties["key"] =
      with_default(schema::choice("Over HTTP: required refuses requests without a key, optional lets them pass.", limits::kKeyNeeds),
                   limits::kKeyNeeds[0]);
  properties["on_unavailable"] =
      with_default(schema::choice("While the store can't be used: refuse fails claims, run lets their callers act without it, so that "
                                  "an effect may happen twice.",
                                  limits::kOnUnavailable),
                   limits::kOnUnavailable[0]);
  properties["http"] = http::terms_schema();
  return schema::object("One kind of operation that happens once a key.", std::move(properties));
}

}  // namespace backstay::core::idempotency
