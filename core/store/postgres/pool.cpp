#include "core/store/postgres/pool.hpp"

#include <algorithm>
#include <utility>

#include "core/base/clock.hpp"

namespace backstay::core::postgres {

namespace {

// So many operations on their way on each connection are reason for one more.
constexpr std::size_t kMuch = 4;
// What is not sent yet can still be cancelled, and let what is urgent go before it.
constexpr std::size_t kMost = 32;

constexpr int64_t kFirstPauseNs = 50 * kNsPerMs;
constexpr int64_t kLongestPauseNs = kNsPerSecond;
constexpr int kDoublings = 6;

}  // namespace

Pool::Pool(const Target& target, Descriptors& descriptors, int stop, std::function<void(Attempt)> tell)
    : target_(target), descriptors_(descriptors), stop_(stop), tell_(std::move(tell)) {}

Pool::~Pool() {
  for (const auto& pipeline : pipelines_) descriptors_.remove(pipeline->descriptor());
}

bool Pool::busy() const noexcept {
  return std::ranges::any_of(pipelines_, [](const auto& one) { return one->load() > 0; });
}

int64_t Pool::until_ns() const noexcept {
  int64_t first = INT64_MAX;
  for (const auto& pipeline : pipelines_) first = std::min(first, pipeline->until_ns());
  return first;
}

std::size_t Pool::shared() const noexcept {
  return static_cast<std::size_t>(std::ranges::count_if(pipelines_, [](const auto& one) { return !one->alone && !one->retired; }));
}

// One more for those who wait for locks, since they never take the last one.
std::size_t Pool::most_for(bool somebody_waits_alone) const noexcept {
  const bool spare = somebody_waits_alone || std::ranges::any_of(pipelines_, [](const auto& one) { return one->alone; });
  return static_cast<std::size_t>(target_.options.connections) + (spare ? 1 : 0);
}

// Who waits for a lock takes an empty connection, but never the last one: others go on meanwhile.
Pipeline* Pool::place_for(const Flight& flight) {
  Pipeline* least = nullptr;
  for (const auto& pipeline : pipelines_) {
    if (pipeline->alone || pipeline->retired || pipeline->load() >= kMost) continue;
    if (least == nullptr || pipeline->load() < least->load()) least = pipeline.get();
  }
  if (!flight.alone || least == nullptr) return least;
  if (least->load() > 0 || shared() < 2) return nullptr;
  least->alone = true;
  return least;
}

void Pool::grow(bool somebody_waits, bool somebody_waits_alone) {
  if (connecting() || monotonic_ns() < again_ns_) return;
  const bool busy = std::ranges::all_of(pipelines_, [](const auto& one) { return one->alone || one->retired || one->load() >= kMuch; });
  const bool needed = somebody_waits || somebody_waits_alone || (busy && !pipelines_.empty());
  if (needed && pipelines_.size() < most_for(somebody_waits_alone)) connector_.emplace(target_, stop_, tell_);
}

void Pool::arrived(Attempt attempt) {
  connector_.reset();
  try {
    if (attempt.refused) throw Refused(*attempt.refused);
    auto pipeline = std::make_unique<Pipeline>(*std::move(attempt.ready));
    descriptors_.add(pipeline->descriptor());
    pipelines_.push_back(std::move(pipeline));
  } catch (const Refused&) {
    failed();
    throw;
  }
}

// Half of a pause is chance, so that processes that lost one server don't come back as one.
void Pool::failed() noexcept {
  const int64_t whole = std::min(kFirstPauseNs << std::min(failures_, kDoublings), kLongestPauseNs);
  ++failures_;
  again_ns_ = monotonic_ns() + whole / 2 + static_cast<int64_t>(static_cast<double>(whole / 2) * random_.unit());
}

// The first loss is no reason to wait: the server may be there again.
void Pool::drop(const Pipeline& lost) {
  descriptors_.remove(lost.descriptor());
  std::erase_if(pipelines_, [&](const auto& one) { return one.get() == &lost; });
  if (failures_ > 0) failed();
  ++failures_;
}

void Pool::tidy(bool somebody_waits_alone) {
  for (const auto& pipeline : pipelines_) pipeline->alone = pipeline->alone && pipeline->load() > 0;
  const std::size_t most = most_for(somebody_waits_alone);
  for (std::size_t index = pipelines_.size(); index-- > 0;) {
    Pipeline& pipeline = *pipelines_[index];
    if (pipeline.load() > 0) continue;
    if (!pipeline.retired && pipelines_.size() <= most) continue;
    descriptors_.remove(pipeline.descriptor());
    pipelines_.erase(pipelines_.begin() + static_cast<std::ptrdiff_t>(index));
  }
}

}  // namespace backstay::core::postgres
