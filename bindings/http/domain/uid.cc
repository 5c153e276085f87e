// bindings/http/domain/uid.cc
// Tested by tests/bindings/http/domain/uid_test.cc.
#include "bindings/http/domain/uid.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <system_error>

namespace bookable::domain {
namespace {

using Bytes = std::array<std::uint8_t, 16>;

// The system is asked for the bytes of many at once: each call costs more than
// what is done with them. What was given out is forgotten here.
Bytes RandomBytes() {
  constexpr std::size_t kAtOnce = 256;  // as much as getentropy gives
  thread_local std::array<std::uint8_t, kAtOnce> store;
  thread_local std::size_t left = 0;
  if (left < sizeof(Bytes)) {
    if (getentropy(store.data(), store.size()) != 0) {
      throw std::system_error(errno, std::generic_category(), "getentropy");
    }
    left = store.size();
  }
  left -= sizeof(Bytes);
  Bytes bytes;
  std::copy_n(store.begin() + static_cast<std::ptrdiff_t>(left), bytes.size(),
              bytes.begin());
  std::fill_n(store.begin() + static_cast<std::ptrdiff_t>(left), bytes.size(),
              std::uint8_t{0});
  return bytes;
}

}  // namespace

std::string NewUid() {
  // No 0, O, I, l: they look alike.
  constexpr std::string_view kDigits =
      "123456789abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ";
  Bytes bytes = RandomBytes();
  std::string uid(22, kDigits[0]);  // 58^22 > 2^128
  // Long division of the number by 58, digit by digit from the right.
  for (std::size_t i = uid.size(); i-- > 0;) {
    std::uint32_t rest = 0;
    for (std::uint8_t& byte : bytes) {
      const std::uint32_t value = rest * 256 + byte;
      byte = static_cast<std::uint8_t>(value / 58);
      rest = value % 58;
    }
    uid[i] = kDigits[rest];
  }
  return uid;
}

std::string NewUuid() {
  constexpr std::string_view kDigits = "0123456789abcdef";
  Bytes bytes = RandomBytes();
  bytes[6] = static_cast<std::uint8_t>((bytes[6] & 0x0fu) | 0x40u);  // version
  bytes[8] = static_cast<std::uint8_t>((bytes[8] & 0x3fu) | 0x80u);  // variant
  std::string uuid = "00000000-0000-0000-0000-000000000000";
  char* at = uuid.data();
  for (const std::uint8_t byte : bytes) {
    if (*at == '-') ++at;
    *at++ = kDigits[byte >> 4];
    *at++ = kDigits[byte & 0x0f];
  }
  return uuid;
}

}  // namespace bookable::domain
