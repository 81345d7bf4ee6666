// Any bytes as a structured field, as a key's header, as header lines and as JSON: never a crash, and answers that hold together.
#include <string>
#include <string_view>

#include "core/http/header_lines.hpp"
#include "core/http/structured_field.hpp"
#include "core/idempotency/http/canonical_json.hpp"
#include "core/idempotency/http/hygiene.hpp"
#include "core/idempotency/http/key_header.hpp"
#include "target.hpp"

namespace {

using namespace backstay::core;
using backstay::fuzz::require;
using idempotency::http::KeyFormat;
using idempotency::http::Terms;

void check_key(std::string_view text, const Terms& terms) {
  const auto key = parse_key(text, terms);
  if (!key) return;
  require(!key->empty() && key->size() <= 255, "a key has 1 to 255 bytes");
  for (const char c : *key) require(c >= 0x20 && c < 0x7f, "a key is printable ASCII");
  require(parse_key(" " + std::string(text) + " ", terms) == key, "spaces around don't matter");
}

void check_lines(std::string_view text) {
  const Terms terms;
  std::string replayed;
  append_replayed(replayed, text, terms);
  HeaderField field;
  for (HeaderLines lines(replayed); lines.next(field);) require(field.problem.empty(), "what is replayed are fields");
  std::string again;
  append_replayed(again, replayed, terms);
  require(again == replayed, "what was replayed is replayed whole");
}

void check_json(std::string_view text) {
  const auto form = idempotency::http::canonical_json(text);
  if (form) require(idempotency::http::canonical_json(*form) == form, "a form is its own form");
}

}  // namespace

int LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  Terms terms;
  check_key(text, terms);
  terms.key_format = KeyFormat::text;
  check_key(text, terms);
  terms.strict = true;
  check_key(text, terms);
  if (structured_field::parse_item(text))
    require(structured_field::parse_item(" " + std::string(text) + " ").has_value(), "spaces around don't matter");
  check_lines(text);
  check_json(text);
  return 0;
}
