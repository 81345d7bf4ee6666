#include "backstay/echo.h"

#include <string>
#include <string_view>

#include "core/base/status.hpp"
#include "core/store/echo/echo_store.hpp"
#include "limits.hpp"
#include "queue_handle.hpp"
#include "wall.hpp"

using namespace backstay;
using core::echo::EchoStore;
using core::echo::How;

static_assert(static_cast<int64_t>(How::at_once) == BACKSTAY_ECHO_AT_ONCE);
static_assert(static_cast<int64_t>(How::held) == BACKSTAY_ECHO_HELD);
static_assert(static_cast<int64_t>(How::on_thread) == BACKSTAY_ECHO_THREAD);

backstay_status backstay_echo_submit(backstay_queue* queue, int64_t token, const char* data, int64_t data_length, int64_t how,
                                     backstay_error* error) {
  return capi::guard(error, [&] {
    core::Queue& known = capi::known_queue(queue);
    const std::string_view request = capi::bytes(data, data_length, "data", capi::kEchoed);
    if (how < BACKSTAY_ECHO_AT_ONCE || how > BACKSTAY_ECHO_THREAD)
      throw core::Error(core::Status::invalid_argument, "how: " + std::to_string(how) + "; allowed: a BACKSTAY_ECHO_*");
    return capi::submitted(known.runtime().echo_store().submit(known.shared(), token, request, static_cast<How>(how)), token);
  });
}

int64_t backstay_echo_complete(backstay_queue* queue, int64_t token) {
  return capi::guard(nullptr, [&] { return EchoStore::complete(capi::known_queue(queue).completions(), token) ? 1 : 0; });
}
