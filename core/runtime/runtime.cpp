#include "core/runtime/runtime.hpp"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "core/base/hash.hpp"
#include "core/base/random.hpp"
#include "core/base/status.hpp"
#include "core/base/text.hpp"
#include "core/idempotency/limits.hpp"
#include "core/telemetry/prometheus_text.hpp"

namespace backstay::core {

namespace {

bool disabled_by_environment() {
  const char* const value = std::getenv("BACKSTAY_DISABLED");
  if (value == nullptr) return false;
  const std::string_view text(value);
  return text == "1" || text == "true" || text == "yes" || text == "on";
}

[[noreturn]] void refuse_name(std::string_view what, std::string_view name, const std::vector<std::string_view>& known) {
  const std::string near = did_you_mean(name, known);
  std::string message = "no " + std::string(what) + " named " + in_quotes(name) + (near.empty() ? "" : "; " + near);
  message += known.empty() ? "; the configuration has none" : "; configured: " + list_in_quotes(known);
  throw Error(Status::not_found, message);
}

// Told once a runtime, and seen by every reader of events: nobody should wonder why nothing trips.
Event disabled_event(const Clock& clock) {
  Event event;
  event.at_ns = clock.now_ns();
  event.wall_ns = clock.wall_ns(event.at_ns);
  event.kind = EventKind::disabled;
  event.from = State::disabled;
  event.to = State::disabled;
  event.reason = TransitionReason::runtime_disabled;
  return event;
}

}  // namespace

Runtime* Runtime::create(Configuration configuration, Guarding guarding) {
  const bool disabled = guarding == Guarding::disabled || !configuration.enabled || disabled_by_environment();
  return new Runtime(std::move(configuration), disabled, false);
}

Runtime* Runtime::create_pass_through() { return new Runtime(Configuration{}, true, true); }

Runtime::Runtime(Configuration configuration, bool disabled, bool any_name)
    : configuration_(std::move(configuration)),
      disabled_(disabled),
      any_name_(any_name),
      clock_(configuration_.manual_clock ? Clock::manual() : Clock::system()),
      events_(static_cast<std::size_t>(configuration_.event_capacity)),
      seed_(configuration_.seed ? *configuration_.seed : system_random64()),
      random_(Random::system()) {
  watch_forks();
  open_stores();
  try {
    policies_.resize(configuration_.policies.size());
    for (std::size_t place = 0; place < policies_.size(); ++place) add_configured(place);
    configuration_.policies = {};  // what they hold is in the plans now
  } catch (...) {
    for (Policy* const policy : policies_) {
      if (policy != nullptr) policy->release();
    }
    throw;
  }
  if (disabled_) events_.record(disabled_event(clock_));
}

Runtime::~Runtime() {
  for (Policy* const policy : policies_) policy->release();
}

void Runtime::open_stores() {
  for (const StoreSpec& spec : configuration_.stores) stores_.emplace(spec.name, open_store(spec, clock_));
  for (const idempotency::Spec& spec : configuration_.idempotencies) {
    keepers_.push_back(std::make_unique<idempotency::Keeper>(spec.name, spec.terms, *stores_.at(spec.store), random_));
  }
  configuration_.stores = {};  // URLs may hold passwords
}

// Circles were refused when the document was read.
void Runtime::add_configured(std::size_t place) {
  if (policies_[place] != nullptr) return;
  const std::vector<PolicySpec>& specs = configuration_.policies;
  for (const PolicyLayer& layer : specs[place].layers) {
    for (std::size_t other = 0; !layer.lender.empty() && other < specs.size(); ++other) {
      if (specs[other].name == layer.lender) add_configured(other);
    }
  }
  add(specs[place], place);
}

// The other policy's pattern of the same kind; null where there is nobody to borrow from, or all is disabled.
Pattern* Runtime::lender_of(const PolicyLayer& layer) {
  Policy* const lender = layer.lender.empty() ? nullptr : find(layer.lender);
  if (lender == nullptr) return nullptr;
  for (Pattern* const part : lender->pattern().parts()) {
    if (part->kind() == layer.pattern) return part;
  }
  return nullptr;
}

Policy& Runtime::add(const PolicySpec& spec, std::size_t place) {
  PolicyPlan& plan = plans_.emplace_back();
  plan.name = spec.name;
  for (const PolicyLayer& layer : spec.layers)
    plan.layers.push_back({.kind = layer.pattern, .blueprint = layer.blueprint, .lender = lender_of(layer)});
  plan.keyed_maximum = spec.keyed_maximum;
  plan.owner = this;
  plan.surroundings.clock = &clock_;
  plan.surroundings.events = &events_;
  plan.surroundings.policy = plan.name;
  plan.surroundings.seed = mix64(seed_ + place);
  plan.surroundings.pass_through = disabled_;
  auto made = std::make_unique<Policy>(plan, std::string());
  by_name_.emplace(plan.name, made.get());
  policies_[place] = made.get();
  return *made.release();  // the list's from here on
}

Policy* Runtime::policy(std::string_view name) {
  Policy* const found = any_name_ ? find_or_add(name) : find(name);
  if (found == nullptr) refuse_name("policy", name, names());
  found->retain();
  retain();
  return found;
}

idempotency::Keeper& Runtime::keeper(std::string_view name) {
  std::vector<std::string_view> known;
  for (const auto& keeper : keepers_) {
    if (keeper->name() == name) return *keeper;
    known.push_back(keeper->name());
  }
  refuse_name("idempotency", name, known);
}

void Runtime::set_on_unavailable(idempotency::Keeper& keeper, std::optional<idempotency::OnUnavailable> wanted, std::string_view reason) {
  keeper.set_on_unavailable(wanted);
  Event event;
  event.at_ns = clock_.now_ns();
  event.wall_ns = clock_.wall_ns(event.at_ns);
  event.kind = EventKind::control;
  event.reason = TransitionReason::operator_;
  event.pattern.assign("idempotency");
  event.policy.assign(keeper.name());
  const auto said = [&] { return idempotency::limits::kOnUnavailable[static_cast<std::size_t>(*wanted)]; };
  event.note.assign("on_unavailable " + std::string(wanted ? said() : "as configured") + ": " + std::string(reason));
  events_.record(event);
}

store::KeyValueStore& Runtime::store(std::string_view name) {
  const auto found = stores_.find(std::string(name));
  if (found != stores_.end()) return *found->second;
  std::vector<std::string_view> known;
  for (const auto& [other, store] : stores_) known.push_back(other);
  refuse_name("store", name, known);
}

std::vector<std::string> Runtime::store_names() const {
  std::vector<std::string> names;
  for (const auto& [name, store] : stores_) names.push_back(name);
  std::sort(names.begin(), names.end());
  return names;
}

Policy* Runtime::find(std::string_view name) {
  const auto found = by_name_.find(name);
  return found == by_name_.end() ? nullptr : found->second;
}

Policy* Runtime::find_or_add(std::string_view name) {
  const ForkSafeHold hold(lock_);
  if (Policy* const known = find(name)) return known;
  PolicySpec spec;
  spec.name = name;
  policies_.push_back(nullptr);
  Policy* added = nullptr;
  try {
    added = &add(spec, policies_.size() - 1);
  } catch (...) {
    policies_.pop_back();
    throw;
  }
  if (closed()) added->shut();
  return added;
}

std::vector<Policy*> Runtime::all() const {
  const ForkSafeHold hold(lock_);
  return policies_;
}

std::vector<std::string_view> Runtime::names() const {
  std::vector<std::string_view> names;
  for (const Policy* const policy : all()) names.push_back(policy->plan().name);
  return names;
}

std::shared_ptr<CompletionQueue> Runtime::add_queue(int64_t capacity) {
  auto added = std::make_shared<CompletionQueue>(capacity);
  const ForkSafeHold hold(lock_);
  if (closed()) throw Error(Status::closed, "the runtime was closed");
  std::erase_if(queues_, [](const std::weak_ptr<CompletionQueue>& queue) { return queue.expired(); });
  queues_.push_back(added);
  return added;
}

std::string Runtime::metrics(std::string_view process) {
  PrometheusText text(configuration_.metrics_prefix, process);
  for (Policy* const policy : all()) {
    for (Policy* const instance : policy->instances()) {
      text.enter_policy(instance->plan().name, instance->key());
      instance->pattern().metrics(text);
      if (instance->key().empty()) instance->plan().fallbacks.metrics(text);
      instance->release();
    }
  }
  text.enter_policy({}, {});
  for (const auto& keeper : keepers_) keeper->counts().metrics(keeper->name(), text);
  text.sample("backstay_disabled", {}, disabled_ ? 1 : 0);
  text.sample("backstay_events_total", {}, static_cast<double>(events_.sequence().load()));
  return text.finish();
}

void Runtime::close() noexcept {
  if (closed_.exchange(true)) return;
  const ForkSafeHold hold(lock_);
  for (Policy* const policy : policies_) policy->shut();
  for (const std::weak_ptr<CompletionQueue>& queue : queues_) {
    if (const auto open = queue.lock()) open->close();
  }
}

}  // namespace backstay::core
