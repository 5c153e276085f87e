// bindings/cli/slot_table.h: an answer as a person reads it, and as CSV.
//
// CONCEPT   One host without seats: the times of each day in a paragraph.
//           Teams, seats, sequences: a line a slot, in columns. Offsets are
//           shown wherever they change within the answer.
// THREADS   Pure. ERRORS: none.
// REQUIRES  `slots` is FindSlots(request.query), throughout.
#ifndef BOOKABLE_CLI_SLOT_TABLE_H_
#define BOOKABLE_CLI_SLOT_TABLE_H_

#include <string>

#include "bindings/cli/terminal.h"
#include "bookable/codec/request.h"
#include "bookable/query/slot_list.h"

namespace bookable::cli {

// "60 min slots, Europe/Rome (+01:00), Mon 23 Nov – Sun 29 Nov 2026" and an
// empty line.
std::string Heading(const Request& request, const SlotList& slots,
                    const Style& style);

// "11 slots on 2 days", or that there are none; days off, if asked for.
std::string Summary(const Request& request, const SlotList& slots,
                    const Style& style);

// The table, between Heading and Summary.
std::string DrawTable(const Request& request, const SlotList& slots,
                      const Style& style);

// Lines of comma separated values (RFC 4180, but with LF), a first one with
// the names: date, start, end; seatsBooked, seatsRemaining (if seated); hosts
// (teams); assigned (if asked for); of a sequence stage1Start, stage1End,
// stage1Hosts and so on. Ids of a list are joined by ";".
std::string FormatCsv(const Request& request, const SlotList& slots);

}  // namespace bookable::cli

#endif  // BOOKABLE_CLI_SLOT_TABLE_H_
