// bindings/http/api/component_words.h: the words that the React components have
// for ours.
//
// CONCEPT   "week" is "PER_WEEK" in a limit and "week_view" in a layout: tables
//           of pairs, read in both directions.
// THREADS   Pure. ERRORS: none; "" is no word.
#ifndef BOOKABLE_HTTP_API_COMPONENT_WORDS_H_
#define BOOKABLE_HTTP_API_COMPONENT_WORDS_H_

#include <array>
#include <boost/json/object.hpp>
#include <boost/json/string.hpp>
#include <boost/json/value.hpp>
#include <span>
#include <string_view>

#include "bindings/http/api/scheduling_json.h"

namespace bookable::http {

struct WordPair {
  std::string_view ours;
  std::string_view theirs;
};

// Of the Booker.
inline constexpr std::array<WordPair, 3> kLayouts = {
    {{"month", "month_view"},
     {"week", "week_view"},
     {"column", "column_view"}}};

constexpr std::string_view TheirsOf(std::span<const WordPair> pairs,
                                    std::string_view ours) {
  for (const WordPair& pair : pairs) {
    if (pair.ours == ours) return pair.theirs;
  }
  return "";
}

constexpr std::string_view OursOf(std::span<const WordPair> pairs,
                                  std::string_view theirs) {
  for (const WordPair& pair : pairs) {
    if (pair.theirs == theirs) return pair.ours;
  }
  return "";
}

// A string of JSON, which views are not by themselves.
inline boost::json::string JsonText(std::string_view text) {
  return boost::json::string(text.data(), text.size());
}

// The member of that name, or `stock`.
inline boost::json::value ValueOr(const boost::json::object& object,
                                  std::string_view name,
                                  const boost::json::value& stock) {
  const boost::json::value* found = MemberOf(object, name);
  return found == nullptr ? stock : *found;
}

}  // namespace bookable::http

#endif  // BOOKABLE_HTTP_API_COMPONENT_WORDS_H_
