// Keys as an operator sees them, and clears them away.
#include "core/idempotency/inspection.hpp"

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "../store/adapters.hpp"
#include "../store/single.hpp"
#include "../store/temporary_folder.hpp"
#include "core/base/clock.hpp"
#include "core/base/status.hpp"
#include "core/idempotency/claiming.hpp"

namespace backstay::core::idempotency {
namespace {

using Json = nlohmann::json;

constexpr int64_t kSecond = 1'000'000'000;

class InspectionTest : public ::testing::TestWithParam<const char*> {
 protected:
  std::shared_ptr<Holding> claim(const std::string& key, const std::string& scope = {}, Keeper* keeper = nullptr) {
    Request request;
    request.key = key;
    request.scope = scope;
    request.fingerprint = "f1";
    return idempotency::claim(keeper == nullptr ? keeper_ : *keeper, request).holding;
  }
  void complete(const std::string& key, Answer answer) {
    const auto holding = claim(key);
    holding->take(holding->complete(std::move(answer)));
  }
  std::map<std::string, Json> list(int64_t most) {
    std::map<std::string, Json> keys;
    std::string cursor;
    do {
      const Json page = Json::parse(list_keys(keeper_, cursor, most));
      for (const Json& key : page["keys"]) keys.insert_or_assign(key["key"].get<std::string>(), key);
      cursor = page["next"].is_null() ? std::string() : page["next"].get<std::string>();
    } while (!cursor.empty());
    return keys;
  }
  Json show(const std::string& key, Shown shown = Shown::without_body) {
    return Json::parse(show_key(keeper_, {keeper_.name(), "", key}, shown));
  }
  Status remove(const std::string& key, Removing removing) { return remove_key(keeper_, {keeper_.name(), "", key}, removing); }
  static Terms terms() {
    Terms terms;
    terms.ttl_ms = 60'000;
    terms.lease_ms = 30'000;
    return terms;
  }

  TemporaryFolder folder_;
  Clock clock_ = Clock::manual();
  std::unique_ptr<store::KeyValueStore> store_ = store::open_adapter(GetParam(), folder_, clock_);
  Random random_ = Random::system();
  Keeper keeper_{"orders", terms(), *store_, random_};
  Keeper other_{"orders2", terms(), *store_, random_};
};

TEST_P(InspectionTest, ListsTheKeysOfOneIdempotencyInPages) {
  EXPECT_TRUE(list(10).empty());
  claim("flying", "tenant 7");
  complete("done", {.status_code = 201, .content_type = "text/plain", .body = "abc"});
  complete("failed", {.kind = AnswerKind::failure, .body = "{}"});
  complete("not kept", {.kind = AnswerKind::not_kept});
  claim("other's", "", &other_);
  clock_.advance(10 * kSecond);
  for (const int64_t most : {1, 3, 100}) {
    auto keys = list(most);
    ASSERT_EQ(keys.size(), 4U) << most;
    EXPECT_EQ(keys["flying"]["scope"], "tenant 7");
    EXPECT_EQ(keys["flying"]["state"], "in_flight");
    EXPECT_EQ(keys["flying"]["idempotency"], "orders");
    EXPECT_EQ(keys["flying"]["age_ms"], 10'000);
    EXPECT_EQ(keys["flying"]["lease_left_ms"], 20'000);
    EXPECT_EQ(keys["flying"]["expires_in_ms"], 50'000);
    EXPECT_EQ(keys["done"]["state"], "done");
    EXPECT_EQ(keys["done"]["status_code"], 201);
    EXPECT_EQ(keys["done"]["body_bytes"], 3);
    EXPECT_EQ(keys["failed"]["state"], "failed");
    EXPECT_EQ(keys["not kept"]["state"], "body_not_kept");
  }
  clock_.advance(20 * kSecond);
  EXPECT_EQ(list(10)["flying"]["state"], "lease_over");
}

TEST_P(InspectionTest, ShowsOneKey) {
  const auto flying = claim("flying");
  flying->take(flying->set_recovery_point("half"));
  complete("more", {.content_type = "text/plain", .headers = "a: b\n", .body = std::string("a\0\xff", 3)});
  EXPECT_EQ(show("flying")["fingerprint"], "f1");
  EXPECT_EQ(show("flying")["recovery_point"], "half");
  EXPECT_EQ(show("more")["headers"], "a: b\n");
  EXPECT_FALSE(show("more").contains("body"));
  const Json whole = show("more", Shown::with_body);
  EXPECT_EQ(whole["body"], std::string("a\0\xef\xbf\xbd", 5));
  EXPECT_EQ(whole["body_is_text"], false);
  try {
    show("nowhere");
    FAIL() << "there is such a key";
  } catch (const Error& error) {
    EXPECT_EQ(error.status(), Status::not_found);
    EXPECT_STREQ(error.what(), "idempotency \"orders\": there is no key \"nowhere\"");
  }
}

TEST_P(InspectionTest, ReleasesWhatIsInFlightAlone) {
  const auto holding = claim("flying");
  complete("done", {.body = "x"});
  complete("not kept", {.kind = AnswerKind::not_kept});
  EXPECT_EQ(remove("done", Removing::in_flight), Status::replay);
  EXPECT_EQ(remove("not kept", Removing::in_flight), Status::body_not_kept);
  EXPECT_EQ(remove("flying", Removing::in_flight), Status::ok);
  EXPECT_EQ(holding->take(holding->complete({})), Status::lost_lease);
  EXPECT_TRUE(claim("flying"));
}

TEST_P(InspectionTest, PurgesWhateverIsThere) {
  complete("done", {.body = "x"});
  EXPECT_EQ(remove("done", Removing::any), Status::ok);
  EXPECT_TRUE(claim("done"));
  EXPECT_THROW(remove("nowhere", Removing::any), Error);
  store::run_one(*store_, place_of({"orders", "", "strange"}), {.action = store::Action::create, .value = "no record", .ttl_ns = kSecond});
  EXPECT_EQ(list(10)["strange"]["state"], "corrupt");
  EXPECT_EQ(show("strange")["state"], "corrupt");
  EXPECT_THROW(remove("strange", Removing::in_flight), Error);
  EXPECT_EQ(remove("strange", Removing::any), Status::ok);
}

TEST_P(InspectionTest, SweepsWhatIsOver) {
  for (int i = 0; i < 12; ++i) complete(std::to_string(i), {.body = "x"});
  clock_.advance(60 * kSecond);
  int64_t swept = 4;
  while (swept == 4) swept = sweep(keeper_, 4);
  EXPECT_LT(swept, 4);
  EXPECT_TRUE(list(100).empty());
}

TEST_P(InspectionTest, RefusesACursorThatNoPageGave) {
  EXPECT_THROW(list_keys(keeper_, "g0", 10), Error);
  EXPECT_THROW(list_keys(keeper_, "abc", 10), Error);
}

INSTANTIATE_TEST_SUITE_P(Stores, InspectionTest, store::adapters(), store::adapter_name);

TEST(Place, LeadsBackToItsName) {
  const store::Key place = place_of({"orders", "tenant", "a\nb"});
  const Name name = name_of(place.key);
  EXPECT_EQ(name.idempotency, "orders");
  EXPECT_EQ(name.scope, "tenant");
  EXPECT_EQ(name.key, "a\nb");
  EXPECT_TRUE(place.key.starts_with(place_of_all("orders").key));
  EXPECT_FALSE(place.key.starts_with(place_of_all("order").key));
  EXPECT_TRUE(name_of("strange\nthing").key.empty());
}

}  // namespace
}  // namespace backstay::core::idempotency
