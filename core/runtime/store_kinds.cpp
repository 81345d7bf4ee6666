#include "core/runtime/store_kinds.hpp"

#include <array>
#include <filesystem>
#include <utility>

#include "core/base/status.hpp"
#include "core/store/memory/memory_store.hpp"
#ifdef BACKSTAY_POSTGRESQL
#include "core/store/postgres/postgres_store.hpp"
#endif
#ifdef BACKSTAY_REDIS
#include "core/store/redis/redis_store.hpp"
#endif
#ifdef BACKSTAY_SQLITE
#include "core/store/sqlite/sqlite_store.hpp"
#endif

namespace backstay::core {

namespace {

constexpr std::array<std::string_view, 1> kUrlAlone{"url"};
constexpr std::array<std::string_view, 6> kPostgresqlKeys{"url", "connect_timeout", "timeout", "connections", "migrate", "pooler"};

constexpr std::array<std::string_view, 7> kRedisKeys{"url",     "connect_timeout",  "timeout", "prefix",
                                                     "ca_file", "certificate_file", "key_file"};

constexpr std::string_view kMemoryUrl = "memory:";
constexpr std::string_view kSqliteScheme = "sqlite:";

bool is_memory(std::string_view url) { return url == kMemoryUrl; }

std::unique_ptr<store::KeyValueStore> open_memory(const StoreSpec&, const Clock& clock) {
  return std::make_unique<memory::MemoryStore>(clock);
}

// A path as in other libraries' URLs, //host/path, would be a file of another name.
bool is_sqlite(std::string_view url) {
  const std::size_t before = kSqliteScheme.size();
  return url.starts_with(kSqliteScheme) && url.size() > before && !url.substr(before).starts_with("//");
}

#ifdef BACKSTAY_SQLITE
// A relative path means the folder of now, wherever the process goes later.
std::string path_of(std::string_view url) {
  const std::string path(url.substr(kSqliteScheme.size()));
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
constexpr auto open_sqlite = nullptr;
#endif

#ifdef BACKSTAY_POSTGRESQL
bool is_postgresql(std::string_view url) {
  return (url.starts_with("postgresql://") || url.starts_with("postgres://")) && postgres::Link::reads(std::string(url));
}

std::unique_ptr<store::KeyValueStore> open_postgresql(const StoreSpec& spec, const Clock& clock) {
  return std::make_unique<postgres::PostgresStore>(postgres::Target{.url = spec.url, .name = spec.name, .options = spec.options}, clock);
}
#else
constexpr auto is_postgresql = nullptr;
constexpr auto open_postgresql = nullptr;
#endif

#ifdef BACKSTAY_REDIS
bool is_redis(std::string_view url) { return redis::parse_url(url).has_value(); }

std::unique_ptr<store::KeyValueStore> open_redis(const StoreSpec& spec, const Clock& clock) {
  redis::Place place = redis::parse_url(spec.url).value();
  place.name = spec.name;
  place.options = spec.options;
  return std::make_unique<redis::RedisStore>(std::move(place), clock);
}
#else
bool is_redis(std::string_view) { return false; }

constexpr auto open_redis = nullptr;
#endif

const std::array<StoreKind, 4> kKinds{{
    {.product = {}, .shape = "\"memory:\"", .pattern = "^memory:$", .accepts = is_memory, .keys = kUrlAlone, .open = open_memory},
    {.product = "SQLite",
     .shape = "\"sqlite:PATH\"",
     .pattern = "^sqlite:(?!//).",
     .accepts = is_sqlite,
     .keys = kUrlAlone,
     .open = open_sqlite},
    {.product = "PostgreSQL",
     .shape = "\"postgresql://USER@HOST/DATABASE\"",
     .pattern = "^postgres(ql)?://",
     .accepts = is_postgresql,
     .keys = kPostgresqlKeys,
     .open = open_postgresql},
    {.product = "Redis",
     .shape = "\"redis://[USER[:PASSWORD]@]HOST[:PORT][/DATABASE]\", \"rediss://…\" or \"redis+unix:///PATH\"",
     .pattern = "^rediss?://.|^redis\\+unix://.",
     .accepts = is_redis,
     .keys = kRedisKeys,
     .open = open_redis},
}};

}  // namespace

std::span<const StoreKind> store_kinds() noexcept { return kKinds; }

const StoreKind* store_kind_of(std::string_view url) noexcept {
  for (const StoreKind& kind : kKinds) {
    if (kind.open != nullptr && kind.accepts(url)) return &kind;
  }
  return nullptr;
}

}  // namespace backstay::core
