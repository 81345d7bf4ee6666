#include "core/base/environment.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace backstay::core {
namespace {

Environment of(std::map<std::string, std::string> variables) {
  return [variables = std::move(variables)](const std::string& name) -> std::optional<std::string> {
    const auto found = variables.find(name);
    if (found == variables.end()) return std::nullopt;
    return found->second;
  };
}

TEST(ExpandEnvironment, PutsVariablesAndDefaultsIn) {
  const Environment environment = of({{"HOST", "db"}, {"PORT", "5432"}, {"EMPTY", ""}, {"_x9", "y"}, {"NESTED", "${HOST}"}});
  const std::vector<std::pair<std::string, std::string>> cases{
      {"plain", "plain"},
      {"${HOST}", "db"},
      {"postgres://${HOST}:${PORT}/x", "postgres://db:5432/x"},
      {"${MISSING:-5432}", "5432"},
      {"${MISSING:-}", ""},
      {"${EMPTY:-default}", "default"},
      {"${EMPTY}", ""},
      {"${PORT:-1}", "5432"},
      {"${_x9}", "y"},
      {"${MISSING:-a:-b}", "a:-b"},
      {"${NESTED}", "${HOST}"},
      {"$${HOST}", "${HOST}"},
      {"$$${HOST}", "$${HOST}"},
      {"$HOST $ $$ }", "$HOST $ $$ }"},
  };
  for (const auto& [text, expected] : cases) {
    const ExpandedText result = expand_environment(text, environment);
    EXPECT_EQ(result.problem, "") << text;
    EXPECT_EQ(result.text, expected) << text;
  }
}

TEST(ExpandEnvironment, TellsWhetherSomethingWasPutIn) {
  const Environment environment = of({{"HOST", "db"}});
  EXPECT_FALSE(expand_environment("plain", environment).expanded);
  EXPECT_FALSE(expand_environment("$${HOST}", environment).expanded);
  EXPECT_TRUE(expand_environment("${HOST}", environment).expanded);
  EXPECT_TRUE(expand_environment("${OTHER:-x}", environment).expanded);
}

TEST(ExpandEnvironment, SaysWhatIsWrong) {
  const Environment environment = of({{"LATIN", "caf\xE9"}});
  EXPECT_EQ(expand_environment("${NOT_SET}", environment).problem,
            "needs the environment variable NOT_SET, which is not set; set it or write ${NOT_SET:-default}");
  EXPECT_EQ(expand_environment("a ${HOST", environment).problem, "opens \"${\" without a closing \"}\"; write $${ for the characters ${");
  for (const std::string text : {"${}", "${9A}", "${A-B}", "${ A}", "${:-x}", "${A B:-x}"}) {
    EXPECT_TRUE(expand_environment(text, environment).problem.starts_with("names no environment variable")) << text;
  }
  EXPECT_EQ(expand_environment("${LATIN}", environment).problem, "takes the environment variable LATIN, which is not UTF-8");
}

TEST(ProcessEnvironment, ReadsThisProcess) {
  ASSERT_EQ(setenv("BACKSTAY_TEST_VARIABLE", "value", 1), 0);
  EXPECT_EQ(process_environment()("BACKSTAY_TEST_VARIABLE"), "value");
  ASSERT_EQ(unsetenv("BACKSTAY_TEST_VARIABLE"), 0);
  EXPECT_EQ(process_environment()("BACKSTAY_TEST_VARIABLE"), std::nullopt);
}

}  // namespace
}  // namespace backstay::core
