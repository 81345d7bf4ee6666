// Arguments checked at the wall, and results handed over. Each throws core::Error with the parameter's name.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "backstay/policy.h"
#include "backstay/runtime.h"
#include "core/base/config_reader.hpp"
#include "core/policy/policy.hpp"
#include "core/runtime/runtime.hpp"

namespace backstay::capi {

// In bytes.
using TextLimits = core::IntegerRange;

// Borrowed text: NULL, a length below -1 or outside the limits, a NUL byte inside and invalid UTF-8 are refused.
std::string_view text(const char* data, int64_t length, std::string_view parameter, TextLimits limits);
// The same without the look at what the bytes mean.
std::string_view bytes(const char* data, int64_t length, std::string_view parameter, TextLimits limits);

// A number within its range; `otherwise` names what else is allowed.
void require_within(int64_t value, std::string_view parameter, core::IntegerRange range, std::string_view otherwise = {});

// A pointer that must not be NULL; a struct whose struct_size must be that of this version or a newer one.
void require(const void* pointer, std::string_view parameter);
void require_size(int64_t struct_size, int64_t smallest, std::string_view parameter);

// Owned bytes for the caller; what the bytes held before is freed.
void hand_over(backstay_bytes* out, std::string_view text);
void require_out(const backstay_bytes* out);

// The objects behind handles; closed runtimes are refused.
core::Runtime& open_runtime(backstay_runtime* handle);
core::Policy& open_policy(backstay_policy* handle);
// Also where the runtime was closed: what came before that may still have to be cleared away.
core::Policy& known_policy(backstay_policy* handle);

inline core::Runtime* unwrap(backstay_runtime* handle) { return reinterpret_cast<core::Runtime*>(handle); }
inline core::Policy* unwrap(backstay_policy* handle) { return reinterpret_cast<core::Policy*>(handle); }
inline backstay_runtime* wrap(core::Runtime* runtime) { return reinterpret_cast<backstay_runtime*>(runtime); }
inline backstay_policy* wrap(core::Policy* policy) { return reinterpret_cast<backstay_policy*>(policy); }

}  // namespace backstay::capi
