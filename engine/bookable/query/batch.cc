// bookable/query/batch.cc
//
// Three passes. Threads find the slots of chunks of queries, as bits where that
// is possible; one thread adds up how many there are; threads write each chunk
// to its place. So no answer is moved, and places do not depend on who came
// first.
//
// Tested by tests/engine/query/batch_test.cc.
#include "bookable/query/batch.h"

#include <algorithm>
#include <atomic>
#include <thread>
#include <utility>

#include "bookable/grid/start_map.h"
#include "bookable/internal/dcheck.h"
#include "bookable/query/find_slots.h"
#include "bookable/query/internal/slot_search.h"

namespace bookable {
namespace {

constexpr std::size_t kChunk = 64;

// Calls work(thread, i) for each i below `count`, on `threads` threads.
template <typename Work>
void ForEach(std::size_t count, std::size_t threads, Work work) {
  std::atomic<std::size_t> next{0};
  const auto run = [&](std::size_t thread) {
    for (std::size_t i = next++; i < count; i = next++) work(thread, i);
  };
  std::vector<std::jthread> others;
  for (std::size_t i = 1; i < std::min(threads, count); ++i) {
    others.emplace_back(run, i);
  }
  run(0);
}

// What one query of a chunk has found.
struct Found {
  std::size_t slots = 0;
  std::size_t host_words = 0;
  std::size_t assigned_words = 0;
  std::size_t first_frame = 0;  // of those with bits, else none
  std::size_t frames = 0;
};

struct Chunk {
  std::vector<Found> found;
  std::vector<internal::FrameBits> frames;
  std::vector<std::uint64_t> bits;
  SlotColumns columns;  // of the queries without bits, one behind the other

  void Clear() {
    found.clear();
    frames.clear();
    bits.clear();
    columns.Clear();
  }
};

template <typename T>
void Append(const std::vector<T>& from, std::vector<T>& to) {
  to.insert(to.end(), from.begin(), from.end());
}

StageView OneStage(const BatchQuery& query) {
  return {.length = query.event->length(), .groups = query.groups};
}

}  // namespace

struct BatchScratch::Impl {
  std::vector<internal::SlotSearch> searches;  // by thread
  std::vector<SlotColumns> columns;            // by thread
  std::vector<Chunk> chunks;
};

BatchScratch::BatchScratch(int threads) : impl_(std::make_unique<Impl>()) {
  BOOKABLE_DCHECK(threads >= 1);
  impl_->searches.resize(static_cast<std::size_t>(threads));
  impl_->columns.resize(static_cast<std::size_t>(threads));
}
BatchScratch::~BatchScratch() = default;
BatchScratch::BatchScratch(BatchScratch&&) noexcept = default;
BatchScratch& BatchScratch::operator=(BatchScratch&&) noexcept = default;

namespace {

void FindChunk(std::span<const BatchQuery> queries,
               internal::SlotSearch& search, SlotColumns& columns,
               Chunk& chunk) {
  chunk.Clear();
  for (const BatchQuery& query : queries) {
    const StageView stage = OneStage(query);
    const std::span<const StageView> stages(&stage, 1);
    Found& found = chunk.found.emplace_back();
    found.first_frame = chunk.frames.size();
    if (search.FindBits(*query.event, stages, query.window, chunk.frames,
                        chunk.bits)) {
      found.frames = chunk.frames.size() - found.first_frame;
      for (std::size_t i = found.first_frame; i < chunk.frames.size(); ++i) {
        found.slots += chunk.frames[i].points;
      }
      continue;
    }
    search.FindSlots(*query.event, stages, query.window, columns);
    found.slots = columns.starts.size();
    found.host_words = columns.hosts.size();
    found.assigned_words = columns.assigned.size();
    Append(columns.starts, chunk.columns.starts);
    Append(columns.hosts, chunk.columns.hosts);
    Append(columns.assigned, chunk.columns.assigned);
    if (query.event->is_seated()) {
      Append(columns.seats_remaining, chunk.columns.seats_remaining);
    } else {
      chunk.columns.seats_remaining.resize(chunk.columns.starts.size(), 0);
    }
  }
}

// Copies the next `count` of `from`, whose first `taken` are taken.
template <typename T>
void Take(const std::vector<T>& from, std::size_t& taken, std::size_t count,
          std::vector<T>& to, std::size_t at) {
  std::copy_n(from.begin() + static_cast<std::ptrdiff_t>(taken), count,
              to.begin() + static_cast<std::ptrdiff_t>(at));
  taken += count;
}

// Writes the answers of queries first, first + 1, ... to their places.
void WriteChunk(const Chunk& chunk, std::size_t first, BatchColumns& out) {
  std::size_t starts = 0;
  std::size_t seats = 0;
  std::size_t hosts = 0;
  std::size_t assigned = 0;
  for (std::size_t i = 0; i < chunk.found.size(); ++i) {
    const Found& found = chunk.found[i];
    std::size_t at = out.offsets[first + i];
    if (found.frames > 0) {
      for (std::size_t f = 0; f < found.frames; ++f) {
        const internal::FrameBits& bits = chunk.frames[found.first_frame + f];
        WritePoints(
            bits.frame,
            std::span(chunk.bits).subspan(bits.first_word, bits.frame.words()),
            std::span(out.starts).subspan(at, bits.points));
        at += bits.points;
      }
      if (!out.seats_remaining.empty()) {
        std::fill_n(out.seats_remaining.begin() +
                        static_cast<std::ptrdiff_t>(out.offsets[first + i]),
                    found.slots, 0);
      }
      continue;
    }
    Take(chunk.columns.starts, starts, found.slots, out.starts, at);
    if (!out.seats_remaining.empty()) {
      Take(chunk.columns.seats_remaining, seats, found.slots,
           out.seats_remaining, at);
    }
    Take(chunk.columns.hosts, hosts, found.host_words, out.hosts,
         out.host_offsets[first + i]);
    Take(chunk.columns.assigned, assigned, found.assigned_words, out.assigned,
         out.assigned_offsets[first + i]);
  }
}

}  // namespace

void FindSlots(std::span<const BatchQuery> queries, BatchScratch& scratch,
               BatchColumns& out) noexcept {
  BatchScratch::Impl& impl = scratch.impl();
  const std::size_t threads = impl.searches.size();
  const std::size_t chunk_count = (queries.size() + kChunk - 1) / kChunk;
  if (impl.chunks.size() < chunk_count) impl.chunks.resize(chunk_count);
  ForEach(chunk_count, threads, [&](std::size_t thread, std::size_t c) {
    const std::size_t first = c * kChunk;
    FindChunk(queries.subspan(first, std::min(kChunk, queries.size() - first)),
              impl.searches[thread], impl.columns[thread], impl.chunks[c]);
  });

  out.offsets.assign(1, 0);
  out.host_offsets.assign(1, 0);
  out.assigned_offsets.assign(1, 0);
  for (std::size_t c = 0; c < chunk_count; ++c) {
    for (const Found& found : impl.chunks[c].found) {
      out.offsets.push_back(out.offsets.back() + found.slots);
      out.host_offsets.push_back(out.host_offsets.back() + found.host_words);
      out.assigned_offsets.push_back(out.assigned_offsets.back() +
                                     found.assigned_words);
    }
  }
  const bool is_seated = std::ranges::any_of(
      queries,
      [](const BatchQuery& query) { return query.event->is_seated(); });
  // All is written over, so that nothing is cleared.
  out.starts.resize(out.offsets.back());
  out.seats_remaining.resize(is_seated ? out.offsets.back() : 0);
  out.hosts.resize(out.host_offsets.back());
  out.assigned.resize(out.assigned_offsets.back());

  ForEach(chunk_count, threads, [&](std::size_t, std::size_t c) {
    WriteChunk(impl.chunks[c], c * kChunk, out);
  });
}

std::vector<absl::StatusOr<SlotList>> FindSlotsOfMany(
    std::span<const SlotQuery> queries, int threads, std::size_t max_bytes) {
  BOOKABLE_DCHECK(threads >= 1);
  const std::size_t chunk_count = (queries.size() + kChunk - 1) / kChunk;
  std::vector<absl::StatusOr<SlotList>> answers(queries.size(), SlotList());
  std::vector<Scratch> scratches(static_cast<std::size_t>(threads));
  ForEach(chunk_count, scratches.size(),
          [&](std::size_t thread, std::size_t c) {
            const std::size_t end = std::min((c + 1) * kChunk, queries.size());
            for (std::size_t i = c * kChunk; i < end; ++i) {
              answers[i] = FindSlots(queries[i], scratches[thread], max_bytes);
            }
          });
  return answers;
}

}  // namespace bookable
