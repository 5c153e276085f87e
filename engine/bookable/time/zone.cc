// How a table is made. date/tz lists the transitions that the TZif file spells
// out, to 2037 or (a slim file) to where the rule in its footer begins; it does
// not know footers, so after its last transition it freezes. Abseil follows the
// footer. So the table takes date/tz's transitions, and Abseil's after the last
// of them:
//
//   date/tz   ---T---T---T---T            frozen from here on
//   Abseil                       T---T---T---T---> past 2202
//
// The seam is the last transition date/tz knows, wherever that is, so no year
// is named here; a zone without a rule has no transition after it.
//
// Tested by tests/engine/time/zone_test.cc against date/tz and Abseil, and by
// zone_zoneinfo_test.py against Python's zoneinfo.
#include "bookable/time/zone.h"

#include <algorithm>
#include <exception>
#include <fstream>
#include <memory>
#include <mutex>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/inlined_vector.h"
#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "bookable/internal/strings.h"
#include "bookable/internal/text.h"
#include "bookable/time/internal/zone_table.h"
#include "date/tz.h"

namespace bookable {
namespace {

using internal::ToAbsl;
using internal::ZoneTable;
using std::chrono::days;
using std::chrono::local_days;
using std::chrono::seconds;

// Where Debian keeps the database. date/tz looks here too; given an absolute
// path, Abseil does not ask the environment variable TZDIR.
constexpr char kDirectory[] = "/usr/share/zoneinfo/";

// Tables go on to here, some time after kEndOfTime, so that what looks ahead
// from the last instants finds the transitions it needs.
constexpr Instant kLastTransition{
    std::chrono::sys_days{std::chrono::year{2203} / 1 / 1}};

bool DependsOnTheMachine(std::string_view name) {
  return name == "localtime" || name == "posixrules" || name == "Factory" ||
         name.starts_with("posix/") || name.starts_with("right/");
}

// Sorted. Empty when the machine has no database.
const std::vector<std::string>& KnownNames() {
  static const std::vector<std::string>* const names = [] {
    auto list = std::make_unique<std::vector<std::string>>();
    try {
      for (const date::time_zone& zone : date::get_tzdb().zones) {
        if (!DependsOnTheMachine(zone.name())) list->push_back(zone.name());
      }
    } catch (const std::exception&) {
      list->clear();
    }
    if (list->empty()) list->push_back("UTC");
    std::sort(list->begin(), list->end());
    return list.release();
  }();
  return *names;
}

// Insertions, deletions, changes of case-blind letters; `limit` when no less.
std::size_t EditDistance(std::string_view a, std::string_view b,
                         std::size_t limit) {
  const std::size_t gap =
      a.size() < b.size() ? b.size() - a.size() : a.size() - b.size();
  if (gap >= limit) return limit;
  absl::InlinedVector<std::size_t, 64> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    const auto ai = absl::ascii_tolower(static_cast<unsigned char>(a[i - 1]));
    std::size_t diagonal = row[0];
    row[0] = i;
    std::size_t least = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const auto bj = absl::ascii_tolower(static_cast<unsigned char>(b[j - 1]));
      const std::size_t change = diagonal + (ai == bj ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({change, row[j] + 1, row[j - 1] + 1});
      least = std::min(least, row[j]);
    }
    if (least >= limit) return limit;
  }
  return std::min(row[b.size()], limit);
}

// The known name closest to `name`, or "" when none is close.
std::string_view NearestName(std::string_view name) {
  constexpr std::size_t kLongest = 40;  // the longest real name has 32 letters
  std::string_view nearest;
  if (name.empty() || name.size() > kLongest) return nearest;
  std::size_t best = std::min<std::size_t>(3, name.size());
  for (const std::string& known : KnownNames()) {
    // "Rome" means Europe/Rome rather than ROC.
    const std::string_view city =
        std::string_view(known).substr(known.rfind('/') + 1);
    const std::size_t distance = std::min(EditDistance(name, known, best),
                                          EditDistance(name, city, best));
    if (distance < best) {
      best = distance;
      nearest = known;
    }
  }
  return nearest;
}

absl::Status UnknownZone(std::string_view name) {
  std::string message =
      absl::StrCat("unknown time zone ", internal::Quoted(name), "; ");
  if (DependsOnTheMachine(name)) {
    message += "its meaning depends on the machine";
  } else if (const std::string_view nearest = NearestName(name);
             !nearest.empty()) {
    absl::StrAppend(&message, "did you mean \"", ToAbsl(nearest), "\"?");
  } else {
    message += "expected an IANA name such as \"Europe/Rome\"";
  }
  return absl::InvalidArgumentError(message);
}

// Appends what date/tz knows. Throws what date/tz throws.
void AppendListed(const std::string& name, std::vector<Stretch>& out) {
  const date::time_zone* const zone = date::locate_zone(name);
  const Instant forever{date::sys_days{date::year::max() / 1 / 1}};
  date::sys_info info = zone->get_info(date::sys_seconds::min());
  while (true) {
    out.push_back({.start = info.begin, .offset = info.offset});
    if (info.end >= forever || info.end <= info.begin) return;
    info = zone->get_info(info.end);
  }
}

// Appends the transitions Abseil knows after those in `out`.
absl::Status AppendRule(const std::string& name, std::vector<Stretch>& out) {
  absl::TimeZone zone;
  if (!absl::LoadTimeZone(kDirectory + name, &zone) &&
      !absl::LoadTimeZone(name, &zone)) {
    return absl::InternalError(
        absl::StrCat("time zone \"", name, "\" cannot be read"));
  }
  absl::Time at =
      absl::FromUnixSeconds(out.back().start.time_since_epoch().count());
  absl::TimeZone::CivilTransition transition;
  while (zone.NextTransition(at, &transition)) {
    // Clocks show `to` twice in a fold; `trans` is the transition itself.
    at = zone.At(transition.to).trans;
    const Instant start{seconds{absl::ToUnixSeconds(at)}};
    if (start >= kLastTransition) break;
    out.push_back({.start = start, .offset = seconds{zone.At(at).offset}});
  }
  return absl::OkStatus();
}

absl::StatusOr<std::unique_ptr<const ZoneTable>> MakeTable(
    const std::string& name) {
  std::vector<Stretch> raw;
  try {
    AppendListed(name, raw);
  } catch (const std::exception& error) {
    return absl::InternalError(absl::StrCat(
        "time zone \"", name, "\" cannot be read: ", error.what()));
  }
  if (absl::Status status = AppendRule(name, raw); !status.ok()) return status;
  return std::make_unique<const ZoneTable>(name, std::move(raw));
}

// UTC needs no database.
const ZoneTable* UtcTable() {
  static const ZoneTable* const utc =
      std::make_unique<const ZoneTable>(
          "UTC",
          std::vector<Stretch>{{.start = Instant::min(), .offset = seconds{0}}})
          .release();
  return utc;
}

// Tables by name. Never destroyed: a Zone may outlive any static object. Only
// known names enter, so it cannot grow beyond their number.
class Tables {
 public:
  static Tables& Get() {
    static Tables* const tables = std::make_unique<Tables>().release();
    return *tables;
  }

  Tables() { tables_.emplace("UTC", UtcTable()); }

  absl::StatusOr<const ZoneTable*> Find(std::string_view name) {
    if (const ZoneTable* const table = Made(name)) return table;
    const std::vector<std::string>& names = KnownNames();
    if (!std::binary_search(names.begin(), names.end(), name)) {
      return UnknownZone(name);
    }
    // A table is made outside mutex_, so that a new zone holds up no one who
    // asks for another; one at a time, so that none is made twice.
    const std::lock_guard making(making_);
    if (const ZoneTable* const table = Made(name)) return table;
    absl::StatusOr<std::unique_ptr<const ZoneTable>> table =
        MakeTable(std::string(name));
    if (!table.ok()) return table.status();
    const ZoneTable* const made = table->release();
    const std::lock_guard lock(mutex_);
    tables_.emplace(made->name, made);
    return made;
  }

 private:
  // Null when it is not made yet.
  const ZoneTable* Made(std::string_view name) {
    const std::lock_guard lock(mutex_);
    const auto it = tables_.find(ToAbsl(name));
    return it == tables_.end() ? nullptr : it->second;
  }

  std::mutex making_;
  std::mutex mutex_;  // guards tables_
  absl::flat_hash_map<std::string, const ZoneTable*> tables_;
};

// Where stretch i ends; the last one never does.
Instant EndOf(std::span<const Stretch> stretches, std::size_t i) {
  return i + 1 < stretches.size() ? stretches[i + 1].start : Instant::max();
}

// The instant at which a clock with `offset` shows midnight of `date`.
Instant MidnightAt(local_days date, seconds offset) {
  return Instant{date.time_since_epoch() - offset};
}

// Offsets are less than two days, so no instant this early reads `date`.
std::size_t FirstStretchNear(const ZoneTable& table, local_days date) {
  return table.StretchAt(Instant{(date - days{2}).time_since_epoch()});
}

}  // namespace

Zone::Zone() : table_(UtcTable()) {}

absl::StatusOr<Zone> Zone::Find(std::string_view name) {
  absl::StatusOr<const ZoneTable*> table = Tables::Get().Find(name);
  if (!table.ok()) return table.status();
  return Zone(*table);
}

std::string_view Zone::name() const { return table_->name; }

std::span<const Stretch> Zone::stretches() const { return table_->stretches; }

std::size_t Zone::StretchAt(Instant t) const { return table_->StretchAt(t); }

seconds Zone::OffsetAt(Instant t) const {
  return table_->stretches[table_->StretchAt(t)].offset;
}

std::chrono::local_seconds Zone::ToLocal(Instant t) const {
  return std::chrono::local_seconds{t.time_since_epoch() + OffsetAt(t)};
}

local_days Zone::DateAt(Instant t) const {
  return std::chrono::floor<days>(ToLocal(t));
}

Instant Zone::StartOfDate(local_days date) const {
  // The first stretch in which a clock reaches midnight of `date`. Going by
  // stretches and not by midnights is what makes folds across midnight right:
  // on 2010-11-07 St John's went back from 00:01 to 23:01, so the 7th began
  // twice; the first of these counts.
  const std::span<const Stretch> stretches = table_->stretches;
  for (std::size_t i = FirstStretchNear(*table_, date);; ++i) {
    const Instant midnight = MidnightAt(date, stretches[i].offset);
    if (midnight < EndOf(stretches, i)) {
      return std::max(midnight, stretches[i].start);
    }
  }
}

bool Zone::HasDate(local_days date) const {
  const std::span<const Stretch> stretches = table_->stretches;
  const Instant past{(date + days{3}).time_since_epoch()};
  for (std::size_t i = FirstStretchNear(*table_, date);
       i < stretches.size() && stretches[i].start < past; ++i) {
    const seconds offset = stretches[i].offset;
    if (std::max(MidnightAt(date, offset), stretches[i].start) <
        std::min(MidnightAt(date + days{1}, offset), EndOf(stretches, i))) {
      return true;
    }
  }
  return false;
}

local_days Zone::DateBefore(local_days date) const {
  do {
    date -= days{1};
  } while (!HasDate(date));
  return date;
}

Instant Zone::CeilToMinute(Instant t) const {
  const std::span<const Stretch> stretches = table_->stretches;
  for (std::size_t i = table_->StretchAt(t);; ++i) {
    const seconds offset = stretches[i].offset;
    t = std::max(t, stretches[i].start);
    const Instant minute{
        std::chrono::ceil<std::chrono::minutes>(t.time_since_epoch() + offset) -
        offset};
    if (minute < EndOf(stretches, i)) return minute;
  }
}

std::ostream& operator<<(std::ostream& os, const Zone& zone) {
  return os << zone.name();
}

std::vector<std::string> ZoneNames() { return KnownNames(); }

std::string TzdbVersion() {
  // "# version 2026f"
  constexpr std::string_view kPrefix = "# version ";
  std::ifstream file(std::string(kDirectory) + "tzdata.zi");
  std::string line;
  if (!std::getline(file, line) || !line.starts_with(kPrefix)) return "unknown";
  return line.substr(kPrefix.size());
}

}  // namespace bookable
