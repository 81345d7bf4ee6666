// The C++ face of the completion queue.
#include <gtest/gtest.h>
#include <poll.h>

#include <backstay/backstay.hpp>
#include <future>
#include <map>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace {

using backstay::Completion;
using backstay::Nanoseconds;
using backstay::Queue;
using backstay::Runtime;
using backstay::echo::How;

Runtime empty() { return Runtime::from_json("{}"); }

bool readable(const Queue& queue) {
  pollfd watched{};
  watched.fd = queue.fd();
  watched.events = POLLIN;
  return ::poll(&watched, 1, 0) == 1;
}

template <class Act>
backstay_status status_of(Act act) {
  try {
    act();
  } catch (const backstay::Error& error) {
    return error.code();
  }
  return BACKSTAY_OK;
}

// As an event loop does it: futures by token, a batch whenever the descriptor says so.
TEST(QueueFace, KeepsManyInFlight) {
  constexpr int64_t kCalls = 5'000;
  Runtime runtime = empty();
  Queue queue = runtime.queue(256);
  std::map<int64_t, std::promise<std::string>> promises;
  std::vector<std::future<std::string>> futures;
  int64_t next = 0;
  while (futures.size() < kCalls || !promises.empty()) {
    while (next < kCalls && backstay::echo::submit(queue, next, "call " + std::to_string(next), How::on_thread))
      futures.push_back(promises[next++].get_future());
    pollfd watched{};
    watched.fd = queue.fd();
    watched.events = POLLIN;
    ASSERT_EQ(::poll(&watched, 1, -1), 1);
    for (Completion& done : queue.drain()) {
      promises.at(done.token()).set_value(done.take());
      promises.erase(done.token());
    }
  }
  for (std::size_t call = 0; call < futures.size(); ++call) EXPECT_EQ(futures[call].get(), "call " + std::to_string(call));
}

TEST(QueueFace, ACompletionHoldsItsResultUntilItGoes) {
  Runtime runtime = empty();
  Queue queue = runtime.queue(1);
  EXPECT_TRUE(backstay::echo::submit(queue, 1, std::string("a\0b", 3)));
  {
    std::vector<Completion> done = queue.drain();
    ASSERT_EQ(done.size(), 1U);
    EXPECT_EQ(done[0].length(), 3);
    EXPECT_FALSE(backstay::echo::submit(queue, 2, "x"));
  }
  EXPECT_TRUE(backstay::echo::submit(queue, 2, std::string("a\0b", 3)));
  Completion kept = std::move(queue.drain()[0]);
  EXPECT_EQ(kept.take(), std::string("a\0b", 3));
  EXPECT_EQ(status_of([&] { kept.take(); }), BACKSTAY_INVALID_ARGUMENT);
  EXPECT_FALSE(kept.drop());
}

TEST(QueueFace, SaysWhatIsWrong) {
  Runtime runtime = empty();
  EXPECT_EQ(status_of([&] { runtime.queue(0); }), BACKSTAY_INVALID_ARGUMENT);
  Queue queue = runtime.queue();
  EXPECT_TRUE(backstay::echo::submit(queue, 1, "held", How::held));
  EXPECT_EQ(status_of([&] { backstay::echo::submit(queue, 1, "again"); }), BACKSTAY_INVALID_ARGUMENT);
  EXPECT_TRUE(queue.cancel(1));
  EXPECT_FALSE(queue.cancel(1));
  EXPECT_FALSE(backstay::echo::complete(queue, 1));
  std::vector<Completion> done = queue.drain();
  EXPECT_EQ(done.at(0).status(), BACKSTAY_CANCELLED);
  EXPECT_EQ(status_of([&] { done[0].take(); }), BACKSTAY_INVALID_ARGUMENT);
  EXPECT_FALSE(queue.wait(Nanoseconds(0)));
  EXPECT_FALSE(readable(queue));
  queue.close();
  EXPECT_TRUE(readable(queue));
  EXPECT_EQ(status_of([&] { queue.drain(); }), BACKSTAY_CLOSED);
  EXPECT_EQ(status_of([&] { queue.wait(); }), BACKSTAY_CLOSED);
  EXPECT_EQ(status_of([&] { backstay::echo::submit(queue, 2, "late"); }), BACKSTAY_CLOSED);
}

TEST(QueueFace, AThreadWaitsUntilTheRuntimeIsClosed) {
  Runtime runtime = empty();
  Queue queue = runtime.queue();
  EXPECT_TRUE(backstay::echo::submit(queue, 7, "held", How::held));
  std::vector<backstay_status> seen;
  std::thread reader([&, mine = Queue(queue)]() mutable {
    const backstay_status end = status_of([&] {
      for (;;) {
        if (!mine.wait()) continue;
        for (const Completion& done : mine.drain()) seen.push_back(done.status());
      }
    });
    seen.push_back(end);
  });
  runtime.close();
  reader.join();
  EXPECT_EQ(seen, (std::vector<backstay_status>{BACKSTAY_CLOSED, BACKSTAY_CLOSED}));
}

}  // namespace
