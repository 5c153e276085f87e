#include "bindings/cli/input.h"

#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <string>

namespace bookable::cli {
namespace {

TEST(InputTest, AllOfAFileIsRead) {
  const std::string path =
      ::testing::TempDir() + "/input_test_" + std::to_string(getpid());
  for (const std::size_t size : {0u, 1u, 65535u, 65536u, 65537u, 1000000u}) {
    std::string text(size, 'x');
    if (size > 0) text.back() = '\0';
    std::ofstream(path, std::ios::binary) << text;
    const auto read = ReadAll(path);
    ASSERT_TRUE(read.ok());
    EXPECT_EQ(*read, text);
  }
  std::remove(path.c_str());
}

TEST(InputTest, FilesThatCannotBeReadAreErrorsWithTheReason) {
  const auto missing = ReadAll("/no/such/file");
  EXPECT_EQ(missing.status().message(), "No such file or directory");
  const auto folder = ReadAll("/");
  EXPECT_EQ(folder.status().message(), "Is a directory");
}

TEST(InputTest, StandardInputHasAName) {
  EXPECT_EQ(InputName("-"), "standard input");
  EXPECT_EQ(InputName("a/b.json"), "a/b.json");
}

}  // namespace
}  // namespace bookable::cli
