// The hiredis that is linked.
#pragma once

#include <string>

namespace backstay::core::redis {

// Such as "1.2.0": what was compiled against; the library itself doesn't say.
std::string library_version();

}  // namespace backstay::core::redis
