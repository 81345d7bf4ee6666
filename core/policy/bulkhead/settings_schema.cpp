#include <utility>

#include "core/base/config_schema.hpp"
#include "core/policy/bulkhead/settings_limits.hpp"
#include "core/policy/bulkhead/settings_reader.hpp"

namespace backstay::core::bulkhead {

using schema::Json;
using schema::with_default;
using schema::with_default_ms;

Json settings_schema() {
  const Settings defaults;
  Json object = schema::object(
      "With a queue in which callers wait, first come first served.",
      {{"limit", schema::integer("Calls in flight at once.", limits::kLimit)},
       {"queue",
        with_default(schema::integer("Callers that may wait for a place; 100 where only wait is given.", limits::kQueue), defaults.queue)},
       {"wait",
        with_default_ms(schema::duration("Each waits at most so long. Only with a queue.", limits::kWait), defaults.wait_ns / kNsPerMs)}});
  object["required"] = Json::array({"limit"});
  // `wait` has no meaning without a queue.
  object["if"]["properties"]["queue"]["const"] = 0;
  object["if"]["required"] = Json::array({"queue"});
  object["then"]["properties"]["wait"] = false;
  return {{"description", "Bounds how many calls are in flight."},
          {"anyOf", Json::array({schema::integer("The limit; calls beyond it are refused at once.", limits::kLimit), std::move(object)})}};
}

}  // namespace backstay::core::bulkhead
