// What every store of keys and values does, over each of the adapters.
#include <gtest/gtest.h>

#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "adapters.hpp"
#include "core/base/clock.hpp"
#include "single.hpp"
#include "temporary_folder.hpp"

namespace backstay::core::store {
namespace {

class ContractTest : public ::testing::TestWithParam<const char*> {
 protected:
  Result run(const std::string& key, Operation operation) { return run_one(*store_, {"space", key}, std::move(operation)); }
  Result create(const std::string& key, int64_t ttl_ns = 100) {
    return run(key, {.action = Action::create, .value = "value of " + key, .ttl_ns = ttl_ns});
  }
  Result read(const std::string& key) { return run(key, {}); }

  TemporaryFolder folder_;
  Clock clock_ = Clock::manual();
  std::unique_ptr<KeyValueStore> store_ = open_adapter(GetParam(), folder_, clock_);
};

TEST_P(ContractTest, CreatesOnceAndTellsWhatIsThere) {
  const Result created = create("k");
  ASSERT_EQ(created.found, Found::done);
  clock_.advance(30);
  const Result second = create("k");
  EXPECT_EQ(second.found, Found::conflict);
  EXPECT_EQ(second.entry.value, "value of k");
  EXPECT_EQ(second.entry.fence, created.entry.fence);
  EXPECT_EQ(second.entry.age_ns, 30);
}

TEST_P(ContractTest, ReplacesTouchesAndErasesWithTheFenceAlone) {
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

TEST_P(ContractTest, GivesNoFenceTwice) {
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

TEST_P(ContractTest, ForgetsExactlyWhenTheTimeIsOver) {
  create("k", 100);
  clock_.advance(99);
  EXPECT_EQ(read("k").found, Found::done);
  clock_.advance(1);
  EXPECT_EQ(read("k").found, Found::missing);
}

TEST_P(ContractTest, ATouchBeginsAgeAndTimeAnew) {
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

TEST_P(ContractTest, ATimeBeyondTheClockNeverEnds) {
  create("k", INT64_MAX);
  clock_.advance(int64_t{1} << 61);
  EXPECT_EQ(read("k").found, Found::done);
}

TEST_P(ContractTest, KeepsSpacesApart) {
  create("b");
  EXPECT_EQ(run_one(*store_, {"spaceb", ""}, {}).found, Found::missing);
}

TEST_P(ContractTest, KeepsAnyBytes) {
  const std::string strange("\0\n\xff'\"%_", 7);
  const std::string large(1 << 20, '\xfe');
  for (const std::string& value : {std::string(), strange, large}) {
    const Result created = run(strange, {.action = Action::create, .value = value, .ttl_ns = 100});
    ASSERT_EQ(created.found, Found::done);
    EXPECT_EQ(read(strange).entry.value, value);
    run(strange, {.action = Action::erase, .fence = created.entry.fence});
  }
}

// All pages of a list, by their keys.
std::map<std::string, Listed> list_all(KeyValueStore& store, const std::string& prefix, int64_t most) {
  std::map<std::string, Listed> all;
  std::string cursor;
  do {
    const Result page = run_one(store, {"space", prefix}, {.action = Action::list, .value = cursor, .most = most});
    EXPECT_EQ(page.found, Found::done);
    for (const Listed& listed : page.listed) all.insert_or_assign(listed.key, listed);  // a store may tell of one twice
    cursor = page.cursor;
  } while (!cursor.empty());
  return all;
}

TEST_P(ContractTest, ListsWhatBeginsSo) {
  EXPECT_TRUE(list_all(*store_, "", 10).empty());
  for (const char* key : {"a\n1", "a\n2", "a\n*", "a\n\xff", "ab", "b\n1"}) create(key);
  run_one(*store_, {"elsewhere", "a\n5"}, {.action = Action::create, .ttl_ns = 100});
  create("a\nover", 10);
  clock_.advance(30);
  for (const int64_t most : {1, 2, 3, 100}) {
    const auto listed = list_all(*store_, "a\n", most);
    EXPECT_EQ(listed.size(), 4U) << most;
    ASSERT_TRUE(listed.contains("a\n*"));
    const Listed& one = listed.at("a\n*");
    EXPECT_EQ(one.entry.value, "value of a\n*");
    EXPECT_EQ(one.entry.fence, read("a\n*").entry.fence);
    EXPECT_EQ(one.entry.age_ns, 30);
    EXPECT_EQ(one.left_ns, 70);
  }
  EXPECT_EQ(list_all(*store_, "", 4).size(), 6U);
  EXPECT_EQ(list_all(*store_, "a\n\xff", 4).size(), 1U);
  EXPECT_TRUE(list_all(*store_, "*", 4).empty());
}

TEST_P(ContractTest, SweepsInPartsWhatIsOver) {
  for (int i = 0; i < 20; ++i) create("over " + std::to_string(i), 10);
  create("kept", 100);
  clock_.advance(10);
  int64_t swept = 5;
  int rounds = 0;
  for (; swept == 5; ++rounds) {
    swept = run_one(*store_, {"space", ""}, {.action = Action::sweep, .most = 5}).swept;
    EXPECT_LE(swept, 5);
  }
  EXPECT_LE(rounds, 5);
  EXPECT_EQ(read("kept").found, Found::done);
  EXPECT_EQ(read("over 1").found, Found::missing);
}

TEST_P(ContractTest, TellsOfItselfBeforeAndAfterItsTablesAreThere) {
  EXPECT_FALSE(store_->examine().product.empty());
  const Migrated first = store_->migrate();
  create("k");
  const Migrated again = store_->migrate();
  EXPECT_EQ(again.from, again.to);
  EXPECT_EQ(again.to, first.to);
  const Examination examination = store_->examine();
  EXPECT_FALSE(examination.facts.empty());
  for (const Fact& fact : examination.facts) {
    EXPECT_TRUE(fact.name != "entries" || fact.value == "1") << fact.value;
  }
}

// A job that says how it ended.
class Noted final : public Job {
 public:
  struct Note {
    std::mutex mutex;
    std::condition_variable over;
    std::optional<Status> status;
    Status wait() {
      std::unique_lock hold(mutex);
      over.wait(hold, [this] { return status.has_value(); });
      return *status;
    }
  };
  Noted(std::string key, Note& note, bool wanted = true)
      : unit_({"space", std::move(key)}, {.action = Action::create, .value = "by a job", .ttl_ns = 100}), note_(note), wanted_(wanted) {}
  Unit* begin() noexcept override { return wanted_ ? &unit_ : nullptr; }
  void over(const Error* failure) noexcept override {
    const std::lock_guard hold(note_.mutex);
    note_.status = failure == nullptr ? Status::ok : failure->status();
    note_.over.notify_one();
  }

 private:
  Single unit_;
  Note& note_;
  bool wanted_;
};

TEST_P(ContractTest, RunsJobsInTheirTurn) {
  Noted::Note unwanted;
  Noted::Note wanted;
  store_->start(std::make_unique<Noted>("unwanted", unwanted, false));
  store_->start(std::make_unique<Noted>("wanted", wanted));
  EXPECT_EQ(wanted.wait(), Status::ok);
  EXPECT_EQ(read("wanted").entry.value, "by a job");
  EXPECT_EQ(read("unwanted").found, Found::missing);
  EXPECT_FALSE(unwanted.status);
}

TEST_P(ContractTest, EndsWhatItHasAcceptedBeforeItEnds) {
  std::vector<Noted::Note> notes(50);
  for (std::size_t i = 0; i < notes.size(); ++i) store_->start(std::make_unique<Noted>(std::to_string(i), notes[i]));
  store_.reset();
  for (const Noted::Note& note : notes) EXPECT_EQ(note.status, Status::ok);
}

INSTANTIATE_TEST_SUITE_P(Stores, ContractTest, adapters(), adapter_name);

}  // namespace
}  // namespace backstay::core::store
