#include "core/store/readiness.hpp"

#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <system_error>

#include "core/base/status.hpp"

#ifdef __linux__
#include <sys/eventfd.h>
#else
#include <fcntl.h>
#endif

namespace backstay::core {

namespace {

// Both ends; negative where the system has no descriptor left.
std::array<int, 2> make_ends() noexcept {
#ifdef __linux__
  const int both = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  return {both, both};
#else
  std::array<int, 2> ends{-1, -1};
  if (::pipe(ends.data()) != 0) return {-1, -1};
  for (const int end : ends) {
    ::fcntl(end, F_SETFD, FD_CLOEXEC);
    ::fcntl(end, F_SETFL, O_NONBLOCK);
  }
  return ends;
#endif
}

}  // namespace

int Readiness::open() {
  if (is_open()) return watched_;
  const auto [watched, written] = make_ends();
  if (watched < 0) throw Error(Status::io, "no descriptor for the queue: " + std::system_category().message(errno));
  watched_ = watched;
  written_ = written;
  return watched_;
}

void Readiness::raise() noexcept {
  if (!is_open() || raised_) return;
  const uint64_t one = 1;
  raised_ = ::write(written_, &one, sizeof(one)) == sizeof(one);
}

void Readiness::lower() noexcept {
  if (!raised_) return;
  uint64_t count = 0;
  raised_ = ::read(watched_, &count, sizeof(count)) != sizeof(count);
}

void Readiness::abandon() noexcept {
  if (written_ >= 0 && written_ != watched_) ::close(written_);
  if (watched_ >= 0) ::close(watched_);
  watched_ = written_ = -1;
  raised_ = false;
}

}  // namespace backstay::core
