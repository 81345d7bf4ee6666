// Requests of HTTP through the C++ face.
#include <gtest/gtest.h>

#include <string>

#include "backstay/backstay.hpp"

namespace {

using backstay::HttpRequest;
using backstay::Idempotency;
using backstay::Runtime;
using backstay::Served;

constexpr const char* kKey = "8e03978e-40d5-43dd-bc93-6894a57f9324";

Runtime runtime_of(const std::string& terms) {
  return Runtime::from_json(R"({"clock":"manual","stores":{"main":"memory:"},"idempotency":{"orders":)" + terms + "}}");
}

HttpRequest post() {
  HttpRequest request;
  request.method = "POST";
  request.target = "/orders";
  request.key_header = kKey;
  return request;
}

TEST(HttpFace, ServesRespondsAndReplays) {
  Runtime runtime = runtime_of("{}");
  const Idempotency orders = runtime.idempotency("orders");
  EXPECT_EQ(orders.key_header(), "Idempotency-Key");
  EXPECT_EQ(orders.wants("POST", std::nullopt), 0);
  EXPECT_GT(orders.wants("POST", kKey), 0);
  Served first = orders.serve(post());
  ASSERT_EQ(first.action(), BACKSTAY_SERVE_HOLD);
  EXPECT_GT(first.claim().fence(), 0);
  EXPECT_EQ(orders.serve(post()).status_code(), 409);
  EXPECT_EQ(orders.serve(post()).retry_after(), std::chrono::seconds(30));
  EXPECT_TRUE(first.respond(201, "Content-Type: text/plain\n", "made"));
  EXPECT_FALSE(first.respond(201, "", ""));
  const Served second = orders.serve(post());
  EXPECT_EQ(second.action(), BACKSTAY_SERVE_REPLY);
  EXPECT_EQ(second.status(), BACKSTAY_REPLAY);
  EXPECT_EQ(second.status_code(), 201);
  EXPECT_EQ(second.headers(), "content-type: text/plain\ncontent-length: 4\nx-idempotent-replay: true\n");
  EXPECT_EQ(second.body(), "made");
}

TEST(HttpFace, TellsWhenToLookAgainAndWhatTheHolderBeforeSaid) {
  Runtime runtime = runtime_of(R"({"wait":"60s"})");
  const Idempotency orders = runtime.idempotency("orders");
  Served first = orders.serve(post());
  EXPECT_TRUE(first.claim().set_recovery_point("charged"));
  Served waiting = orders.serve(post());
  EXPECT_EQ(waiting.action(), BACKSTAY_SERVE_AGAIN);
  ASSERT_TRUE(waiting.again());
  runtime.advance(std::chrono::seconds(30));
  HttpRequest later = post();
  later.waited = std::chrono::seconds(30);
  Served next = orders.serve(later);
  EXPECT_EQ(next.status(), BACKSTAY_TAKEN_OVER);
  EXPECT_EQ(next.claim().takeovers(), 1);
  EXPECT_EQ(next.claim().recovery_point(), "charged");
  EXPECT_FALSE(first.respond(200, "", ""));
}

#if BUILT_WITH_SQLITE
TEST(HttpFace, RunsUnguardedWhereAnOperatorSaysSo) {
  Runtime runtime = Runtime::from_json(R"({"stores":{"main":"sqlite:/proc/no/such/folder/backstay.db"},"idempotency":{"orders":{}}})");
  const Idempotency orders = runtime.idempotency("orders");
  Served refused = orders.serve(post());
  EXPECT_EQ(refused.status_code(), 503);
  EXPECT_EQ(refused.status(), BACKSTAY_STORE_UNAVAILABLE);
  orders.set_on_unavailable(true, "the disk is gone");
  Served unguarded = orders.serve(post());
  ASSERT_EQ(unguarded.action(), BACKSTAY_SERVE_HOLD);
  EXPECT_EQ(unguarded.claim().fence(), 0);
  EXPECT_TRUE(unguarded.claim().heartbeat());
  EXPECT_TRUE(unguarded.respond(200, "", ""));
  orders.set_on_unavailable(std::nullopt, "mended");
  EXPECT_EQ(orders.serve(post()).status_code(), 503);
}
#endif

}  // namespace
