// The SQLite that is linked.
#pragma once

#include <string>

namespace backstay::core::sqlite {

// Such as "3.40.1": what runs, which may be newer than the header that was compiled against.
std::string library_version();

}  // namespace backstay::core::sqlite
