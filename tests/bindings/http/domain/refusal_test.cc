#include "bindings/http/domain/refusal.h"

namespace bookable::domain {
namespace {

TEST(RefusalTest, EachHasItsWordAndIsFoundAgain) {
  for (int i = 0; i <= static_cast<int>(Refusal::kNotFound); ++i) {
    const auto refusal = static_cast<Refusal>(i);
    const absl::Status status = Refuse(refusal, "because");
    EXPECT_FALSE(status.ok());
    EXPECT_EQ(status.message(), "because");
    EXPECT_EQ(RefusalOf(status), refusal);
    EXPECT_FALSE(RefusalName(refusal).empty());
  }
  EXPECT_EQ(RefusalName(Refusal::kTaken), "taken");
  EXPECT_EQ(RefusalName(Refusal::kNotFound), "not_found");
  EXPECT_EQ(Refuse(Refusal::kNotFound, "").code(), absl::StatusCode::kNotFound);
}

TEST(RefusalTest, OtherErrorsAreNone) {
  EXPECT_FALSE(RefusalOf(absl::OkStatus()).has_value());
  EXPECT_FALSE(RefusalOf(absl::AlreadyExistsError("x")).has_value());
}

}  // namespace
}  // namespace bookable::domain
