// Where a range of keys ends that begin alike.
#include <gtest/gtest.h>

#include "core/store/key_value.hpp"

namespace backstay::core::store {
namespace {

TEST(Prefix, EndsBeforeTheNextThatBeginsOtherwise) {
  EXPECT_EQ(end_of_prefix("ab"), "ac");
  EXPECT_EQ(end_of_prefix("a\xff"), "b");
  EXPECT_EQ(end_of_prefix("a\x7f"), "a\x80");
  EXPECT_EQ(end_of_prefix(std::string("a\0", 2)), "a\x01");
  EXPECT_EQ(end_of_prefix("\xff\xff"), "");
  EXPECT_EQ(end_of_prefix(""), "");
}

}  // namespace
}  // namespace backstay::core::store
