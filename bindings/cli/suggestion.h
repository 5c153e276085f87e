// bindings/cli/suggestion.h: what was probably meant.
//
// THREADS   Pure. ERRORS: none.
#ifndef BOOKABLE_CLI_SUGGESTION_H_
#define BOOKABLE_CLI_SUGGESTION_H_

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bookable::cli {

// Edits (a letter added, dropped or changed, or two neighbours swapped) between
// the texts, whatever their case.
std::size_t EditDistance(std::string_view a, std::string_view b);

// Up to `most` of `names` close to `word`, the closest first: those that
// contain it, or are at most a third of its letters away from it; where some
// are the word itself, whatever the case, only those. A name with
// "/" is also compared by what follows the last one: "rome" is close to
// "Europe/Rome".
std::vector<std::string> ClosestNames(std::string_view word,
                                      std::span<const std::string> names,
                                      std::size_t most);

}  // namespace bookable::cli

#endif  // BOOKABLE_CLI_SUGGESTION_H_
