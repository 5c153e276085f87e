// Bench of FindSlots for teams: W3 (all of 10), W4 (one of 50), and k of
// 10,000.
//
// Question: what does counting hosts cost beside answering each alone?
// Growth: linear in hosts times what a host costs; the answer's host bits grow
// with slots times hosts.
// Asymmetry: boost_icl and sorted_vectors name no hosts, the others do.
// Known losses: ours_by_sets takes 1.2 times as long as sorted_vectors where
// few busy times meet the opening hours (W3_light, W3_zones; 2026-11-24).
// boost_icl and plain_date_tz are left out of k_of_n, where they take seconds.
#include "bench/contestants/boost_icl.h"
#include "bench/contestants/floor.h"
#include "bench/contestants/ours.h"
#include "bench/contestants/plain_date_tz.h"
#include "bench/contestants/sorted_vectors.h"
#include "bench/support/row.h"
#include "benchmark/benchmark.h"
#include "data/workloads/workload.h"

namespace bookable::bench {
namespace {

Row w3_light("W3_light", workloads::MakeW3Light);
Row w3_heavy("W3_heavy", workloads::MakeW3Heavy);
Row w3_zones("W3_zones", workloads::MakeW3Zones);
Row w4("W4", workloads::MakeW4);
Row k_of_n("k_of_n", workloads::MakeKOfN);

void RegisterAll() {
  for (Row* row : {&w3_light, &w3_heavy, &w3_zones, &w4}) {
    RegisterRow<Floor, Ours, OursNoAvx2, OursBySets, SortedVectors, PlainDateTz,
                PlainDateTzMarks, BoostIcl>(*row);
  }
  RegisterRow<Floor, Ours, OursNoAvx2, OursBySets, SortedVectors,
              PlainDateTzMarks>(k_of_n);
}

}  // namespace
}  // namespace bookable::bench

int main(int argc, char** argv) {
  bookable::bench::RegisterAll();
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  benchmark::RunSpecifiedBenchmarks();
}
