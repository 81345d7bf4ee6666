#include "core/store/memory/memory_store.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <string>
#include <utility>
#include <vector>

#include "core/base/clock.hpp"
#include "core/base/fork.hpp"

namespace backstay::core::memory {
namespace {

using store::Action;
using store::Found;
using store::Operation;
using store::Result;

// One operation and its result.
class Single final : public store::Unit {
 public:
  Single(std::string key, Operation operation) : key_{"space", std::move(key)}, operation_(std::move(operation)) {}
  const store::Key& key() const noexcept override { return key_; }
  const Operation* next(const Result* last) override {
    if (last == nullptr) return &operation_;
    result = *last;
    return nullptr;
  }

  Result result;

 private:
  store::Key key_;
  Operation operation_;
};

class MemoryStoreTest : public ::testing::Test {
 protected:
  Result run(const std::string& key, Operation operation) {
    Single unit(key, std::move(operation));
    store_.run(unit);
    return unit.result;
  }
  Result create(const std::string& key, int64_t ttl_ns = 100) {
    return run(key, {.action = Action::create, .value = "value of " + key, .ttl_ns = ttl_ns});
  }
  Result read(const std::string& key) { return run(key, {}); }

  Clock clock_ = Clock::manual();
  MemoryStore store_{clock_};
};

TEST_F(MemoryStoreTest, CreatesOnceAndTellsWhatIsThere) {
  const Result created = create("k");
  ASSERT_EQ(created.found, Found::done);
  clock_.advance(30);
  const Result second = create("k");
  EXPECT_EQ(second.found, Found::conflict);
  EXPECT_EQ(second.entry.value, "value of k");
  EXPECT_EQ(second.entry.fence, created.entry.fence);
  EXPECT_EQ(second.entry.age_ns, 30);
}

TEST_F(MemoryStoreTest, ReplacesTouchesAndErasesWithTheFenceAlone) {
  const int64_t fence = create("k").entry.fence;
  for (const Action action : {Action::replace, Action::touch, Action::erase}) {
    EXPECT_EQ(run("k", {.action = action, .fence = fence + 1, .ttl_ns = 100}).found, Found::conflict);
    EXPECT_EQ(run("other", {.action = action, .fence = fence, .ttl_ns = 100}).found, Found::missing);
  }
  EXPECT_EQ(read("k").entry.value, "value of k");
  EXPECT_EQ(run("k", {.action = Action::replace, .value = "new", .fence = fence, .ttl_ns = 100}).entry.fence, fence);
  EXPECT_EQ(read("k").entry.value, "new");
  EXPECT_EQ(run("k", {.action = Action::erase, .fence = fence}).found, Found::done);
  EXPECT_EQ(read("k").found, Found::missing);
}

TEST_F(MemoryStoreTest, GivesNoFenceTwice) {
  std::vector<int64_t> fences;
  fences.push_back(create("k").entry.fence);
  fences.push_back(run("k", {.action = Action::replace, .fence = fences.back(), .new_fence = true, .ttl_ns = 100}).entry.fence);
  run("k", {.action = Action::erase, .fence = fences.back()});
  fences.push_back(create("k").entry.fence);
  fences.push_back(create("other").entry.fence);
  clock_.advance(100);
  fences.push_back(create("k").entry.fence);
  for (std::size_t i = 1; i < fences.size(); ++i) EXPECT_GT(fences[i], fences[i - 1]) << i;
}

TEST_F(MemoryStoreTest, ForgetsExactlyWhenTheTimeIsOver) {
  create("k", 100);
  clock_.advance(99);
  EXPECT_EQ(read("k").found, Found::done);
  clock_.advance(1);
  EXPECT_EQ(read("k").found, Found::missing);
}

TEST_F(MemoryStoreTest, ATouchBeginsAgeAndTimeAnew) {
  const int64_t fence = create("k", 100).entry.fence;
  clock_.advance(60);
  EXPECT_EQ(run("k", {.action = Action::touch, .fence = fence, .ttl_ns = 100}).found, Found::done);
  clock_.advance(99);
  const Result kept = read("k");
  EXPECT_EQ(kept.entry.value, "value of k");
  EXPECT_EQ(kept.entry.age_ns, 99);
  clock_.advance(1);
  EXPECT_EQ(read("k").found, Found::missing);
}

TEST_F(MemoryStoreTest, ATimeBeyondTheClockNeverEnds) {
  create("k", INT64_MAX);
  clock_.advance(int64_t{1} << 61);
  EXPECT_EQ(read("k").found, Found::done);
}

TEST_F(MemoryStoreTest, KeepsSpacesApart) {
  create("b");
  class Elsewhere final : public store::Unit {
   public:
    const store::Key& key() const noexcept override { return key_; }
    const Operation* next(const Result* last) override {
      if (last != nullptr) found = last->found;
      return last == nullptr ? &operation_ : nullptr;
    }
    Found found = Found::done;

   private:
    store::Key key_{"spaceb", ""};
    Operation operation_;
  } unit;
  store_.run(unit);
  EXPECT_EQ(unit.found, Found::missing);
}

TEST_F(MemoryStoreTest, IsNoLargerThanWhatIsInForce) {
  for (int round = 0; round < 50; ++round) {
    for (int i = 0; i < 100; ++i) create(std::to_string(round * 100 + i), 100);
    clock_.advance(100);
  }
  EXPECT_LE(store_.size(), 200);
}

TEST_F(MemoryStoreTest, ClaimedAndReleasedKeysLeaveNothing) {
  for (int i = 0; i < 1000; ++i) {
    const int64_t fence = create("k", INT64_MAX).entry.fence;
    run("k", {.action = Action::erase, .fence = fence});
  }
  EXPECT_EQ(store_.size(), 0);
}

TEST_F(MemoryStoreTest, AForkedChildGoesOnWithACopy) {
  watch_forks();
  create("k");
  const pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    const bool copied = read("k").found == Found::done && create("own").found == Found::done;
    _exit(copied ? 0 : 1);
  }
  int status = -1;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
  EXPECT_EQ(read("own").found, Found::missing);
}

}  // namespace
}  // namespace backstay::core::memory
