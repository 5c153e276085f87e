// bindings/http/api/body_memory.h: the memory of long answers, used again.
//
// CONCEPT   The body of a list of slots is some pages of memory, made and given
//           back for each answer: more work than writing into it. Where an
//           answer is made and sent by one thread, its memory serves the next.
// THREADS   Each thread has its own, a bounded amount.
#ifndef BOOKABLE_HTTP_API_BODY_MEMORY_H_
#define BOOKABLE_HTTP_API_BODY_MEMORY_H_

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace bookable::http {

namespace internal {
struct SpareBodies {
  std::vector<std::string> texts{};
  std::size_t bytes = 0;
};
inline SpareBodies& SpareBodiesOfThread() {
  thread_local SpareBodies spare;
  return spare;
}
}  // namespace internal

// An empty text, with room if there is some.
inline std::string SpareBody() {
  internal::SpareBodies& spare = internal::SpareBodiesOfThread();
  if (spare.texts.empty()) return {};
  std::string body = std::move(spare.texts.back());
  spare.texts.pop_back();
  spare.bytes -= body.capacity();
  body.clear();
  return body;
}

// Keeps the memory of a body that was sent. As many are on their way at once as
// connections are ready at once.
inline void KeepBody(std::string body) {
  constexpr std::size_t kLeast = 1024;
  constexpr std::size_t kMost = std::size_t{2} << 20;  // of all together
  internal::SpareBodies& spare = internal::SpareBodiesOfThread();
  if (body.capacity() < kLeast || spare.bytes + body.capacity() > kMost) return;
  spare.bytes += body.capacity();
  spare.texts.push_back(std::move(body));
}

}  // namespace bookable::http

#endif  // BOOKABLE_HTTP_API_BODY_MEMORY_H_
