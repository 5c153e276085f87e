// bindings/cli/week_picture.h: weeks drawn in a terminal, a line a day.
//
// CONCEPT   A line is the wall clock of one date, cut into cells of a quarter,
//           half or whole hour, whatever the width allows. A date whose clocks
//           go back has two lines, one for each time its hour is read; hours
//           that clocks skip are crossed out. So 23 and 25 hours are all there.
// THREADS   Pure. ERRORS: none.
#ifndef BOOKABLE_CLI_WEEK_PICTURE_H_
#define BOOKABLE_CLI_WEEK_PICTURE_H_

#include <chrono>
#include <span>
#include <string>
#include <vector>

#include "bindings/cli/team_time.h"
#include "bindings/cli/terminal.h"
#include "bookable/interval/interval.h"
#include "bookable/time/instant.h"
#include "bookable/time/zone.h"

namespace bookable::cli {

// A week, or the part of it that is asked for.
struct PictureWeek {
  std::chrono::local_days first{};  // date the week begins with
  Interval range{};                 // what to fill `sets` with
  TimeSets sets{};
};

struct Picture {
  Zone zone{};       // whose wall clock the lines show
  Interval asked{};  // bounds of starts
  std::vector<PictureWeek> weeks{};
  std::span<const Instant> starts{};  // the slots
  bool is_team = false;               // for the words of the legend
};

// The weeks that meet `asked`, their sets still empty.
// REQUIRES: asked is not empty.
std::vector<PictureWeek> WeeksOf(const Zone& zone, const Interval& asked,
                                 std::chrono::weekday week_start);

// The picture, a line of hours above each week and a legend below all. A cell
// shows the first of these that holds anywhere in it: a slot begins; busy; in a
// buffer; free; closed.
std::string DrawWeeks(const Picture& picture, const Style& style);

}  // namespace bookable::cli

#endif  // BOOKABLE_CLI_WEEK_PICTURE_H_
