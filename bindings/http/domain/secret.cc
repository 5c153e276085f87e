// bindings/http/domain/secret.cc
// Tested by tests/bindings/http/domain/secret_test.cc.
#include "bindings/http/domain/secret.h"

#include <sodium.h>

#include <array>
#include <cstdint>
#include <new>
#include <span>
#include <stdexcept>

namespace bookable::domain {
namespace {

void StartSodium() {
  static const int started = sodium_init();
  if (started < 0) throw std::runtime_error("libsodium cannot start");
}

const unsigned char* BytesOf(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string HexOf(std::span<const unsigned char> bytes) {
  std::string text(2 * bytes.size() + 1, '\0');
  sodium_bin2hex(text.data(), text.size(), bytes.data(), bytes.size());
  text.pop_back();
  return text;
}

}  // namespace

std::string NewSecret() {
  StartSodium();
  std::array<unsigned char, 32> bytes{};
  randombytes_buf(bytes.data(), bytes.size());
  constexpr int kVariant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
  // The length counts the zero at the end.
  std::string text(sodium_base64_ENCODED_LEN(bytes.size(), kVariant), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(),
                    kVariant);
  text.pop_back();
  return text;
}

std::string NewClientId() {
  StartSodium();
  constexpr std::string_view kDigits = "0123456789abcdefghijklmnopqrstuvwxyz";
  std::string id = "cm";
  while (id.size() < 25) {
    id += kDigits[randombytes_uniform(std::uint32_t{kDigits.size()})];
  }
  return id;
}

std::string NewDigits(std::size_t count) {
  StartSodium();
  std::string digits;
  for (std::size_t i = 0; i < count; ++i) {
    digits += static_cast<char>('0' + randombytes_uniform(10));
  }
  return digits;
}

std::string HashOfSecret(std::string_view secret) {
  StartSodium();
  std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
  crypto_hash_sha256(hash.data(), BytesOf(secret), secret.size());
  return HexOf(hash);
}

std::string MemoryKeyOf(std::string_view secret) {
  StartSodium();
  static const auto kKey = [] {
    std::array<unsigned char, crypto_generichash_KEYBYTES> key{};
    randombytes_buf(key.data(), key.size());
    return key;
  }();
  std::array<unsigned char, crypto_generichash_BYTES> hash{};
  crypto_generichash(hash.data(), hash.size(), BytesOf(secret), secret.size(),
                     kKey.data(), kKey.size());
  return std::string(hash.begin(), hash.end());
}

std::string SignatureOf(std::string_view text, std::string_view secret) {
  StartSodium();
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, BytesOf(secret), secret.size());
  crypto_auth_hmacsha256_update(&state, BytesOf(text), text.size());
  std::array<unsigned char, crypto_auth_hmacsha256_BYTES> code{};
  crypto_auth_hmacsha256_final(&state, code.data());
  return HexOf(code);
}

bool IsSecretOf(std::string_view secret, std::string_view hash) {
  const std::string other = HashOfSecret(secret);
  return other.size() == hash.size() &&
         sodium_memcmp(other.data(), hash.data(), hash.size()) == 0;
}

std::string HashOfPassword(std::string_view password) {
  StartSodium();
  std::array<char, crypto_pwhash_STRBYTES> hash{};
  if (crypto_pwhash_str_alg(hash.data(), password.data(), password.size(),
                            crypto_pwhash_OPSLIMIT_INTERACTIVE,
                            crypto_pwhash_MEMLIMIT_INTERACTIVE,
                            crypto_pwhash_ALG_ARGON2ID13) != 0) {
    throw std::bad_alloc();
  }
  return hash.data();
}

bool IsPasswordOf(std::string_view password, const std::string& hash) {
  StartSodium();
  if (hash.size() >= crypto_pwhash_STRBYTES) return false;
  return crypto_pwhash_str_verify(hash.c_str(), password.data(),
                                  password.size()) == 0;
}

void PretendToCheckPassword(std::string_view password) {
  static const std::string kHash = HashOfPassword("of nobody");
  IsPasswordOf(password, kHash);
}

}  // namespace bookable::domain
