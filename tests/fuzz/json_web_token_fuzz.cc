// What reads as a token is one that we would have signed, to the letter; and
// tokens that we sign, of whatever claims, are read as they were. Chance signs
// nothing, so the bytes are also signed with the key, as header and claims.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "bindings/http/domain/json_web_token.h"
#include "tests/support/signed_token.h"

namespace {

using bookable::domain::ReadToken;
using bookable::domain::SignToken;
using bookable::domain::TokenClaims;
using bookable::domain::TokenKind;

const std::string kKey(43, 'k');

// Printable ASCII.
std::string Plain(std::string_view bytes) {
  std::string text;
  for (const char c : bytes.substr(0, 100)) {
    text += static_cast<char>(' ' + static_cast<unsigned char>(c) % 95);
  }
  return text;
}

std::int64_t Number(std::string_view bytes) {
  std::uint64_t number = 0;
  for (const char c : bytes.substr(0, 6)) {
    number = number * 256 + static_cast<unsigned char>(c);
  }
  return static_cast<std::int64_t>(number);
}

void Check(bool is_true) {
  if (!is_true) std::abort();
}

std::string Signed(std::string_view header, std::string_view claims) {
  return bookable::testing::SignedToken(header, claims, kKey);
}

void CheckReading(std::string_view token) {
  const auto read = ReadToken(token, kKey);
  if (read.ok()) Check(SignToken(*read, kKey) == token);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  CheckReading(input);
  CheckReading(Signed(R"({"alg":"HS256","typ":"JWT"})", input));
  CheckReading(Signed(input.substr(0, size / 2), input.substr(size / 2)));
  Check(!ReadToken(input, "").ok());

  // The bytes as claims, and the token with one character changed.
  const std::size_t third = size / 3;
  TokenClaims claims{
      .kind = size % 2 == 0 ? TokenKind::kAccess : TokenKind::kRefresh,
      .client_id = Plain(input.substr(0, third)),
      .owner_id = Number(input.substr(third)),
      .expires_at = bookable::store::Moment{std::chrono::milliseconds{
          Number(input.substr(2 * third))}},
      .jti = Plain(input.substr(2 * third)),
      .is_refreshed = size % 3 == 0};
  std::string token = SignToken(claims, kKey);
  const auto back = ReadToken(token, kKey);
  Check(back.ok() && *back == claims);
  if (size > 0) {
    char& changed = token[data[0] % token.size()];
    changed = changed == 'A' ? 'B' : 'A';
    Check(!ReadToken(token, kKey).ok());
  }
  return 0;
}
