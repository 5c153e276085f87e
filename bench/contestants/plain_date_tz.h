// bench/contestants/plain_date_tz.h: what one would write without bookable.
//
// CONCEPT   date/tz, a day at a time: each date's hours become instants, busy
//           time is cut away by one pass over the sorted list, starts are
//           stepped through what is left. Written with care: zones are looked
//           up once, buffers are reused, nothing is sorted that is sorted, no
//           conversion is made twice.
//           Teams, plain_date_tz: the hosts of each start in a std::map, of
//           which those with enough are taken. plain_date_tz_marks: the same
//           with a table of every grid point of the query instead of the map,
//           as one would write it after a look at the profile.
// LIMITS    Weekly rules only, alignment kHour with a step that divides the
//           hour, hours that no clock change falls into. Rules: buffers,
//           notice, a window of calendar days, a limit of bookings a week.
// THREADS   One a thread.
#ifndef BOOKABLE_BENCH_CONTESTANTS_PLAIN_DATE_TZ_H_
#define BOOKABLE_BENCH_CONTESTANTS_PLAIN_DATE_TZ_H_

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "bookable/query/slot_list.h"
#include "data/workloads/workload.h"

namespace date {
class time_zone;
}  // namespace date

namespace bookable::bench {

class PlainDateTz {
 public:
  static constexpr const char* kName = "plain_date_tz";
  static constexpr bool kNamesHosts = true;

  PlainDateTz(const workloads::Workload& workload,
              std::span<const SlotColumns>);

  std::size_t Find(std::size_t query) {
    return Find(query, &PlainDateTz::FindTeamByMap);
  }
  void CopyAnswer(SlotColumns& out) const { out = columns_; }
  std::span<const Instant> starts() const { return columns_.starts; }

 protected:
  std::size_t Find(std::size_t query,
                   void (PlainDateTz::*find_team)(std::size_t));
  void FindTeamByMap(std::size_t query);
  void FindTeamByMarks(std::size_t query);

 private:
  struct WeekCount {
    std::chrono::local_days week{};
    std::int64_t bookings = 0;
  };

  // Sets `starts` to the starts of one host.
  void FindStarts(const workloads::HostRows& host,
                  std::vector<Instant>& starts);
  void MergeBlocked(const workloads::HostRows& host);
  void CountWeeks(const workloads::HostRows& host, const date::time_zone& zone);
  bool IsFull(std::chrono::local_days date) const;
  std::size_t HostsNeeded() const;
  // Appends a start with these hosts, if they are enough.
  void AppendIfEnough(Instant start, std::span<const std::uint64_t> hosts);

  const workloads::Workload& workload_;
  const date::time_zone* event_zone_;
  std::vector<const date::time_zone*> zones_;  // by schedule
  std::vector<Interval> blocked_;
  std::vector<WeekCount> weeks_;
  std::vector<Instant> host_starts_;
  std::map<Instant, std::vector<std::uint64_t>> hosts_of_start_;
  std::vector<std::uint64_t> marks_;  // a row of host bits a grid point
  SlotColumns columns_;
};

class PlainDateTzMarks : public PlainDateTz {
 public:
  static constexpr const char* kName = "plain_date_tz_marks";

  using PlainDateTz::PlainDateTz;
  std::size_t Find(std::size_t query) {
    return PlainDateTz::Find(query, &PlainDateTzMarks::FindTeamByMarks);
  }
};

}  // namespace bookable::bench

#endif  // BOOKABLE_BENCH_CONTESTANTS_PLAIN_DATE_TZ_H_
