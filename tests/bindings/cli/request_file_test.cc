#include "bindings/cli/request_file.h"

#include <chrono>
#include <string>

#include "bookable/codec/request.h"
#include "tests/bindings/cli/request_testing.h"

namespace bookable::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;
using testing::Teacher;

std::string Fault(const std::string& text) {
  RequestReader reader;
  return FaultText("r.json", FaultOf(reader.Read(text).status(), text));
}

TEST(RequestFileTest, ErrorsNameTheLineOfTheirField) {
  EXPECT_THAT(Fault("{\n\"schedule\": {\n\"timeZone\": \"Europe/Roma\"}}"),
              StartsWith("r.json:3: schedule.timeZone: "));
  EXPECT_THAT(Fault(Teacher(",\n\"strat\": 1")),
              StartsWith("r.json:7: strat: "));
  EXPECT_THAT(Fault(Teacher(",\n\n\"start\": \"2026-11-23\"")),
              StartsWith("r.json:8: start: given twice"));
  EXPECT_THAT(Fault("{\n\"start\": 1,\n\"start\": 2}"),
              StartsWith("r.json:2: start: "));
}

TEST(RequestFileTest, TextThatIsNoJsonNamesTheLineOfItsFault) {
  EXPECT_THAT(Fault("{\n\n\"schedule\": nope}"), StartsWith("r.json:3: "));
  EXPECT_THAT(Fault(""), StartsWith("r.json: "));
}

TEST(RequestFileTest, ErrorsAreOneLine) {
  const std::string fault = Fault("{\"a\\nb\": 1}");
  EXPECT_EQ(fault.find('\n'), std::string::npos) << fault;
}

TEST(RequestFileTest, OptionsReplaceFields) {
  RequestReader reader;
  const std::string text =
      WithOptions(Teacher(), {.start = "2026-11-24",
                              .end = "2026-11-25T00:00:00Z",
                              .time_zone = "Asia/Tokyo",
                              .now = "2026-11-20T00:00:00Z"});
  const auto request = reader.Read(text);
  ASSERT_TRUE(request.ok()) << request.status();
  EXPECT_EQ(FormatInstant(request->query.from), "2026-11-23T15:00:00Z");
  EXPECT_EQ(FormatInstant(request->query.until), "2026-11-25T00:00:00Z");
  EXPECT_EQ(request->query.zone->name(), "Asia/Tokyo");
  EXPECT_EQ(FormatInstant(*request->query.now), "2026-11-20T00:00:00Z");
  EXPECT_EQ(WithOptions(Teacher(), {}), Teacher());
}

TEST(RequestFileTest, NowIsTheSystemClockOnlyWhenAskedFor) {
  RequestReader reader;
  const auto before = std::chrono::floor<std::chrono::seconds>(
      std::chrono::system_clock::now());
  const auto request = reader.Read(WithOptions(Teacher(), {.now = "now"}));
  ASSERT_TRUE(request.ok()) << request.status();
  EXPECT_GE(*request->query.now, before);
  EXPECT_LE(*request->query.now, std::chrono::system_clock::now());
  EXPECT_FALSE(reader.Read(WithOptions(Teacher(), {}))->query.now.has_value());
}

TEST(RequestFileTest, ErrorsOfOptionsNameThem) {
  const RequestOptions options{.start = "x"};
  EXPECT_EQ(OptionOf("start", options), "--from");
  EXPECT_EQ(OptionOf("end", options), "");
  EXPECT_EQ(OptionOf("end", {.end = "x"}), "--until");
  EXPECT_EQ(OptionOf("now", {.now = "x"}), "--now");
  EXPECT_EQ(OptionOf("timeZone", {.time_zone = "x"}), "--time-zone");
  EXPECT_EQ(OptionOf("schedule", options), "");
}

}  // namespace
}  // namespace bookable::cli
