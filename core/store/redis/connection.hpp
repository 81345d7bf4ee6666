// A connection to a Redis server: commands go out one after another, replies come in the same order. One thread at a time.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/store/redis/place.hpp"
#include "core/store/redis/reply.hpp"
#include "core/store/redis/stream.hpp"

struct redisReader;

namespace backstay::core::redis {

class Connection {
 public:
  // Connects, says who we are, and leaves the script with the server. Throws Refused. Place and descriptor outlive it.
  Connection(const Place& place, Descriptor& descriptor, Instant until);

  // What the server knows the script by.
  const std::string& digest() const noexcept { return digest_; }
  int descriptor() const noexcept { return stream_.descriptor(); }
  bool has_to_write() const noexcept { return sent_ < out_.size(); }

  // Puts a command behind those that wait to be written.
  void append(std::span<const std::string_view> words);
  // Writes and reads as much as goes without waiting. Throws Refused, passing, where the connection is lost.
  void exchange();
  // One command, and what the server answers, an error too. Throws Refused.
  Reply ask(std::span<const std::string_view> words, Instant until);
  // The next reply; null where none is whole yet. Throws Refused where what came is no Redis.
  Reply next();

 private:
  struct FreeReader {
    void operator()(redisReader* reader) const noexcept;
  };

  void greet(Instant until);
  Reply await(Instant until);
  void write();
  void read();

  const Place& place_;
  Stream stream_;
  std::unique_ptr<redisReader, FreeReader> reader_;
  std::string digest_;
  std::string out_;
  std::size_t sent_ = 0;  // of it
};

// Throws for an error that a server answered with, and for nothing else: Refused; Error corrupt where the key holds something else.
void check(const redisReply& reply, const Place& place);
// Whether the server may answer otherwise in a moment, and has done nothing.
bool is_passing(const redisReply& reply) noexcept;
bool is_error(const redisReply& reply, std::string_view code) noexcept;

}  // namespace backstay::core::redis
