// The stores that every test about stores is run over.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/base/clock.hpp"
#include "core/runtime/stores.hpp"
#include "temporary_folder.hpp"
#ifdef BACKSTAY_POSTGRESQL
#include "postgres_server.hpp"
#endif

namespace backstay::core::store {

constexpr const char* kMemory = "memory:";
constexpr const char* kFile = "sqlite:";
constexpr const char* kRedis = "redis:";
constexpr const char* kPostgresql = "postgresql:";
constexpr const char* kPgbouncer = "pgbouncer:";

inline auto adapters() {
  std::vector<const char*> all{kMemory};
#ifdef BACKSTAY_SQLITE
  all.push_back(kFile);
#endif
#ifdef BACKSTAY_POSTGRESQL
  all.push_back(kPostgresql);
  all.push_back(kPgbouncer);
#endif
#ifdef BACKSTAY_REDIS
  all.push_back(kRedis);
#endif
  return ::testing::ValuesIn(all);
}

// A test without its server fails: none is left out unseen.
inline std::string redis_url() {
  const char* const url = std::getenv("BACKSTAY_TEST_REDIS");
  if (url == nullptr) throw std::runtime_error("BACKSTAY_TEST_REDIS isn't set: run the tests by tests/servers/with");
  return url;
}

// A store of one's own: a file in the folder; a database, or keys, by the folder's name.
inline StoreSpec spec_in(const std::string& adapter, const TemporaryFolder& folder) {
  const std::string file = folder.file("store.db");
  const std::string own = std::filesystem::path(file).parent_path().filename().string();
  StoreSpec spec{.name = "main", .url = adapter};
  if (adapter == kFile) spec.url += file;
  if (adapter == kRedis) {
    spec.url = redis_url();
    spec.options.prefix = own;
  }
#ifdef BACKSTAY_POSTGRESQL
  if (adapter == kPostgresql || adapter == kPgbouncer) {
    postgres::make_database(own);
    spec.url = postgres::url_of(adapter == kPostgresql ? postgres::kServer : postgres::kPooler, own);
  }
#endif
  return spec;
}

// `adapter` is one of those above.
inline std::unique_ptr<KeyValueStore> open_adapter(const std::string& adapter, const TemporaryFolder& folder, const Clock& clock) {
  return open_store(spec_in(adapter, folder), clock);
}

inline std::string adapter_name(const ::testing::TestParamInfo<const char*>& info) {
  const std::string adapter = info.param;
  return adapter.substr(0, adapter.find(':'));
}

}  // namespace backstay::core::store
