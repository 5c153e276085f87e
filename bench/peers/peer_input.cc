// Prints a workload for a peer, in rows of seconds since 1970:
//
//   peer_input busy W1      host, start, end
//   peer_input answers W1   host, start: the engine's answer
#include <cstddef>
#include <iostream>
#include <string_view>

#include "bench/contestants/ours.h"
#include "data/workloads/workload.h"

namespace bookable::bench {
namespace {

std::int64_t Seconds(Instant t) { return t.time_since_epoch().count(); }

void PrintBusy(const workloads::Workload& workload) {
  for (std::size_t i = 0; i < workload.hosts.size(); ++i) {
    for (const Interval& busy : workload.hosts[i].busy) {
      std::cout << i << ',' << Seconds(busy.start) << ',' << Seconds(busy.end)
                << '\n';
    }
  }
}

void PrintAnswers(const workloads::Workload& workload) {
  Ours ours(workload, {});
  for (std::size_t i = 0; i < workload.query_count(); ++i) {
    ours.Find(i);
    for (const Instant t : ours.starts()) {
      std::cout << i << ',' << Seconds(t) << '\n';
    }
  }
}

}  // namespace
}  // namespace bookable::bench

int main(int argc, char** argv) {
  using namespace bookable;
  const std::string_view what = argc == 3 ? argv[1] : "";
  if (what != "busy" && what != "answers") {
    std::cerr << "usage: peer_input busy|answers WORKLOAD\n";
    return 2;
  }
  for (const workloads::NamedWorkload& named : workloads::AllWorkloads()) {
    if (named.name != argv[2]) continue;
    const workloads::Workload workload = named.make();
    if (what == "busy") {
      bench::PrintBusy(workload);
    } else {
      bench::PrintAnswers(workload);
    }
    return 0;
  }
  std::cerr << "peer_input: no workload " << argv[2] << '\n';
  return 2;
}
