// Random scripts for several threads of control, run on a machine, and the history of what it answered.
#pragma once

#include <cstdint>
#include <functional>
#include <random>
#include <vector>

#include "core/policy/circuit_breaker/machine.hpp"
#include "sequential_model.hpp"

namespace backstay::test {

using core::State;
using Kind = Operation::Kind;

struct Step {
  enum class What { enter, report, tick } what = What::enter;
  Kind kind = Kind::enter;
  int64_t argument = 0;  // report: which permit; tick: nanoseconds
};
using Script = std::vector<Step>;

inline breaker::Settings consecutive_settings(std::mt19937_64& random) {
  breaker::Settings settings;
  settings.consecutive_failures = 1 + static_cast<int64_t>(random() % 3);
  settings.open.initial_ms = settings.open.maximum_ms = 20;
  settings.half_open.permits = 1 + static_cast<int64_t>(random() % 2);
  settings.half_open.successes = 1 + static_cast<int64_t>(random() % 2);
  settings.half_open.lease_ms = 100;
  settings.half_open.maximum_time_ms = random() % 3 == 0 ? 150 : 0;
  return settings;
}

inline Script random_script(std::mt19937_64& random, int steps) {
  static constexpr int64_t kTicks[] = {5'000'000, 25'000'000, 200'000'000};
  static constexpr Kind kReports[] = {Kind::success, Kind::failure, Kind::failure, Kind::neutral};
  Script script;
  for (int index = 0; index < steps; ++index) {
    const uint64_t draw = random() % 8;
    if (draw < 3) {
      script.push_back({Step::What::enter, Kind::enter, 0});
    } else if (draw < 7) {
      script.push_back({Step::What::report, kReports[draw - 3], static_cast<int64_t>(random() % 4)});
    } else {
      script.push_back({Step::What::tick, Kind::enter, kTicks[random() % std::size(kTicks)]});
    }
  }
  return script;
}

inline breaker::Result result_of(Kind kind) {
  using ResultKind = breaker::Result::Kind;
  breaker::Result result;
  result.kind = kind == Kind::success ? ResultKind::success : kind == Kind::failure ? ResultKind::failure : ResultKind::nothing;
  return result;
}

// The world of a script: a common order of moments, a clock that it may move, and the last reading of the clock by the caller.
struct World {
  std::function<int64_t()> moment;
  std::function<void(int64_t)> tick;
  std::function<int64_t()> last_reading;
};

// Runs one script. A report takes one of the permits the script holds, mostly its newest, and sometimes one that was reported
// before: misuse that the answers must account for.
template <class Machine>
std::vector<Operation> run_script(Machine& machine, const Script& script, const World& world) {
  std::vector<Operation> history;
  std::vector<int64_t> permits;
  for (const Step& step : script) {
    if (step.what == Step::What::tick) {
      world.tick(step.argument);
      continue;
    }
    Operation operation;
    operation.kind = permits.empty() ? Kind::enter : step.kind;
    bool moved = false;
    operation.invoked = world.moment();
    if (operation.kind == Kind::enter) {
      const auto entered = machine.enter();
      operation.answer = entered.token == 0 ? -1 : breaker::Word{entered.token}.generation();
      if (entered.token != 0) permits.push_back(entered.token);
      moved = entered.token != 0 && entered.transition;
    } else {
      const auto place = permits.end() - 1 - (step.argument == 3 ? static_cast<std::ptrdiff_t>(permits.size()) - 1 : 0);
      const breaker::Word permit{*place};
      if (step.argument != 2) permits.erase(place);
      operation.given = permit.generation();
      operation.answer = machine.exit(permit, result_of(operation.kind)).late ? 1 : 0;
    }
    operation.responded = world.moment();
    operation.now_ns = world.last_reading();
    history.push_back(operation);
    if (moved) {
      operation.given = operation.answer;
      operation.kind = Kind::limit;
      history.push_back(operation);
    }
  }
  return history;
}

}  // namespace backstay::test
