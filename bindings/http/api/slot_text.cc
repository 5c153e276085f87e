// Tested by tests/bindings/http/api/slot_text_test.cc.
#include "bindings/http/api/slot_text.h"

#include <algorithm>
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
    begin_size_ = begin_.size();
    middle_size_ = middle_.size();
  }

  void Write() {
    out_ += '{';
    const std::size_t begin = out_.size();
    const bool is_written = style_.more ? WriteInOrder() : WriteQuickly();
    if (!is_written) {
      out_.resize(begin);
      WriteByDate();
    }
    out_ += '}';
  }

 private:
  // Pieces are copied by a fixed size, more than they have: what is too much is
  // overwritten by the next.
  static constexpr std::size_t kPiece = InstantWriter::kPadded;

  // WriteInOrder for many slots that say nothing more: into memory that is
  // large enough from the start.
  bool WriteQuickly() {
    if (begin_.size() > kPiece || middle_.size() > kPiece) {
      return WriteInOrder();
    }
    begin_.resize(kPiece);
    middle_.resize(kPiece);
    const std::size_t size = out_.size();
    constexpr std::size_t kDate = sizeof("],\"0000-00-00\":[");
    constexpr std::size_t kText = sizeof("2000-00-00T00:00:00.000+00:00");
    const std::size_t dates =
        starts_.empty()
            ? 0
            : std::min<std::size_t>(
                  starts_.size(),
                  static_cast<std::size_t>((starts_.back() - starts_.front()) /
                                           std::chrono::days{1}) +
                      // Offsets differ by a day at most; both ends count.
                      3);
    const std::size_t slot = begin_size_ + kText + sizeof("\"},") +
                             (style_.length ? middle_size_ + kText : 0);
    out_.resize(size + dates * kDate + starts_.size() * slot + 2 * kPiece);
    char* at = out_.data() + size;
    const auto piece = [&](const char* text, std::size_t length) {
      std::memcpy(at, text, kPiece);
      at += length;
    };
    Instant until = Instant::min();
    for (const Instant t : starts_) {
      if (t >= until) {
        const local_days date = instants_.DateAt(t);
        if (date < date_) return false;
        if (date == date_) {
          *at++ = ',';
        } else {
          if (date_ != local_days::min()) *at++ = ']', *at++ = ',';
          date_ = date;
          *at++ = '"';
          WriteDate(date, at);
          at += kDateTextLength;
          *at++ = '"', *at++ = ':', *at++ = '[';
        }
        instants_.Text(t);
        until = instants_.DateLastsUntil();
      } else {
        *at++ = ',';
      }
      piece(begin_.data(), begin_size_);
      std::string_view text = instants_.Text(t);
      piece(text.data(), text.size());
      if (style_.length) {
        piece(middle_.data(), middle_size_);
        text = ends_.Text(t + *style_.length);
        piece(text.data(), text.size());
      }
      *at++ = '"', *at++ = '}';
    }
    if (!starts_.empty()) *at++ = ']';
    out_.resize(static_cast<std::size_t>(at - out_.data()));
    return true;
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
    out_.append(begin_, 0, begin_size_);
    out_ += instants_.Text(starts_[i]);
    if (style_.length) {
      out_.append(middle_, 0, middle_size_);
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
  std::size_t begin_size_ = 0;
  std::size_t middle_size_ = 0;
  local_days date_ = local_days::min();  // of the slot before
};

}  // namespace

void AppendSlots(std::span<const Instant> starts, const SlotStyle& style,
                 std::string& out) {
  Writer(starts, style, out).Write();
}

}  // namespace bookable::http
