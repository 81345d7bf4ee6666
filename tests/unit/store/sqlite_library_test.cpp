#include "core/store/sqlite/library.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>

namespace backstay::core::sqlite {
namespace {

TEST(SqliteLibrary, SaysTheVersionThatRuns) {
  EXPECT_EQ(library_version(), sqlite3_libversion());
  EXPECT_GE(sqlite3_libversion_number(), 3'035'000);
}

}  // namespace
}  // namespace backstay::core::sqlite
