// libcurl turns "127.1", "0x7f000001" and "2130706433" into 127.0.0.1, as it
// does when it connects: one parser, no gap between two.
// Tested by tests/bindings/http/api/subscriber_url_test.cc.
#include "bindings/http/api/subscriber_url.h"

#include <curl/curl.h>

#include <memory>
#include <string>

#include "absl/strings/ascii.h"
#include "bindings/http/api/address.h"
#include "bindings/http/api/error.h"
#include "bindings/http/domain/profile_fields.h"

namespace bookable::http {
namespace {

constexpr std::size_t kLongest = 2000;

struct FreeUrl {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};

std::string PartOf(CURLU* url, CURLUPart part) {
  char* text = nullptr;
  if (curl_url_get(url, part, &text, 0) != CURLUE_OK) return "";
  std::string copy = text;
  curl_free(text);
  return copy;
}

bool IsThisMachine(std::string host) {
  absl::AsciiStrToLower(&host);
  while (host.ends_with('.')) host.pop_back();
  return host == "localhost" || host.ends_with(".localhost");
}

}  // namespace

absl::Status CheckSubscriberUrl(std::string_view url,
                                PrivateNetworks privates) {
  const std::unique_ptr<CURLU, FreeUrl> parsed(curl_url());
  const std::string text(url);
  if (parsed == nullptr || text.size() > kLongest || !domain::IsWebUrl(text) ||
      curl_url_set(parsed.get(), CURLUPART_URL, text.c_str(), 0) != CURLUE_OK) {
    return InvalidProperty("subscriberUrl", "isUrl",
                           "subscriberUrl must be an http or https URL");
  }
  if (privates == PrivateNetworks::kAllowed) return absl::OkStatus();
  const std::string host = PartOf(parsed.get(), CURLUPART_HOST);
  const auto address = Address::Parse(host);
  if (IsThisMachine(host) || (address && !IsPublic(*address))) {
    return InvalidProperty(
        "subscriberUrl", "isPublic",
        "subscriberUrl must not lead to a private address; an operator can "
        "allow it by the setting webhooks.allow_private");
  }
  return absl::OkStatus();
}

}  // namespace bookable::http
