// Writes CBOR (RFC 8949) of a known shape: maps of whole numbers, texts and bytes, without a tree in between. Reading is the JSON
// library's: what is read may have been written by anybody.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace backstay::core {

class CborWriter {
 public:
  explicit CborWriter(std::string& out) noexcept : out_(out) {}

  // So many pairs follow, each a text and what belongs to it.
  void map(uint64_t pairs) { head(0xa0, pairs); }
  void unsigned_number(uint64_t value) { head(0x00, value); }
  void text(std::string_view value) {
    head(0x60, value.size());
    out_ += value;
  }
  void bytes(std::string_view value) {
    head(0x40, value.size());
    out_ += value;
  }

 private:
  // The kind of an item in its three highest bits, and a number in as few bytes as hold it (RFC 8949, section 4.2.1).
  void head(uint8_t kind, uint64_t number) {
    constexpr uint64_t kDirect = 23;
    if (number <= kDirect) {
      out_ += static_cast<char>(kind | number);
      return;
    }
    const int power = number <= UINT8_MAX ? 0 : number <= UINT16_MAX ? 1 : number <= UINT32_MAX ? 2 : 3;
    out_ += static_cast<char>(kind | (24 + power));
    for (int shift = 8 * ((1 << power) - 1); shift >= 0; shift -= 8) out_ += static_cast<char>(number >> shift & 0xff);
  }

  std::string& out_;
};

}  // namespace backstay::core
