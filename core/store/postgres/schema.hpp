// What the library has in a database: the schema `backstay` with its tables, and the function by which every operation is one call.
#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace backstay::core::postgres {

// The statements of each version, the first one's first.
std::span<const char* const> migrations() noexcept;

// The version that this library brings a database to. It works with the next one as it is, so that a rolling upgrade stops nobody.
int64_t known_version() noexcept;

// The whole of it for somebody who runs it by hand, as one transaction; on a database that has it all it changes nothing.
std::string migration_script();

}  // namespace backstay::core::postgres
