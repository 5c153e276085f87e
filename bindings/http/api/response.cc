// Tested by tests/bindings/http/api/error_test.cc.
#include "bindings/http/api/response.h"

#include <boost/json/serialize.hpp>

namespace bookable::http {

Response Success(const boost::json::value& data, int status) {
  return SuccessText(boost::json::serialize(data), status);
}

Response Success() { return {.status = 0, .body = R"({"status":"success"})"}; }

Response SuccessText(std::string_view data, int status) {
  Response response{.status = status};
  response.body.reserve(data.size() + 32);
  response.body += R"({"status":"success","data":)";
  response.body += data;
  response.body += '}';
  return response;
}

Response Text(int status, std::string_view content_type, std::string body) {
  return {.status = status,
          .content_type = std::string(content_type),
          .body = std::move(body)};
}

Response Redirect(std::string_view location) {
  return {.status = 303,
          .content_type = "",
          .body = "",
          .headers = {{"Location", std::string(location)}}};
}

}  // namespace bookable::http
