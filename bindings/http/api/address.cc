// X-Forwarded-For grows at its end: each proxy adds the peer it saw. Read from
// the end, what trusted proxies wrote is true; the first address that is no
// trusted proxy is the client, and all before it is its own claim.
//   peer 10.0.0.1 (trusted), "6.6.6.6, 203.0.113.9, 10.0.0.2" -> 203.0.113.9
// Tested by tests/bindings/http/api/address_test.cc.
#include "bindings/http/api/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <cstddef>
#include <cstring>

#include "absl/strings/str_cat.h"
#include "bindings/http/api/text.h"

namespace bookable::http {

std::optional<Address> Address::Parse(std::string_view text) {
  text = Trimmed(text);
  if (text.starts_with('[')) {  // [v6] or [v6]:port
    const std::size_t end = text.find(']');
    if (end == std::string_view::npos) return std::nullopt;
    text = text.substr(1, end - 1);
  } else if (std::ranges::count(text, ':') == 1) {  // v4:port
    text = text.substr(0, text.find(':'));
  }
  if (text.empty() || text.size() > 45) return std::nullopt;
  const std::string copy(text);
  Address address;
  in_addr v4{};
  if (inet_pton(AF_INET, copy.c_str(), &v4) == 1) {
    address.bytes_[10] = address.bytes_[11] = 0xFF;
    std::memcpy(&address.bytes_[12], &v4, 4);
    return address;
  }
  in6_addr v6{};
  if (inet_pton(AF_INET6, copy.c_str(), &v6) != 1) return std::nullopt;
  std::memcpy(address.bytes_.data(), &v6, 16);
  return address;
}

Address Address::FromBytes(const std::array<std::uint8_t, 16>& bytes) {
  Address address;
  address.bytes_ = bytes;
  return address;
}

bool Address::is_v4() const {
  return std::all_of(bytes_.begin(), bytes_.begin() + 10,
                     [](std::uint8_t byte) { return byte == 0; }) &&
         bytes_[10] == 0xFF && bytes_[11] == 0xFF;
}

std::string Address::Text() const {
  if (is_v4()) {  // each request asks: inet_ntop, by sprintf, takes longer
    return absl::StrCat(bytes_[12], ".", bytes_[13], ".", bytes_[14], ".",
                        bytes_[15]);
  }
  char text[INET6_ADDRSTRLEN] = {};
  inet_ntop(AF_INET6, bytes_.data(), text, sizeof text);
  return text;
}

std::string Address::Bucket() const {
  if (is_v4()) return "ip:" + Text();
  Address network = *this;
  std::fill(network.bytes_.begin() + 8, network.bytes_.end(), 0);
  return "ip:" + network.Text() + "/64";
}

std::optional<Network> Network::Parse(std::string_view text) {
  text = Trimmed(text);
  const std::size_t slash = text.find('/');
  const std::optional<Address> base = Address::Parse(text.substr(0, slash));
  if (!base) return std::nullopt;
  Network network;
  network.base_ = *base;
  if (slash != std::string_view::npos) {
    const auto bits = ParseInteger(text.substr(slash + 1));
    const int most = base->is_v4() ? 32 : 128;
    if (!bits || *bits < 0 || *bits > most) return std::nullopt;
    network.bits_ = static_cast<int>(*bits) + 128 - most;
  }
  return network;
}

bool Network::Contains(const Address& address) const {
  const auto& a = base_.bytes();
  const auto& b = address.bytes();
  int bits = bits_;
  for (std::size_t i = 0; i < a.size() && bits > 0; ++i, bits -= 8) {
    const unsigned mask = bits >= 8 ? 0xFFU : (0xFFU << (8 - bits)) & 0xFFU;
    if ((a[i] & mask) != (b[i] & mask)) return false;
  }
  return true;
}

std::vector<Network> ParseNetworks(const std::vector<std::string>& texts) {
  std::vector<Network> networks;
  for (const std::string& text : texts) {
    if (const auto network = Network::Parse(text)) networks.push_back(*network);
  }
  return networks;
}

bool Contains(const std::vector<Network>& networks, const Address& address) {
  return std::ranges::any_of(networks, [&](const Network& network) {
    return network.Contains(address);
  });
}

bool IsPublic(const Address& address) {
  // IANA's registries of special-purpose addresses.
  static const std::vector<Network> kSpecialV4 = ParseNetworks(
      {"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8",
       "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
       "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24",
       "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"});
  static const Network kGlobalV6 = *Network::Parse("2000::/3");
  static const std::vector<Network> kSpecialV6 =
      ParseNetworks({"2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"});
  static const Network kTranslated = *Network::Parse("64:ff9b::/96");
  if (address.is_v4()) return !Contains(kSpecialV4, address);
  if (kTranslated.Contains(address)) {
    std::array<std::uint8_t, 16> inside{};
    inside[10] = inside[11] = 0xFF;
    std::copy(address.bytes().begin() + 12, address.bytes().end(),
              inside.begin() + 12);
    return !Contains(kSpecialV4, Address::FromBytes(inside));
  }
  return kGlobalV6.Contains(address) && !Contains(kSpecialV6, address);
}

Address ClientAddress(const Address& peer, const Headers& headers,
                      const std::vector<Network>& trusted) {
  if (!Contains(trusted, peer)) return peer;
  std::vector<std::string_view> forwarded;
  for (const auto& [name, value] : headers.fields()) {
    if (!EqualsIgnoringCase(name, "x-forwarded-for")) continue;
    std::string_view rest = value;
    while (true) {
      const std::size_t comma = rest.find(',');
      forwarded.push_back(rest.substr(0, comma));
      if (comma == std::string_view::npos) break;
      rest.remove_prefix(comma + 1);
    }
  }
  if (forwarded.empty()) {
    const std::string* cloudflare = headers.Find("cf-connecting-ip");
    if (cloudflare == nullptr) return peer;
    return Address::Parse(*cloudflare).value_or(peer);
  }
  Address client = peer;
  for (auto it = forwarded.rbegin(); it != forwarded.rend(); ++it) {
    const std::optional<Address> address = Address::Parse(*it);
    if (!address) break;  // what cannot be read ends what can be believed
    client = *address;
    if (!Contains(trusted, client)) break;
  }
  return client;
}

}  // namespace bookable::http
