// bindings/http/api/body_memory.h: the memory of long answers, used again.
//
// CONCEPT   The body of a list of slots is some pages of memory, made and given
//           back for each answer: more work than writing into it. Where an
//           answer is made and sent by one thread, its memory serves the next.
// THREADS   Each thread has its own, a bounded amount.
#ifndef BOOKABLE_HTTP_API_BODY_MEMORY_H_
#define BOOKABLE_HTTP_API_BODY_MEMORY_H_

#include <string>
#include <utility>
#include <vector>

namespace bookable::http {

namespace internal {
inline std::vector<std::string>& SpareBodies() {
  thread_local std::vector<std::string> spare;
  return spare;
}
}  // namespace internal

// An empty text, with room if there is some.
inline std::string SpareBody() {
  std::vector<std::string>& spare = internal::SpareBodies();
  if (spare.empty()) return {};
  std::string body = std::move(spare.back());
  spare.pop_back();
  body.clear();
  return body;
}

// Keeps the memory of a body that was sent.
inline void KeepBody(std::string body) {
  constexpr std::size_t kLeast = 1024;
  constexpr std::size_t kMost = 256 * 1024;
  constexpr std::size_t kMostBodies = 8;
  std::vector<std::string>& spare = internal::SpareBodies();
  if (spare.size() < kMostBodies && body.capacity() >= kLeast &&
      body.capacity() <= kMost) {
    spare.push_back(std::move(body));
  }
}

}  // namespace bookable::http

#endif  // BOOKABLE_HTTP_API_BODY_MEMORY_H_
