#include "core/idempotency/http/identity.hpp"

#include <array>
#include <cstdint>
#include <optional>

#include "core/base/bytes.hpp"
#include "core/base/hash.hpp"
#include "core/idempotency/http/canonical_json.hpp"

namespace backstay::core::idempotency::http {

namespace {

// Bytes of a route that people see in the store; with the hash behind it a scope has at most 255.
constexpr std::size_t kShownRoute = 160;
constexpr std::size_t kShownMethod = 16;

// The length first, so that no two lists of texts read the same.
void add(Sha256& hash, std::string_view text) {
  std::array<uint8_t, 8> length{};
  for (std::size_t i = 0; i < length.size(); ++i) length[i] = static_cast<uint8_t>(text.size() >> (8 * i));
  hash.update(length);
  hash.update(as_bytes(text));
}

void add_caller(Sha256& hash, const Request& request) {
  add(hash, request.tenant);
  if (!request.principal.empty()) {
    add(hash, "principal");
    return add(hash, request.principal);
  }
  const std::size_t end = request.credentials.find('\n');
  const std::string_view authorization = request.credentials.substr(0, end);
  const std::string_view cookie = end == std::string_view::npos ? std::string_view() : request.credentials.substr(end + 1);
  add(hash, authorization.empty() ? "cookie" : "authorization");
  add(hash, authorization.empty() ? cookie : authorization);
}

void show(std::string& out, std::string_view text, std::size_t most) {
  for (const char c : text.substr(0, most)) out += c > 0x20 && c < 0x7f ? c : '?';
}

void add_body(Sha256& hash, std::string_view body, const Terms& terms) {
  std::optional<std::string> form;
  if (terms.fingerprint == Fingerprint::json) form = canonical_json(body);
  if (terms.fingerprint == Fingerprint::fields) form = canonical_members(body, terms.fields);
  add(hash, form ? "json" : "bytes");
  add(hash, form ? std::string_view(*form) : body);
}

}  // namespace

Identity identify(const Request& request, std::string_view key, const Terms& terms) {
  const std::string_view path = request.target.substr(0, request.target.find('?'));
  const std::string_view route = request.route.empty() ? path : request.route;
  Identity identity;
  Sha256 hash;
  add_caller(hash, request);
  add(hash, request.method);
  add(hash, route);
  show(identity.scope, request.method, kShownMethod);
  identity.scope += ' ';
  show(identity.scope, route, kShownRoute);
  identity.scope += ' ';
  identity.scope += hex(hash.finish());
  add(hash, request.method);
  add(hash, request.target);
  add(hash, key);
  add_body(hash, request.body, terms);
  const Sha256Digest digest = hash.finish();
  identity.fingerprint.assign(digest.begin(), digest.end());
  return identity;
}

}  // namespace backstay::core::idempotency::http
