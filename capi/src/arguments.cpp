#include "arguments.hpp"

#include <cstdlib>
#include <cstring>
#include <limits>

#include "core/base/status.hpp"
#include "core/base/text.hpp"
#include "limits.hpp"

namespace backstay::capi {

namespace {

[[noreturn]] void refuse(std::string_view parameter, const std::string& problem) {
  throw core::Error(core::Status::invalid_argument, std::string(parameter) + ": " + problem);
}

}  // namespace

std::string_view bytes(const char* data, int64_t length, std::string_view parameter, TextLimits limits) {
  if (data == nullptr) refuse(parameter, "is NULL");
  if (length < BACKSTAY_NUL_TERMINATED) refuse(parameter, "length " + std::to_string(length) + " is negative; -1 means NUL-terminated");
  // One more than allowed is enough to know: a missing NUL is not looked for any further.
  const int64_t known = length >= 0 ? length : static_cast<int64_t>(strnlen(data, static_cast<std::size_t>(limits.maximum) + 1));
  if (known < limits.minimum || known > limits.maximum) {
    const std::string size = known > limits.maximum && length < 0 ? "more than " + std::to_string(limits.maximum) : std::to_string(known);
    refuse(parameter, "has " + size + " bytes; allowed: " + std::to_string(limits.minimum) + " to " + std::to_string(limits.maximum));
  }
  return {data, static_cast<std::size_t>(known)};
}

std::string_view text(const char* data, int64_t length, std::string_view parameter, TextLimits limits) {
  const std::string_view view = bytes(data, length, parameter, limits);
  if (const std::size_t at = core::find_invalid_utf8(view); at != std::string_view::npos) {
    refuse(parameter, "is not UTF-8 at byte " + std::to_string(at));
  }
  return view;
}

std::string_view document(const char* json, int64_t length) {
  if (json == nullptr) refuse("json", "is NULL");
  if (length < BACKSTAY_NUL_TERMINATED) refuse("json", "length " + std::to_string(length) + " is negative; -1 means NUL-terminated");
  const int64_t known = length >= 0 ? length : static_cast<int64_t>(strnlen(json, static_cast<std::size_t>(kLongestDocument) + 1));
  if (known > kLongestDocument) refuse("json", "is longer than " + std::to_string(kLongestDocument) + " bytes");
  return {json, static_cast<std::size_t>(known)};
}

void require_within(int64_t value, std::string_view parameter, core::IntegerRange range, std::string_view otherwise) {
  if (value >= range.minimum && value <= range.maximum) return;
  refuse(parameter, std::to_string(value) + "; allowed: " + std::to_string(range.minimum) + " to " + std::to_string(range.maximum) +
                        std::string(otherwise));
}

void require(const void* pointer, std::string_view parameter) {
  if (pointer == nullptr) refuse(parameter, "is NULL");
}

void require_size(int64_t struct_size, int64_t smallest, std::string_view parameter) {
  if (struct_size >= smallest) return;
  refuse(parameter,
         "struct_size " + std::to_string(struct_size) + " is below " + std::to_string(smallest) + "; initialise the struct first");
}

void require_out(const backstay_bytes* out) {
  require(out, "out");
  require_size(out->struct_size, sizeof(backstay_bytes), "out");
}

void hand_over(backstay_bytes* out, std::string_view text) {
  auto* const data = static_cast<char*>(std::malloc(text.size() + 1));
  if (data == nullptr) throw std::bad_alloc();
  std::memcpy(data, text.data(), text.size());
  data[text.size()] = '\0';
  std::free(out->data);
  out->data = data;
  out->length = static_cast<int64_t>(text.size());
}

core::Runtime& open_runtime(backstay_runtime* handle) {
  require(handle, "runtime");
  core::Runtime& runtime = *unwrap(handle);
  if (runtime.closed()) throw core::Error(core::Status::closed, "the runtime was closed");
  return runtime;
}

core::Policy& known_policy(backstay_policy* handle) {
  require(handle, "policy");
  return *unwrap(handle);
}

core::Policy& open_policy(backstay_policy* handle) {
  require(handle, "policy");
  core::Policy& policy = *unwrap(handle);
  if (core::Runtime::of(policy).closed()) {
    throw core::Error(core::Status::closed, "policy " + core::in_quotes(policy.plan().name) + ": the runtime was closed");
  }
  return policy;
}

}  // namespace backstay::capi
