// What a configuration may say about a store beside where it is; each kind of store takes what it knows.
#pragma once

#include <cstdint>

namespace backstay::core::store {

// What stands between the library and a server: something that lends a connection for one transaction changes what may be asked of it.
enum class Pooler : int32_t { automatic, none, transaction };

struct ServerOptions {
  int64_t connect_timeout_ms = 5'000;  // 100 ms to 60 s
  int64_t timeout_ms = 5'000;          // 100 ms to 60 s: a unit is answered by then, or has failed
  int64_t connections = 4;             // 1 to 64, at the most
  bool migrate = true;                 // the library makes and changes the tables
  Pooler pooler = Pooler::automatic;
};

}  // namespace backstay::core::store
