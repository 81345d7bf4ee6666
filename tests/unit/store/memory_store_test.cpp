#include "core/store/memory/memory_store.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <string>
#include <utility>

#include "core/base/clock.hpp"
#include "core/base/fork.hpp"
#include "single.hpp"

namespace backstay::core::memory {
namespace {

using store::Action;
using store::Found;
using store::Operation;
using store::Result;

class MemoryStoreTest : public ::testing::Test {
 protected:
  Result run(const std::string& key, Operation operation) { return store::run_one(store_, {"space", key}, std::move(operation)); }
  Result create(const std::string& key, int64_t ttl_ns = 100) {
    return run(key, {.action = Action::create, .value = "value of " + key, .ttl_ns = ttl_ns});
  }
  Result read(const std::string& key) { return run(key, {}); }

  Clock clock_ = Clock::manual();
  MemoryStore store_{clock_};
};

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
