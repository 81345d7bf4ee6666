#include "interpreter.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "answers.hpp"
#include "backstay/backstay.hpp"
#include "boom.hpp"
#include "claim_calls.hpp"
#include "queue_calls.hpp"
#include "ticketed_permit.hpp"

// As Boom, where a deadline passed.
struct TooSlow : backstay::Timeout {
  TooSlow() : Timeout("too slow") {}
};

// The same, where another attempt would not help.
struct Hopeless : std::runtime_error {
  Hopeless() : std::runtime_error("hopeless") {}
};

namespace backstay::conformance {

namespace {

std::optional<Nanoseconds> optional_ns(const json& args, const char* name) {
  return args.contains(name) ? std::optional(Nanoseconds(args.at(name).get<int64_t>())) : std::nullopt;
}

CallOptions options_of(const json& args) {
  CallOptions options;
  options.cost = args.value("cost", int64_t{1});
  options.deadline = optional_ns(args, "deadline_ns");
  return options;
}

// What a doing throws, and what that means.
void throw_as(const std::string& does) {
  if (does == "raise") throw Boom();
  if (does == "raise_timeout") throw TooSlow();
  if (does == "raise_permanent") throw Hopeless();
}

Outcome outcome_of(const std::string& does) {
  if (does == "raise") return Outcome::failure;
  if (does == "raise_timeout") return Outcome::timeout;
  return does == "raise_permanent" ? Outcome::permanent : Outcome::success;
}

std::string cause_of(const std::string& does) {
  if (does == "raise") return "Boom";
  if (does == "raise_timeout") return "TooSlow";
  return does == "raise_permanent" ? "Hopeless" : "";
}

Outcome classify(const std::exception* caught) {
  if (dynamic_cast<const Hopeless*>(caught) != nullptr) return Outcome::permanent;
  return dynamic_cast<const Timeout*>(caught) != nullptr ? Outcome::timeout : Outcome::failure;
}

// Whether an error is the guarded function's own.
bool is_own(const std::exception& error) {
  return dynamic_cast<const Boom*>(&error) != nullptr || dynamic_cast<const Hopeless*>(&error) != nullptr ||
         dynamic_cast<const Timeout*>(&error) != nullptr;
}

class Interpreter {
 public:
  explicit Interpreter(const json& given)
      : configured_(given.contains("config") ? given.at("config").value("policies", json::object()) : json::object()),
        runtime_(make(given)) {}

  json step(const json& step) {
    const int64_t at = step.at("at_ns").get<int64_t>();
    if (at > now_) move_to(at);
    json observed;
    for (int i = 0; i < step.value("times", 1); ++i)
      observed = observe([&] { return answer(step.at("call"), step.value("args", json::object()), step.value("as", "")); });
    return observed;
  }

 private:
  static Runtime make(const json& given) {
    const std::string text = given.contains("text") ? given.at("text").get<std::string>() : given.at("config").dump();
    return given.value("disabled", false) ? Runtime::disabled(text) : Runtime::from_json(text);
  }

  void move_to(int64_t at_ns) {
    now_ = runtime_.now().count();  // a pause may have moved it
    if (at_ns > now_) runtime_.advance(Nanoseconds(at_ns - now_));
    now_ = std::max(at_ns, now_);
  }

  Policy& policy(const json& args) {
    const std::string name = args.value("policy", "payments");
    const auto found = policies_.find(name);
    return found != policies_.end() ? found->second : policies_.emplace(name, runtime_.policy(name)).first->second;
  }

  json named(const std::string& name, Policy made) {
    policies_.insert_or_assign(name, made);
    const json snapshot = json::parse(made.snapshot());
    return {{"name", made.name()}, {"key", snapshot.at("key")}};
  }

  json answer(const std::string& call, const json& args, const std::string& name) {
    if (const auto found = report_calls().find(call); found != report_calls().end()) return report(args, found->second);
    if (const auto found = control_calls().find(call); found != control_calls().end()) {
      (policy(args).*found->second)(args.at("reason").get<std::string>());
      return done();
    }
    if (args.contains("waiter") || call == "end_attempt" || call == "deadline") return of_permit(call, args);
    if (std::optional<json> told = queues_.answer(runtime_, call, args, name)) return *std::move(told);
    if (std::optional<json> told = claims_.answer(runtime_, call, args, name)) return *std::move(told);
    if (call == "create") return done();
    if (call == "enter") return enter(args, name);
    if (call == "drop") return drop(args.at("permit"));
    if (call == "call") return guarded(args);
    if (call == "keyed") return named(name, policy(args).keyed(args.at("key").get<std::string>()));
    if (call == "drop_policy") return policies_.erase(args.at("policy").get<std::string>()) > 0 ? done() : absent();
    if (call == "snapshot") return flat(json::parse(policy(args).snapshot()));
    if (call == "retry_after") return {{"wait_ns", wait_of(policy(args).retry_after(args.at("header").get<std::string>()))}};
    if (call == "rate_limit") return look(policy(args).rate_limit(args.value("cost", int64_t{1})));
    if (call == "force_open") {
      policy(args).force_open(args.at("reason").get<std::string>(), optional_ns(args, "duration_ns"));
      return done();
    }
    if (call == "set_limit") {
      policy(args).set_limit(args.at("limit").get<int64_t>(), args.at("reason").get<std::string>());
      return done();
    }
    return of_runtime(call, args, name);
  }

  json of_runtime(const std::string& call, const json& args, const std::string& name) {
    if (call == "policy") return named(name, runtime_.policy(args.at("name").get<std::string>()));
    if (call == "policies") return {{"names", json::parse(runtime_.policies())}};
    if (call == "events") return json::parse(runtime_.events(args.value("since", 0)));
    if (call == "metrics") {
      const std::string process = args.value("process", "");
      return {{"samples", samples(process.empty() ? runtime_.metrics() : runtime_.metrics(process))}};
    }
    if (call == "check") return json::parse(check_configuration(args.at("document").dump()));
    if (call == "now") return {{"now_ns", runtime_.now().count()}};
    if (call == "close") {
      runtime_.close();
      return done();
    }
    if (call == "advance") {
      const int64_t by = args.at("by_ns").get<int64_t>();
      runtime_.advance(Nanoseconds(by));
      now_ += by;
      return done();
    }
    return {{"interpreter", "unknown call " + call}};
  }

  using Report = void (*)(Permit&, const json&);
  struct Reported {
    Outcome outcome;
    Report report;
  };
  static const std::map<std::string, Reported>& report_calls() {
    static const std::map<std::string, Reported> calls = {
        {"success", {Outcome::success, [](Permit& permit, const json&) { permit.success(); }}},
        {"failure",
         {Outcome::failure,
          [](Permit& permit, const json& args) { permit.failure(args.value("cause", ""), optional_ns(args, "retry_after_ns")); }}},
        {"permanent", {Outcome::permanent, [](Permit& permit, const json&) { permit.report(Outcome::permanent); }}},
        {"timeout", {Outcome::timeout, [](Permit& permit, const json&) { permit.timeout(); }}},
        {"cancelled", {Outcome::cancelled, [](Permit& permit, const json&) { permit.cancelled(); }}},
        {"neutral", {Outcome::neutral, [](Permit& permit, const json&) { permit.neutral(); }}},
    };
    return calls;
  }

  using Control = void (Policy::*)(std::string_view);
  static const std::map<std::string, Control>& control_calls() {
    static const std::map<std::string, Control> calls = {{"force_closed", &Policy::force_closed},
                                                         {"disable", &Policy::disable},
                                                         {"metrics_only", &Policy::metrics_only},
                                                         {"reset", &Policy::reset},
                                                         {"reset_rate_limit", &Policy::reset_rate_limit}};
    return calls;
  }

  json report(const json& args, const Reported& reported) {
    const std::string name = args.at("permit");
    if (TicketedPermit* const ticketed = find_ticketed(name))
      return ticketed->refused() ? absent()
                                 : ticketed->report(reported.outcome, args.value("cause", ""), optional_ns(args, "retry_after_ns"));
    const auto permit = permits_.find(name);
    if (permit == permits_.end()) return absent();
    reported.report(permit->second, args);
    return done();
  }

  json drop(const std::string& name) {
    if (TicketedPermit* const ticketed = find_ticketed(name)) {
      if (ticketed->refused() || ticketed->waits()) return absent();
      ticketed_.erase(name);
      return done();
    }
    return permits_.erase(name) > 0 ? done() : absent();
  }

  // Where nobody waits and nothing is tried again, the C++ face shows all there is to see.
  bool is_plain(Policy& policy) const {
    const json patterns = configured_.value(policy.name(), json::object());
    for (const auto& [name, options] : patterns.items()) {
      if (name != "circuit_breaker" && name != "timeout" && name != "attempt_timeout" && name != "keyed") return false;
    }
    return true;
  }

  json enter(const json& args, const std::string& name) {
    Policy& asked = policy(args);
    if (!is_plain(asked)) return enter_ticketed(asked, args, name);
    Permit permit = asked.enter(options_of(args));
    if (!permit) return rejection(permit.reason(), permit.retry_after());
    if (!name.empty()) permits_.emplace(name, std::move(permit));
    return {{"admitted", true}};
  }

  json enter_ticketed(const Policy& asked, const json& args, const std::string& name) {
    auto permit = std::make_unique<TicketedPermit>(asked, args.value("cost", int64_t{1}), args.value("deadline_ns", int64_t{-1}));
    const json entered = permit->enter();
    if (!name.empty()) ticketed_[name] = std::move(permit);
    return entered;
  }

  TicketedPermit* find_ticketed(const std::string& name) {
    const auto found = ticketed_.find(name);
    return found == ticketed_.end() ? nullptr : found->second.get();
  }

  json of_permit(const std::string& call, const json& args) {
    TicketedPermit* const permit = find_ticketed(args.contains("waiter") ? args.at("waiter") : args.at("permit"));
    if (permit == nullptr && call == "deadline") return deadline_of_plain(args.at("permit"));
    if (permit == nullptr || (args.contains("waiter") ? !permit->waits() : !permit->runs())) return absent();
    if (call == "come_back") return permit->enter();
    if (call == "leave") return permit->leave();
    if (call == "deadline") return permit->deadline();
    const std::string does = args.at("does");
    return permit->end_attempt(outcome_of(does), cause_of(does), optional_ns(args, "retry_after_ns"));
  }

  json deadline_of_plain(const std::string& name) {
    const auto permit = permits_.find(name);
    if (permit == permits_.end() || permit->second.done()) return absent();
    return {{"deadline_ns", wait_of(permit->second.deadline())}};
  }

  static json look(const RateLimit& rate) {
    return {{"allowed", rate.allowed},
            {"limit", rate.limit},
            {"remaining", rate.remaining},
            {"retry_after_ns", wait_of(rate.retry_after)},
            {"reset_after_ns", rate.reset_after.count()}};
  }

  json guarded(const json& args) {
    const json does = args.at("does").is_array() ? args.at("does") : json::array({args.at("does")});
    int64_t called = 0;
    json answer = observe([&]() -> json {
      try {
        const json returned = policy(args).call(
            [&]() -> json {
              const json& doing = does.at(static_cast<std::size_t>(std::min<int64_t>(called++, static_cast<int64_t>(does.size()) - 1)));
              const bool plain = doing.is_string();
              const int64_t takes = args.value("takes_ns", int64_t{0});
              move_to(runtime_.now().count() + (plain ? takes : doing.value("takes_ns", takes)));
              throw_as(plain ? doing : doing.at("does"));
              return args.value("value", json(nullptr));
            },
            classify, options_of(args));
        return {{"returned", returned}};
      } catch (const Rejected& refused) {
        if (!args.contains("fallback")) throw;
        policy(args).count_fallback(refused.reason());
        return {{"returned", args.at("fallback")}};
      } catch (const std::exception& error) {
        if (!is_own(error)) throw;
        if (!args.value("fallback_failures", false)) return {{"raised", true}};
        policy(args).count_fallback();
        return {{"returned", args.at("fallback")}};
      }
    });
    if (!answer.contains("error")) answer["called"] = called;
    return answer;
  }

  json configured_;
  Runtime runtime_;
  int64_t now_ = 0;
  QueueCalls queues_;
  ClaimCalls claims_;
  std::map<std::string, Policy> policies_;  // before the permits, which must not outlive them
  std::map<std::string, Permit> permits_;
  std::map<std::string, std::unique_ptr<TicketedPermit>> ticketed_;
};

}  // namespace

json run(const json& vector) {
  std::optional<Interpreter> interpreter;
  const json created = observe([&] {
    interpreter.emplace(vector.at("given"));
    return done();
  });
  json steps = json::array();
  for (const json& step : vector.at("steps")) {
    if (interpreter) {
      steps.push_back(observe([&] { return interpreter->step(step); }));
    } else {
      steps.push_back(step.at("call") == "create" ? created : json{{"interpreter", "no runtime: " + created.dump()}});
    }
  }
  return {{"id", vector.at("id")}, {"steps", steps}};
}

}  // namespace backstay::conformance
