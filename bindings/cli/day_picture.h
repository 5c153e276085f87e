// bindings/cli/day_picture.h: a day drawn in a terminal, why by why.
//
// CONCEPT   A cell is five minutes. It shows what a slot that begins there
//           would meet first: what is the matter at that time itself (closed,
//           busy, in a buffer), else why no slot fits or is offered there. Time
//           runs evenly from the date's first instant to its last, so a date
//           has 23 or 25 hours where clocks change, and the hours above the
//           cells say what clocks show. A team has a line, and its hosts too.
// THREADS   Pure. ERRORS: none.
#ifndef BOOKABLE_CLI_DAY_PICTURE_H_
#define BOOKABLE_CLI_DAY_PICTURE_H_

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "bindings/cli/terminal.h"
#include "bookable/codec/request.h"
#include "bookable/query/explain.h"
#include "bookable/time/instant.h"
#include "bookable/time/zone.h"

namespace bookable::cli {

inline constexpr std::chrono::minutes kDayCell{5};

enum class DayCell : std::uint8_t {
  kSlot,   // a slot begins in it
  kFree,   // it could be booked, but is no start of the grid; a host: able
  kShort,  // free, but the slot does not fit
  kBuffer,
  kBusy,
  kClosed,
  kFull,
  kTooFew,  // team: too few hosts, for several reasons
  kNotice,
  kWindow,
  kLimit,
  kNotFirst,
  kNotAsked,  // outside the query's bounds
};
inline constexpr std::size_t kDayCellKinds = 13;

// What to show for an explanation, and for a host's reasons at a time.
DayCell CellOf(const Explanation& explanation);
DayCell CellOfHost(std::span<const Reason> reasons, Instant at);

// A time every five minutes of `date`, from each first instant of it on (there
// are two where clocks go back over midnight). None if the zone skipped it.
std::vector<Instant> TimesOfDay(const Zone& zone, std::chrono::local_days date);

class DayPicture {
 public:
  // Of `date` in the answer's zone. `starts` are the slots on it.
  DayPicture(const Request& request, std::chrono::local_days date,
             std::span<const Instant> starts);

  const std::vector<Instant>& times() const { return times_; }

  // Adds the cells of times() one after the other: the explanations are of
  // the times that follow those added before.
  void Add(std::span<const Explanation> explanations);

  // REQUIRES: all have been added.
  std::string Draw(const Style& style) const;

 private:
  struct Line {
    std::string label{};
    std::vector<DayCell> cells{};
  };
  // The cells [begin, end) of each line, drawn side by side.
  struct Row {
    std::size_t begin = 0;
    std::size_t end = 0;
  };

  std::vector<Row> RowsFor(const Style& style, std::size_t label_columns) const;
  bool IsClosed(const Row& row) const;
  Instant EndOf(const Row& row) const;
  void AppendHours(const Row& row, std::size_t label_columns,
                   const Style& style, std::string& out) const;
  void AppendRow(const Row& row, std::size_t label_columns, const Style& style,
                 std::string& out) const;
  void AppendDayLegend(const Style& style, std::string& out) const;

  const Request& request_;
  const Zone& zone_;
  std::chrono::local_days date_;
  std::span<const Instant> starts_;
  std::vector<Instant> times_;
  std::vector<Line> lines_;  // the answer's, and of a team each host's
  std::vector<std::size_t> drawn_hosts_;  // rows
  std::size_t hidden_hosts_ = 0;
};

}  // namespace bookable::cli

#endif  // BOOKABLE_CLI_DAY_PICTURE_H_
