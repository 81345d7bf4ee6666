#include "core/store/completion_queue.hpp"

#include <gtest/gtest.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <string>
#include <vector>

namespace backstay::core {
namespace {

using Reserved = CompletionQueue::Reserved;
using Waited = CompletionQueue::Waited;

struct Record {
  int64_t token = 0;
  Status status = Status::ok;
  int64_t result = 0;
  int64_t length = 0;
};

std::vector<Record> drain(CompletionQueue& queue, int64_t most = 16) {
  std::vector<int64_t> numbers(static_cast<std::size_t>(most * CompletionQueue::kRecordFields));
  const int64_t count = queue.drain(numbers.data(), most);
  std::vector<Record> records;
  for (std::size_t at = 0; at < static_cast<std::size_t>(count * CompletionQueue::kRecordFields); at += CompletionQueue::kRecordFields)
    records.push_back({numbers[at], static_cast<Status>(numbers[at + 1]), numbers[at + 2], numbers[at + 3]});
  return records;
}

std::string taken(CompletionQueue& queue, int64_t result) {
  std::string copy = "(none)";
  queue.take(result, [&](const std::string& bytes) { copy = bytes; });
  return copy;
}

bool readable(int descriptor) {
  pollfd watched{.fd = descriptor, .events = POLLIN, .revents = 0};
  return ::poll(&watched, 1, 0) == 1;
}

TEST(CompletionQueue, HandsARequestOutOnceAndBringsItsAnswer) {
  CompletionQueue queue(2);
  const CompletionQueue::Place place = queue.reserve(42, "question");
  ASSERT_EQ(place.answer, Reserved::accepted);
  EXPECT_EQ(queue.find(42), place.operation);
  EXPECT_EQ(queue.take_request(place.operation), "question");
  EXPECT_EQ(queue.take_request(place.operation), std::nullopt);
  EXPECT_TRUE(drain(queue).empty());
  EXPECT_TRUE(queue.complete(place.operation, Status::ok, "answer"));
  EXPECT_FALSE(queue.complete(place.operation, Status::ok, "again"));
  EXPECT_EQ(queue.find(42), 0);
  const std::vector<Record> records = drain(queue);
  ASSERT_EQ(records.size(), 1U);
  EXPECT_EQ(records[0].token, 42);
  EXPECT_EQ(records[0].length, 6);
  EXPECT_EQ(taken(queue, records[0].result), "answer");
  EXPECT_EQ(taken(queue, records[0].result), "(none)");
}

TEST(CompletionQueue, CarriesAFailureWithoutAResult) {
  CompletionQueue queue(1);
  EXPECT_TRUE(queue.complete(queue.reserve(1, "x").operation, Status::io, {}));
  const std::vector<Record> records = drain(queue);
  ASSERT_EQ(records.size(), 1U);
  EXPECT_EQ(records[0].status, Status::io);
  EXPECT_EQ(records[0].result, 0);
  EXPECT_EQ(queue.reserve(1, "x").answer, Reserved::accepted);  // the place was free at once
}

TEST(CompletionQueue, AnOldOperationNeverTouchesTheNextOneInItsPlace) {
  CompletionQueue queue(1);
  const int64_t old = queue.reserve(1, "x").operation;
  ASSERT_TRUE(queue.cancel(1));
  ASSERT_EQ(drain(queue).size(), 1U);
  const int64_t next = queue.reserve(1, "y").operation;
  EXPECT_NE(old, next);
  EXPECT_FALSE(queue.complete(old, Status::ok, "late"));
  EXPECT_EQ(queue.take_request(old), std::nullopt);
  EXPECT_EQ(queue.take_request(next), "y");
}

TEST(CompletionQueue, ARequestThatWasTakenUpCanStillBeCancelled) {
  CompletionQueue queue(1);
  const int64_t operation = queue.reserve(1, "x").operation;
  ASSERT_TRUE(queue.take_request(operation));
  EXPECT_TRUE(queue.cancel(1));
  EXPECT_FALSE(queue.cancel(1));
  EXPECT_FALSE(queue.complete(operation, Status::ok, "late"));
  EXPECT_EQ(drain(queue).at(0).status, Status::cancelled);
}

TEST(CompletionQueue, AResultIsNoOperationAndAnOperationNoResult) {
  CompletionQueue queue(2);
  const int64_t operation = queue.reserve(1, "x").operation;
  EXPECT_EQ(taken(queue, operation), "(none)");
  ASSERT_TRUE(queue.complete(operation, Status::ok, "y"));
  EXPECT_EQ(taken(queue, operation), "(none)");  // not drained yet
  EXPECT_EQ(taken(queue, drain(queue).at(0).result), "y");
  for (const int64_t nonsense : {INT64_MIN, int64_t{-1}, int64_t{0}, int64_t{1}, operation + 1, INT64_MAX}) {
    EXPECT_EQ(taken(queue, nonsense), "(none)");
    EXPECT_FALSE(queue.complete(nonsense, Status::ok, {}));
  }
}

TEST(CompletionQueue, ATakeThatThrowsLosesNothing) {
  CompletionQueue queue(1);
  ASSERT_TRUE(queue.complete(queue.reserve(1, "x").operation, Status::ok, "y"));
  const int64_t result = drain(queue).at(0).result;
  EXPECT_THROW(queue.take(result, [](const std::string&) { throw std::bad_alloc(); }), std::bad_alloc);
  EXPECT_EQ(taken(queue, result), "y");
}

TEST(CompletionQueue, RecordsComeInTheOrderOfCompletion) {
  CompletionQueue queue(4);
  std::array<int64_t, 4> operations{};
  for (int64_t token = 0; token < 4; ++token) operations.at(static_cast<std::size_t>(token)) = queue.reserve(token, {}).operation;
  for (const std::size_t index : {2U, 0U, 3U}) ASSERT_TRUE(queue.complete(operations.at(index), Status::ok, {}));
  EXPECT_EQ(drain(queue, 1).at(0).token, 2);
  ASSERT_TRUE(queue.complete(operations[1], Status::ok, {}));
  const std::vector<Record> rest = drain(queue);
  ASSERT_EQ(rest.size(), 3U);
  EXPECT_EQ(rest[0].token, 0);
  EXPECT_EQ(rest[1].token, 3);
  EXPECT_EQ(rest[2].token, 1);
}

TEST(CompletionQueue, TheDescriptorIsReadableWhileThereAreRecords) {
  CompletionQueue queue(4);
  ASSERT_TRUE(queue.complete(queue.reserve(1, {}).operation, Status::ok, {}));
  const int descriptor = queue.descriptor();  // made after the record came
  EXPECT_EQ(queue.descriptor(), descriptor);
  EXPECT_TRUE(readable(descriptor));
  ASSERT_TRUE(queue.complete(queue.reserve(2, {}).operation, Status::ok, {}));
  EXPECT_EQ(drain(queue, 1).size(), 1U);
  EXPECT_TRUE(readable(descriptor));
  EXPECT_EQ(drain(queue, 1).size(), 1U);
  EXPECT_FALSE(readable(descriptor));
  queue.close();
  EXPECT_TRUE(readable(descriptor));
  EXPECT_TRUE(drain(queue).empty());
  EXPECT_TRUE(readable(descriptor));
}

TEST(CompletionQueue, WaitLooksAtWhatThereIs) {
  CompletionQueue queue(2);
  EXPECT_EQ(queue.wait(0), Waited::nothing);
  EXPECT_EQ(queue.wait(1), Waited::nothing);
  ASSERT_EQ(queue.reserve(1, {}).answer, Reserved::accepted);
  EXPECT_EQ(queue.wait(0), Waited::nothing);
  queue.close();
  EXPECT_EQ(queue.wait(-1), Waited::ready);
  EXPECT_EQ(drain(queue).at(0).status, Status::closed);
  EXPECT_EQ(queue.wait(-1), Waited::closed);
  EXPECT_EQ(queue.reserve(2, {}).answer, Reserved::closed);
}

TEST(CompletionQueue, SaysThatThereIsNoDescriptorLeft) {
  CompletionQueue queue(1);
  // A sanitizer needs descriptors to look at an object of a type that it sees for the first time.
  EXPECT_THROW(throw Error(Status::io, "seen once"), Error);
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
  rlimit none = before;
  none.rlim_cur = 0;
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &none), 0);
  Status status = Status::ok;
  try {
    queue.descriptor();
  } catch (const Error& error) {
    status = error.status();
  }
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &before), 0);
  EXPECT_EQ(status, Status::io);
  EXPECT_GE(queue.descriptor(), 0);
}

TEST(CompletionQueue, AChildBeginsEmptyAndTheParentGoesOn) {
  watch_forks();
  CompletionQueue queue(2);
  const int64_t operation = queue.reserve(1, "x").operation;
  ASSERT_TRUE(queue.complete(queue.reserve(2, {}).operation, Status::ok, "y"));
  const int descriptor = queue.descriptor();
  const pid_t child = ::fork();
  if (child == 0) {
    int wrong = queue.complete(operation, Status::ok, {}) ? 1 : 0;
    wrong += drain(queue).empty() ? 0 : 2;
    wrong += readable(queue.descriptor()) ? 4 : 0;
    wrong += queue.reserve(1, {}).answer == Reserved::accepted && queue.reserve(2, {}).answer == Reserved::accepted ? 0 : 8;
    queue.close();
    wrong += drain(queue).size() == 2 ? 0 : 16;
    ::_exit(wrong);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 0);
  EXPECT_TRUE(readable(descriptor));
  EXPECT_EQ(drain(queue).size(), 1U);
  EXPECT_TRUE(queue.complete(operation, Status::ok, {}));
}

}  // namespace
}  // namespace backstay::core
