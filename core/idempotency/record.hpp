// What a store keeps under an idempotency key: who holds it, or what came of it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/catalogue.hpp"

namespace backstay::core::idempotency {

// What came of a call, as its first caller told it.
struct Answer {
  AnswerKind kind = AnswerKind::value;
  int64_t status_code = 0;     // of HTTP; 0: no HTTP
  std::string content_type{};  // of the body
  std::string headers{};       // JSON, as the adapter wrote it
  std::string body{};          // any bytes
};

struct Record {
  bool done = false;
  std::string claim;        // of the claim that wrote it: random, so that it knows its own record again
  std::string fingerprint;  // of the request; empty: any request
  int64_t lease_ns = 0;     // in flight: how long the holder has, from the entry's last write
  int64_t takeovers = 0;    // claims that got the key because a lease had run out
  std::string recovery_point;
  Answer answer;  // done
};

// CBOR (RFC 8949), read by this and by neighbouring versions.
std::string encode(const Record& record);
// Nothing where the bytes are none of ours: somebody else changed them.
std::optional<Record> decode(std::string_view bytes);

}  // namespace backstay::core::idempotency
