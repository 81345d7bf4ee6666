// Why a request is answered with a problem (RFC 9457) and neither by its handler nor by an answer that is stored.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace backstay::core::idempotency::http {

enum class Refusal : int32_t {
  key_missing,
  key_invalid,
  request_too_large,
  length_mismatch,
  in_flight,
  key_reused,
  body_not_kept,
  abandoned,
  failed,
  store_unavailable,
  record_corrupt,
};

// What clients are told of it; code and retry are for programs and never change. No detail holds anything of a request or an answer.
struct RefusalText {
  std::string_view code;
  int64_t status_code;
  std::string_view retry;  // same_key, new_key, no
  std::string_view detail;
};

// In the order of the enumeration.
inline constexpr std::array<RefusalText, 11> kRefusals{{
    {"idempotency_key_missing", 400, "new_key", "This operation needs an idempotency key, in the header field {header}."},
    {"idempotency_key_invalid", 400, "new_key", "The header field {header} must hold one key: {format}."},
    {"idempotency_request_too_large", 413, "no", "A request with an idempotency key may have a body of {maximum} bytes at most."},
    {"idempotency_length_mismatch", 400, "same_key", "The body has not the length that Content-Length says."},
    {"idempotency_in_flight", 409, "same_key",
     "A request with this idempotency key is being worked on; its answer will be there for the same key."},
    {"idempotency_key_reused", 422, "new_key", "The idempotency key was used for another request: its target or body differs."},
    {"idempotency_body_not_kept", 409, "no", "The request with this idempotency key was carried out, and its answer was not kept."},
    {"idempotency_abandoned", 409, "no", "The request with this idempotency key was begun and never ended; it may have been carried out."},
    {"idempotency_failed", 500, "new_key", "The request with this idempotency key failed, which is its answer."},
    {"idempotency_store_unavailable", 503, "same_key", "The store of idempotency keys can't be used, so the request was not carried out."},
    {"idempotency_record_corrupt", 500, "no", "What is stored under this idempotency key can't be read."},
}};

constexpr const RefusalText& text_of(Refusal refusal) noexcept { return kRefusals[static_cast<std::size_t>(refusal)]; }

}  // namespace backstay::core::idempotency::http
