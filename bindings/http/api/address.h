// bindings/http/api/address.h: addresses and networks of clients.
//
// CONCEPT   An Address is 16 bytes; IPv4 is its form in IPv6 (::ffff:a.b.c.d),
//           so that a client is one client however the socket tells of it.
// THREADS   Plain values.
#ifndef BOOKABLE_HTTP_API_ADDRESS_H_
#define BOOKABLE_HTTP_API_ADDRESS_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bindings/http/api/request.h"

namespace bookable::http {

class Address {
 public:
  Address() = default;  // ::
  // An IPv4 address is given as the IPv6 one that wraps it.
  static Address FromBytes(const std::array<std::uint8_t, 16>& bytes);
  // "192.0.2.1", "2001:db8::1", "[2001:db8::1]:443", "192.0.2.1:80".
  static std::optional<Address> Parse(std::string_view text);

  bool is_v4() const;
  std::string Text() const;
  // What requests are counted by: the address; of IPv6 its network of 64 bits,
  // which is what one client is given.
  std::string Bucket() const;

  const std::array<std::uint8_t, 16>& bytes() const { return bytes_; }
  friend bool operator==(const Address&, const Address&) = default;

 private:
  std::array<std::uint8_t, 16> bytes_{};
};

class Network {
 public:
  // "10.0.0.0/8", "2001:db8::/32", or one address.
  static std::optional<Network> Parse(std::string_view text);

  bool Contains(const Address& address) const;

 private:
  Address base_{};
  int bits_ = 128;  // of the 16 bytes
};

// Texts that are no networks are left out.
std::vector<Network> ParseNetworks(const std::vector<std::string>& texts);

bool Contains(const std::vector<Network>& networks, const Address& address);

// True iff the address is of the open internet: none of this machine, of a
// private or shared network, of a link, a group, a documentation; where an IPv4
// address is wrapped in one of IPv6, the one inside is asked.
bool IsPublic(const Address& address);

// Who sent a request: the socket's peer, or, if that is a trusted proxy, the
// last address of X-Forwarded-For that is none (or cf-connecting-ip, where the
// former is not there).
Address ClientAddress(const Address& peer, const Headers& headers,
                      const std::vector<Network>& trusted);

}  // namespace bookable::http

#endif  // BOOKABLE_HTTP_API_ADDRESS_H_
