// The tables that the library has in a SQLite file, and the steps by which they came to be.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "core/store/examination.hpp"
#include "core/store/sqlite/database.hpp"

namespace backstay::core::sqlite {

// The statements of each version, the first one's first.
std::span<const char* const> migrations() noexcept;

// Brings the file to this version, in a transaction of its own. A file of the next version is worked with as it is, so that a rolling
// upgrade stops nobody; throws Error unsupported for one that is newer still, Refused.
store::Migrated migrate(Database& database, int64_t now_ns);

// The whole of it for somebody who runs it by hand on a file that has none of it.
std::string migration_script();

}  // namespace backstay::core::sqlite
