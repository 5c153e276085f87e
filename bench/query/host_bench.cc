// Bench of FindSlots for one host: W1, W2, W8 and W1 with all rules on.
//
// Question: what does the answer cost beside the memory it moves, beside a
// plain program, and beside Boost.ICL?
// Growth: linear in busy times plus dates plus starts; W2 has 12 times the
// dates and busy times of W1, W8 six times its starts.
// Known losses: ours_by_sets, which other alignments and seats go by, takes
// twice (W8: three times) as long as sorted_vectors (2026-11-24).
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

Row w1("W1", workloads::MakeW1);
Row w1_rules("W1_rules", workloads::MakeW1Rules);
Row w2("W2", workloads::MakeW2);
Row w8("W8", workloads::MakeW8);

void RegisterAll() {
  RegisterRow<Floor, Ours, OursNoAvx2, OursBySets, SortedVectors, PlainDateTz,
              BoostIcl>(w1);
  RegisterRow<Floor, Ours, OursNoAvx2, OursBySets, PlainDateTz>(w1_rules);
  RegisterRow<Floor, Ours, OursNoAvx2, OursBySets, SortedVectors, PlainDateTz,
              BoostIcl>(w2);
  RegisterRow<Floor, Ours, OursNoAvx2, OursBySets, SortedVectors, PlainDateTz,
              BoostIcl>(w8);
}

}  // namespace
}  // namespace bookable::bench

int main(int argc, char** argv) {
  bookable::bench::RegisterAll();
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  benchmark::RunSpecifiedBenchmarks();
}
