// The stores that every test about stores is run over.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
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
  return ::testing::ValuesIn(all);
}

// The URL of a store of one's own: in a folder, or in a database by the folder's name.
inline std::string url_in(const std::string& adapter, const TemporaryFolder& folder) {
  if (adapter == kFile) return adapter + folder.file("store.db");
#ifdef BACKSTAY_POSTGRESQL
  if (adapter != kMemory) {
    const std::string database = std::filesystem::path(folder.file("store.db")).parent_path().filename().string();
    postgres::make_database(database);
    return postgres::url_of(adapter == kPostgresql ? postgres::kServer : postgres::kPooler, database);
  }
#endif
  return adapter;
}

// `adapter` is one of those above.
inline std::unique_ptr<KeyValueStore> open_adapter(const std::string& adapter, const TemporaryFolder& folder, const Clock& clock) {
  return open_store({.name = "main", .url = url_in(adapter, folder)}, clock);
}

inline std::string adapter_name(const ::testing::TestParamInfo<const char*>& info) {
  const std::string adapter = info.param;
  return adapter.substr(0, adapter.find(':'));
}

}  // namespace backstay::core::store
