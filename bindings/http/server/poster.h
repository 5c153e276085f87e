// bindings/http/server/poster.h: sends bodies to addresses of others.
//
// CONCEPT   Many transfers at once on the caller's thread, by libcurl:
//
//     poster.Begin(7, {.url = "https://a.example/hook", .body = "{}"});
//     for (const PostResult& result : poster.Wait(500ms)) ...
//
//           Who gives the address is not trusted: http and https only, the
//           system's certificates, no redirects, no proxy of the environment,
//           no more of an answer than is let through. Unless private networks
//           are allowed, each address is looked at when a socket is opened to
//           it, whatever the name said a moment ago.
// THREADS   One thread at a time; Wake from any.
#ifndef BOOKABLE_HTTP_SERVER_POSTER_H_
#define BOOKABLE_HTTP_SERVER_POSTER_H_

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "bindings/http/api/subscriber_url.h"

namespace bookable::http {

struct PosterOptions {
  std::chrono::milliseconds connect_time{5'000};
  std::chrono::milliseconds total_time{10'000};
  std::size_t answer_bytes = 65'536;  // read of an answer's body
  PrivateNetworks privates = PrivateNetworks::kRefused;
};

struct Posting {
  std::string url{};
  std::vector<std::string> headers{};  // "Name: value"
  std::string body{};
};

struct PostResult {
  std::int64_t key = 0;
  int status = 0;       // of the answer; 0: there was none
  std::string error{};  // why there was none
};

class Poster {
 public:
  // Errors: Internal when libcurl cannot start.
  static absl::StatusOr<std::unique_ptr<Poster>> Create(PosterOptions options);
  ~Poster();
  Poster(const Poster&) = delete;
  Poster& operator=(const Poster&) = delete;

  // `key` is the caller's: no two at once have the same.
  absl::Status Begin(std::int64_t key, const Posting& posting);
  // What has ended; waits for `patience` at most, if anything is under way or
  // not.
  std::vector<PostResult> Wait(std::chrono::milliseconds patience);
  // Ends a Wait early.
  void Wake();
  std::size_t under_way() const;

 private:
  struct Transfer;
  struct Core;
  explicit Poster(std::unique_ptr<Core> core);
  std::unique_ptr<Core> core_;
};

}  // namespace bookable::http

#endif  // BOOKABLE_HTTP_SERVER_POSTER_H_
