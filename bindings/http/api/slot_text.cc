// Tested by tests/bindings/http/api/slot_text_test.cc.
#include "bindings/http/api/slot_text.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <numeric>
#include <vector>

#include "bookable/codec/instant_writer.h"

namespace bookable::http {
namespace {

using std::chrono::local_days;

class Writer {
 public:
  Writer(std::span<const Instant> starts, const SlotStyle& style,
         std::string& out)
      : starts_(starts),
        style_(style),
        out_(out),
        form_(style.zone ? InstantWriter::Offset::kWritten
                         : InstantWriter::Offset::kZ) {
    (begin_ = "{\"").append(style.start).append("\":\"");
    (middle_ = "\",\"").append(style.end).append("\":\"");
  }

  void Write() {
    out_ += '{';
    const std::size_t begin = out_.size();
    if (style_.more || !WriteQuickly()) {
      out_.resize(begin);
      date_ = local_days::min();
      if (!WriteInOrder()) {
        out_.resize(begin);
        WriteByDate();
      }
    }
    out_ += '}';
  }

 private:
  static constexpr std::size_t kMostSlot = 128;

  // WriteInOrder for slots that say nothing more: while date and offset last,
  // the text of a slot is that of its neighbour but for the clocks.
  bool WriteQuickly() {
    constexpr std::size_t kText = sizeof("2000-00-00T00:00:00.000+00:00");
    if (begin_.size() + middle_.size() + 2 * kText + 4 > kMostSlot) {
      return false;
    }
    constexpr std::size_t kPage = 4096;
    constexpr std::size_t kDate = sizeof("],\"0000-00-00\":");
    std::array<char, kPage + kDate + kMostSlot> page;
    char* at = page.data();
    const auto add = [&at](std::string_view text) {
      at = std::copy(text.begin(), text.end(), at);
    };
    const auto end_page = [&] {
      out_.append(page.data(), static_cast<std::size_t>(at - page.data()));
      at = page.data();
    };

    SlotPattern slot;
    std::size_t i = 0;
    while (i < starts_.size()) {
      const Instant t = starts_[i];
      if (at >= page.data() + kPage) end_page();
      char before = ',';
      if (t >= slot.until) {
        const local_days date = instants_.DateAt(t);
        if (date < date_) return false;
        if (date != date_) {
          add(date_ == local_days::min() ? "\"" : "],\"");
          WriteDate(date, at);
          at += kDateTextLength;
          add("\":");
          date_ = date;
          before = '[';
        }
        MakePattern(t, slot);
      }
      const std::span<const Instant> rest = starts_.subspan(i);
      char* const begin = at;
      const char* const end = page.data() + kPage;
      if (style_.length) {
        i += WriteAlike<kMostSlot, true>(slot, rest, at, end);
      } else if (slot.size > kMostSlot / 2) {
        i += WriteAlike<kMostSlot, false>(slot, rest, at, end);
      } else {
        i += WriteAlike<kMostSlot / 2, false>(slot, rest, at, end);
      }
      *begin = before;
    }
    if (!starts_.empty()) *at++ = ']';
    end_page();
    return true;
  }

  // A slot's text, `,{"start":"...","end":"..."}`, and where its clocks are.
  struct SlotPattern {
    std::array<char, kMostSlot> text;
    std::size_t size = 0;
    std::size_t clock_at = 0;
    std::size_t end_clock_at = 0;
    Instant midnight{};              // of the start's clock
    Instant end_midnight{};          // of the end's
    Instant until = Instant::min();  // it serves the starts before
  };

  // Writes the first of `starts`, and those after it that the pattern serves,
  // while they begin before `end`. How many they are.
  // REQUIRES: kCopied is the size of the pattern or more, and room behind
  // `end`.
  template <std::size_t kCopied, bool kHasEnd>
  std::size_t WriteAlike(const SlotPattern& slot,
                         std::span<const Instant> starts, char*& at,
                         const char* end) const {
    const std::size_t size = slot.size;
    const std::size_t clock_at = slot.clock_at;
    const Instant midnight = slot.midnight;
    const Instant until = slot.until;
    char* out = at;
    std::size_t count = 0;
    do {
      const Instant t = starts[count];
      // By a fixed size: what is too much is overwritten by the next.
      std::memcpy(out, slot.text.data(), kCopied);
      WriteClock(static_cast<unsigned>((t - midnight).count()), out + clock_at);
      if constexpr (kHasEnd) {
        const Instant t_end = t + *style_.length;
        WriteClock(static_cast<unsigned>((t_end - slot.end_midnight).count()),
                   out + slot.end_clock_at);
      }
      out += size;
      ++count;
    } while (count < starts.size() && starts[count] < until && out < end);
    at = out;
    return count;
  }

  // REQUIRES: the text fits.
  void MakePattern(Instant t, SlotPattern& pattern) {
    char* at = pattern.text.data();
    const auto add = [&at](std::string_view text) {
      at = std::copy(text.begin(), text.end(), at);
    };
    const auto add_instant = [&](InstantWriter& writer, Instant instant) {
      const auto clock_at = static_cast<std::size_t>(at - pattern.text.data()) +
                            InstantWriter::kClockAt;
      add(writer.Text(instant));
      return clock_at;
    };
    add(",");
    add(begin_);
    pattern.clock_at = add_instant(instants_, t);
    pattern.midnight = instants_.Midnight();
    pattern.until = instants_.DateLastsUntil();
    if (style_.length) {
      add(middle_);
      pattern.end_clock_at = add_instant(ends_, t + *style_.length);
      pattern.end_midnight = ends_.Midnight();
      pattern.until =
          std::min(pattern.until, ends_.DateLastsUntil() - *style_.length);
    }
    add("\"}");
    pattern.size = static_cast<std::size_t>(at - pattern.text.data());
  }

  // False when a date comes back: clocks that go back over midnight read a date
  // a second time, and it has one place in the answer.
  bool WriteInOrder() {
    for (std::size_t i = 0; i < starts_.size(); ++i) {
      const local_days date = instants_.DateAt(starts_[i]);
      if (date < date_) return false;
      WriteSlot(date, i);
    }
    if (!starts_.empty()) out_ += ']';
    return true;
  }

  void WriteByDate() {
    std::vector<local_days> dates;
    for (const Instant t : starts_) dates.push_back(instants_.DateAt(t));
    std::vector<std::size_t> order(starts_.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(
        order.begin(), order.end(),
        [&](std::size_t a, std::size_t b) { return dates[a] < dates[b]; });
    date_ = local_days::min();
    for (const std::size_t i : order) WriteSlot(dates[i], i);
    out_ += ']';
  }

  void WriteSlot(local_days date, std::size_t i) {
    if (date == date_) {
      out_ += ',';
    } else {
      if (date_ != local_days::min()) out_ += "],";
      date_ = date;
      char name[kDateTextLength + 4] = "\"0000-00-00\":";
      WriteDate(date, name + 1);
      out_.append(name, kDateTextLength + 3);
      out_ += '[';
    }
    out_ += begin_;
    out_ += instants_.Text(starts_[i]);
    if (style_.length) {
      out_ += middle_;
      out_ += ends_.Text(starts_[i] + *style_.length);
    }
    out_ += '"';
    if (style_.more) style_.more(i, out_);
    out_ += '}';
  }

  std::span<const Instant> starts_;
  const SlotStyle& style_;
  std::string& out_;
  Zone zone_ = style_.zone.value_or(Zone());
  InstantWriter::Offset form_;
  InstantWriter instants_{zone_, form_};  // of starts
  InstantWriter ends_{zone_, form_};      // an end may have a date of its own
  std::string begin_;                     // {"start":"
  std::string middle_;                    // ","end":"
  local_days date_ = local_days::min();   // of the slot before
};

}  // namespace

void AppendSlots(std::span<const Instant> starts, const SlotStyle& style,
                 std::string& out) {
  Writer(starts, style, out).Write();
}

}  // namespace bookable::http
