// tests/bindings/http/support/request_of_chance.h: requests to routes of a
// table, by chance, that get further than noise would.
//
// CONCEPT   A body mostly has the members that the route declares, with values
//           that mostly fit; ids are mostly those of things that are there.
// THREADS   A Chance belongs to its thread.
#ifndef BOOKABLE_TESTS_BINDINGS_HTTP_SUPPORT_REQUEST_OF_CHANCE_H_
#define BOOKABLE_TESTS_BINDINGS_HTTP_SUPPORT_REQUEST_OF_CHANCE_H_

#include <boost/json/value.hpp>
#include <cstddef>
#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "bindings/http/api/route.h"
#include "tests/bindings/http/support/test_service.h"

namespace bookable::testing {

// What names stand for, in paths and bodies: {"userId", "41"}.
using Things = std::map<std::string, std::string>;

// The route's path with these things in it; unknown ones for the others.
std::string PathOf(const http::Route& route, const Things& things);

// The members of the route's body, by name, with their schemas; none if it
// takes none.
std::map<std::string, boost::json::value> PropertiesOf(
    const http::RouteTable& routes, const http::Route& route);

class Chance {
 public:
  explicit Chance(std::uint32_t seed) : random_(seed) {}

  std::size_t Below(std::size_t most) { return random_() % most; }
  bool OneIn(std::size_t many) { return Below(many) == 0; }
  template <typename T>
  const T& Of(const std::vector<T>& some) {
    return some[Below(some.size())];
  }

 private:
  std::minstd_rand random_;
};

// To one of the table's routes, by one of these `people`, each the headers that
// say who they are.
Sent RequestOfChance(
    Chance& chance, const http::RouteTable& routes, const Things& things,
    const std::vector<std::vector<std::pair<std::string, std::string>>>&
        people);

}  // namespace bookable::testing

#endif  // BOOKABLE_TESTS_BINDINGS_HTTP_SUPPORT_REQUEST_OF_CHANCE_H_
