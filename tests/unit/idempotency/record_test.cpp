#include "core/idempotency/record.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "core/idempotency/failure.hpp"

namespace backstay::core::idempotency {
namespace {

Record done_record() {
  Record record;
  record.done = true;
  record.claim = std::string("\0claim\xff", 7);
  record.fingerprint = "f1";
  record.lease_ns = 30;
  record.takeovers = 2;
  record.answer = {
      .kind = AnswerKind::failure, .status_code = 422, .content_type = "text/plain", .headers = "{}", .body = std::string("\0\xff", 2)};
  return record;
}

std::string changed(const char* key, const nlohmann::json& value) {
  auto object = nlohmann::json::from_cbor(encode(done_record()));
  object[key] = value;
  std::string bytes;
  nlohmann::json::to_cbor(object, bytes);
  return bytes;
}

TEST(Record, ComesBackAsItWas) {
  const auto known = decode(encode(done_record()));
  ASSERT_TRUE(known);
  EXPECT_TRUE(known->done);
  EXPECT_EQ(known->claim, done_record().claim);
  EXPECT_EQ(known->fingerprint, "f1");
  EXPECT_EQ(known->lease_ns, 30);
  EXPECT_EQ(known->takeovers, 2);
  EXPECT_EQ(known->answer.kind, AnswerKind::failure);
  EXPECT_EQ(known->answer.status_code, 422);
  EXPECT_EQ(known->answer.content_type, "text/plain");
  EXPECT_EQ(known->answer.headers, "{}");
  EXPECT_EQ(known->answer.body, done_record().answer.body);
}

TEST(Record, InFlightHasNoAnswer) {
  Record record;
  record.claim = "c";
  record.lease_ns = 1;
  record.recovery_point = "charged";
  const auto known = decode(encode(record));
  ASSERT_TRUE(known);
  EXPECT_FALSE(known->done);
  EXPECT_EQ(known->recovery_point, "charged");
}

TEST(Record, RefusesWhatSomebodyElseWrote) {
  EXPECT_FALSE(decode(""));
  EXPECT_FALSE(decode("{\"done\": 1}"));
  EXPECT_FALSE(decode("not a record"));
  const std::string whole = encode(done_record());
  for (std::size_t length = 0; length < whole.size(); ++length) EXPECT_FALSE(decode(std::string_view(whole).substr(0, length))) << length;
  EXPECT_FALSE(decode(whole + "x"));
}

TEST(Record, RefusesValuesOutsideTheirRange) {
  ASSERT_TRUE(decode(changed("takeovers", 3)));
  EXPECT_FALSE(decode(changed("takeovers", -1)));
  EXPECT_FALSE(decode(changed("takeovers", UINT64_MAX)));
  EXPECT_FALSE(decode(changed("takeovers", 1.5)));
  EXPECT_FALSE(decode(changed("lease_ns", 0)));
  EXPECT_FALSE(decode(changed("done", 2)));
  EXPECT_FALSE(decode(changed("kind", 3)));
  EXPECT_FALSE(decode(changed("kind", -1)));
  EXPECT_FALSE(decode(changed("status_code", 1000)));
  EXPECT_FALSE(decode(changed("body", "text")));
  EXPECT_FALSE(decode(changed("content_type", 5)));
  EXPECT_FALSE(decode(changed("fingerprint", nullptr)));
  EXPECT_FALSE(decode(changed("format", 2)));
}

TEST(Record, TakesWhatANewerVersionAdds) {
  EXPECT_TRUE(decode(changed("colour", "blue")));
  EXPECT_TRUE(decode(changed("colour", {{"body", 1}, {"more", {1, 2.5, nullptr, true, {{"done", 0}}}}})));
  EXPECT_FALSE(decode(changed("body", {{"more", "bytes"}})));
}

TEST(Record, NeedsEveryMember) {
  const auto whole = nlohmann::json::from_cbor(encode(done_record()));
  ASSERT_EQ(whole.size(), 12U);
  for (const auto& [key, value] : whole.items()) {
    auto less = whole;
    less.erase(key);
    std::string bytes;
    nlohmann::json::to_cbor(less, bytes);
    EXPECT_FALSE(decode(bytes)) << key;
  }
}

// Whoever wrote it: each level of it would be a level of the stack.
TEST(Record, RefusesDepth) {
  EXPECT_FALSE(decode("\xa1\x61x" + std::string(1 << 20, '\x81')));
  EXPECT_FALSE(decode(std::string(1 << 20, '\x81')));
}

TEST(Record, WritesNumbersOfAnyLength) {
  for (const int64_t number :
       {int64_t{23}, int64_t{24}, int64_t{255}, int64_t{256}, int64_t{65'535}, int64_t{65'536}, int64_t{1} << 32, INT64_MAX}) {
    Record record = done_record();
    record.takeovers = number;
    record.answer.body.assign(static_cast<std::size_t>(std::min<int64_t>(number, 100'000)), 'b');
    const auto known = decode(encode(record));
    ASSERT_TRUE(known) << number;
    EXPECT_EQ(known->takeovers, number);
    EXPECT_EQ(known->answer.body, record.answer.body);
    EXPECT_EQ(nlohmann::json::from_cbor(encode(record))["takeovers"], number);
  }
}

TEST(Failure, KeepsWhateverWordsAnErrorHas) {
  EXPECT_EQ(answer_of({.type = "Boom", .message = "boom"}).body, R"({"error":"Boom","message":"boom"})");
  EXPECT_EQ(message_of(answer_of({.message = "a\xff\"b"})), "a\xef\xbf\xbd\"b");
  EXPECT_EQ(message_of(answer_of({.message = std::string(70'000, 'x')})).size(), 65'536U);
  EXPECT_EQ(message_of({.body = "text"}), "");
  EXPECT_EQ(message_of({.body = R"({"message": 5})"}), "");
}

}  // namespace
}  // namespace backstay::core::idempotency
