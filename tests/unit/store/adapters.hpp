// The stores that every test about stores is run over: those that need no server.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "core/base/clock.hpp"
#include "core/runtime/stores.hpp"
#include "temporary_folder.hpp"

namespace backstay::core::store {

constexpr const char* kMemory = "memory:";
constexpr const char* kFile = "sqlite:";

// `adapter` is one of those above; a file lies in the folder.
inline std::unique_ptr<KeyValueStore> open_adapter(const std::string& adapter, const TemporaryFolder& folder, const Clock& clock) {
  return open_store({.name = "main", .url = adapter == kFile ? adapter + folder.file("store.db") : adapter}, clock);
}

inline std::string adapter_name(const ::testing::TestParamInfo<const char*>& info) {
  const std::string adapter = info.param;
  return adapter.substr(0, adapter.find(':'));
}

inline auto adapters() {
#ifdef BACKSTAY_SQLITE
  return ::testing::Values(kMemory, kFile);
#else
  return ::testing::Values(kMemory);
#endif
}

}  // namespace backstay::core::store
