// bindings/http/api/subscriber_url.h: where a webhook may go.
//
// CONCEPT   What an address leads to is known only when it is connected to
//           (server/poster.h asks then). Here is refused what is plain
//           before: no http or https, an address of a private network, this
//           machine by its name. Read by the parser of libcurl, which is the
//           one that will send.
// THREADS   Pure. ERRORS: those of error.h.
#ifndef BOOKABLE_HTTP_API_SUBSCRIBER_URL_H_
#define BOOKABLE_HTTP_API_SUBSCRIBER_URL_H_

#include <cstdint>
#include <string_view>

#include "absl/status/status.h"

namespace bookable::http {

enum class PrivateNetworks : std::uint8_t { kRefused, kAllowed };

absl::Status CheckSubscriberUrl(std::string_view url, PrivateNetworks privates);

}  // namespace bookable::http

#endif  // BOOKABLE_HTTP_API_SUBSCRIBER_URL_H_
