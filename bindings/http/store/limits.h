// bindings/http/store/limits.h: how often an API key may ask.
//
// CONCEPT   A record of table.h: a rate limit that a key has of its own, in
//           place of the service's. A key may have several, each of its name.
// THREADS   Plain values.
#ifndef BOOKABLE_HTTP_STORE_LIMITS_H_
#define BOOKABLE_HTTP_STORE_LIMITS_H_

#include <cstdint>
#include <string>
#include <string_view>

namespace bookable::store {

// So many requests within the window, which begins with the first of them; who
// asks once more gets none for the block.
struct ApiKeyLimitRecord {
  std::int64_t id = 0;
  std::int64_t api_key_id = 0;
  std::string name{};  // that of the headers
  std::int64_t requests = 0;
  std::int64_t window_s = 60;
  std::int64_t block_s = 60;

  static constexpr std::string_view kTable = "api_key_limit";
  template <typename Self, typename Visit>
  static void Columns(Self& self, Visit&& visit) {
    visit("id", self.id);
    visit("api_key_id", self.api_key_id);
    visit("name", self.name);
    visit("requests", self.requests);
    visit("window_s", self.window_s);
    visit("block_s", self.block_s);
  }
  friend bool operator==(const ApiKeyLimitRecord&,
                         const ApiKeyLimitRecord&) = default;
};

}  // namespace bookable::store

#endif  // BOOKABLE_HTTP_STORE_LIMITS_H_
