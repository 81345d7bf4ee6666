#include "interpreter.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "backstay/backstay.hpp"

// What a guarded function throws when a vector says so. Its name is the cause, the same in every language.
struct Boom : std::runtime_error {
  Boom() : std::runtime_error("boom") {}
};

namespace backstay::conformance {

namespace {

const json kDone = {{"done", true}};
const json kAbsent = {{"absent", true}};

json wait_of(std::optional<Nanoseconds> wait) { return wait ? json(wait->count()) : json(nullptr); }

std::string reason_name(int32_t reason) {
  switch (reason) {
    case BACKSTAY_REASON_OPEN:
      return "open";
    case BACKSTAY_REASON_HALF_OPEN:
      return "half_open";
    case BACKSTAY_REASON_FORCED_OPEN:
      return "forced_open";
    default:
      return "reason " + std::to_string(reason);
  }
}

json rejection(int32_t reason, std::optional<Nanoseconds> wait) {
  return {{"rejected", reason_name(reason)}, {"retry_after_ns", wait_of(wait)}};
}

std::optional<Nanoseconds> optional_ns(const json& args, const char* name) {
  return args.contains(name) ? std::optional(Nanoseconds(args.at(name).get<int64_t>())) : std::nullopt;
}

// The text after the last '{' of a sample's name, split at the ends of its labels and put in the order of their names.
std::string sorted_labels(std::string inside) {
  std::vector<std::string> labels;
  inside.pop_back();  // the closing brace
  std::size_t start = 0;
  for (std::size_t end = 0; (end = inside.find("\",", start)) != std::string::npos; start = end + 2)
    labels.push_back(inside.substr(start, end + 1 - start));
  labels.push_back(inside.substr(start));
  std::sort(labels.begin(), labels.end());
  std::string text;
  for (const std::string& label : labels) text += (text.empty() ? "" : ",") + label;
  return "{" + text + "}";
}

json samples(const std::string& text) {
  json found = json::object();
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line[0] == '#') continue;
    const std::size_t space = line.rfind(' ');
    const std::string name = line.substr(0, space);
    const std::size_t brace = name.find('{');
    found[name.substr(0, brace) + (brace == std::string::npos ? "" : sorted_labels(name.substr(brace + 1)))] =
        std::stod(line.substr(space + 1));
  }
  return found;
}

json flat(const json& snapshot) {
  json fields = {
      {"policy", snapshot.at("policy")}, {"key", snapshot.at("key")}, {"state", snapshot.at("state")}, {"causes", json::array()}};
  const json breaker = snapshot.at("patterns").value("circuit_breaker", json::object());
  for (const char* group : {"integers", "doubles", "texts"}) fields.update(breaker.value(group, json::object()));
  fields["causes"] = breaker.value("causes", json::array());
  return fields;
}

class Interpreter {
 public:
  explicit Interpreter(const json& given) : runtime_(make(given)) {}

  json step(const json& step) {
    const int64_t at = step.at("at_ns").get<int64_t>();
    if (at > now_) move_to(at);
    json observed;
    for (int i = 0; i < step.value("times", 1); ++i)
      observed = answer(step.at("call"), step.value("args", json::object()), step.value("as", ""));
    return observed;
  }

 private:
  static Runtime make(const json& given) {
    const std::string text = given.contains("text") ? given.at("text").get<std::string>() : given.at("config").dump();
    return given.value("disabled", false) ? Runtime::disabled(text) : Runtime::from_json(text);
  }

  void move_to(int64_t at_ns) {
    runtime_.advance(Nanoseconds(at_ns - now_));
    now_ = at_ns;
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
      return kDone;
    }
    if (call == "create") return kDone;
    if (call == "enter") return enter(args, name);
    if (call == "drop") return permits_.erase(args.at("permit").get<std::string>()) > 0 ? kDone : kAbsent;
    if (call == "call") return guarded(args);
    if (call == "force_open") {
      policy(args).force_open(args.at("reason").get<std::string>(), optional_ns(args, "duration_ns"));
      return kDone;
    }
    if (call == "keyed") return named(name, policy(args).keyed(args.at("key").get<std::string>()));
    if (call == "drop_policy") return policies_.erase(args.at("policy").get<std::string>()) > 0 ? kDone : kAbsent;
    if (call == "snapshot") return flat(json::parse(policy(args).snapshot()));
    if (call == "retry_after") return {{"wait_ns", wait_of(policy(args).retry_after(args.at("header").get<std::string>()))}};
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
      return kDone;
    }
    if (call == "advance") {
      const int64_t by = args.at("by_ns").get<int64_t>();
      runtime_.advance(Nanoseconds(by));
      now_ += by;
      return kDone;
    }
    return {{"interpreter", "unknown call " + call}};
  }

  using Report = std::function<void(Permit&, const json&)>;
  static const std::map<std::string, Report>& report_calls() {
    static const std::map<std::string, Report> calls = {
        {"success", [](Permit& permit, const json&) { permit.success(); }},
        {"failure", [](Permit& permit, const json& args) { permit.failure(args.value("cause", ""), optional_ns(args, "retry_after_ns")); }},
        {"timeout", [](Permit& permit, const json&) { permit.timeout(); }},
        {"cancelled", [](Permit& permit, const json&) { permit.cancelled(); }},
        {"neutral", [](Permit& permit, const json&) { permit.neutral(); }},
    };
    return calls;
  }

  using Control = void (Policy::*)(std::string_view);
  static const std::map<std::string, Control>& control_calls() {
    static const std::map<std::string, Control> calls = {{"force_closed", &Policy::force_closed},
                                                         {"disable", &Policy::disable},
                                                         {"metrics_only", &Policy::metrics_only},
                                                         {"reset", &Policy::reset}};
    return calls;
  }

  json report(const json& args, const Report& act) {
    const auto permit = permits_.find(args.at("permit").get<std::string>());
    if (permit == permits_.end()) return kAbsent;
    act(permit->second, args);
    return kDone;
  }

  json enter(const json& args, const std::string& name) {
    Permit permit = policy(args).enter();
    if (!permit) return rejection(permit.reason(), permit.retry_after());
    if (!name.empty()) permits_.emplace(name, std::move(permit));
    return {{"admitted", true}};
  }

  json guarded(const json& args) {
    try {
      const json returned = policy(args).call([&]() -> json {
        move_to(now_ + args.value("takes_ns", int64_t{0}));
        if (args.at("does") == "raise") throw Boom();
        return args.value("value", json(nullptr));
      });
      return {{"returned", returned}};
    } catch (const Boom&) {
      return {{"raised", true}};
    }
  }

  Runtime runtime_;
  int64_t now_ = 0;
  std::map<std::string, Policy> policies_;  // before the permits, which must not outlive them
  std::map<std::string, Permit> permits_;
};

// What a call came to: its value, a rejection or an error.
json observe(const std::function<json()>& act) {
  try {
    return act();
  } catch (const Rejected& rejected) {
    return rejection(rejected.reason(), rejected.retry_after());
  } catch (const Error& error) {
    return {{"error", backstay_status_name(error.code())}, {"message", error.what()}};
  } catch (const std::exception& error) {
    return {{"interpreter", error.what()}};
  }
}

}  // namespace

json run(const json& vector) {
  std::optional<Interpreter> interpreter;
  const json created = observe([&] {
    interpreter.emplace(vector.at("given"));
    return kDone;
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
