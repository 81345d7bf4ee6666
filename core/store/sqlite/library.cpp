#include "core/store/sqlite/library.hpp"

#include <sqlite3.h>

namespace backstay::core::sqlite {

std::string library_version() { return sqlite3_libversion(); }

}  // namespace backstay::core::sqlite
