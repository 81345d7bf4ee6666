#include "core/idempotency/http/terms_reader.hpp"

#include <array>
#include <optional>
#include <utility>

#include "core/base/text.hpp"
#include "core/http/header_lines.hpp"
#include "core/idempotency/limits.hpp"

namespace backstay::core::idempotency::http {

namespace {

constexpr std::array<std::string_view, 10> kKeys{"header", "methods",  "key_format",   "strict",      "replay_header",
                                                 "stored", "released", "drop_headers", "fingerprint", "maximum_request"};
constexpr std::array<std::string_view, 1> kFingerprintKeys{"fields"};
constexpr std::array<std::string_view, 2> kKeyFormats{"uuid", "text"};
constexpr std::array<std::string_view, 2> kFingerprints{"bytes", "json"};
constexpr IntegerRange kTokenBytes{1, 128};
constexpr std::size_t kListed = 64;
constexpr std::string_view kFieldName = "the name of a header field";
constexpr std::string_view kStatusPattern = "a status from 200 to 599, or a class of them from \"2xx\" to \"5xx\"";

bool is_status_pattern(std::string_view text) {
  if (text.size() != 3 || text[0] < '2' || text[0] > '5') return false;
  return text.substr(1) == "xx" || (is_digit(text[1]) && is_digit(text[2]));
}

// A text for which `fits` holds.
template <class Fits>
std::optional<std::string> read_text(const ConfigReader& value, std::string_view allowed, Fits&& fits) {
  std::optional<std::string> text = value.as_text(kTokenBytes);
  if (!text || fits(*text)) return text;
  value.error("is " + in_quotes(*text), std::string(allowed));
  return std::nullopt;
}

void read_token(const ConfigReader& object, std::string_view key, std::string& token) {
  const auto member = object.find(key);
  if (!member) return;
  if (std::optional<std::string> text = read_text(*member, kFieldName, is_token)) token = *std::move(text);
}

template <class Fits>
std::optional<std::vector<std::string>> read_list(const ConfigReader& object, std::string_view key, std::string_view allowed, Fits&& fits) {
  const auto member = object.find(key);
  if (!member || !member->expect_list()) return std::nullopt;
  std::vector<std::string> list;
  for (const ConfigReader& element : member->elements()) {
    if (std::optional<std::string> text = read_text(element, allowed, fits)) list.push_back(*std::move(text));
  }
  if (member->elements().size() <= kListed) return list;
  member->error("has " + std::to_string(member->elements().size()) + " elements", "up to " + std::to_string(kListed));
  return std::nullopt;
}

void read_fingerprint(const ConfigReader& value, Terms& terms) {
  if (!value.is_object()) {
    if (const auto chosen = value.as_choice(kFingerprints)) terms.fingerprint = static_cast<Fingerprint>(*chosen);
    return;
  }
  value.allow_keys(kFingerprintKeys);
  terms.fingerprint = Fingerprint::fields;
  const auto fields = read_list(value, "fields", "the name of a member", [](std::string_view) { return true; });
  terms.fields = fields.value_or(std::vector<std::string>());
  if (terms.fields.empty()) value.error_at("fields", "names no member", "at least one name");
}

schema::Json list_schema(std::string_view description, schema::Json element) {
  return {{"description", description}, {"type", "array"}, {"maxItems", kListed}, {"items", std::move(element)}};
}

template <class Names>
schema::Json names_of(const Names& names) {
  schema::Json list = schema::Json::array();
  for (const std::string_view name : names) list.push_back(name);
  return list;
}

schema::Json fingerprint_schema() {
  using schema::Json;
  Json properties = Json::object();
  properties["fields"] = list_schema("Top-level members of the JSON body.", schema::text("A member's name."));
  Json forms = Json::array();
  forms.push_back(schema::choice("bytes: the whole body; json: what the body says as JSON.", kFingerprints));
  forms.push_back(schema::object("Some members of the body, which is JSON.", std::move(properties)));
  return {{"description", "What of a request's body must be the same for its key to be used again."}, {"anyOf", std::move(forms)}};
}

}  // namespace

Terms read_terms(const ConfigReader& value) {
  Terms terms;
  if (!value.expect_object()) return terms;
  value.allow_keys(kKeys);
  read_token(value, "header", terms.header);
  read_token(value, "replay_header", terms.replay_header);
  if (auto methods = read_list(value, "methods", "a method of HTTP", is_token)) terms.methods = *std::move(methods);
  terms.key_format = static_cast<KeyFormat>(value.choice("key_format", 0, kKeyFormats));
  terms.strict = value.boolean("strict", terms.strict);
  if (const auto stored = read_list(value, "stored", kStatusPattern, is_status_pattern)) terms.stored = status_codes(*stored);
  if (const auto released = read_list(value, "released", kStatusPattern, is_status_pattern)) terms.released = status_codes(*released);
  if (auto dropped = read_list(value, "drop_headers", kFieldName, is_token)) {
    for (std::string& name : *dropped) terms.drop_headers.push_back(lower_case(name));
  }
  if (const auto fingerprint = value.find("fingerprint")) read_fingerprint(*fingerprint, terms);
  terms.maximum_request = value.integer("maximum_request", terms.maximum_request, limits::kRequestBytes);
  return terms;
}

schema::Json terms_schema() {
  using schema::Json;
  using schema::with_default;
  const Terms terms;
  const Json status = Json{{"type", "string"}, {"pattern", "^[2-5](xx|[0-9]{2})$|\\$\\{"}};
  Json properties = Json::object();
  properties["header"] = with_default(schema::text("The request header that holds the key."), terms.header);
  properties["methods"] =
      with_default(list_schema("Methods whose requests have keys; all others pass.", schema::text("A method.")), names_of(terms.methods));
  properties["key_format"] =
      with_default(schema::choice("uuid: keys are UUIDs; text: up to 255 characters of printable ASCII.", kKeyFormats), kKeyFormats[0]);
  properties["strict"] = with_default(
      schema::boolean("Take only the quoted string of draft-ietf-httpapi-idempotency-key-header-07, not also the bare key."), terms.strict);
  properties["replay_header"] = with_default(schema::text("The header that marks a replayed answer."), terms.replay_header);
  properties["stored"] = with_default(list_schema("Statuses whose answers are stored and replayed.", status), names_of(kStored));
  properties["released"] =
      with_default(list_schema("Statuses after which the key is free at once, also where stored has them.", status), names_of(kReleased));
  properties["drop_headers"] = with_default(
      list_schema("Headers of an answer that are not stored, beside those that never are.", schema::text("A header.")), Json::array());
  properties["fingerprint"] = with_default(fingerprint_schema(), kFingerprints[0]);
  properties["maximum_request"] =
      with_default(schema::integer("Bytes of a request's body; a longer one is refused.", limits::kRequestBytes), terms.maximum_request);
  return schema::object("How requests of HTTP use it.", std::move(properties));
}

}  // namespace backstay::core::idempotency::http
