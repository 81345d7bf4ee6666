// The one misuse that no language allows and the C interface does: reporting through the same token twice.
#include <gtest/gtest.h>

#include <string>

#include "backstay/backstay.hpp"

namespace {

TEST(DoubleReport, SecondReportOfAProbeIsLate) {
  auto runtime = backstay::Runtime::from_json(
      R"({"clock": "manual", "policies": {"payments": {"circuit_breaker":
          {"consecutive_failures": 1, "open_for": "1s", "half_open": {"successes": 2}}}}})");
  auto payments = runtime.policy("payments");
  payments.enter().failure();
  runtime.advance(std::chrono::seconds(1));
  const int64_t probe = backstay_policy_enter_token(payments.handle(), 0, 1, -1);
  ASSERT_GT(probe, 0);
  EXPECT_EQ(backstay_policy_exit_token(payments.handle(), probe, BACKSTAY_OUTCOME_SUCCESS, -1, -1), 0);
  EXPECT_EQ(backstay_policy_exit_token(payments.handle(), probe, BACKSTAY_OUTCOME_SUCCESS, -1, -1), BACKSTAY_EXIT_LATE);
  const std::string snapshot = payments.snapshot();
  EXPECT_NE(snapshot.find(R"("state":"half_open")"), std::string::npos) << snapshot;
  EXPECT_NE(snapshot.find(R"("probe_successes":1)"), std::string::npos) << snapshot;
}

}  // namespace
