// The bytes to a server and back, in the clear or by TLS, without waiting. One thread at a time.
//
// hiredis connects. TLS is OpenSSL's directly: hiredis would check the certificate's chain and not the host's name in it, and it says
// less of why it refused.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <memory>
#include <span>
#include <string_view>

#include "core/store/redis/place.hpp"

struct ssl_st;

namespace backstay::core::redis {

using Instant = std::chrono::steady_clock::time_point;

// The connection's descriptor, or -1; a forked child closes it and touches nothing else.
using Descriptor = std::atomic<int>;

// For poll; rounded up, so that who waits for an instant doesn't wake before it.
int milliseconds_until(Instant until);
// Waits for a descriptor until an instant; false when that came first.
bool wait_for(int descriptor, short events, Instant until);

class Stream {
 public:
  // Connects, until that instant. Throws Refused. Place and descriptor outlive it.
  Stream(const Place& place, Descriptor& descriptor, Instant until);
  ~Stream();
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;

  int descriptor() const noexcept { return descriptor_.load(std::memory_order_relaxed); }
  // How many bytes went; 0: none can just now. Throws Refused, passing, where the connection is lost.
  std::size_t read(std::span<char> into);
  std::size_t write(std::string_view bytes);

 private:
  struct FreeTls {
    void operator()(ssl_st* tls) const noexcept;
  };

  void connect(Instant until);
  void begin_tls(Instant until);
  [[noreturn]] void lose(std::string_view words) const;
  [[noreturn]] void refuse_tls() const;
  std::size_t moved_by_tls(int returned, std::size_t count) const;

  const Place& place_;
  Descriptor& descriptor_;
  std::unique_ptr<ssl_st, FreeTls> tls_;
};

}  // namespace backstay::core::redis
