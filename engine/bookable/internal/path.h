// bookable/internal/path.h: which of several equal ways an answer takes.
//
// Answers never depend on the path. Tests force each in turn to prove it, and
// benches to compare them; nothing else may.
#ifndef BOOKABLE_INTERNAL_PATH_H_
#define BOOKABLE_INTERNAL_PATH_H_

#include <atomic>
#include <cstdint>

namespace bookable::internal {

enum class Path : std::uint8_t {
  kBest,   // the fastest that the event and the processor allow
  kPlain,  // bits, but no instructions beyond the baseline
  kSweep,  // sets, never bits
};

inline std::atomic<Path>& ForcedPathCell() {
  static std::atomic<Path> path{Path::kBest};
  return path;
}
inline Path ForcedPath() {
  return ForcedPathCell().load(std::memory_order_relaxed);
}

// Forces a path while it lives.
class PathScope {
 public:
  explicit PathScope(Path path) : before_(ForcedPathCell().exchange(path)) {}
  ~PathScope() { ForcedPathCell().store(before_); }
  PathScope(const PathScope&) = delete;
  PathScope& operator=(const PathScope&) = delete;

 private:
  Path before_;
};

}  // namespace bookable::internal

#endif  // BOOKABLE_INTERNAL_PATH_H_
