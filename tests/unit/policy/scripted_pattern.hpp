// Patterns for tests of what holds patterns: each answers as it is told and writes down what it was asked.
#pragma once

#include <atomic>
#include <deque>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/policy/pattern.hpp"
#include "core/telemetry/writers.hpp"

namespace backstay::core {

// What a scripted pattern does, and the log that all patterns of a test share.
struct Script {
  std::string kind;
  std::vector<std::string>* log = nullptr;
  std::deque<Admission> answers{};       // to enter and resume; then a permit each time
  std::deque<Repetition> repetitions{};  // then none
  std::deque<Conclusion> conclusions{};  // of exit and leave; then nothing special
  int64_t limit_ns = kUnknown;
  bool repeats = false;
  bool wakes = false;
  std::atomic<int64_t> word{0};   // of the gate
  std::atomic<int64_t> quiet{0};  // successes counted there
};

class ScriptedPattern final : public Pattern {
 public:
  explicit ScriptedPattern(std::shared_ptr<Script> script) : script_(std::move(script)) {}

  Admission enter(const EnterRequest& request) noexcept override {
    note("enter", request.deadline_ns == kUnknown ? "" : " by " + std::to_string(request.deadline_ns));
    return next_answer();
  }
  Admission resume(const EnterRequest& request) noexcept override {
    note("resume", " " + std::to_string(Ticket::place(request.ticket)));
    return next_answer();
  }
  Conclusion exit(const ExitReport& report) noexcept override {
    note("exit", " " + std::to_string(report.token) + " " + std::string(name(report.outcome)) + " x" + std::to_string(report.attempts));
    return next_conclusion();
  }
  Conclusion leave(int64_t ticket) noexcept override {
    note("leave", " " + std::to_string(Ticket::place(ticket)));
    return next_conclusion();
  }
  const void* lot() const noexcept override { return script_->wakes ? this : nullptr; }
  int64_t limit_ns() const noexcept override { return script_->limit_ns; }
  bool repeats() const noexcept override { return script_->repeats; }
  Repetition repeat(const Attempt& attempt) noexcept override {
    note("repeat", " " + std::to_string(attempt.number) + " " + std::string(name(attempt.outcome)));
    if (script_->repetitions.empty()) return {};
    const Repetition next = script_->repetitions.front();
    script_->repetitions.pop_front();
    return next;
  }
  bool needs_elapsed() const noexcept override { return false; }
  GateWords gate() noexcept override {
    return {.word = &script_->word, .stripes = &script_->quiet, .stripe_count = 1, .stripe_stride = 64};
  }
  void shut() noexcept override { note("shut", ""); }
  std::string_view kind() const noexcept override { return script_->kind; }
  std::string_view state() const noexcept override { return {}; }
  void snapshot([[maybe_unused]] SnapshotWriter& out) const override {}
  void metrics(MetricsWriter& out) const override { out.sample(script_->kind, {}, 1); }
  bool idle() const noexcept override { return true; }

 private:
  void void_permits() noexcept override { note("void", ""); }
  void note(const std::string& what, const std::string& more) noexcept { script_->log->push_back(script_->kind + "." + what + more); }
  Admission next_answer() {
    if (script_->answers.empty()) return {.token = ++given_};
    const Admission next = script_->answers.front();
    script_->answers.pop_front();
    return next;
  }
  Conclusion next_conclusion() {
    if (script_->conclusions.empty()) return {};
    const Conclusion next = script_->conclusions.front();
    script_->conclusions.pop_front();
    return next;
  }

  std::shared_ptr<Script> script_;
  int64_t given_ = 0;
};

class ScriptedBlueprint final : public Blueprint {
 public:
  explicit ScriptedBlueprint(std::shared_ptr<Script> script) : script_(std::move(script)) {}
  std::unique_ptr<Pattern> build([[maybe_unused]] const Surroundings& surroundings, [[maybe_unused]] std::string_view key,
                                 [[maybe_unused]] Pattern* lender) const override {
    return std::make_unique<ScriptedPattern>(script_);
  }
  bool stands_alone() const noexcept override { return script_->limit_ns == kUnknown && !script_->repeats; }

 private:
  std::shared_ptr<Script> script_;
};

}  // namespace backstay::core
