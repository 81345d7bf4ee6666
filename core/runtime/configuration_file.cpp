#include "core/runtime/configuration_file.hpp"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>

#include "core/base/status.hpp"
#include "core/base/text.hpp"

namespace backstay::core {

namespace {

constexpr std::size_t kLongest = 8U << 20U;

struct Close {
  void operator()(std::FILE* file) const noexcept { static_cast<void>(std::fclose(file)); }
};

[[noreturn]] void fail(const std::string& path, const std::string& problem) {
  throw Error(Status::io, "configuration " + in_quotes(path) + " can't be read: " + problem);
}

}  // namespace

std::string default_configuration_path() {
  const char* const named = std::getenv("BACKSTAY_CONFIG");
  return named != nullptr && *named != '\0' ? named : "backstay.json";
}

std::string read_configuration_file(const std::string& path) {
  // "e": a child that another thread starts meanwhile doesn't get the descriptor.
  const std::unique_ptr<std::FILE, Close> file(std::fopen(path.c_str(), "rbe"));
  if (!file) fail(path, std::strerror(errno));
  std::string text;
  char block[16'384];
  for (std::size_t got = 0; (got = std::fread(block, 1, sizeof block, file.get())) > 0;) {
    text.append(block, got);
    if (text.size() > kLongest) fail(path, "it is longer than 8 MiB");
  }
  if (std::ferror(file.get()) != 0) fail(path, std::strerror(errno));
  return text;
}

}  // namespace backstay::core
