#include "core/store/postgres/connector.hpp"

#include <new>
#include <utility>

#include "core/base/clock.hpp"
#include "core/base/thread.hpp"

namespace backstay::core::postgres {

namespace {

Attempt try_once(const Target& target, int stop) noexcept {
  Attempt attempt;
  try {
    const int64_t until_ns = monotonic_ns() + target.options.connect_timeout_ms * kNsPerMs;
    attempt.ready = make_ready(target.url, target.options, {.until_ns = until_ns, .stop = stop});
  } catch (const Refused& refused) {
    attempt.refused = refused;
  } catch (const std::bad_alloc&) {
    attempt.refused.emplace("out of memory", std::string());
  }
  return attempt;
}

}  // namespace

Connector::Connector(const Target& target, int stop, std::function<void(Attempt)> tell)
    : thread_(start_thread("a connection to PostgreSQL", [&target, stop, tell = std::move(tell)] { tell(try_once(target, stop)); })) {}

}  // namespace backstay::core::postgres
