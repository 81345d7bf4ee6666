// Requests over HTTP where the vectors can't look: jobs that nobody hears of, hostile bodies, what is in a store.
#include <gtest/gtest.h>

#include <memory>
#include <set>
#include <string>

#include "core/base/random.hpp"
#include "core/idempotency/http/canonical_json.hpp"
#include "core/idempotency/http/identity.hpp"
#include "core/idempotency/http/responding.hpp"
#include "core/idempotency/http/submitted.hpp"
#include "core/store/memory/memory_store.hpp"

namespace backstay::core::idempotency::http {
namespace {

constexpr std::string_view kKey = "8e03978e-40d5-43dd-bc93-6894a57f9324";

struct World {
  Clock clock = Clock::manual();
  memory::MemoryStore store{clock};
  Random random{1};
  Keeper keeper{"orders", idempotency::Terms{}, store, random};
  std::shared_ptr<CompletionQueue> queue = std::make_shared<CompletionQueue>(4);

  static http::Request post() {
    http::Request request;
    request.method = "POST";
    request.target = "/orders";
    request.key_header = kKey;
    return request;
  }
};

TEST(HttpSubmitted, ARequestThatNobodyTakesGivesItsKeyBack) {
  World world;
  ASSERT_EQ(submit_serve(world.keeper, World::post(), world.queue, 1), CompletionQueue::Reserved::accepted);
  EXPECT_EQ(serve(world.keeper, World::post()).status_code, 409);
  int64_t record[4] = {};
  ASSERT_EQ(world.queue->drain(record, 1), 1);
  EXPECT_TRUE(world.queue->drop(record[2]));
  EXPECT_EQ(serve(world.keeper, World::post()).action, ServeAction::hold);
}

TEST(HttpSubmitted, ARequestThatPassesIsDeliveredWithoutAStore) {
  World world;
  http::Request request = World::post();
  request.key_header.reset();
  ASSERT_EQ(submit_serve(world.keeper, request, world.queue, 1), CompletionQueue::Reserved::accepted);
  int64_t record[4] = {};
  ASSERT_EQ(world.queue->drain(record, 1), 1);
  const auto delivery = world.queue->take_delivery<ServeDelivery>(record[2]);
  ASSERT_TRUE(delivery);
  EXPECT_EQ(delivery->take().action, ServeAction::pass);
  EXPECT_EQ(world.store.size(), 0);
}

TEST(HttpIdentity, ScopesFitTheStoreAndHoldNoCredentials) {
  const Terms terms;
  std::set<std::string> scopes;
  for (const std::string& target :
       {std::string("/orders"), "/" + std::string(100'000, 'x'), std::string("/\n\x01\x7f\xff"), std::string()}) {
    http::Request request = World::post();
    request.target = target;
    request.credentials = "Bearer secret\nsession=secret";
    const Identity identity = identify(request, kKey, terms);
    EXPECT_LE(identity.scope.size(), 255U);
    EXPECT_EQ(identity.scope.find("secret"), std::string::npos);
    for (const char c : identity.scope) EXPECT_TRUE(c >= 0x20 && c < 0x7f);
    scopes.insert(identity.scope);
  }
  EXPECT_EQ(scopes.size(), 4U);
  EXPECT_TRUE(identify(World::post(), kKey, terms).scope.starts_with("POST /orders "));
}

TEST(CanonicalJson, IsOneFormForManyTexts) {
  EXPECT_EQ(canonical_json(" { \"b\" : [ 1 , -2, 1.50, true, null ] , \"a\":\"\\u0041\\n\" } "),
            R"({"a":"A\n","b":[1,-2,1.50,true,null]})");
  EXPECT_EQ(canonical_json("\"x\""), "\"x\"");
  EXPECT_EQ(canonical_json("{}"), "{}");
  EXPECT_EQ(canonical_json("[[],{}]"), "[[],{}]");
  for (const char* text : {"", "{", "1 2", "nul", "{\"a\":}", "[1,]", "\"\xff\"", "1e999"}) EXPECT_FALSE(canonical_json(text)) << text;
}

TEST(CanonicalJson, StopsAtADepth) {
  const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
  EXPECT_TRUE(canonical_json(nested(64)));
  EXPECT_FALSE(canonical_json(nested(65)));
  EXPECT_FALSE(canonical_json(std::string(1'000'000, '[')));
  EXPECT_FALSE(canonical_json(nested(500'000)));
}

TEST(CanonicalJson, OfNamedMembersIsAnObjects) {
  const std::vector<std::string> names{"a", "c"};
  EXPECT_EQ(canonical_members(R"({"c":{"b":1,"a":2},"b":1,"a":[]})", names), R"({"a":[],"c":{"a":2,"b":1}})");
  EXPECT_EQ(canonical_members("{}", names), "{}");
  EXPECT_FALSE(canonical_members("[{}]", names));
}

TEST(HttpResponding, ABadHeaderStoresNothing) {
  World world;
  const Served held = serve(world.keeper, World::post());
  EXPECT_THROW(respond(*held.holding, {.headers = "a: b\rc\n"}), Error);
  EXPECT_EQ(serve(world.keeper, World::post()).status, Status::in_flight);
}

TEST(HttpResponding, HeadersThatAreTooLongAreNotKept) {
  World world;
  const Served held = serve(world.keeper, World::post());
  const std::string lines = "x-long: " + std::string(70'000, 'a') + "\n";
  EXPECT_EQ(held.holding->take(respond(*held.holding, {.headers = lines})), Status::ok);
  EXPECT_EQ(serve(world.keeper, World::post()).status, Status::body_not_kept);
}

}  // namespace
}  // namespace backstay::core::idempotency::http
