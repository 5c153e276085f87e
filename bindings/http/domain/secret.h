// bindings/http/domain/secret.h: secrets that are shown once and kept as
// hashes.
//
// CONCEPT   What the service makes up itself (client secrets, API keys, codes,
//           session cookies) has 256 bits, so that a plain SHA-256 of it can
//           not be searched. What people make up (passwords) is hashed with
//           Argon2id, which costs 64 MB and some tens of milliseconds a guess.
//           Comparisons take the same time wherever the two differ.
// THREADS   Any. ERRORS: throws std::runtime_error when libsodium cannot
//           start, std::bad_alloc when Argon2id has no memory.
#ifndef BOOKABLE_HTTP_DOMAIN_SECRET_H_
#define BOOKABLE_HTTP_DOMAIN_SECRET_H_

#include <cstddef>
#include <string>
#include <string_view>

namespace bookable::domain {

// 43 characters of base64url.
std::string NewSecret();

// The id of an OAuth client: "cm" and 23 lower-case letters and digits, so that
// it survives in addresses and user names.
std::string NewClientId();

// So many decimal digits, for people to type.
std::string NewDigits(std::size_t count);

// SHA-256, in hex.
std::string HashOfSecret(std::string_view secret);
bool IsSecretOf(std::string_view secret, std::string_view hash);

// 32 bytes that stand for a secret in the memory of this process, faster than
// HashOfSecret: BLAKE2b with a key that no other process has.
std::string MemoryKeyOf(std::string_view secret);

// HMAC-SHA256 of `text`, in hex: what a webhook's receiver checks.
std::string SignatureOf(std::string_view text, std::string_view secret);

// Argon2id in its text form, salt and cost included.
std::string HashOfPassword(std::string_view password);
bool IsPasswordOf(std::string_view password, const std::string& hash);

// Spends the time of IsPasswordOf: for when there is no such user, so that the
// answer's time does not tell.
void PretendToCheckPassword(std::string_view password);

}  // namespace bookable::domain

#endif  // BOOKABLE_HTTP_DOMAIN_SECRET_H_
