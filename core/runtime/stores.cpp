#include "core/runtime/stores.hpp"

#include <algorithm>
#include <utility>

#include "core/base/text.hpp"
#include "core/runtime/configuration_limits.hpp"

namespace backstay::core {

namespace {

constexpr std::string_view kUrl = "url";
constexpr const char* kAllowedShape = "a URL, or an object with a \"url\"";

// The URLs that this build takes, and what it is without.
std::string allowed_urls() {
  std::string urls;
  std::string without;
  for (const StoreKind& kind : store_kinds()) {
    std::string& list = kind.open != nullptr ? urls : without;
    if (!list.empty()) list += ", ";
    list += kind.open != nullptr ? kind.shape : kind.product;
  }
  return without.empty() ? urls : urls + "; this build is without " + without;
}

// The kind of store that a URL names; null, with a finding, where it names none.
const StoreKind* read_url(const ConfigReader& value, std::string& url) {
  auto text = value.hidden().as_text(limits::kStoreUrlBytes);
  if (!text) return nullptr;
  const StoreKind* const kind = store_kind_of(*text);
  if (kind == nullptr) value.hidden().error("is no store that this version knows", allowed_urls());
  url = *std::move(text);
  return kind;
}

// Braces would be Redis's own: they say which part of a key tells where it lies.
std::string read_prefix(const ConfigReader& value, const std::string& fallback) {
  const std::string prefix = value.text("prefix", fallback, limits::kStorePrefixBytes);
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || std::string_view("_.:-").find(c) != std::string_view::npos;
  };
  if (std::all_of(prefix.begin(), prefix.end(), plain)) return prefix;
  value.error_at("prefix", "can't begin a key", "letters, digits and _.:-");
  return fallback;
}

void read_files(const ConfigReader& value, bool tls, store::ServerOptions& options) {
  options.ca_file = value.text("ca_file", {}, limits::kStoreFileBytes);
  options.certificate_file = value.text("certificate_file", {}, limits::kStoreFileBytes);
  options.key_file = value.text("key_file", {}, limits::kStoreFileBytes);
  if (options.certificate_file.empty() != options.key_file.empty()) {
    value.error_at(options.key_file.empty() ? "key_file" : "certificate_file", "isn't there", "both files, or none of them");
  }
  if (!tls && !options.ca_file.empty()) value.error_at("ca_file", "is for TLS, which this URL is without", "a URL with rediss:");
  if (!tls && !options.key_file.empty()) value.error_at("key_file", "is for TLS, which this URL is without", "a URL with rediss:");
}

store::ServerOptions read_options(const ConfigReader& value) {
  store::ServerOptions options;
  options.connect_timeout_ms = value.duration_ms("connect_timeout", options.connect_timeout_ms, limits::kStoreTimeout);
  options.timeout_ms = value.duration_ms("timeout", options.timeout_ms, limits::kStoreTimeout);
  options.connections = value.integer("connections", options.connections, limits::kStoreConnections);
  options.migrate = value.boolean("migrate", options.migrate);
  options.pooler = static_cast<store::Pooler>(value.choice("pooler", 0, limits::kPoolers));
  options.prefix = read_prefix(value, options.prefix);
  return options;
}

schema::Json url_schema() {
  schema::Json url = schema::text(
      "Where a store is. memory: keeps everything in this process, which alone sees it and with which it ends. sqlite:PATH keeps it in a "
      "file, which the processes of one machine share; PATH is relative to the working folder. postgresql://USER@HOST/DATABASE keeps it "
      "in a database, redis://HOST in a Redis server (rediss: by TLS), which many machines share.");
  std::string pattern;
  for (const StoreKind& kind : store_kinds()) pattern.append(kind.pattern).append("|");
  url["pattern"] = pattern + "\\$\\{";
  return url;
}

}  // namespace

std::optional<StoreSpec> default_store() {
  constexpr std::string_view url = "sqlite:./backstay.db";
  if (store_kind_of(url) == nullptr) return std::nullopt;
  return StoreSpec{.name = "main", .url = std::string(url)};
}

std::optional<StoreSpec> read_store(const std::string& name, const ConfigReader& value) {
  StoreSpec spec{.name = name, .url = {}};
  const ConfigReader hidden = value.hidden();
  hidden.check_name(name, limits::kStoreNameBytes.maximum);
  if (value.is_text()) return read_url(value, spec.url) != nullptr ? std::optional(spec) : std::nullopt;
  if (!hidden.expect_object(kAllowedShape)) return std::nullopt;
  const auto url = value.find(kUrl);
  if (!url) {
    hidden.error_at(kUrl, "isn't there", allowed_urls());
    return std::nullopt;
  }
  const StoreKind* const kind = read_url(*url, spec.url);
  if (kind == nullptr) return std::nullopt;
  hidden.allow_keys(kind->keys);
  spec.options = read_options(value);
  read_files(hidden, spec.url.starts_with("rediss:"), spec.options);
  return spec;
}

schema::Json store_schema() {
  using schema::Json;
  using schema::with_default;
  using schema::with_default_ms;
  const store::ServerOptions defaults;
  Json properties = Json::object();
  properties[std::string(kUrl)] = url_schema();
  properties["connect_timeout"] = with_default_ms(
      schema::duration("A server: how long a connection may take to be made.", limits::kStoreTimeout), defaults.connect_timeout_ms);
  properties["timeout"] = with_default_ms(
      schema::duration("A server: how long until an operation is answered, or the store counts as unavailable.", limits::kStoreTimeout),
      defaults.timeout_ms);
  properties["connections"] =
      with_default(schema::integer("PostgreSQL: connections at the most; more than one only under load.", limits::kStoreConnections),
                   defaults.connections);
  properties["migrate"] =
      with_default(schema::boolean("PostgreSQL: false leaves making and changing the tables to somebody else."), defaults.migrate);
  properties["pooler"] = with_default(
      schema::choice("PostgreSQL: whether a pooler that lends connections for a transaction stands before the server. auto finds it out.",
                     limits::kPoolers),
      limits::kPoolers[0]);
  Json prefix = schema::text("Redis: what every key begins with.");
  prefix["pattern"] = std::string(limits::kStorePrefixPattern) + "|\\$\\{";
  properties["prefix"] = with_default(std::move(prefix), defaults.prefix);
  properties["ca_file"] = schema::text("Redis by TLS: a file of certificates that are trusted, instead of the system's.");
  properties["certificate_file"] = schema::text("Redis by TLS: the client's own certificate, with key_file.");
  properties["key_file"] = schema::text("Redis by TLS: the key of certificate_file.");
  Json whole = schema::object("A store with more than its URL; each kind of store takes the keys that it knows.", std::move(properties));
  whole["required"] = Json::array({kUrl});
  return Json{{"anyOf", Json::array({url_schema(), std::move(whole)})}};
}

std::unique_ptr<store::KeyValueStore> open_store(const StoreSpec& spec, const Clock& clock) {
  return store_kind_of(spec.url)->open(spec, clock);
}

}  // namespace backstay::core
