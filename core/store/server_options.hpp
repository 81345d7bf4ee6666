// What a configuration may say about a store beside where it is; each kind of store takes what it knows.
#pragma once

#include <cstdint>
#include <string>

namespace backstay::core::store {

// What stands between the library and a server: something that lends a connection for one transaction changes what may be asked of it.
enum class Pooler : int32_t { automatic, none, transaction };

struct ServerOptions {
  int64_t connect_timeout_ms = 5'000;  // 100 ms to 60 s
  int64_t timeout_ms = 5'000;          // 100 ms to 60 s: a unit is answered by then, or has failed
  int64_t connections = 4;             // 1 to 64, at the most
  bool migrate = true;                 // the library makes and changes the tables
  Pooler pooler = Pooler::automatic;
  std::string prefix = "backstay";  // of every key, 1 to 64 bytes
  std::string ca_file{};            // whom TLS trusts; empty: whom the system trusts
  std::string certificate_file{};   // the client's own, where the server asks for one; with its key
  std::string key_file{};
};

}  // namespace backstay::core::store
