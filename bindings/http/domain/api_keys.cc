// bindings/http/domain/api_keys.cc
// Tested by tests/bindings/http/domain/api_keys_test.cc.
#include "bindings/http/domain/api_keys.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "bindings/http/domain/secret.h"
#include "bindings/http/store/table.h"

namespace bookable::domain {

using store::ApiKeyLimitRecord;
using store::ApiKeyRecord;
using store::Transaction;

namespace {

constexpr std::size_t kMostRateLimits = 10;
constexpr std::size_t kLongestLimitName = 32;
constexpr std::int64_t kMostRequests = 1'000'000'000;
constexpr std::int64_t kLongestWindow = 86'400;

std::string_view Trim(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(' ');
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

// Cuts what stands before `mark` off; all of it if there is none.
std::string_view TakeUntil(std::string_view& text, char mark) {
  const std::size_t at = text.find(mark);
  const std::string_view taken = text.substr(0, at);
  text =
      at == std::string_view::npos ? std::string_view() : text.substr(at + 1);
  return taken;
}

bool IsLimitName(std::string_view name) {
  const auto is_letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  };
  return !name.empty() && name.size() <= kLongestLimitName &&
         is_letter(name[0]) && std::ranges::all_of(name, [&](char c) {
           return is_letter(c) || (c >= '0' && c <= '9');
         });
}

// 1...most, or nothing.
std::optional<std::int64_t> ParseCount(std::string_view text,
                                       std::int64_t most) {
  std::int64_t count = 0;
  const char* end = text.data() + text.size();
  const auto [last, error] = std::from_chars(text.data(), end, count);
  if (error != std::errc() || last != end || count < 1 || count > most) {
    return std::nullopt;
  }
  return count;
}

}  // namespace

absl::StatusOr<std::vector<ApiKeyLimitRecord>> ParseKeyLimits(
    std::string_view text) {
  std::vector<ApiKeyLimitRecord> limits;
  do {
    std::string_view one = Trim(TakeUntil(text, ','));
    const std::string_view name = TakeUntil(one, '=');
    const auto limit = ParseCount(TakeUntil(one, '/'), kMostRequests);
    const auto window = ParseCount(TakeUntil(one, '/'), kLongestWindow);
    const auto block = one.empty() ? window : ParseCount(one, kLongestWindow);
    const bool is_known =
        std::ranges::find(limits, name, &ApiKeyLimitRecord::name) !=
        limits.end();
    if (!IsLimitName(name) || !limit || !window || !block || is_known ||
        limits.size() == kMostRateLimits) {
      return absl::InvalidArgumentError(
          "rate limits: must be at most ten of NAME=REQUESTS/SECONDS or "
          "NAME=REQUESTS/SECONDS/BLOCKSECONDS, with commas between them; a "
          "name is a letter, then letters and digits, and stands once");
    }
    limits.push_back({.name = std::string(name),
                      .requests = *limit,
                      .window_s = *window,
                      .block_s = *block});
  } while (!text.empty());
  return limits;
}

std::string KeyLimitsText(const std::vector<ApiKeyLimitRecord>& limits) {
  std::string text;
  for (const ApiKeyLimitRecord& limit : limits) {
    absl::StrAppend(&text, text.empty() ? "" : ",", limit.name, "=",
                    limit.requests, "/", limit.window_s);
    if (limit.block_s != limit.window_s) {
      absl::StrAppend(&text, "/", limit.block_s);
    }
  }
  return text;
}

absl::StatusOr<NewApiKey> MakeApiKey(Transaction& tx, std::string_view prefix,
                                     std::int64_t user_id,
                                     const ApiKeyTerms& terms) {
  if (terms.days && terms.is_endless) {
    return absl::InvalidArgumentError(
        "apiKeyDaysValid and apiKeyNeverExpires exclude each other");
  }
  const std::int64_t days = terms.days.value_or(kApiKeyDays);
  if (days < 1 || days > kMostApiKeyDays) {
    return absl::InvalidArgumentError(
        absl::StrCat("apiKeyDaysValid: must be 1 to ", kMostApiKeyDays));
  }
  if (!store::Find<store::UserRecord>(tx, user_id)) {
    return absl::NotFoundError(absl::StrCat("there is no user ", user_id));
  }
  const std::string secret = NewSecret();
  NewApiKey made{.record = {.user_id = user_id,
                            .team_id = terms.team_id,
                            .key_hash = HashOfSecret(secret),
                            .note = terms.note,
                            .created_at = tx.Now()},
                 .key = std::string(prefix) + secret};
  if (!terms.is_endless) {
    // The end of the day: the first midnight after its last instant.
    made.record.expires_at = std::chrono::floor<std::chrono::days>(tx.Now()) +
                             std::chrono::days{days + 1};
  }
  store::Insert(tx, made.record);
  for (ApiKeyLimitRecord limit : terms.limits) {
    limit.id = 0;
    limit.api_key_id = made.record.id;
    store::Insert(tx, limit);
  }
  return made;
}

absl::StatusOr<ApiKeyRecord> CheckApiKey(Transaction& tx,
                                         std::string_view prefix,
                                         std::string_view key) {
  std::optional<ApiKeyRecord> found;
  if (key.starts_with(prefix)) {
    found = store::SelectOne<ApiKeyRecord>(
        tx, "WHERE key_hash = ?1", {HashOfSecret(key.substr(prefix.size()))});
  }
  if (!found) return absl::UnauthenticatedError("the API key is not known");
  if (found->expires_at && *found->expires_at <= tx.Now()) {
    return absl::UnauthenticatedError("the API key has expired");
  }
  return *std::move(found);
}

std::vector<ApiKeyLimitRecord> LimitsOf(Transaction& tx,
                                        std::int64_t api_key_id) {
  return store::Select<ApiKeyLimitRecord>(
      tx, "WHERE api_key_id = ?1 ORDER BY id", {api_key_id});
}

absl::StatusOr<NewApiKey> ReplaceApiKey(Transaction& tx,
                                        std::string_view prefix,
                                        const ApiKeyRecord& old,
                                        ApiKeyTerms terms) {
  terms.limits = LimitsOf(tx, old.id);
  if (!store::Delete<ApiKeyRecord>(tx, old.id)) {
    return absl::UnauthenticatedError("the API key is not known");
  }
  terms.note = old.note;
  terms.team_id = old.team_id;
  return MakeApiKey(tx, prefix, old.user_id, terms);
}

std::vector<ApiKeyRecord> ListApiKeys(Transaction& tx,
                                      std::optional<std::int64_t> user_id) {
  if (user_id) {
    return store::Select<ApiKeyRecord>(tx, "WHERE user_id = ?1 ORDER BY id",
                                       {*user_id});
  }
  return store::Select<ApiKeyRecord>(tx, "ORDER BY id");
}

absl::Status RevokeApiKey(Transaction& tx, std::int64_t id) {
  if (!store::Delete<ApiKeyRecord>(tx, id)) {
    return absl::NotFoundError(absl::StrCat("there is no API key ", id));
  }
  return absl::OkStatus();
}

}  // namespace bookable::domain
