// An error made here carries its HTTP form as a payload of the Status, JSON
// text: {"status":401,"code":"UnauthorizedException","reason":"..."}. It thus
// survives the store's transactions, which return the Status of their work.
// Tested by tests/bindings/http/api/error_test.cc.
#include "bindings/http/api/error.h"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <optional>
#include <utility>

#include "absl/strings/cord.h"
#include "bindings/http/api/account_json.h"
#include "bindings/http/api/error_reason.h"
#include "bindings/http/api/text.h"
#include "bindings/http/domain/account_error.h"
#include "bindings/http/domain/refusal.h"

namespace bookable::http {
namespace {

namespace json = boost::json;

constexpr const char* kHttpError = "bookable/http-error";

struct Form {
  int status = 500;
  std::string code{};
  std::string message{};
  std::string reason{};
  std::optional<json::value> details{};
  bool has_details = true;  // of the ordinary kind, if `details` is absent
  bool is_hidden = false;
};

absl::StatusCode CodeFor(int status) {
  switch (status) {
    case 401:
    case 498:
      return absl::StatusCode::kUnauthenticated;
    case 403:
      return absl::StatusCode::kPermissionDenied;
    case 404:
      return absl::StatusCode::kNotFound;
    case 409:
      return absl::StatusCode::kAlreadyExists;
    case 429:
      return absl::StatusCode::kResourceExhausted;
    case 503:
      return absl::StatusCode::kUnavailable;
    default:
      return status < 500 ? absl::StatusCode::kInvalidArgument
                          : absl::StatusCode::kInternal;
  }
}

absl::Status Make(std::string_view message, const json::object& form) {
  absl::Status status(CodeFor(static_cast<int>(form.at("status").as_int64())),
                      std::string(message));
  status.SetPayload(kHttpError, absl::Cord(json::serialize(form)));
  return status;
}

std::string_view ReasonPhrase(int status) {
  switch (status) {
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 413:
      return "Payload Too Large";
    case 415:
      return "Unsupported Media Type";
    case 422:
      return "Unprocessable Entity";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 498:
      return "Invalid Token";
    case 501:
      return "Not Implemented";
    case 503:
      return "Service Unavailable";
    case 505:
      return "HTTP Version Not Supported";
    default:
      return status < 500 ? "Request Error" : "Internal Server Error";
  }
}

Form FormOfPayload(const absl::Status& status, const absl::Cord& payload) {
  Form form;
  form.message = ToString(status.message());
  json::error_code error;
  const json::value held = json::parse(std::string(payload), error);
  const json::object* object = error ? nullptr : held.if_object();
  if (object == nullptr) return form;
  form.status = static_cast<int>(object->at("status").as_int64());
  form.code = std::string(object->at("code").as_string());
  if (const json::value* reason = object->if_contains("reason")) {
    form.reason = std::string(reason->as_string());
  }
  if (const json::value* details = object->if_contains("details")) {
    form.details = *details;
  }
  return form;
}

Form FormOfRefusal(const absl::Status& status, domain::Refusal refusal) {
  Form form{.status = 409,
            .code = "ConflictException",
            .message = ToString(status.message()),
            .reason = std::string(domain::RefusalName(refusal))};
  switch (refusal) {
    case domain::Refusal::kNotFound:
      form.status = 404;
      form.code = "NotFoundException";
      break;
    case domain::Refusal::kClosed:
    case domain::Refusal::kNotice:
    case domain::Refusal::kWindow:
    case domain::Refusal::kStatus:
      form.status = 400;
      form.code = "BadRequestException";
      break;
    default:
      break;
  }
  return form;
}

Form FormOfCode(const absl::Status& status) {
  std::string message = ToString(status.message());
  switch (status.code()) {
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kOutOfRange:
      return {400, "BadRequestException", std::move(message)};
    case absl::StatusCode::kUnauthenticated:
      return {401, "UnauthorizedException", std::move(message)};
    case absl::StatusCode::kPermissionDenied:
      return {403, "ForbiddenException", std::move(message)};
    case absl::StatusCode::kNotFound:
      return {404, "NotFoundException", std::move(message)};
    case absl::StatusCode::kAlreadyExists:
      return {.status = 409,
              .code = "CONFLICT",
              .message = "something with this name or address exists already",
              .has_details = false,
              .is_hidden = true};
    case absl::StatusCode::kFailedPrecondition:
      return {.status = 400,
              .code = "BAD_REQUEST",
              .message =
                  "the request refers to something that does not exist "
                  "or does not fit",
              .has_details = false,
              .is_hidden = true};
    case absl::StatusCode::kAborted:
      return {.status = 409,
              .code = "ConflictException",
              .message = "another request changed the same thing; try again",
              .is_hidden = true};
    case absl::StatusCode::kResourceExhausted:
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kDeadlineExceeded:
      return {.status = 503,
              .code = "ServiceUnavailableException",
              .message =
                  "the service is busy or its database cannot be "
                  "reached; try again",
              .is_hidden = true};
    default:
      return {.status = 500,
              .code = "InternalServerErrorException",
              .message =
                  "something went wrong here; the request's id is in "
                  "the header X-Request-Id",
              .is_hidden = true};
  }
}

Form FormOf(const absl::Status& status) {
  if (const auto payload = status.GetPayload(kHttpError)) {
    return FormOfPayload(status, *payload);
  }
  if (const auto refusal = domain::RefusalOf(status)) {
    return FormOfRefusal(status, *refusal);
  }
  const auto told = [&](int http_status, const char* code) -> Form {
    return {http_status, code, ToString(status.message())};
  };
  if (domain::IsTokenExpired(status)) return FormOf(AccessTokenExpired());
  if (domain::IsUnprocessable(status)) {
    return told(422, "UnprocessableEntityException");
  }
  if (domain::IsTaken(status)) return told(409, "ConflictException");
  return FormOfCode(status);
}

}  // namespace

absl::Status HttpError(int status, std::string_view code,
                       std::string_view message, std::string_view reason) {
  json::object form{{"status", status}, {"code", code}};
  if (!reason.empty()) form["reason"] = reason;
  return Make(message, form);
}

absl::Status BadRequest(std::string_view message, std::string_view reason) {
  return HttpError(400, "BadRequestException", message, reason);
}

absl::Status Unauthorized(std::string_view message, std::string_view reason) {
  return HttpError(401, "UnauthorizedException", message, reason);
}

absl::Status Forbidden(std::string_view message, std::string_view reason) {
  return HttpError(403, "ForbiddenException", message, reason);
}

absl::Status NotFound(std::string_view message, std::string_view reason) {
  return HttpError(404, "NotFoundException", message, reason);
}

absl::Status Conflict(std::string_view message, std::string_view reason) {
  return HttpError(409, "ConflictException", message, reason);
}

absl::Status Unprocessable(std::string_view message, std::string_view reason) {
  return HttpError(422, "UnprocessableEntityException", message, reason);
}

absl::Status TooManyRequests(std::string_view message) {
  return HttpError(429, "ThrottlerException", message);
}

absl::Status AccessTokenExpired() {
  constexpr const char* kText = "ACCESS_TOKEN_IS_EXPIRED";
  return Make(
      kText,
      {{"status", 498}, {"code", "TokenExpiredException"}, {"details", kText}});
}

absl::Status Invalid(json::array errors) {
  return Make("Bad Request Exception",
              {{"status", 400},
               {"code", "BadRequestException"},
               {"details", json::object{{"errors", std::move(errors)}}}});
}

absl::Status InvalidProperty(std::string_view property, std::string_view rule,
                             std::string_view text) {
  // "a.b" is the child b of a.
  const std::size_t dot = property.rfind('.');
  const std::string_view last =
      property.substr(dot == std::string_view::npos ? std::size_t{0} : dot + 1);
  json::object error{{"property", last},
                     {"children", json::array()},
                     {"constraints", json::object{{rule, text}}}};
  std::string_view rest = dot == std::string_view::npos
                              ? std::string_view()
                              : property.substr(0, dot);
  while (!rest.empty()) {
    const std::size_t end = rest.rfind('.');
    const std::size_t begin = end == std::string_view::npos ? 0 : end + 1;
    error = json::object{{"property", rest.substr(begin)},
                         {"children", json::array{std::move(error)}}};
    rest = begin == 0 ? std::string_view() : rest.substr(0, begin - 1);
  }
  return Invalid({std::move(error)});
}

std::string ReasonOf(const absl::Status& status) {
  const auto payload = status.GetPayload(kHttpError);
  return payload ? FormOfPayload(status, *payload).reason : std::string();
}

absl::Status InOneWord(const absl::Status& status) {
  const std::string reason = ReasonOf(status);
  if (reason.empty()) return status;
  absl::Status worded(status.code(), reason);
  worded.SetPayload(kHttpError, *status.GetPayload(kHttpError));
  return worded;
}

int HttpStatusOf(const absl::Status& status) { return FormOf(status).status; }

bool IsHidden(const absl::Status& status) { return FormOf(status).is_hidden; }

Response ErrorResponse(const absl::Status& status, std::string_view path,
                       store::Moment now) {
  Form form = FormOf(status);
  // A header's value may be any bytes, and a message may quote it: an Origin.
  if (!IsUtf8(form.message)) {
    for (char& c : form.message) {
      if (static_cast<unsigned char>(c) >= 0x80) c = '?';
    }
  }
  json::object error{{"code", form.code}, {"message", form.message}};
  if (form.details) {
    error["details"] = *std::move(form.details);
  } else if (form.has_details) {
    json::object details{{"message", form.message},
                         {"error", ReasonPhrase(form.status)},
                         {"statusCode", form.status}};
    if (!form.reason.empty()) details["reason"] = form.reason;
    error["details"] = std::move(details);
  }
  const json::object envelope{{"status", "error"},
                              {"timestamp", IsoTime(now)},
                              {"path", path},
                              {"error", std::move(error)}};
  Response response{.status = form.status, .body = json::serialize(envelope)};
  if (form.status == 503) response.headers.emplace_back("Retry-After", "1");
  return response;
}

}  // namespace bookable::http
