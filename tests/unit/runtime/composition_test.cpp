// What a document may say of several patterns in one policy, and of patterns that policies share.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "core/runtime/configuration.hpp"

namespace backstay::core {
namespace {

std::string document(const std::string& policies) { return R"({"clock": "manual", "policies": {)" + policies + "}}"; }

// All findings of these policies, one per line; warnings say so.
std::string findings(const std::string& policies) {
  const CheckedConfiguration checked = check_configuration(document(policies));
  std::string lines;
  for (const Finding& finding : checked.findings.list()) {
    lines += (lines.empty() ? "" : "\n") + std::string(finding.severity == Severity::error ? "" : "warning ") + finding.message();
  }
  return lines;
}

std::vector<std::string_view> order(const std::string& policies) {
  const Configuration configuration = read_configuration(document(policies));
  std::vector<std::string_view> patterns;
  for (const PolicyLayer& layer : configuration.policies.front().layers) patterns.push_back(layer.pattern);
  return patterns;
}

TEST(Layers, KeysOfOneObjectHaveTheDefaultOrder) {
  EXPECT_EQ(order(R"("p": {"attempt_timeout": "1s", "bulkhead": 4, "circuit_breaker": "standard", "rate_limit": "9/s", "retry": 2,
                          "timeout": "3s"})"),
            (std::vector<std::string_view>{"timeout", "retry", "rate_limit", "circuit_breaker", "bulkhead", "attempt_timeout"}));
}

TEST(Layers, AListHasItsOwnOrder) {
  EXPECT_EQ(order(R"("p": {"layers": [{"circuit_breaker": "standard"}, {"timeout": "3s"}, {"bulkhead": 4}]})"),
            (std::vector<std::string_view>{"circuit_breaker", "timeout", "bulkhead"}));
}

TEST(Layers, TheDefaultOrderIsNotWarnedOf) {
  EXPECT_EQ(findings(R"("p": {"timeout": "3s", "retry": 2, "rate_limit": "9/s", "circuit_breaker": "standard", "bulkhead": 4,
                             "attempt_timeout": "1s"})"),
            "");
}

TEST(Layers, OrdersThatMakeLittleSenseAreWarnedOf) {
  const auto warned = [](const std::string& outer, const std::string& inner) {
    return findings(R"("p": {"layers": [{)" + outer + "}, {" + inner + "}]}");
  };
  const std::string retry = R"("retry": 2)";
  const std::string bulkhead = R"("bulkhead": 4)";
  const std::string breaker = R"("circuit_breaker": "standard")";
  const std::string rate = R"("rate_limit": "9/s")";
  EXPECT_EQ(warned(bulkhead, retry),
            "warning policies.p.layers: has bulkhead outside retry, so a call keeps its place while it pauses between attempts (a list of "
            "2; allowed: retry outside bulkhead)");
  EXPECT_NE(warned(breaker, retry).find("never stops the attempts"), std::string::npos);
  EXPECT_NE(warned(retry, R"("timeout": "1s")").find("it limits each attempt and not the call"), std::string::npos);
  EXPECT_NE(warned(R"("attempt_timeout": "1s")", retry).find("it limits all attempts together"), std::string::npos);
  EXPECT_NE(warned(bulkhead, breaker).find("only to be refused"), std::string::npos);
  EXPECT_NE(warned(bulkhead, rate).find("while it waits for its turn"), std::string::npos);
  EXPECT_EQ(warned(rate, bulkhead), "");
  EXPECT_EQ(warned(R"("timeout": "2s")", R"("attempt_timeout": "2s")"),
            "warning policies.p.layers: has an attempt_timeout of 2s, which never ends an attempt before timeout does (a list of 2; "
            "allowed: less than 2s)");
}

TEST(Sharing, NamesAnotherPolicyWithThatPattern) {
  EXPECT_EQ(findings(R"("a": {"bulkhead": {"use": "b"}, "retry": {"budget": {"use": "b"}}},
                        "b": {"bulkhead": 4, "retry": {"budget": {}}})"),
            "");
  EXPECT_EQ(findings(R"("a": {"bulkhead": {"use": "database"}}, "data_base": {"bulkhead": 4})"),
            "policies.a.bulkhead.use: is no policy of this document; did you mean \"data_base\"? (\"database\"; allowed: the name of a "
            "policy: \"a\", \"data_base\")");
  EXPECT_EQ(findings(R"("a": {"bulkhead": {"use": "b"}}, "b": {"retry": 2})"),
            "policies.a.bulkhead.use: is a policy without a bulkhead (\"b\"; allowed: a policy that has one)");
  EXPECT_EQ(findings(R"("a": {"bulkhead": {"use": "a"}})"),
            "policies.a.bulkhead.use: is this policy itself (\"a\"; allowed: another policy)");
  EXPECT_EQ(findings(R"("a": {"retry": {"budget": {"use": "b"}}}, "b": {"retry": 2})"),
            "policies.a.retry.budget.use: is a policy whose retry has nothing to share (\"b\"; allowed: one that has what is used here)");
}

TEST(Sharing, LooksThroughABorrowedPattern) {
  const std::string owner = R"(, "c": {"retry": )";
  EXPECT_NE(findings(R"("a": {"retry": {"budget": {"use": "b"}}}, "b": {"retry": {"use": "c"}})" + owner + "2}").find("nothing to share"),
            std::string::npos);
  EXPECT_EQ(findings(R"("a": {"retry": {"budget": {"use": "b"}}}, "b": {"retry": {"use": "c"}})" + owner + R"({"budget": {}}})"), "");
}

TEST(Sharing, HasNoOtherKeyBeside) {
  EXPECT_TRUE(findings(R"("a": {"bulkhead": {"use": "b", "limit": 3}}, "b": {"bulkhead": 4})")
                  .starts_with("policies.a.bulkhead.limit: is unknown (3; allowed: the keys \"use\")"));
  EXPECT_TRUE(findings(R"("a": {"bulkhead": {"use": 7}}, "b": {"bulkhead": 4})").starts_with("policies.a.bulkhead.use: is a number"));
}

TEST(Sharing, GoesRoundInNoCircle) {
  const std::string message =
      findings(R"("a": {"bulkhead": {"use": "b"}}, "b": {"bulkhead": {"use": "c"}}, "c": {"bulkhead": {"use": "a"}})");
  EXPECT_TRUE(
      message.starts_with("policies.a.bulkhead.use: goes round in a circle: a -> b -> c -> a (\"b\"; allowed: "
                          "policies that don't borrow from each other)"))
      << message;
  EXPECT_NE(findings(R"("a": {"bulkhead": {"use": "b"}, "rate_limit": "9/s"}, "b": {"bulkhead": 3, "rate_limit": {"use": "a"}})")
                .find("a -> b -> a"),
            std::string::npos);
  EXPECT_EQ(findings(R"("a": {"bulkhead": {"use": "b"}}, "b": {"bulkhead": {"use": "c"}}, "c": {"bulkhead": 4})"), "");
}

TEST(Sharing, IsForgottenWithWhatElseIsWrong) {
  EXPECT_EQ(findings(R"("a": {"bulkhead": {"use": "b"}}, "b": {"bulkhead": 0})").find("without a bulkhead"), std::string::npos);
}

}  // namespace
}  // namespace backstay::core
