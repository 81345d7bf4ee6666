// A disabled runtime without a document makes policies as they are asked for: readers must not trip over the growing list.
#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

#include "core/runtime/runtime.hpp"

namespace backstay::core {
namespace {

TEST(Threads, PoliciesAreAddedWhileOthersRead) {
  constexpr int kThreads = 4;
  constexpr int kNames = 300;
  Runtime* const runtime = Runtime::create_pass_through();
  std::vector<std::thread> threads;
  for (int thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([runtime, thread] {
      for (int index = 0; index < kNames; ++index) {
        Policy* const policy = runtime->policy("policy-" + std::to_string((index + thread * 50) % kNames));
        if (index % 10 == 0) {
          EXPECT_FALSE(runtime->metrics({}).empty());
        }
        policy->release();
        runtime->release();
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(runtime->names().size(), kNames);
  runtime->close();
  runtime->release();
}

}  // namespace
}  // namespace backstay::core
