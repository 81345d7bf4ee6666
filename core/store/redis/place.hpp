// Where a Redis server is, and how a store talks to it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/status.hpp"
#include "core/store/server_options.hpp"

namespace backstay::core::redis {

struct Place {
  std::string host{};
  int port = 6379;
  std::string socket{};  // the path of a Unix socket; empty: host and port
  std::string user{};    // empty: the server's default one
  std::string password{};
  int database = 0;
  bool tls = false;

  std::string name{};  // of the store, for messages
  store::ServerOptions options{};

  // What a message begins with: nothing secret.
  std::string subject() const;
};

// Reads redis://[USER[:PASSWORD]@]HOST[:PORT][/DATABASE], the same with rediss:, and redis+unix://[USER:PASSWORD@]/PATH[?db=DATABASE].
// User and password may be percent-encoded. Nothing where it is none of them.
std::optional<Place> parse_url(std::string_view url);

// What Redis or the way to it refused.
class Refused : public Error {
 public:
  Refused(const Place& place, std::string_view words, bool passing, Status status = Status::store_unavailable);
  // Whether it may be otherwise in a moment.
  bool passing() const noexcept { return passing_; }

 private:
  bool passing_;
};

}  // namespace backstay::core::redis
