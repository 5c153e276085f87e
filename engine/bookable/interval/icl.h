// bookable/interval/icl.h: our intervals and sets beside those of Boost.ICL.
//
// CONCEPT   Interval is made a model of ICL's right-open interval, so that the
//           containers of ICL can hold it and mix with it: IclIntervalSet,
//           IclIntervalMap<T>. IntervalSet is immutable and flat, so it models
//           the reading half of ICL's interval sets: the functions of namespace
//           boost::icl below. To change one the ICL way, convert, change, and
//           convert back.
// UNITS     ICL's domain is Instant, discrete, one second apart; lengths and
//           cardinalities are std::chrono::seconds.
// COST      Conversions are linear. ICL's containers are trees: one node an
//           interval. Use them at the edges, not in hot paths.
// THREADS   Pure functions. ERRORS: none.
// EXAMPLE   docs/examples/icl.cc
#ifndef BOOKABLE_INTERVAL_ICL_H_
#define BOOKABLE_INTERVAL_ICL_H_

#include <algorithm>
#include <boost/icl/interval_map.hpp>
#include <boost/icl/interval_set.hpp>
#include <chrono>
#include <cstddef>
#include <functional>
#include <utility>
#include <vector>

#include "bookable/interval/algebra.h"
#include "bookable/interval/interval.h"
#include "bookable/interval/interval_set.h"

namespace boost::icl {

// The concept "static right-open interval".
template <>
struct interval_traits<bookable::Interval> {
  using interval_type = bookable::Interval;
  using domain_type = bookable::Instant;
  using domain_compare = std::less<bookable::Instant>;

  static interval_type construct(const domain_type& start,
                                 const domain_type& end) {
    return {start, end};
  }
  static domain_type lower(const interval_type& interval) {
    return interval.start;
  }
  static domain_type upper(const interval_type& interval) {
    return interval.end;
  }
};

template <>
struct interval_bound_type<bookable::Interval> {
  using type = interval_bound_type;
  static constexpr bound_type value = interval_bounds::static_right_open;
};

// ICL takes a type with a `rep` for its own difference, which is right for a
// duration and wrong for a point in time.
template <>
struct difference_type_of<bookable::Instant> {
  using type = std::chrono::seconds;
};
template <>
struct size_type_of<bookable::Instant> {
  using type = std::chrono::seconds;
};

template <>
struct is_set<bookable::IntervalSet> {
  using type = is_set;
  static constexpr bool value = true;
};
template <>
struct is_interval_container<bookable::IntervalSet> {
  using type = is_interval_container;
  static constexpr bool value = true;
};

// ICL's own operators look whether two sets compare keys alike. Ours are not
// for them: they have no nested key_compare, and clang does not overlook it.
template <class Right>
struct is_key_compare_equal<bookable::IntervalSet, Right> {
  using type = is_key_compare_equal;
  static constexpr bool value = false;
};
template <class Left>
struct is_key_compare_equal<Left, bookable::IntervalSet> {
  using type = is_key_compare_equal;
  static constexpr bool value = false;
};
template <>
struct is_key_compare_equal<bookable::IntervalSet, bookable::IntervalSet> {
  using type = is_key_compare_equal;
  static constexpr bool value = false;
};

// What ICL's function of the same name says of an interval_set.

inline bool is_empty(const bookable::IntervalSet& set) {
  return set.is_empty();
}
inline bool contains(const bookable::IntervalSet& set, bookable::Instant t) {
  return set.Contains(t);
}
inline bool contains(const bookable::IntervalSet& set,
                     const bookable::Interval& part) {
  return set.Contains(part);
}
inline bool contains(const bookable::IntervalSet& set,
                     const bookable::IntervalSet& part) {
  return std::all_of(
      part.begin(), part.end(),
      [&set](const bookable::Interval& i) { return set.Contains(i); });
}
inline bool within(const bookable::IntervalSet& part,
                   const bookable::IntervalSet& set) {
  return contains(set, part);
}
inline bool intersects(const bookable::IntervalSet& set, bookable::Instant t) {
  return set.Contains(t);
}
inline bool intersects(const bookable::IntervalSet& set,
                       const bookable::Interval& part) {
  return set.Overlaps(part);
}
inline bool intersects(const bookable::IntervalSet& a,
                       const bookable::IntervalSet& b) {
  return std::any_of(b.begin(), b.end(), [&a](const bookable::Interval& i) {
    return a.Overlaps(i);
  });
}
inline bool disjoint(const bookable::IntervalSet& a,
                     const bookable::IntervalSet& b) {
  return !intersects(a, b);
}

inline std::chrono::seconds length(const bookable::IntervalSet& set) {
  return set.length();
}
// How many instants, as seconds: instants are one second apart.
inline std::chrono::seconds cardinality(const bookable::IntervalSet& set) {
  return set.length();
}
inline std::chrono::seconds size(const bookable::IntervalSet& set) {
  return set.length();
}
inline std::size_t interval_count(const bookable::IntervalSet& set) {
  return set.size();
}
inline std::size_t iterative_size(const bookable::IntervalSet& set) {
  return set.size();
}

// The smallest interval that holds the set; empty for an empty one.
inline bookable::Interval hull(const bookable::IntervalSet& set) {
  if (set.is_empty()) return {};
  return {set[0].start, set[set.size() - 1].end};
}
// REQUIRES: the set is not empty.
inline bookable::Instant lower(const bookable::IntervalSet& set) {
  return set[0].start;
}
inline bookable::Instant upper(const bookable::IntervalSet& set) {
  return set[set.size() - 1].end;
}
inline bookable::Instant first(const bookable::IntervalSet& set) {
  return lower(set);
}
inline bookable::Instant last(const bookable::IntervalSet& set) {
  return upper(set) - std::chrono::seconds{1};
}

}  // namespace boost::icl

namespace bookable {

// ICL's containers with our interval inside: `set += Interval{...}` works.
using IclIntervalSet = boost::icl::interval_set<Instant, std::less, Interval>;
template <class T>
using IclIntervalMap =
    boost::icl::interval_map<Instant, T, boost::icl::partial_absorber,
                             std::less, boost::icl::inplace_plus,
                             boost::icl::inter_section, Interval>;

inline IclIntervalSet ToIcl(const IntervalSet& set) {
  IclIntervalSet icl;
  for (const Interval& interval : set) icl.insert(icl.end(), interval);
  return icl;
}

// From any of ICL's interval sets over Instant: joining, separate or splitting,
// with any kind of bounds. Pieces that touch are merged.
template <class IclSet>
IntervalSet FromIcl(const IclSet& icl) {
  static_assert(boost::icl::is_interval_container<IclSet>::value &&
                boost::icl::is_set<IclSet>::value);
  std::vector<Interval> intervals;
  intervals.reserve(icl.iterative_size());
  for (const auto& i : icl) {
    // By first and last: [1, 3], (0, 3], (0, 4) and [1, 4) are the same.
    if (boost::icl::is_empty(i)) continue;
    intervals.push_back(
        {boost::icl::first(i), boost::icl::last(i) + std::chrono::seconds{1}});
  }
  return IntervalSet::FromIntervals(std::move(intervals));
}

}  // namespace bookable

#endif  // BOOKABLE_INTERVAL_ICL_H_
