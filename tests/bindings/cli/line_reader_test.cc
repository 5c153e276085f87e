#include "bindings/cli/line_reader.h"

#include <string>
#include <thread>
#include <vector>

#include "tests/bindings/cli/pipe_testing.h"

namespace bookable::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::Pipe;
using testing::TextFile;

// The lines, too long ones as "<long>".
std::vector<std::string> Lines(std::string_view text, std::size_t max) {
  const TextFile file(text);
  LineReader reader(file.fd(), max);
  std::vector<std::string> lines;
  for (;;) {
    const LineReader::Line line = reader.Next();
    if (line.kind == LineReader::Kind::kEnd) break;
    lines.emplace_back(line.kind == LineReader::Kind::kTooLong ? "<long>"
                                                               : line.text);
  }
  EXPECT_TRUE(reader.status().ok());
  EXPECT_EQ(reader.Next().kind, LineReader::Kind::kEnd);
  return lines;
}

TEST(LineReaderTest, LinesEndAtLineEndsOrTheEnd) {
  EXPECT_THAT(Lines("", 9), IsEmpty());
  EXPECT_THAT(Lines("a", 9), ElementsAre("a"));
  EXPECT_THAT(Lines("a\n", 9), ElementsAre("a"));
  EXPECT_THAT(Lines("\n\na\r\n\n", 9), ElementsAre("", "", "a\r", ""));
  EXPECT_THAT(Lines("a\nbc", 9), ElementsAre("a", "bc"));
}

TEST(LineReaderTest, OnlyLinesBeyondTheBoundAreTooLong) {
  EXPECT_THAT(Lines("1234\n12345\n1234", 4),
              ElementsAre("1234", "<long>", "1234"));
  EXPECT_THAT(Lines("12345", 4), ElementsAre("<long>"));
}

TEST(LineReaderTest, LongLinesAreToldOnceAndSkipped) {
  const std::string huge(1'000'000, 'x');
  EXPECT_THAT(Lines(huge + "\nab\n" + huge + "\n\n" + huge, 1000),
              ElementsAre("<long>", "ab", "<long>", "", "<long>"));
  EXPECT_THAT(Lines(huge + "\nab", 1'000'000), ElementsAre(huge, "ab"));
}

TEST(LineReaderTest, LinesOfEveryLengthAroundAChunkSurvive) {
  std::string text;
  std::vector<std::string> expected;
  for (std::size_t length = 65530; length < 65545; ++length) {
    expected.emplace_back(length, static_cast<char>('a' + length % 26));
    text += expected.back() + '\n';
  }
  EXPECT_EQ(Lines(text, 70000), expected);
}

TEST(LineReaderTest, ATooLongLineIsToldBeforeItEnds) {
  const Pipe pipe;
  LineReader reader(pipe.read_end, 10);
  pipe.Send(std::string(100, 'x'));
  EXPECT_EQ(reader.Next().kind, LineReader::Kind::kTooLong);
  pipe.Send("xx\nb\n");
  EXPECT_EQ(reader.Next().text, "b");
}

TEST(LineReaderTest, HasLineSaysWhetherNextWouldWait) {
  const Pipe pipe;
  LineReader reader(pipe.read_end);
  EXPECT_FALSE(reader.has_line());
  pipe.Send("a\nb\nc");
  EXPECT_EQ(reader.Next().text, "a");
  EXPECT_TRUE(reader.has_line());
  EXPECT_EQ(reader.Next().text, "b");
  EXPECT_FALSE(reader.has_line());
  pipe.Send("d\n");
  EXPECT_EQ(reader.Next().text, "cd");
}

TEST(LineReaderTest, TheWaitHookEndsTheInput) {
  const Pipe pipe;
  pipe.Send("a\nb");
  int calls = 0;
  LineReader reader(pipe.read_end, 100, [&] { return ++calls == 1; });
  EXPECT_EQ(reader.Next().text, "a");
  EXPECT_EQ(reader.Next().text, "b");
  EXPECT_EQ(reader.Next().kind, LineReader::Kind::kEnd);
}

TEST(LineReaderTest, AFailedReadIsToldAndItsLineNotAnswered) {
  LineReader closed(-1);
  EXPECT_EQ(closed.Next().kind, LineReader::Kind::kEnd);
  EXPECT_FALSE(closed.status().ok());
}

}  // namespace
}  // namespace bookable::cli
