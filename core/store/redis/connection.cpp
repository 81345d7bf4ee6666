#include "core/store/redis/connection.hpp"

#include <hiredis/hiredis.h>
#include <poll.h>

#include <array>
#include <new>

#include "core/store/redis/script.hpp"

namespace backstay::core::redis {

namespace {

constexpr std::size_t kReadBytes = 16 * 1024;
constexpr std::string_view kClientName = "backstay";

std::string_view words_of(const redisReply& reply) { return {reply.str, reply.len}; }

// What HELLO says of a server, such as its mode.
std::string_view told(const redisReply& hello, std::string_view what) {
  for (std::size_t i = 0; hello.type == REDIS_REPLY_ARRAY && i + 1 < hello.elements; i += 2) {
    const redisReply& name = *hello.element[i];
    const redisReply& value = *hello.element[i + 1];
    if (name.type == REDIS_REPLY_STRING && value.type == REDIS_REPLY_STRING && words_of(name) == what) return words_of(value);
  }
  return {};
}

// HELLO came with Redis 6.
void check_hello(const redisReply& hello, const Place& place) {
  if (hello.type == REDIS_REPLY_ERROR && words_of(hello).find("unknown command") != std::string_view::npos) {
    throw Refused(place, "Redis 6 or newer is needed, and this server doesn't know HELLO", false, Status::unsupported);
  }
  check(hello, place);
  const std::string_view mode = told(hello, "mode");
  if (mode == "cluster") throw Refused(place, "the server belongs to a cluster; a single server is needed", false, Status::unsupported);
  if (mode == "sentinel") throw Refused(place, "this is a sentinel, which keeps no data", false, Status::unsupported);
}

}  // namespace

void FreeReply::operator()(redisReply* reply) const noexcept { freeReplyObject(reply); }
void Connection::FreeReader::operator()(redisReader* reader) const noexcept { redisReaderFree(reader); }

bool is_error(const redisReply& reply, std::string_view code) noexcept {
  return reply.type == REDIS_REPLY_ERROR && words_of(reply).starts_with(code);
}

bool is_passing(const redisReply& reply) noexcept { return is_error(reply, "LOADING") || is_error(reply, "TRYAGAIN"); }

void check(const redisReply& reply, const Place& place) {
  if (reply.type != REDIS_REPLY_ERROR) return;
  const std::string_view words = words_of(reply);
  if (words.find("WRONGTYPE") != std::string_view::npos) throw Error(Status::corrupt, place.subject() + ": " + std::string(words));
  if (is_error(reply, "MOVED") || is_error(reply, "ASK")) {
    throw Refused(place, "the server belongs to a cluster; a single server is needed", false, Status::unsupported);
  }
  throw Refused(place, words, is_passing(reply));
}

Connection::Connection(const Place& place, Descriptor& descriptor, Instant until)
    : place_(place), stream_(place, descriptor, until), reader_(redisReaderCreate()) {
  if (!reader_) throw std::bad_alloc();
  greet(until);
}

// All at once: one round trip.
void Connection::greet(Instant until) {
  std::vector<std::string_view> hello{"HELLO", "2"};
  if (!place_.password.empty()) {
    hello.insert(hello.end(), {"AUTH", place_.user.empty() ? std::string_view("default") : place_.user, place_.password});
  }
  hello.insert(hello.end(), {"SETNAME", kClientName});
  const std::string database = std::to_string(place_.database);
  append(hello);
  if (place_.database != 0) append(std::array<std::string_view, 2>{"SELECT", database});
  append(std::array<std::string_view, 3>{"SCRIPT", "LOAD", kScript});
  check_hello(*await(until), place_);
  if (place_.database != 0) check(*await(until), place_);
  const Reply loaded = await(until);
  check(*loaded, place_);
  if (loaded->type != REDIS_REPLY_STRING) throw Refused(place_, "the server's answer to SCRIPT LOAD is none", false);
  digest_ = words_of(*loaded);
}

Reply Connection::await(Instant until) {
  for (;;) {
    exchange();
    if (Reply reply = next()) return reply;
    const short events = has_to_write() ? POLLIN | POLLOUT : POLLIN;
    if (!wait_for(descriptor(), events, until)) throw Refused(place_, "connected, but no answer in time", true);
  }
}

Reply Connection::ask(std::span<const std::string_view> words, Instant until) {
  append(words);
  return await(until);
}

void Connection::append(std::span<const std::string_view> words) {
  std::vector<const char*> starts;
  std::vector<std::size_t> lengths;
  for (const std::string_view word : words) {
    starts.push_back(word.data());
    lengths.push_back(word.size());
  }
  char* command = nullptr;
  const auto length = redisFormatCommandArgv(&command, static_cast<int>(words.size()), starts.data(), lengths.data());
  if (length < 0) throw std::bad_alloc();
  const std::unique_ptr<char, decltype(&redisFreeCommand)> owned(command, redisFreeCommand);
  out_.append(command, static_cast<std::size_t>(length));
}

void Connection::exchange() {
  write();
  read();
}

void Connection::write() {
  while (has_to_write()) {
    const std::size_t put = stream_.write(std::string_view(out_).substr(sent_));
    if (put == 0) return;
    sent_ += put;
  }
  out_.clear();
  sent_ = 0;
}

void Connection::read() {
  std::array<char, kReadBytes> bytes;
  while (const std::size_t got = stream_.read(bytes)) {
    if (redisReaderFeed(reader_.get(), bytes.data(), got) != REDIS_OK) throw std::bad_alloc();
  }
}

Reply Connection::next() {
  void* reply = nullptr;
  if (redisReaderGetReply(reader_.get(), &reply) != REDIS_OK) throw Refused(place_, reader_->errstr, true);
  return Reply(static_cast<redisReply*>(reply));
}

}  // namespace backstay::core::redis
