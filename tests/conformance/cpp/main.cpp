// Two ways to run vectors: as GoogleTest cases, one a vector, observed values written to a file; or from the input, line by line.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include "interpreter.hpp"

namespace {

using backstay::conformance::json;

std::vector<json> load(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.path().extension() == ".json") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  std::vector<json> vectors;
  for (const auto& file : files) {
    const json theme = json::parse(std::ifstream(file));
    vectors.insert(vectors.end(), theme.at("vectors").begin(), theme.at("vectors").end());
  }
  return vectors;
}

std::vector<json> all_vectors() {
  const std::filesystem::path root = BACKSTAY_VECTORS;
  std::vector<json> vectors = load(root / "vectors");
  const std::vector<json> wrong = load(root / "wrong");
  vectors.insert(vectors.end(), wrong.begin(), wrong.end());
  return vectors;
}

std::ofstream& observed_file() {
  static std::ofstream file = [] {
    const std::filesystem::path path = BACKSTAY_OBSERVED;
    std::filesystem::create_directories(path.parent_path());
    return std::ofstream(path);
  }();
  return file;
}

// The test is that the vector could be run; compare.py judges what was observed, for all languages alike.
class Vector : public testing::TestWithParam<json> {};

TEST_P(Vector, Runs) {
  const json observed = backstay::conformance::run(GetParam());
  ASSERT_EQ(observed.at("steps").size(), GetParam().at("steps").size());
  for (const json& answer : observed.at("steps")) EXPECT_FALSE(answer.contains("interpreter")) << answer;
  observed_file() << observed.dump() << '\n' << std::flush;
  ASSERT_TRUE(observed_file().good()) << "can't write " << BACKSTAY_OBSERVED;
}

std::string test_name(const testing::TestParamInfo<json>& info) {
  std::string name = info.param.at("id");
  std::replace(name.begin(), name.end(), '.', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Conformance, Vector, testing::ValuesIn(all_vectors()), test_name);

int run_input() {
  for (std::string line; std::getline(std::cin, line);) std::cout << backstay::conformance::run(json::parse(line)).dump() << std::endl;
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc > 1 && std::string(argv[1]) == "--stdin") return run_input();
  testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
