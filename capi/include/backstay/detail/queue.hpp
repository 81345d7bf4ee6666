// Part of backstay.hpp: the completion queue, and the echo store that proves it.
//
//   backstay::Queue queue = runtime.queue();                         // one an event loop; watch queue.fd()
//   backstay::echo::submit(queue, token, "hello");
//   for (backstay::Completion& done : queue.drain()) promises.at(done.token()).set_value(done.take());
#ifndef BACKSTAY_DETAIL_QUEUE_HPP
#define BACKSTAY_DETAIL_QUEUE_HPP

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "backstay/backstay.h"
#include "backstay/detail/errors.hpp"
#include "backstay/detail/permit.hpp"

namespace backstay {

// How one operation ended. Holds its result until that is taken; used by one thread at a time.
class Completion {
 public:
  Completion(Completion&& other) noexcept
      : queue_(std::exchange(other.queue_, nullptr)),
        token_(other.token_),
        status_(other.status_),
        result_(std::exchange(other.result_, 0)),
        length_(other.length_) {}
  Completion& operator=(Completion&& other) noexcept {
    std::swap(queue_, other.queue_);
    std::swap(token_, other.token_);
    std::swap(status_, other.status_);
    std::swap(result_, other.result_);
    std::swap(length_, other.length_);
    return *this;
  }
  Completion(const Completion&) = delete;
  Completion& operator=(const Completion&) = delete;
  ~Completion() {
    drop();
    backstay_queue_release(queue_);
  }

  int64_t token() const noexcept { return token_; }
  // BACKSTAY_OK, BACKSTAY_CANCELLED, BACKSTAY_CLOSED, or with what the operation failed.
  backstay_status status() const noexcept { return status_; }
  // Bytes of the result.
  int64_t length() const noexcept { return length_; }

  // The result's bytes, once. Throws Error where there is none, or it was taken or dropped.
  std::string take() {
    std::string bytes =
        detail::text_from([this](backstay_bytes* out, backstay_error* error) { return backstay_queue_take(queue_, result_, out, error); });
    result_ = 0;
    return bytes;
  }
  // Frees the result's place unread; false where there is none any more.
  bool drop() noexcept { return result_ != 0 && backstay_queue_drop(queue_, std::exchange(result_, 0)) == BACKSTAY_OK; }

 private:
  friend class Queue;
  Completion(backstay_queue* queue, const int64_t* record) noexcept
      : queue_(backstay_queue_retain(queue)),
        token_(record[BACKSTAY_RECORD_TOKEN]),
        status_(static_cast<backstay_status>(record[BACKSTAY_RECORD_STATUS])),
        result_(record[BACKSTAY_RECORD_RESULT]),
        length_(record[BACKSTAY_RECORD_LENGTH]) {}

  backstay_queue* queue_;
  int64_t token_;
  backstay_status status_;
  int64_t result_;
  int64_t length_;
};

// Where the answers of stores arrive: made by Runtime::queue, one for each event loop. Copies share the same queue.
class Queue {
 public:
  Queue(const Queue& other) noexcept : handle_(backstay_queue_retain(other.handle_)) {}
  Queue(Queue&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
  Queue& operator=(Queue other) noexcept {
    std::swap(handle_, other.handle_);
    return *this;
  }
  ~Queue() { backstay_queue_release(handle_); }

  // For poll, epoll and event loops: readable while there are completions, and from close on. Borrowed; fetch it anew after a fork.
  int fd() const { return static_cast<int>(scalar(backstay_queue_fd(handle_))); }

  // At most so many completions, the oldest first; none where there are none. Throws Error CLOSED once a closed queue is empty.
  std::vector<Completion> drain(std::size_t most = 64) {
    std::vector<int64_t> records(most * BACKSTAY_RECORD_FIELDS);
    std::vector<Completion> completions;
    completions.reserve(most);
    const int64_t count = scalar(backstay_queue_drain(handle_, records.data(), static_cast<int64_t>(most)));
    for (int64_t i = 0; i < count; ++i) completions.push_back(Completion(handle_, records.data() + i * BACKSTAY_RECORD_FIELDS));
    return completions;
  }

  // Blocks the thread until there are completions, at most for the timeout. False: none yet, which a signal may cause too. Throws Error
  // CLOSED once a closed queue is empty.
  bool wait(std::optional<Nanoseconds> timeout = std::nullopt) {
    return scalar(backstay_queue_wait(handle_, timeout ? timeout->count() : BACKSTAY_UNKNOWN)) == 1;
  }

  // What is in flight with that token completes as cancelled; false where nothing is.
  bool cancel(int64_t token) { return scalar(backstay_queue_cancel(handle_, token)) == 1; }

  // What is in flight completes as closed.
  void close() {
    backstay_error error = BACKSTAY_ERROR_INIT;
    detail::check(backstay_queue_close(handle_, &error), error);
  }

  backstay_queue* handle() const noexcept { return handle_; }

 private:
  friend class Runtime;
  explicit Queue(backstay_queue* handle) : handle_(handle) {}

  static int64_t scalar(int64_t answer) {
    if (answer >= 0) return answer;
    throw Error(static_cast<backstay_status>(answer),
                answer == BACKSTAY_CLOSED ? "the queue was closed" : backstay_status_name(static_cast<int32_t>(answer)));
  }

  backstay_queue* handle_;
};

// An example of a store, which answers with what it was sent.
namespace echo {

enum class How : int64_t { at_once = BACKSTAY_ECHO_AT_ONCE, held = BACKSTAY_ECHO_HELD, on_thread = BACKSTAY_ECHO_THREAD };

// False where the queue is full: drain, and submit again. Throws Error for a token that is on its way, and on a closed queue.
inline bool submit(Queue& queue, int64_t token, std::string_view data, How how = How::at_once) {
  backstay_error error = BACKSTAY_ERROR_INIT;
  const backstay_status status =
      backstay_echo_submit(queue.handle(), token, detail::data(data), detail::length(data), static_cast<int64_t>(how), &error);
  detail::check(status, error);
  return status != BACKSTAY_FULL;
}

// Completes what is held; false where nothing is, any more.
inline bool complete(Queue& queue, int64_t token) { return backstay_echo_complete(queue.handle(), token) == 1; }

}  // namespace echo

}  // namespace backstay

#endif
