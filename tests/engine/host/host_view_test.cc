#include "bookable/host/host_view.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "tests/support/literals.h"

namespace bookable {
namespace {

using testing::At;
using testing::Span;

TEST(HostViewTest, RowsAndTwoColumnsReadTheSame) {
  const std::vector<Interval> rows = {
      Span("2026-11-24T09:00Z", "2026-11-24T10:00Z"),
      Span("2026-11-24T11:00Z", "2026-11-24T12:00Z"),
      Span("2026-11-25T11:00Z", "2026-11-25T12:30Z")};
  std::vector<Instant> starts;
  std::vector<Instant> ends;
  for (const Interval& row : rows) {
    starts.push_back(row.start);
    ends.push_back(row.end);
  }
  const IntervalColumns by_row(rows);
  const IntervalColumns by_column(starts, ends);
  ASSERT_EQ(by_row.size(), 3u);
  ASSERT_EQ(by_column.size(), 3u);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    EXPECT_EQ(by_row[i], rows[i]);
    EXPECT_EQ(by_column[i], rows[i]);
  }
}

TEST(HostViewTest, NoRowsAreEmpty) {
  EXPECT_TRUE(IntervalColumns().is_empty());
  EXPECT_TRUE(IntervalColumns(std::span<const Interval>()).is_empty());
  EXPECT_TRUE(IntervalColumns({}, {}).is_empty());
}

}  // namespace
}  // namespace bookable
