#include <string>
#include <utility>

#include "core/base/config_schema.hpp"
#include "core/policy/rate_limit/rate_text.hpp"
#include "core/policy/rate_limit/settings_limits.hpp"
#include "core/policy/rate_limit/settings_reader.hpp"

namespace backstay::core::rate_limit {

using schema::Json;
using schema::with_default_ms;

namespace {

// A text of the form, or one that the environment fills in.
Json rate_schema(const std::string& description) {
  Json rate = schema::text(description);
  rate["pattern"] = rate_pattern() + "|\\$\\{";
  return rate;
}

}  // namespace

Json settings_schema() {
  Json object = schema::object(
      "With a burst of its own, or a wait.",
      {{"rate", rate_schema("What may pass in what time, such as 100/s or 5/10s.")},
       {"burst", schema::integer("What may pass at once after a quiet time; the number of the rate by default.", limits::kBurst)},
       {"wait", with_default_ms(schema::duration("Who comes too early may be told to wait so long for its turn; 0s: is refused at once.",
                                                 limits::kWait),
                                Settings{}.wait_ns / kNsPerMs)}});
  object["required"] = Json::array({"rate"});
  return {{"description", "Lets a burst pass at once and then a steady rate."},
          {"anyOf", Json::array({rate_schema("The rate, with its number as the burst: 100/s, 5/10s."), std::move(object)})}};
}

}  // namespace backstay::core::rate_limit
