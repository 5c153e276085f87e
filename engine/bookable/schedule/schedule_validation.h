// bookable/schedule/schedule_validation.h: the rules a schedule must keep.
//
// CONCEPT   Each function takes the path of what it looks at, in the words of
//           docs/errors.md, and answers OK or the first thing wrong:
//           "schedule.availability[1].endTime: must differ from startTime...".
// THREADS   Pure. ERRORS: InvalidArgument; OutOfRange for too many entries.
#ifndef BOOKABLE_SCHEDULE_SCHEDULE_VALIDATION_H_
#define BOOKABLE_SCHEDULE_SCHEDULE_VALIDATION_H_

#include <chrono>
#include <cstddef>
#include <string_view>

#include "absl/status/status.h"
#include "bookable/schedule/schedule.h"

namespace bookable {

// Of each list of a schedule.
inline constexpr std::size_t kMaxScheduleEntries = 10'000;
inline constexpr int kMaxWeekInterval = 520;
// A window begins before its date ends.
inline constexpr std::chrono::minutes kLastStartTime =
    kDayLength - std::chrono::minutes{1};

// Of a weekly rule.
absl::Status CheckTimesDiffer(std::chrono::minutes start,
                              std::chrono::minutes end, std::string_view path);

absl::Status ValidateWeeklyRule(const WeeklyRule& rule, std::string_view path);
absl::Status ValidateOverride(const DateOverride& override,
                              std::string_view path);
absl::Status ValidateHoliday(const Holiday& holiday, std::string_view path);
absl::Status ValidateOutOfOffice(const OutOfOffice& away,
                                 std::string_view path);
absl::Status ValidateTravel(const Travel& travel, std::string_view path);

// All of these.
absl::Status ValidateSchedule(const Schedule& schedule, std::string_view path);

}  // namespace bookable

#endif  // BOOKABLE_SCHEDULE_SCHEDULE_VALIDATION_H_
