#include "claim_calls.hpp"

#include <algorithm>
#include <set>
#include <stdexcept>
#include <utility>

#include "answers.hpp"
#include "boom.hpp"
#include "http_calls.hpp"

// What a function throws under `once` where nothing had happened yet.
struct Retryable : std::runtime_error {
  Retryable() : std::runtime_error("retryable") {}
};

namespace backstay::conformance {

namespace {

constexpr const char* kKinds[] = {"value", "failure", "not_kept"};

int64_t kind_of(const std::string& name) {
  for (int64_t kind = 0; kind < 3; ++kind) {
    if (name == kKinds[kind]) return kind;
  }
  return -1;
}

json told(backstay_status status) { return {{"status", backstay_status_name(status)}}; }
json kept(bool held) { return told(held ? BACKSTAY_OK : BACKSTAY_LOST_LEASE); }

json answer_of(const Answer& answer) {
  return {{"kind", kKinds[answer.kind]},
          {"status_code", answer.status_code},
          {"content_type", answer.content_type},
          {"headers", answer.headers},
          {"body", answer.body}};
}

Answer answer_from(const json& args) {
  return {kind_of(args.value("kind", "value")), args.value("status_code", int64_t{0}), args.value("content_type", ""),
          args.value("headers", ""), args.value("body", "")};
}

// Owns the texts that the options refer to.
struct Options {
  explicit Options(const json& args) : scope(args.value("scope", "")), fingerprint(args.value("fingerprint", "")) {
    of_claim.scope = scope;
    of_claim.fingerprint = fingerprint;
    if (args.contains("lease_ns")) of_claim.lease = Nanoseconds(args.at("lease_ns").get<int64_t>());
    of_claim.waited = Nanoseconds(args.value("waited_ns", int64_t{0}));
  }
  std::string scope;
  std::string fingerprint;
  ClaimOptions of_claim;
};

bool is_retryable(const std::exception& error) { return dynamic_cast<const Retryable*>(&error) != nullptr; }

std::optional<std::string> do_as(const std::string& does, const json& args) {
  if (does == "raise") throw Boom();
  if (does == "raise_retryable") throw Retryable();
  return does == "unencodable" ? std::nullopt : std::optional(args.value("value", json(nullptr)).dump());
}

}  // namespace

std::optional<json> ClaimCalls::answer(Runtime& runtime, const std::string& call, const json& args, const std::string& name) {
  if (call == "once") return once(runtime, args);
  static const std::set<std::string> of_claims{"complete_claim",     "fail_claim", "release_claim", "heartbeat",
                                               "set_recovery_point", "drop_claim", "respond"};
  if (call == "claim") return claim(runtime, args, name);
  if (call == "serve") return serve(runtime, args, name);
  if (std::optional<json> told = http_answer(runtime, call, args)) return told;
  if (of_claims.count(call) > 0) return of_claim(call, args);
  return std::nullopt;
}

json ClaimCalls::claim(Runtime& runtime, const json& args, const std::string& name) {
  Claim claim = idempotency_of(runtime, args).claim(args.value("key", "k"), Options(args).of_claim);
  json observed = told(claim.status());
  observed["takeovers"] = claim.takeovers();
  observed["recovery_point"] = claim.recovery_point();
  observed["retry_after_ns"] = wait_of(claim.retry_after());
  observed["message"] = claim.message();
  observed["again_ns"] = wait_of(claim.again());
  if (claim.status() == BACKSTAY_REPLAY || claim.status() == BACKSTAY_BODY_NOT_KEPT) observed["answer"] = answer_of(claim.answer());
  if (claim.held()) observed.update(hold(std::move(claim), name));
  return observed;
}

json ClaimCalls::hold(Claim&& claim, const std::string& name) {
  const bool rises = claim.fence() > highest_fence_;
  highest_fence_ = std::max(claim.fence(), highest_fence_);
  if (!name.empty()) claims_.insert_or_assign(name, std::move(claim));
  return {{"fence_rises", rises}};
}

json ClaimCalls::serve(Runtime& runtime, const json& args, const std::string& name) {
  const GivenRequest given(args);
  Served served = idempotency_of(runtime, args).serve(given.request);
  json observed = served_as(served);
  if (served.action() == BACKSTAY_SERVE_HOLD) observed.update(hold(std::move(served.claim()), name));
  return observed;
}

json ClaimCalls::once(Runtime& runtime, const json& args) {
  const Options options(args);
  int64_t called = 0;
  json observed = observe([&]() -> json {
    try {
      const auto value = idempotency_of(runtime, args)
                             .once(args.value("key", "k"),
                                   [&] {
                                     ++called;
                                     runtime.advance(Nanoseconds(args.value("takes_ns", int64_t{0})));
                                     return do_as(args.value("does", "return"), args);
                                   },
                                   {options.of_claim, is_retryable});
      return value ? json{{"returned", json::parse(*value)}} : json{{"unencodable", true}};
    } catch (const FailedBefore& failed) {
      return {{"failed_before", failed.what()}};
    } catch (const Boom&) {
      return {{"raised", true}};
    } catch (const Retryable&) {
      return {{"raised", true}};
    }
  });
  observed["called"] = called;
  return observed;
}

json ClaimCalls::of_claim(const std::string& call, const json& args) {
  const auto found = claims_.find(args.at("claim").get<std::string>());
  if (found == claims_.end()) return absent();
  Claim& claim = found->second;
  if (call == "complete_claim") return kept(claim.complete(answer_from(args)));
  if (call == "respond") {
    return kept(
        claim.respond(args.value("status_code", int64_t{200}), headers_from(args), args.value("body", ""), args.value("kept", true)));
  }
  if (call == "fail_claim") return kept(claim.fail(args.at("retryable").get<bool>(), args.value("type", ""), args.value("message", "")));
  if (call == "release_claim") return kept(claim.release());
  if (call == "heartbeat") return kept(claim.heartbeat());
  if (call == "set_recovery_point") return kept(claim.set_recovery_point(args.at("point").get<std::string>()));
  claims_.erase(found);
  return done();
}

}  // namespace backstay::conformance
