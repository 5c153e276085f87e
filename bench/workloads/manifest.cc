// Prints the table of data/workloads/README.md. Given the file, fails unless it
// holds each line of the table.
#include <cstddef>
#include <fstream>
#include <iomanip>
#include <iostream>
#include <iterator>
#include <sstream>
#include <string>

#include "data/workloads/workload.h"

namespace bookable::workloads {
namespace {

std::string Line(const Workload& workload) {
  std::size_t busy = 0;
  std::size_t bookings = 0;
  for (const HostRows& host : workload.hosts) {
    busy += host.busy.size();
    bookings += host.bookings.size();
  }
  const std::size_t hosts = workload.hosts.size();
  std::ostringstream line;
  line << "| " << workload.name << " | " << workload.query_count() << " x "
       << workload.team_size << " | "
       << (workload.team_size == 1    ? "-"
           : workload.require == kAll ? "all"
                                      : std::to_string(workload.require))
       << " | " << FormatInstant(workload.from) << " | "
       << (workload.until - workload.from) / std::chrono::hours{1} << " h | "
       << workload.event.slot_interval->count() << " min | " << busy / hosts
       << " + " << bookings / hosts << " | " << std::hex << std::setfill('0')
       << std::setw(16) << Checksum(workload) << " |";
  return line.str();
}

}  // namespace
}  // namespace bookable::workloads

int main(int argc, char** argv) {
  using namespace bookable::workloads;
  std::string manifest;
  if (argc > 1) {
    std::ifstream file(argv[1]);
    manifest.assign(std::istreambuf_iterator<char>(file), {});
  }
  bool is_listed = true;
  for (const NamedWorkload& named : AllWorkloads()) {
    const std::string line = Line(named.make());
    std::cout << line << '\n';
    if (argc > 1 && manifest.find(line) == std::string::npos) {
      std::cerr << argv[1] << " does not hold this line\n";
      is_listed = false;
    }
  }
  return is_listed ? 0 : 1;
}
