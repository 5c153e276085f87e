#include "bindings/cli/batch.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include "tests/bindings/cli/pipe_testing.h"
#include "tests/bindings/cli/request_testing.h"

namespace bookable::cli {
namespace {

using ::testing::HasSubstr;
using testing::Pipe;
using ::testing::StartsWith;
using testing::TextFile;

std::string OneLine(std::string text) {
  for (char& c : text) {
    if (c == '\n') c = ' ';
  }
  return text;
}

// A request whose answer is the start at `hour`.
std::string AskAt(int hour) {
  const std::string h = std::to_string(hour);
  return R"({"schedule": {"timeZone": "UTC", "availability": [{"days": )"
         R"(["Monday"], "startTime": ")" +
         std::string(2 - h.size(), '0') + h +
         R"(:00", "endTime": "24:00"}]}, "eventType": {"lengthInMinutes": )"
         R"(30, "onlyShowFirstAvailableSlot": true}, )"
         R"("start": "2026-11-23", "end": "2026-11-23"})";
}

std::vector<std::string> Lines(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at);
    lines.push_back(text.substr(at, end - at));
    at = end == std::string::npos ? text.size() : end + 1;
  }
  return lines;
}

struct Outcome {
  std::string text;
  BatchResult result;
  std::uint64_t lines;
  std::uint64_t errors;
};

Outcome Answer(const std::string& input, const BatchOptions& options) {
  const TextFile file(input);
  Pipe out;
  BatchProgress progress;
  Outcome outcome{};
  std::thread reader([&] { outcome.text = out.Drain(); });
  outcome.result = RunBatch(file.fd(), out.write_end, options, progress);
  out.CloseWrite();
  reader.join();
  outcome.lines = progress.lines;
  outcome.errors = progress.errors;
  return outcome;
}

TEST(BatchTest, LinesAreAnsweredInOrderByAnyNumberOfThreads) {
  std::string input;
  for (int i = 0; i < 3000; ++i) {
    input += i % 100 == 7 ? "{\"bad\": 1}" : AskAt(i % 24);
    input += '\n';
  }
  const Outcome one = Answer(input, {.threads = 1});
  const std::vector<std::string> lines = Lines(one.text);
  ASSERT_EQ(lines.size(), 3000u);
  for (int i = 0; i < 3000; ++i) {
    const std::string& line = lines[static_cast<std::size_t>(i)];
    if (i % 100 == 7) {
      EXPECT_THAT(line, StartsWith("{\"error\""));
    } else {
      const std::string hour = std::to_string(i % 24);
      EXPECT_THAT(line,
                  HasSubstr("2026-11-23T" + std::string(2 - hour.size(), '0') +
                            hour + ":00:00.000+00:00"));
    }
  }
  EXPECT_EQ(one.lines, 3000u);
  EXPECT_EQ(one.errors, 30u);
  for (const int threads : {2, 3, 8}) {
    EXPECT_EQ(Answer(input, {.threads = threads}).text, one.text);
  }
}

TEST(BatchTest, AsManyLinesComeOutAsWentIn) {
  const std::string ask = AskAt(9);
  EXPECT_EQ(Answer("", {}).text, "");
  EXPECT_EQ(Lines(Answer("\n\n \n", {}).text).size(), 3u);
  EXPECT_EQ(Lines(Answer(ask, {}).text).size(), 1u);
  const Outcome outcome =
      Answer(ask + "\r\n\n" + std::string(2000, 'x') + "\n" + ask + "\n[]",
             {.threads = 2, .max_line = 1000});
  const std::vector<std::string> lines = Lines(outcome.text);
  ASSERT_EQ(lines.size(), 5u);
  EXPECT_THAT(lines[0], StartsWith("{\"slots\""));
  EXPECT_THAT(lines[1], StartsWith("{\"error\""));
  EXPECT_THAT(lines[2], HasSubstr("the line is longer than 1000 bytes"));
  EXPECT_EQ(lines[3], lines[0]);
  EXPECT_THAT(lines[4], StartsWith("{\"error\""));
  EXPECT_EQ(outcome.errors, 3u);
}

TEST(BatchTest, AnswersBeyondWhatIsHeldKeepTheirOrder) {
  // Each of these answers is longer than kHeldBytes.
  const std::string big = OneLine(
      R"({"schedule": {"timeZone": "UTC", "availability": [{"days": ["Monday",
      "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
      "startTime": "00:00", "endTime": "24:00"}]},
      "eventType": {"lengthInMinutes": 5},
      "start": "2026-01-01", "end": "2026-12-31"})");
  std::string input;
  for (int i = 0; i < 24; ++i) {
    input += big + '\n';
    for (int j = 0; j < 20; ++j) input += AskAt(i) + '\n';
  }
  const Outcome one = Answer(input, {.threads = 1});
  EXPECT_GT(one.text.size(), 24 * kHeldBytes);
  EXPECT_EQ(Answer(input, {.threads = 4}).text, one.text);
}

TEST(BatchTest, AnAnswerThatIsTooLargeIsAnErrorOfItsLine) {
  // Ten years of minutes, and hosts with their bits.
  const std::string host = OneLine(R"("schedule": {"timeZone": "UTC",
      "availability": [{"days": ["Monday", "Tuesday", "Wednesday", "Thursday",
      "Friday", "Saturday", "Sunday"], "startTime": "00:00",
      "endTime": "24:00"}]}})");
  const std::string huge =
      R"({"groups": [{"require": "all", "hosts": [{"id": "a", )" + host +
      R"(, {"id": "b", )" + host +
      R"(]}], "eventType": {"lengthInMinutes": 1}, "start": "2020-01-01", )"
      R"("end": "2029-12-31"})";
  const Outcome outcome = Answer(huge + "\n" + AskAt(3), {.threads = 2});
  const std::vector<std::string> lines = Lines(outcome.text);
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_THAT(lines[0], StartsWith("{\"error\""));
  EXPECT_THAT(lines[0], HasSubstr("OutOfRange"));
  EXPECT_THAT(lines[0], HasSubstr("67108864 bytes"));
  EXPECT_THAT(lines[1], HasSubstr("T03:00:00"));
}

bool HasInput(int fd, int milliseconds) {
  pollfd file{.fd = fd, .events = POLLIN, .revents = 0};
  return poll(&file, 1, milliseconds) == 1;
}

TEST(BatchTest, AnAnswerDoesNotWaitForTheNextLine) {
  Pipe in;
  Pipe out;
  BatchProgress progress;
  std::thread batch(
      [&] { RunBatch(in.read_end, out.write_end, {.threads = 2}, progress); });
  for (int i = 0; i < 3; ++i) {
    in.Send(AskAt(i) + '\n');
    ASSERT_TRUE(HasInput(out.read_end, 10'000));
    char chunk[4096];
    const ssize_t count = read(out.read_end, chunk, sizeof chunk);
    ASSERT_GT(count, 0);
    EXPECT_EQ(chunk[count - 1], '\n');
  }
  in.Send("half a line");
  EXPECT_FALSE(HasInput(out.read_end, 100));
  in.CloseWrite();
  batch.join();
  EXPECT_EQ(progress.lines, 4u);
}

TEST(BatchTest, AClosedOutputEndsABatchThatWaitsForInput) {
  std::signal(SIGPIPE, SIG_IGN);
  Pipe in;
  Pipe out;
  BatchProgress progress;
  BatchResult result;
  std::thread batch([&] {
    result = RunBatch(in.read_end, out.write_end, {.threads = 2}, progress);
  });
  in.Send(AskAt(1) + '\n');
  ASSERT_TRUE(HasInput(out.read_end, 10'000));
  out.CloseRead();
  batch.join();
  EXPECT_TRUE(absl::IsCancelled(result.output)) << result.output;
}

TEST(BatchTest, AFullDiskEndsTheBatchWithAnError) {
  const int full = open("/dev/full", O_WRONLY);
  ASSERT_GE(full, 0);
  std::string input;
  for (int i = 0; i < 10'000; ++i) input += AskAt(i % 24) + '\n';
  const TextFile file(input);
  BatchProgress progress;
  const BatchResult result =
      RunBatch(file.fd(), full, {.threads = 4}, progress);
  close(full);
  EXPECT_EQ(result.output.message(), "No space left on device");
  EXPECT_LT(progress.lines, 10'000u);
}

TEST(BatchTest, AnInputThatCannotBeReadIsAnError) {
  const int folder = open("/", O_RDONLY | O_DIRECTORY);
  ASSERT_GE(folder, 0);
  Pipe out;
  BatchProgress progress;
  const BatchResult result = RunBatch(folder, out.write_end, {}, progress);
  close(folder);
  EXPECT_EQ(result.input.message(), "Is a directory");
  EXPECT_TRUE(result.output.ok());
}

}  // namespace
}  // namespace bookable::cli
