// bindings/cli/what_if_table.h: what each rule costs, as a person reads it.
//
// THREADS   Pure. ERRORS: none.
#ifndef BOOKABLE_CLI_WHAT_IF_TABLE_H_
#define BOOKABLE_CLI_WHAT_IF_TABLE_H_

#include <span>
#include <string>
#include <string_view>

#include "bindings/cli/terminal.h"
#include "bookable/codec/request.h"
#include "bookable/query/what_if.h"

namespace bookable::cli {

// What the request calls the rule at `path`: the id of an entry, the date of
// an override, the reason of an absence. Empty if it has no name.
std::string NameOfRule(const SlotQuery& query, std::string_view path);

// A line a rule: its path and name, how many starts the answer would gain and
// lose without it, and the first of them.
// REQUIRES: `effects` are of WhatIf(request.query).
std::string DrawWhatIf(const Request& request,
                       std::span<const RuleEffect> effects, const Style& style);

}  // namespace bookable::cli

#endif  // BOOKABLE_CLI_WHAT_IF_TABLE_H_
