// SHA-256 through OpenSSL's EVP interface.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace backstay::core {

using Sha256Digest = std::array<uint8_t, 32>;

// One hash after another in a reused context. Each object is for one thread at a time; objects are independent, also after a fork.
// The functions throw Error internal when OpenSSL refuses.
class Sha256 {
 public:
  Sha256();

  void update(std::span<const uint8_t> bytes);
  // The hash of everything since construction or the last finish; the object then starts anew.
  Sha256Digest finish();

 private:
  struct Free {
    void operator()(void* context) const noexcept;
  };
  void restart();
  std::unique_ptr<void, Free> context_;
};

// Lower-case hexadecimal, 64 characters.
std::string sha256_hex(std::string_view text);

}  // namespace backstay::core
