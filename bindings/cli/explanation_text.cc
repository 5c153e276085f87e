// bindings/cli/explanation_text.cc
// Tested by tests/bindings/cli/explanation_text_test.cc.
#include "bindings/cli/explanation_text.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <string_view>
#include <vector>

#include "absl/strings/str_format.h"
#include "bindings/cli/query_parts.h"
#include "bindings/cli/time_text.h"
#include "bookable/event/booking_window.h"
#include "bookable/time/week.h"

namespace bookable::cli {
namespace {

using std::chrono::days;
using std::chrono::local_days;
using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::year_month_day;

// More of a list than anyone reads; --json has all.
constexpr std::size_t kMostReasons = 30;
constexpr std::size_t kMostHosts = 40;
constexpr std::size_t kMostLabelColumns = 20;

std::string Quoted(std::string_view text) {
  return '"' + Printable(text) + '"';
}

class Teller {
 public:
  Teller(const Request& request, const Explanation& explanation,
         const Style& style)
      : query_(request.query),
        explanation_(explanation),
        style_(style),
        zone_(AnswerZone(request.query)),
        at_(explanation.at),
        date_(zone_.DateAt(at_)),
        offset_(zone_.OffsetAt(at_)),
        length_(query_.duration.value_or(query_.event.length)) {}

  std::string Sentence(const Reason& reason, const Host& host) const {
    switch (reason.kind) {
      case ReasonKind::kQuery:
        return query_.from == query_.until
                   ? std::string(
                         "Not asked for: the request starts and ends at the "
                         "same instant (start, end).")
                   : absl::StrFormat(
                         "Not asked for: the request is for starts of %s "
                         "(start, end).",
                         RangeText(zone_, reason.interval, style_));
      case ReasonKind::kGroup:
        return Group(reason);
      case ReasonKind::kClosed:
        return absl::StrFormat("Closed %s: %s (%s).", Range(reason.interval),
                               WhatCloses(reason, host), SourcePath(reason));
      case ReasonKind::kBusy:
        return absl::StrFormat("Busy %s: %s.", Range(reason.interval),
                               Entry(reason, host));
      case ReasonKind::kBuffer:
        return Buffer(reason, host);
      case ReasonKind::kFull:
        return absl::StrFormat("Full: %d of %d seats are taken.",
                               reason.current, reason.most);
      case ReasonKind::kShort:
        return absl::StrFormat(
            "Too short: the time that is free here ends at %s, the slot at "
            "%s.",
            When(reason.interval.end), When(at_ + length_));
      case ReasonKind::kGrid:
        return Grid(reason);
      case ReasonKind::kNotice:
        return query_.event.minimum_notice == minutes{0}
                   ? absl::StrFormat("Past: now is %s (now).",
                                     When(reason.instant))
                   : absl::StrFormat(
                         "Too soon: with %s of notice the earliest is %s "
                         "(eventType.minimumBookingNotice).",
                         LengthText(query_.event.minimum_notice),
                         When(reason.instant));
      case ReasonKind::kWindow:
        return Window(reason);
      case ReasonKind::kLimit:
        return Limit(reason, host);
      case ReasonKind::kNotFirst:
        return absl::StrFormat(
            "Not the first start of its date: only %s is shown "
            "(eventType.onlyShowFirstAvailableSlot).",
            When(reason.instant));
    }
    return "";
  }

  std::string Heading() const {
    return absl::StrFormat("%s %s, %s (%s)", DateInProse(date_),
                           Range({at_, at_ + length_}), zone_.name(),
                           OffsetText(offset_));
  }

  std::string_view Verdict() const {
    if (explanation_.is_bookable) return "Offered: a slot begins here.";
    return explanation_.is_accepted ? "Not offered, but it can be booked."
                                    : "Not offered, and it cannot be booked.";
  }

  std::string GroupName(std::size_t group) const {
    const std::string& id = query_.groups[group].id;
    if (!id.empty()) return "Group " + Quoted(id);
    return query_.groups.size() == 1 ? std::string("The group")
                                     : absl::StrFormat("Group %d", group + 1);
  }

 private:
  // "1 of its 3 hosts".
  static std::string Needed(const GroupExplanation& group) {
    const std::size_t hosts = group.hosts.size();
    if (hosts == 1) return "its one host";
    if (group.required == hosts) {
      return absl::StrFormat("all its %d hosts", hosts);
    }
    return absl::StrFormat("%d of its %d hosts", group.required, hosts);
  }

  // "10:00", with the date and the offset where they are others than at_'s.
  std::string When(Instant t) const {
    const local_days date = zone_.DateAt(t);
    std::string text;
    if (date != date_) text += DateInProse(date) + ' ';
    text += ClockText(zone_.ToLocal(t));
    if (const seconds offset = zone_.OffsetAt(t); offset != offset_) {
      text += " (" + OffsetText(offset) + ')';
    }
    return text;
  }

  // "10:00–11:00"; an end at midnight is "24:00".
  std::string Range(const Interval& range) const {
    const local_days date = zone_.DateAt(range.start);
    const local_days end_date = zone_.DateAt(range.end);
    const bool same_offsets = zone_.OffsetAt(range.start) == offset_ &&
                              zone_.OffsetAt(range.end) == offset_;
    std::string text = When(range.start);
    if (same_offsets && date == end_date) {
      text += style_.dash();
      return text + ClockText(zone_.ToLocal(range.end));
    }
    if (same_offsets && end_date == date + days{1} &&
        zone_.StartOfDate(end_date) == range.end) {
      text += style_.dash();
      return text + "24:00";
    }
    text += ' ';
    text += style_.dash();
    text += ' ';
    return text + When(range.end);
  }

  // A date of another zone than the answer's says so.
  std::string DateOf(local_days date, const Zone& zone) const {
    std::string text = DateInProse(date);
    if (zone != zone_) absl::StrAppendFormat(&text, " in %s", zone.name());
    return text;
  }

  std::string WhatCloses(const Reason& reason, const Host& host) const {
    std::string date = DateOf(reason.dates.first, reason.zone);
    if (reason.zone != host.schedule.zone) date += ", while travelling";
    switch (reason.hours) {
      case HoursSource::kWeekly:
        return "outside the weekly hours of " + date;
      case HoursSource::kHoliday: {
        const std::string& name = host.schedule.holidays[reason.index].name;
        return date + " is a holiday" +
               (name.empty() ? "" : ", " + Printable(name));
      }
      case HoursSource::kOverride: {
        const DateOverride& hours = host.schedule.overrides[reason.index];
        const bool closes = !hours.start || hours.start == hours.end;
        return closes ? "an override closes " + date
                      : "an override sets other hours for " + date;
      }
      case HoursSource::kOutOfOffice: {
        const std::string& why =
            host.schedule.out_of_office[reason.index].reason;
        return "out of office on " + date +
               (why.empty() ? "" : ", " + Printable(why));
      }
    }
    return date;
  }

  // "booking "b-7" (bookings[2])".
  std::string Entry(const Reason& reason, const Host& host) const {
    std::string text;
    const auto add_id = [&](const std::string& id) {
      if (!id.empty()) text += ' ' + Quoted(id);
    };
    switch (reason.entry) {
      case EntryList::kBusy: {
        const BusyTime& busy = host.busy[reason.index];
        text = "busy time";
        add_id(busy.id);
        if (!busy.source.empty()) text += " of " + Printable(busy.source);
        break;
      }
      case EntryList::kBookings:
        text = "booking";
        add_id(host.bookings[reason.index].id);
        break;
      case EntryList::kHolds:
        text = "a hold until " + When(host.holds[reason.index].expires_at);
        break;
    }
    return text + " (" + SourcePath(reason) + ')';
  }

  // What the entry itself keeps free before and after it.
  minutes OwnBuffer(const Reason& reason, const Host& host) const {
    const bool is_before = reason.side == BufferSide::kBefore;
    const EventType& event = query_.event;
    const auto of = [&](const auto& entry) {
      return is_before ? entry.after_buffer.value_or(event.after_buffer)
                       : entry.before_buffer.value_or(event.before_buffer);
    };
    switch (reason.entry) {
      case EntryList::kBusy: {
        const BusyTime& busy = host.busy[reason.index];
        return is_before ? busy.after_buffer : busy.before_buffer;
      }
      case EntryList::kBookings:
        return of(host.bookings[reason.index]);
      case EntryList::kHolds:
        return of(host.holds[reason.index]);
    }
    return {};
  }

  std::string Buffer(const Reason& reason, const Host& host) const {
    const bool is_before = reason.side == BufferSide::kBefore;
    const seconds gap = is_before ? at_ - reason.interval.end
                                  : reason.interval.start - (at_ + length_);
    const minutes needed =
        OwnBuffer(reason, host) +
        (is_before ? query_.event.before_buffer : query_.event.after_buffer);
    return absl::StrFormat("Too close: %s %s it is %s, %s; buffers want %s.",
                           LengthText(gap), is_before ? "before" : "after",
                           Entry(reason, host), Range(reason.interval),
                           LengthText(needed));
  }

  std::string Group(const Reason& reason) const {
    const GroupExplanation& group = explanation_.groups[reason.index];
    std::string text = GroupName(reason.index) + " needs " + Needed(group);
    const auto left = static_cast<std::size_t>(reason.current);
    if (group.able > left) {
      return text + absl::StrFormat(
                        "; %d can take it, but %s left beside what the other "
                        "groups need.",
                        group.able,
                        left == 0 ? "none is"
                                  : absl::StrFormat("only %d %s", left,
                                                    left == 1 ? "is" : "are"));
    }
    if (group.hosts.size() == 1) return text + ", which cannot take it.";
    return text + (left == 0
                       ? ", and none can take it."
                       : absl::StrFormat(", and only %d can take it.", left));
  }

  std::string Grid(const Reason& reason) const {
    std::string text = "Free, but not on the grid of starts: ";
    if (reason.before && reason.after) {
      return text + "the nearest are " + When(*reason.before) + " and " +
             When(*reason.after) + '.';
    }
    if (reason.before) {
      return text + "the nearest is " + When(*reason.before) + ", before it.";
    }
    if (reason.after) {
      return text + "the nearest is " + When(*reason.after) + ", after it.";
    }
    return text + "none is offered within a day.";
  }

  std::string Window(const Reason& reason) const {
    const Zone& zone = EventZone(query_);
    const DateRange& dates = reason.dates;
    std::string text = "Outside the booking window, which ";
    if (dates.last < dates.first) {
      text += "offers no date";
    } else if (dates.last == kAllDates.last) {
      text += "begins on " + DateOf(dates.first, zone);
    } else if (dates.first == kAllDates.first) {
      text += "ends with " + DateOf(dates.last, zone);
    } else if (dates.first == dates.last) {
      text += "is " + DateOf(dates.first, zone);
    } else {
      text += "is from " + DateInProse(dates.first) + " to " +
              DateOf(dates.last, zone);
    }
    return text + " (eventType.bookingWindow).";
  }

  // "on Tue 24 Nov 2026", "in the week of Mon 23 Nov 2026", "in Nov 2026".
  std::string PeriodText(const Reason& reason, const Host& host) const {
    const local_days first = reason.dates.first;
    std::string text;
    switch (reason.period) {
      case Period::kDay:
        text = "on " + DateInProse(first);
        break;
      case Period::kWeek:
        text = "in the week of " + DateInProse(first);
        break;
      case Period::kMonth: {
        constexpr std::size_t kMonthAndYear = 8;  // "Nov 2026"
        const std::string date = DateInProse(first);
        text = "in " + date.substr(date.size() - kMonthAndYear);
        break;
      }
      case Period::kYear:
        text = absl::StrFormat("in %04d",
                               static_cast<int>(year_month_day(first).year()));
        break;
    }
    if (host.schedule.zone != zone_) {
      absl::StrAppendFormat(&text, " (dates of %s)", host.schedule.zone.name());
    }
    return text;
  }

  std::string Limit(const Reason& reason, const Host& host) const {
    const std::string_view period = PeriodName(reason.period);
    if (reason.limit == LimitKind::kCount) {
      return absl::StrFormat(
          "Limit: %s %s, and %d a %s is the most "
          "(eventType.bookingLimitsCount.%s).",
          CountText(static_cast<std::size_t>(reason.current), "booking"),
          PeriodText(reason, host), reason.most, period, period);
    }
    return absl::StrFormat(
        "Limit: %s booked %s, another %s would exceed %s a %s "
        "(eventType.bookingLimitsDuration.%s).",
        LengthText(minutes{reason.current}), PeriodText(reason, host),
        LengthText(length_), LengthText(minutes{reason.most}), period, period);
  }

  const SlotQuery& query_;
  const Explanation& explanation_;
  const Style& style_;
  const Zone& zone_;
  const Instant at_;
  const local_days date_;
  const seconds offset_;
  const seconds length_;
};

void AppendMore(std::size_t count, std::string_view noun, std::size_t indent,
                std::string& out) {
  out.append(indent, ' ');
  absl::StrAppendFormat(&out, "and %s more; --json has all\n",
                        CountText(count, noun));
}

void AppendHosts(const Teller& teller, const GroupExplanation& group,
                 const std::vector<const Host*>& hosts, const Style& style,
                 std::string& out) {
  std::size_t columns = 0;
  for (std::size_t i = 0; i < std::min(group.hosts.size(), kMostHosts); ++i) {
    columns =
        std::max(columns, ColumnsOf(Printable(hosts[group.hosts[i].row]->id)));
  }
  const std::size_t indent = 2 + std::min(columns, kMostLabelColumns) + 2;
  for (std::size_t i = 0; i < group.hosts.size(); ++i) {
    if (i == kMostHosts) {
      AppendMore(group.hosts.size() - i, "host", 2, out);
      break;
    }
    const HostExplanation& told = group.hosts[i];
    const Host& host = *hosts[told.row];
    const std::size_t begin = out.size();
    out += "  " + CutTo(Printable(host.id), kMostLabelColumns, style);
    PadTo(indent, begin, out);
    if (told.is_able) out += "can take it\n";
    for (std::size_t r = 0; r < told.reasons.size(); ++r) {
      if (r > 0) out.append(indent, ' ');
      if (r == kMostReasons) {
        AppendMore(told.reasons.size() - r, "reason", 0, out);
        break;
      }
      AppendWrapped(teller.Sentence(told.reasons[r], host), indent, style, out);
    }
  }
}

}  // namespace

std::string ReasonSentence(const Request& request,
                           const Explanation& explanation, const Host& host,
                           const Reason& reason, const Style& style) {
  return Teller(request, explanation, style).Sentence(reason, host);
}

std::string DrawExplanation(const Request& request,
                            const Explanation& explanation,
                            const Style& style) {
  const Teller teller(request, explanation, style);
  const std::vector<const Host*> hosts = HostsOf(request.query);
  std::string out;
  Paint(style, Ink::kStrong, teller.Heading(), out);
  out += '\n';
  Paint(style, explanation.is_bookable ? Ink::kSlot : Ink::kPlain,
        teller.Verdict(), out);
  out += '\n';
  const std::vector<Reason>& reasons = explanation.reasons;
  for (std::size_t i = 0; i < reasons.size(); ++i) {
    if (i == kMostReasons) {
      AppendMore(reasons.size() - i, "reason", 2, out);
      break;
    }
    out += "- ";
    AppendWrapped(teller.Sentence(reasons[i], *hosts.front()), 2, style, out);
  }
  for (std::size_t g = 0; g < explanation.groups.size(); ++g) {
    const GroupExplanation& group = explanation.groups[g];
    out += '\n';
    Paint(style, Ink::kStrong,
          absl::StrFormat("%s: %d of %d needed, %d can take it",
                          teller.GroupName(g), group.required,
                          group.hosts.size(), group.able),
          out);
    out += '\n';
    AppendHosts(teller, group, hosts, style, out);
  }
  return out;
}

}  // namespace bookable::cli
