// The one exception wall: whatever the core throws becomes a status and a message in the caller's memory.
#pragma once

#include <cstdint>
#include <new>
#include <stdexcept>
#include <string>
#include <string_view>

#include "backstay/base.h"
#include "core/base/status.hpp"

namespace backstay::capi {

// Writes code and message into the caller's error, where there is one; cuts a long message at a line and says how many are left out.
backstay_status fail(backstay_error* error, core::Status status, std::string_view message) noexcept;

// Runs a body that returns nothing, or a status; nothing gets past it.
template <class Body>
backstay_status guard(backstay_error* error, Body&& body) noexcept {
  try {
    return static_cast<backstay_status>(body());
  } catch (const core::Error& caught) {
    return fail(error, caught.status(), caught.what());
  } catch (const std::bad_alloc&) {
    return fail(error, core::Status::out_of_memory, "out of memory");
  } catch (const std::length_error&) {
    return fail(error, core::Status::out_of_memory, "out of memory: the text is too long");
  } catch (const std::exception& caught) {
    return fail(error, core::Status::internal, caught.what());
  } catch (...) {
    return fail(error, core::Status::internal, "unknown exception");
  }
}

}  // namespace backstay::capi
