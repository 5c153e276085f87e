// tests/laws/threads_test.cc: several threads, one answer.
#include <gtest/gtest.h>

#include <atomic>
#include <deque>
#include <thread>
#include <vector>

#include "bookable/query/find_slots.h"
#include "tests/laws/compiled_form.h"
#include "tests/laws/law.h"

namespace bookable::laws {
namespace {

constexpr std::size_t kThreads = 4;

// Runs `work(i)` for the number of each thread, all at once.
template <typename Work>
void InThreads(Work work) {
  std::atomic<std::size_t> waiting{0};
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < kThreads; ++i) {
    threads.emplace_back([&, i] {
      ++waiting;
      while (waiting < kThreads) std::this_thread::yield();
      work(i);
    });
  }
  for (std::thread& thread : threads) thread.join();
}

// Zones are interned by whoever needs them first.
TEST(ThreadsLaw, ValueFormsInSeveralThreads) {
  const auto count = static_cast<std::uint64_t>(RoundsOr(300));
  std::vector<std::vector<SlotColumns>> answers(kThreads);
  InThreads([&](std::size_t thread) {
    for (std::uint64_t i = 0; i < count; ++i) {
      Random random(FirstSeed() + i);
      const SlotQuery query = RandomQuery(random, QueryKind::kAny);
      answers[thread].push_back(FindSlots(query).value().columns());
    }
  });
  for (std::size_t thread = 1; thread < kThreads; ++thread) {
    EXPECT_TRUE(answers[thread] == answers[0]) << "thread " << thread;
  }
}

TEST(ThreadsLaw, CompiledFormsAreShared) {
  const auto count = static_cast<std::size_t>(RoundsOr(300));
  std::deque<CompiledForm> forms;
  std::vector<SlotColumns> expected(count);
  Scratch scratch;
  for (std::size_t i = 0; i < count; ++i) {
    Random random(FirstSeed() + i);
    const SlotQuery query = RandomQuery(random, QueryKind::kAny);
    forms.emplace_back(query, random);
    forms.back().FindSlots(scratch, expected[i]);
  }
  std::atomic<int> wrong{0};
  InThreads([&](std::size_t thread) {
    Scratch own;
    SlotColumns out;
    for (std::size_t i = 0; i < count; ++i) {
      // Each thread in an order of its own.
      const std::size_t which = (i * (2 * thread + 1) + thread) % count;
      forms[which].FindSlots(own, out);
      if (out != expected[which]) ++wrong;
    }
  });
  EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace bookable::laws
