// bindings/http/store/service.h: what the service keeps for itself.
//
// CONCEPT   Records of table.h: settings made at run time, and the answers of
//           requests that carried an Idempotency-Key.
// THREADS   Plain values.
#ifndef BOOKABLE_HTTP_STORE_SERVICE_H_
#define BOOKABLE_HTTP_STORE_SERVICE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "bindings/http/store/value.h"

namespace bookable::store {

struct SettingRecord {
  std::string name{};
  std::string value{};
  Moment updated_at{};

  static constexpr std::string_view kTable = "setting";
  template <typename Self, typename Visit>
  static void Columns(Self& self, Visit&& visit) {
    visit("name", self.name);
    visit("value", self.value);
    visit("updated_ms", self.updated_at);
  }
  friend bool operator==(const SettingRecord&, const SettingRecord&) = default;
};

// `id` is the hash of caller and key: inserting it a second time fails with
// AlreadyExists, after waiting for the first to commit.
struct IdempotencyRecord {
  std::string id{};
  std::string body_hash{};
  std::optional<std::int64_t> http_status{};  // DEFAULT: not answered yet
  std::optional<std::string> answer{};
  Moment expires_at{};
  Moment created_at{};

  static constexpr std::string_view kTable = "idempotency_key";
  template <typename Self, typename Visit>
  static void Columns(Self& self, Visit&& visit) {
    visit("id", self.id);
    visit("body_hash", self.body_hash);
    visit("http_status", self.http_status);
    visit("answer", self.answer);
    visit("expires_ms", self.expires_at);
    visit("created_ms", self.created_at);
  }
  friend bool operator==(const IdempotencyRecord&,
                         const IdempotencyRecord&) = default;
};

}  // namespace bookable::store

#endif  // BOOKABLE_HTTP_STORE_SERVICE_H_
