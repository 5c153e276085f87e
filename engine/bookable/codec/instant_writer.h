// bookable/codec/instant_writer.h: the texts of many instants, one by one.
//
// CONCEPT   An instant's text is 29 characters of which a neighbour's differ in
//           a few: the date is kept while it lasts, the offset while its
//           stretch lasts, and the digits of the time are written between them.
// COST      A few nanoseconds an instant while date and offset last.
// THREADS   One thread at a time. ERRORS: none; years 0000 to 9999.
#ifndef BOOKABLE_CODEC_INSTANT_WRITER_H_
#define BOOKABLE_CODEC_INSTANT_WRITER_H_

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <span>
#include <string_view>

#include "bookable/time/civil.h"
#include "bookable/time/instant.h"
#include "bookable/time/zone.h"

namespace bookable {

namespace internal {
// "00" to "99".
inline constexpr auto kTwoDigits = [] {
  std::array<std::array<char, 2>, 100> pairs{};
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    pairs[i] = {static_cast<char>('0' + i / 10),
                static_cast<char>('0' + i % 10)};
  }
  return pairs;
}();
}  // namespace internal

// REQUIRES: number < 100.
inline void WriteTwoDigits(unsigned number, char* at) {
  std::memcpy(at, internal::kTwoDigits[number].data(), 2);
}

// The digits of "10:30:00"; what stands between them is left as it is.
// REQUIRES: `time`, of seconds since midnight, is less than a day.
inline void WriteClock(unsigned time, char* at) {
  WriteTwoDigits(time / 3600, at);
  WriteTwoDigits(time / 60 % 60, at + 3);
  WriteTwoDigits(time % 60, at + 6);
}

// "2026-11-24", of a year 0000...9999.
inline constexpr std::size_t kDateTextLength = 10;
inline void WriteDate(std::chrono::local_days date, char* at) {
  const Date civil{date};
  const auto year = static_cast<unsigned>(static_cast<int>(civil.year()));
  WriteTwoDigits(year / 100, at);
  WriteTwoDigits(year % 100, at + 2);
  at[4] = at[7] = '-';
  WriteTwoDigits(static_cast<unsigned>(civil.month()), at + 5);
  WriteTwoDigits(static_cast<unsigned>(civil.day()), at + 8);
}

// Writes instants of one zone: "2026-11-24T10:30:00.000+01:00". An offset with
// seconds (before 1972) is cut to minutes, and the time with it, so that the
// text still names the instant.
class InstantWriter {
 public:
  // Where a text shows the time of day.
  static constexpr std::size_t kClockAt = kDateTextLength + 1;

  enum class Offset : std::uint8_t {
    kWritten,  // of UTC, too: +00:00
    kZ,        // REQUIRES: the zone is UTC. "2026-11-24T09:30:00.000Z"
  };

  // `zone` must outlive it.
  explicit InstantWriter(const Zone& zone, Offset form = Offset::kWritten)
      : zone_(zone),
        length_(form == Offset::kZ ? kOffsetAt + 1 : kOffsetAt + 6) {
    if (form == Offset::kZ) {
      begin_ = Instant::min();
      end_ = Instant::max();
      text_[kOffsetAt] = 'Z';
    }
  }

  // The local date of `t`.
  std::chrono::local_days DateAt(Instant t) {
    Enter(t);
    return std::chrono::floor<std::chrono::days>(
        std::chrono::local_seconds{t.time_since_epoch() + offset_});
  }

  // When the date of the last text began by its offset: a text's clock, at
  // kClockAt, shows the seconds since. Until DateLastsUntil(), texts of later
  // instants differ in nothing else.
  Instant Midnight() const {
    return Instant{std::chrono::local_seconds{date_}.time_since_epoch() -
                   shown_offset_};
  }
  Instant DateLastsUntil() const {
    return std::min(end_, Midnight() + std::chrono::days{1});
  }

  // The text of `t`, until the next call.
  std::string_view Text(Instant t) {
    using std::chrono::days;
    using std::chrono::local_seconds;
    Enter(t);
    const local_seconds local{t.time_since_epoch() + shown_offset_};
    if (local < local_seconds{date_} ||
        local >= local_seconds{date_ + days{1}}) {
      date_ = std::chrono::floor<days>(local);
      WriteDate(date_, text_.data());
    }
    const auto time =
        static_cast<unsigned>((local - local_seconds{date_}).count());
    WriteClock(time, &text_[kClockAt]);
    return {text_.data(), length_};
  }

 private:
  static constexpr std::size_t kOffsetAt = 23;

  // Makes the offset that of `t`.
  void Enter(Instant t) {
    if (begin_ <= t && t < end_) return;
    const std::span<const Stretch> stretches = zone_.stretches();
    const std::size_t i = zone_.StretchAt(t);
    begin_ = stretches[i].start;
    end_ = i + 1 < stretches.size() ? stretches[i + 1].start : Instant::max();
    offset_ = stretches[i].offset;
    const auto shown =
        std::chrono::duration_cast<std::chrono::minutes>(offset_);
    shown_offset_ = shown;
    const auto ahead = static_cast<unsigned>(std::abs(shown.count()));
    text_[kOffsetAt] = shown.count() < 0 ? '-' : '+';
    WriteTwoDigits(ahead / 60, &text_[kOffsetAt + 1]);
    WriteTwoDigits(ahead % 60, &text_[kOffsetAt + 4]);
  }

  const Zone& zone_;
  std::size_t length_;
  Instant begin_ = Instant::max();  // of the stretch; none yet
  Instant end_ = Instant::min();
  std::chrono::seconds offset_{};
  std::chrono::seconds shown_offset_{};  // whole minutes
  // Of text_; no date yet.
  std::chrono::local_days date_ =
      std::chrono::local_days{std::chrono::days{-1'000'000}};
  std::array<char, 29> text_ = {
      '0', '0', '0', '0', '-', '0', '0', '-', '0', '0', 'T', '0', '0', ':', '0',
      '0', ':', '0', '0', '.', '0', '0', '0', '+', '0', '0', ':', '0', '0'};
};

}  // namespace bookable

#endif  // BOOKABLE_CODEC_INSTANT_WRITER_H_
