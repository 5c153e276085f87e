#include "bindings/cli/suggestion.h"

#include <string>
#include <vector>

#include "bookable/time/zone.h"

namespace bookable::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(SuggestionTest, EditsAreCounted) {
  EXPECT_EQ(EditDistance("", ""), 0u);
  EXPECT_EQ(EditDistance("slots", "slots"), 0u);
  EXPECT_EQ(EditDistance("SLOTS", "slots"), 0u);
  EXPECT_EQ(EditDistance("", "abc"), 3u);
  EXPECT_EQ(EditDistance("slot", "slots"), 1u);
  EXPECT_EQ(EditDistance("slosts", "slots"), 1u);
  EXPECT_EQ(EditDistance("slats", "slots"), 1u);
  EXPECT_EQ(EditDistance("solts", "slots"), 1u);  // neighbours swapped
  EXPECT_EQ(EditDistance("kitten", "sitting"), 3u);
}

TEST(SuggestionTest, CommandsAreGuessedFromTypingMistakes) {
  const std::vector<std::string> names = {"slots", "batch", "check", "zones"};
  EXPECT_THAT(ClosestNames("slot", names, 1), ElementsAre("slots"));
  EXPECT_THAT(ClosestNames("zoens", names, 1), ElementsAre("zones"));
  EXPECT_THAT(ClosestNames("Batch", names, 1), ElementsAre("batch"));
  EXPECT_THAT(ClosestNames("chk", names, 1), IsEmpty());
  EXPECT_THAT(ClosestNames("frobnicate", names, 1), IsEmpty());
  EXPECT_THAT(ClosestNames("", names, 1), IsEmpty());
}

TEST(SuggestionTest, ZonesAreGuessedFromTheirCity) {
  const std::vector<std::string> names = ZoneNames();
  EXPECT_THAT(ClosestNames("rome", names, 1), ElementsAre("Europe/Rome"));
  EXPECT_THAT(ClosestNames("Europe/Roma", names, 1),
              ElementsAre("Europe/Rome"));
  EXPECT_THAT(ClosestNames("america/new york", names, 1),
              ElementsAre("America/New_York"));
  EXPECT_THAT(ClosestNames("Lord How", names, 1),
              ElementsAre("Australia/Lord_Howe"));
  EXPECT_EQ(ClosestNames("Indiana", names, 3).size(), 3u);
}

TEST(SuggestionTest, LongTextIsNoTypingMistake) {
  const std::vector<std::string> names = {std::string(100, 'x')};
  EXPECT_THAT(ClosestNames(std::string(100'000, 'x'), names, 1), IsEmpty());
}

}  // namespace
}  // namespace bookable::cli
