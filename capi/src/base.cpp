#include "backstay/base.h"

#include <openssl/crypto.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <nlohmann/json.hpp>

#include "arguments.hpp"
#include "core/base/catalogue.hpp"
#include "core/base/text.hpp"
#ifdef BACKSTAY_REDIS
#include "core/store/redis/library.hpp"
#endif
#ifdef BACKSTAY_SQLITE
#include "core/store/sqlite/library.hpp"
#endif
#include "wall.hpp"

namespace backstay::capi {

namespace {

// The C++ runtime: bundled in what is released, the system's in a development build.
#ifdef _LIBCPP_VERSION
constexpr const char* kRuntime = "libc++";
std::string runtime_version() {
  constexpr int kVersion = _LIBCPP_VERSION;  // 220108: 22.1.8
  return std::to_string(kVersion / 10'000) + "." + std::to_string(kVersion / 100 % 100) + "." + std::to_string(kVersion % 100);
}
#else
constexpr const char* kRuntime = "libstdc++";
std::string runtime_version() { return std::to_string(_GLIBCXX_RELEASE); }
#endif

// By their names in the bill of materials.
nlohmann::ordered_json libraries() {
  return {{"nlohmann_json", std::to_string(NLOHMANN_JSON_VERSION_MAJOR) + "." + std::to_string(NLOHMANN_JSON_VERSION_MINOR) + "." +
                                std::to_string(NLOHMANN_JSON_VERSION_PATCH)},
          {"openssl", OpenSSL_version(OPENSSL_FULL_VERSION_STRING)},
#ifdef BACKSTAY_REDIS
          {"hiredis", core::redis::library_version()},
#endif
#ifdef BACKSTAY_SQLITE
          {"sqlite", core::sqlite::library_version()},
#endif
          {kRuntime, runtime_version()}};
}

int64_t lines_in(std::string_view text) { return std::count(text.begin(), text.end(), '\n') + (text.empty() ? 0 : 1); }

// Whole lines that fit, and how many don't; a single line too long is cut at a character.
std::string shorten(std::string_view message, std::size_t room) {
  if (message.size() <= room) return std::string(message);
  constexpr std::size_t kNote = 32;  // "\nand 9223372036854775807 more"
  const std::size_t end = message.rfind('\n', room - kNote);
  if (end == std::string_view::npos) return std::string(core::first_bytes(message, room - 3)) + "...";
  return std::string(message.substr(0, end)) + "\nand " + std::to_string(lines_in(message.substr(end + 1))) + " more";
}

}  // namespace

backstay_status fail(backstay_error* error, core::Status status, std::string_view message) noexcept {
  const auto code = static_cast<backstay_status>(status);
  constexpr auto kSmallest = static_cast<int64_t>(offsetof(backstay_error, message)) + 64;
  if (error == nullptr || error->struct_size < kSmallest) return code;
  error->code = code;
  const auto space =
      static_cast<std::size_t>(std::min<int64_t>(error->struct_size, sizeof(backstay_error))) - offsetof(backstay_error, message);
  // Without memory for the shortened text the plain beginning must do.
  guard(nullptr, [&] {
    std::memset(error->message, 0, space);
    std::memcpy(error->message, message.data(), std::min(message.size(), space - 1));
    const std::string shortened = shorten(message, space - 1);
    std::memset(error->message, 0, space);
    std::memcpy(error->message, shortened.data(), shortened.size());
    return 0;
  });
  return code;
}

}  // namespace backstay::capi

using namespace backstay;

void backstay_error_init(backstay_error* error) {
  if (error != nullptr) *error = BACKSTAY_ERROR_INIT;
}

void backstay_bytes_init(backstay_bytes* bytes) {
  if (bytes != nullptr) *bytes = BACKSTAY_BYTES_INIT;
}

void backstay_bytes_free(backstay_bytes* bytes) {
  if (bytes == nullptr) return;
  std::free(bytes->data);
  bytes->data = nullptr;
  bytes->length = 0;
}

const char* backstay_version(void) { return BACKSTAY_VERSION; }

int64_t backstay_abi_version(void) { return BACKSTAY_ABI_VERSION; }

// The catalogue's names are literals, so they end with a NUL.
const char* backstay_reason_name(int32_t reason) { return reason == 0 ? "unknown" : core::name(static_cast<core::Reason>(reason)).data(); }
const char* backstay_status_name(int32_t status) { return core::name(static_cast<core::Status>(status)).data(); }

backstay_status backstay_build_info(backstay_bytes* out, backstay_error* error) {
  return capi::guard(error, [&] {
    capi::require_out(out);
    const nlohmann::ordered_json info{
        {"version", BACKSTAY_VERSION}, {"abi_version", BACKSTAY_ABI_VERSION}, {"compiler", __VERSION__}, {"libraries", capi::libraries()}};
    capi::hand_over(out, info.dump());
    return BACKSTAY_OK;
  });
}
