// Makes one connection beside the loop: names are resolved and handshakes are waited for on a thread that lives no longer.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <thread>

#include "core/store/postgres/setup.hpp"

namespace backstay::core::postgres {

// Where a store is, and what is said of it.
struct Target {
  std::string url;
  std::string name;  // of the store, for messages
  store::ServerOptions options;
};

// A connection, or why there is none.
struct Attempt {
  std::optional<Ready> ready{};
  std::optional<Refused> refused{};
};

class Connector {
 public:
  // `tell` is called once, on the thread. The target outlives it; `stop` cuts it short. Throws Error out_of_memory.
  Connector(const Target& target, int stop, std::function<void(Attempt)> tell);
  ~Connector() { thread_.join(); }
  Connector(const Connector&) = delete;
  Connector& operator=(const Connector&) = delete;

 private:
  std::thread thread_;
};

}  // namespace backstay::core::postgres
