// tests/support/signed_token.h: a JSON Web Token of another's making, signed
// with our key: HMAC-SHA-256 over whatever header and claims it is given.
#ifndef BOOKABLE_TESTS_SUPPORT_SIGNED_TOKEN_H_
#define BOOKABLE_TESTS_SUPPORT_SIGNED_TOKEN_H_

#include <sodium.h>

#include <string>
#include <string_view>

namespace bookable::testing {

inline std::string Base64Url(std::string_view bytes) {
  constexpr int kVariant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
  std::string text(sodium_base64_ENCODED_LEN(bytes.size(), kVariant), '\0');
  sodium_bin2base64(text.data(), text.size(),
                    reinterpret_cast<const unsigned char*>(bytes.data()),
                    bytes.size(), kVariant);
  text.pop_back();
  return text;
}

inline std::string SignedToken(std::string_view header, std::string_view claims,
                               std::string_view key) {
  const std::string text = Base64Url(header) + "." + Base64Url(claims);
  unsigned char mac[crypto_auth_hmacsha256_BYTES];
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(
      &state, reinterpret_cast<const unsigned char*>(key.data()), key.size());
  crypto_auth_hmacsha256_update(
      &state, reinterpret_cast<const unsigned char*>(text.data()), text.size());
  crypto_auth_hmacsha256_final(&state, mac);
  return text + "." +
         Base64Url({reinterpret_cast<const char*>(mac), sizeof mac});
}

}  // namespace bookable::testing

#endif  // BOOKABLE_TESTS_SUPPORT_SIGNED_TOKEN_H_
