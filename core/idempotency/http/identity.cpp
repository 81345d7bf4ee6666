#include "core/idempotency/http/identity.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <span>

#include "core/base/bytes.hpp"
#include "core/base/hash.hpp"
#include "core/idempotency/http/canonical_json.hpp"

namespace backstay::core::idempotency::http {

namespace {

// Bytes of a route that people see in the store; with the hash behind it a scope has at most 255.
constexpr std::size_t kShownRoute = 160;
constexpr std::size_t kShownMethod = 16;

// Texts one after another, each with its length before it, so that no two lists of texts read the same. They are put together first,
// because a hash has its price for each piece that it is given.
class List {
 public:
  void add(std::string_view text) {
    add_length(text);
    bytes_ += text;
  }
  void add_length(std::string_view text) {
    std::array<char, sizeof(uint64_t)> length{};
    for (std::size_t i = 0; i < length.size(); ++i) length[i] = static_cast<char>(text.size() >> (8 * i) & 0xffU);
    bytes_.append(length.data(), length.size());
  }
  std::span<const uint8_t> bytes() const noexcept { return as_bytes(bytes_); }

 private:
  std::string bytes_;
};

void add_caller(List& list, const Request& request) {
  list.add(request.tenant);
  if (!request.principal.empty()) {
    list.add("principal");
    return list.add(request.principal);
  }
  const std::size_t end = request.credentials.find('\n');
  const std::string_view authorization = request.credentials.substr(0, end);
  const std::string_view cookie = end == std::string_view::npos ? std::string_view() : request.credentials.substr(end + 1);
  list.add(authorization.empty() ? "cookie" : "authorization");
  list.add(authorization.empty() ? cookie : authorization);
}

void show(std::string& out, std::string_view text, std::size_t most) {
  for (const char c : text.substr(0, most)) out += c > 0x20 && c < 0x7f ? c : '?';
}

// The body itself is not copied.
void add_body(Sha256& hash, List& list, std::string_view body, const Terms& terms) {
  std::optional<std::string> form;
  if (terms.fingerprint == Fingerprint::json) form = canonical_json(body);
  if (terms.fingerprint == Fingerprint::fields) form = canonical_members(body, terms.fields);
  const std::string_view said = form ? std::string_view(*form) : body;
  list.add(form ? "json" : "bytes");
  list.add_length(said);
  hash.update(list.bytes());
  hash.update(as_bytes(said));
}

}  // namespace

Identity identify(const Request& request, std::string_view key, const Terms& terms) {
  const std::string_view path = request.target.substr(0, request.target.find('?'));
  const std::string_view route = request.route.empty() ? path : request.route;
  Identity identity;
  List caller;
  add_caller(caller, request);
  caller.add(request.method);
  caller.add(route);
  Sha256 hash;
  hash.update(caller.bytes());
  show(identity.scope, request.method, kShownMethod);
  identity.scope += ' ';
  show(identity.scope, route, kShownRoute);
  identity.scope += ' ';
  identity.scope += hex(hash.finish());
  List asked;
  asked.add(request.method);
  asked.add(request.target);
  asked.add(key);
  add_body(hash, asked, request.body, terms);
  const Sha256Digest digest = hash.finish();
  identity.fingerprint.assign(digest.begin(), digest.end());
  return identity;
}

}  // namespace backstay::core::idempotency::http
