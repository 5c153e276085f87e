#include "bindings/http/domain/uid.h"

#include <set>

namespace bookable::domain {
namespace {

using ::testing::MatchesRegex;

TEST(UidTest, AreTwentyTwoCharactersAndDiffer) {
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) {
    const std::string uid = NewUid();
    EXPECT_THAT(uid, MatchesRegex("[1-9a-km-zA-HJ-NP-Z]+"));
    EXPECT_EQ(uid.size(), 22u);
    seen.insert(uid);
  }
  EXPECT_EQ(seen.size(), 1000u);
}

TEST(UidTest, UuidsAreOfVersionFour) {
  EXPECT_THAT(NewUuid(),
              MatchesRegex("[0-9a-f]+-[0-9a-f]+-4[0-9a-f]+-[89ab][0-9a-f]+-"
                           "[0-9a-f]+"));
  EXPECT_EQ(NewUuid().size(), 36u);
}

}  // namespace
}  // namespace bookable::domain
