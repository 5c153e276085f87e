// Prints every zone's stretches, for zone_zoneinfo_test.py: a line
//   name start:offset start:offset ...
// in seconds; the first start, the beginning of time, is "min".
#include <cstdio>
#include <string>

#include "bookable/time/zone.h"

int main() {
  for (const std::string& name : bookable::ZoneNames()) {
    const bookable::Zone zone = bookable::Zone::Find(name).value();
    std::string line = name;
    for (const bookable::Stretch& stretch : zone.stretches()) {
      line += ' ';
      line += stretch.start == bookable::Instant::min()
                  ? "min"
                  : std::to_string(stretch.start.time_since_epoch().count());
      line += ':';
      line += std::to_string(stretch.offset.count());
    }
    std::puts(line.c_str());
  }
}
