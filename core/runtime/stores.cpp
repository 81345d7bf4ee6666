#include "core/runtime/stores.hpp"

#include <filesystem>

#include "core/runtime/configuration_limits.hpp"
#include "core/store/memory/memory_store.hpp"
#ifdef BACKSTAY_SQLITE
#include "core/store/sqlite/sqlite_store.hpp"
#endif

namespace backstay::core {

namespace {

constexpr std::string_view kMemory = "memory:";
constexpr std::string_view kSqlite = "sqlite:";

#ifdef BACKSTAY_SQLITE
constexpr std::string_view kAllowed = "\"memory:\" or \"sqlite:PATH\"";

// A path as in other libraries' URLs, //host/path, would be a file of another name.
bool is_sqlite(std::string_view url) {
  return url.starts_with(kSqlite) && url.size() > kSqlite.size() && !url.substr(kSqlite.size()).starts_with("//");
}

// A relative path means the folder of now, wherever the process goes later.
std::string path_of(std::string_view url) {
  const std::string path(url.substr(kSqlite.size()));
  return path == ":memory:" ? path : std::filesystem::absolute(path).lexically_normal().string();
}

std::unique_ptr<store::KeyValueStore> open_sqlite(const StoreSpec& spec, const Clock& clock) {
  try {
    return std::make_unique<sqlite::SqliteStore>(sqlite::Place{.path = path_of(spec.url), .name = spec.name}, clock);
  } catch (const std::filesystem::filesystem_error& error) {
    throw Error(Status::io, std::string("the working folder can't be read: ") + error.code().message());
  }
}
#else
constexpr std::string_view kAllowed = "\"memory:\"; this build is without SQLite";

bool is_sqlite(std::string_view) { return false; }

std::unique_ptr<store::KeyValueStore> open_sqlite(const StoreSpec&, const Clock&) { return nullptr; }
#endif

}  // namespace

std::optional<StoreSpec> default_store() {
  constexpr std::string_view url = "sqlite:./backstay.db";
  if (!is_sqlite(url)) return std::nullopt;
  return StoreSpec{.name = "main", .url = std::string(url)};
}

std::optional<StoreSpec> read_store(const std::string& name, const ConfigReader& shown) {
  const ConfigReader value = shown.hidden();
  value.check_name(name, limits::kStoreNameBytes.maximum);
  const auto url = value.as_text(limits::kStoreUrlBytes);
  if (!url) return std::nullopt;
  if (*url != kMemory && !is_sqlite(*url)) {
    value.error("is no store that this version knows", std::string(kAllowed));
    return std::nullopt;
  }
  return StoreSpec{.name = name, .url = *url};
}

schema::Json store_schema() {
  schema::Json store = schema::text(
      "Where a store is. memory: keeps everything in this process, which alone sees it and with which it ends. sqlite:PATH keeps it in a "
      "file, which the processes of one machine share; PATH is relative to the working folder.");
  store["pattern"] = "^memory:$|^sqlite:(?!//).|\\$\\{";
  return store;
}

std::unique_ptr<store::KeyValueStore> open_store(const StoreSpec& spec, const Clock& clock) {
  if (is_sqlite(spec.url)) return open_sqlite(spec, clock);
  return std::make_unique<memory::MemoryStore>(clock);
}

}  // namespace backstay::core
