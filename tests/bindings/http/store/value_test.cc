#include "bindings/http/store/value.h"

#include "bindings/http/store/store_error.h"

namespace bookable::store {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

TEST(ValueTest, TypesOfRecordsBecomeValues) {
  EXPECT_TRUE(Value().is_null());
  EXPECT_TRUE(Value(std::nullopt).is_null());
  EXPECT_TRUE(Value(std::optional<std::string>()).is_null());
  EXPECT_EQ(*Value(true).integer(), 1);
  EXPECT_EQ(*Value(Instant{seconds{7}}).integer(), 7);
  EXPECT_EQ(*Value(Moment{milliseconds{7001}}).integer(), 7001);
  EXPECT_EQ(*Value(std::optional<std::int64_t>(3)).integer(), 3);
  EXPECT_EQ(*Value("text").text(), "text");
}

TEST(ValueTest, RowsAreReadIntoTypesOfRecords) {
  const Row row({1, 7, 7001, "text", std::nullopt, std::nullopt, 5});
  bool flag = false;
  Instant instant;
  Moment moment;
  std::string text;
  std::optional<std::string> absent("before");
  std::optional<std::int64_t> none(9);
  std::optional<Instant> some;
  row.Into(flag, instant, moment, text, absent, none, some);
  EXPECT_TRUE(flag);
  EXPECT_EQ(instant, Instant{seconds{7}});
  EXPECT_EQ(moment, Moment{milliseconds{7001}});
  EXPECT_EQ(text, "text");
  EXPECT_FALSE(absent.has_value());
  EXPECT_FALSE(none.has_value());
  EXPECT_EQ(some, Instant{seconds{5}});
}

TEST(ValueTest, ARowThatHoldsSomethingElseThrows) {
  const Row row({"text", std::nullopt, 300});
  EXPECT_THROW(row.As<std::int64_t>(0), StatementError);
  EXPECT_THROW(row.As<std::string>(1), StatementError);
  EXPECT_THROW(row.As<std::int8_t>(2), StatementError);
  EXPECT_THROW(row.As<std::int64_t>(3), StatementError);
}

TEST(ValueTest, OneRowIsOneRow) {
  EXPECT_THROW(Rows().One(), StatementError);
  EXPECT_EQ(Rows({Row({4})}, 0).One().As<int>(), 4);
}

}  // namespace
}  // namespace bookable::store
