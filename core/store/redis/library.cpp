#include "core/store/redis/library.hpp"

#include <hiredis/hiredis.h>

namespace backstay::core::redis {

std::string library_version() {
  return std::to_string(HIREDIS_MAJOR) + "." + std::to_string(HIREDIS_MINOR) + "." + std::to_string(HIREDIS_PATCH);
}

}  // namespace backstay::core::redis
