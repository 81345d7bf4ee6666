#include <string>

#include "core/base/config_schema.hpp"
#include "core/policy/timeout/settings_limits.hpp"
#include "core/policy/timeout/settings_reader.hpp"

namespace backstay::core::timeout {

using schema::Json;

Json settings_schema(std::string_view what) {
  Json object = schema::object("The same as an object.", Json::object({{"limit", schema::duration("The longest time.", limits::kLimit)}}));
  object["required"] = Json::array({"limit"});
  return {{"description", what}, {"anyOf", Json::array({schema::duration("The longest time.", limits::kLimit), std::move(object)})}};
}

}  // namespace backstay::core::timeout
