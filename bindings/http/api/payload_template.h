// bindings/http/api/payload_template.h: a webhook's own form of its body.
//
// CONCEPT   {{name}} stands for a value of the event, {{attendees.0.email}} for
//           one within; what is not there is nothing. A template that is JSON
//           is filled value by value, so that it stays JSON whatever a name
//           holds:
//
//     {"text": "{{title}} at {{startTime}}"}
//
//           Any other is a form (application/x-www-form-urlencoded), whose
//           values are percent-encoded; {{{name}}} is not. Blocks and partials
//           there are none.
// THREADS   Pure. ERRORS: those of error.h.
#ifndef BOOKABLE_HTTP_API_PAYLOAD_TEMPLATE_H_
#define BOOKABLE_HTTP_API_PAYLOAD_TEMPLATE_H_

#include <boost/json/object.hpp>
#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace bookable::http {

// BadRequest that says what is none of the above.
absl::Status CheckPayloadTemplate(std::string_view text);

struct FilledTemplate {
  std::string content_type{};
  std::string body{};
};

// REQUIRES: CheckPayloadTemplate was ok.
FilledTemplate FillTemplate(std::string_view text,
                            const boost::json::object& values);

}  // namespace bookable::http

#endif  // BOOKABLE_HTTP_API_PAYLOAD_TEMPLATE_H_
