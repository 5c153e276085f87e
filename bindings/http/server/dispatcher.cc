// The order of checks is the order in which they cost: address, route, limit
// of the address, then with the store: who it is, their limit, what they may,
// and only then the body.
// Tested by tests/bindings/http/server/dispatcher_test.cc.
#include "bindings/http/server/dispatcher.h"

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <charconv>
#include <cstddef>
#include <exception>
#include <utility>

#include "absl/strings/str_cat.h"
#include "bindings/http/api/error.h"
#include "bindings/http/api/schema.h"
#include "bindings/http/api/text.h"
#include "bindings/http/domain/uid.h"

namespace bookable::http {
namespace {

namespace json = boost::json;

constexpr std::size_t kDeepestJson = 64;

constexpr std::string_view kAllowedMethods =
    "GET, PATCH, DELETE, HEAD, POST, PUT, OPTIONS";
constexpr std::string_view kAllowedHeaders =
    "x-cal-client-id, x-cal-secret-key, x-cal-platform-embed, "
    "x-cal-atoms-version, cal-api-version, Accept, Authorization, "
    "Content-Type, Origin, Idempotency-Key";

// What browsers are told of every answer, unless a handler says otherwise.
constexpr std::array<std::pair<std::string_view, std::string_view>, 14>
    kStockHeaders = {{
        {"Access-Control-Allow-Origin", "*"},
        {"Content-Security-Policy",
         "default-src 'self'; base-uri 'self'; font-src 'self' data:; "
         "form-action 'self'; frame-ancestors 'self'; img-src 'self' data:; "
         "object-src 'none'; script-src 'self'; script-src-attr 'none'; "
         "style-src 'self' 'unsafe-inline'"},
        {"Cross-Origin-Opener-Policy", "same-origin"},
        {"Cross-Origin-Resource-Policy", "same-origin"},
        {"Origin-Agent-Cluster", "?1"},
        {"Referrer-Policy", "no-referrer"},
        {"Strict-Transport-Security", "max-age=15552000; includeSubDomains"},
        {"X-Content-Type-Options", "nosniff"},
        {"X-DNS-Prefetch-Control", "off"},
        {"X-Download-Options", "noopen"},
        {"X-Frame-Options", "SAMEORIGIN"},
        {"X-Permitted-Cross-Domain-Policies", "none"},
        {"X-XSS-Protection", "0"},
        {"Cache-Control", "no-store"},
    }};

// The same as lines.
const std::string& StockLines() {
  static const std::string kLines = [] {
    std::string lines;
    for (const auto& [name, value] : kStockHeaders) {
      lines.append(name).append(": ").append(value).append("\r\n");
    }
    return lines;
  }();
  return kLines;
}

std::optional<Method> MethodOf(std::string_view name) {
  if (name == "HEAD") return Method::kGet;
  for (const Method method : {Method::kGet, Method::kPost, Method::kPut,
                              Method::kPatch, Method::kDelete}) {
    if (MethodName(method) == name) return method;
  }
  return std::nullopt;
}

// A name of the log and of metrics: what clients send is not one.
std::string_view KnownMethod(std::string_view name) {
  for (const std::string_view known :
       {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}) {
    if (known == name) return known;
  }
  return "other";
}

// "/api/v2/x" and "/v2/ee/x" are "/v2/x".
void Rewrite(Target& target) {
  std::vector<std::string>& segments = target.segments;
  const auto is = [&](std::size_t at, std::string_view text) {
    return segments.size() > at && segments[at] == text;
  };
  if (is(0, "api") && is(1, "v2")) segments.erase(segments.begin());
  if (is(0, "v2") && is(1, "ee")) segments.erase(segments.begin() + 1);
  target.path.clear();
  for (const std::string& segment : segments) (target.path += '/') += segment;
  if (target.path.empty()) target.path += '/';
}

bool HasCredentials(const Request& request) {
  return request.headers.Find("authorization") != nullptr ||
         request.headers.Find("x-cal-secret-key") != nullptr ||
         request.headers.Find("cookie") != nullptr;
}

// "default" is "Default" in the names of headers.
std::string HeaderName(std::string_view prefix, std::string_view name) {
  std::string header(prefix);
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (i == 0 && c >= 'a' && c <= 'z') {
      header += static_cast<char>(c - 'a' + 'A');
    } else {
      header += is_letter || (c >= '0' && c <= '9') ? c : '-';
    }
  }
  return header;
}

// Of one rate limit.
struct LimitHeaders {
  explicit LimitHeaders(std::string_view name)
      : limit(HeaderName("X-RateLimit-Limit-", name)),
        remaining(HeaderName("X-RateLimit-Remaining-", name)),
        reset(HeaderName("X-RateLimit-Reset-", name)) {}
  std::string limit;
  std::string remaining;
  std::string reset;
};

bool HasHeader(const Response& response, std::string_view name) {
  return std::ranges::any_of(response.headers, [&](const auto& header) {
    return EqualsIgnoringCase(header.first, name);
  });
}

// The media type of a Content-Type, without its parameters.
std::string_view MediaType(std::string_view content_type) {
  return Trimmed(content_type.substr(0, content_type.find(';')));
}

bool IsJson(std::string_view media_type) {
  constexpr std::string_view kJson = "application/json";
  constexpr std::string_view kSuffix = "+json";
  return media_type.empty() || EqualsIgnoringCase(media_type, kJson) ||
         (media_type.size() > kSuffix.size() &&
          EqualsIgnoringCase(
              media_type.substr(media_type.size() - kSuffix.size()), kSuffix));
}

// The stores hold no NUL in a text.
bool HoldsNul(const json::value& value) {
  switch (value.kind()) {
    case json::kind::string:
      return value.get_string().find('\0') != json::string::npos;
    case json::kind::array:
      return std::ranges::any_of(value.get_array(), HoldsNul);
    case json::kind::object:
      return std::ranges::any_of(value.get_object(), [](const auto& member) {
        return member.key().find('\0') != json::string_view::npos ||
               HoldsNul(member.value());
      });
    default:
      return false;
  }
}

bool IsWebFile(std::string_view path) {
  return path.starts_with("/web/") || path.starts_with("/docs/docs.");
}

// Text of a query as the type that the schema asks for, where it is one; the
// check then tells what is wrong with it.
json::value Coerced(std::string_view text, const json::object& schema) {
  const json::value* type = schema.if_contains("type");
  const std::string_view wanted =
      type != nullptr && type->is_string()
          ? std::string_view(type->get_string().data(),
                             type->get_string().size())
          : std::string_view();
  if (wanted == "integer") {
    if (const auto number = ParseInteger(text)) return *number;
  } else if (wanted == "number") {
    double number = 0;
    const auto [end, error] =
        std::from_chars(text.data(), text.data() + text.size(), number);
    if (error == std::errc() && end == text.data() + text.size()) return number;
  } else if (wanted == "boolean") {
    if (text == "true") return true;
    if (text == "false") return false;
  }
  return json::value(json::string(text.data(), text.size()));
}

}  // namespace

Dispatcher::Dispatcher(const Parts& parts)
    : parts_(parts),
      trusted_(ParseNetworks(parts.settings.trusted_proxies)),
      metrics_clients_(ParseNetworks(parts.settings.metrics_clients)) {}

bool Dispatcher::Count(Exchange& exchange, const std::string& bucket,
                       const std::vector<RateLimit>& limits) {
  RateVerdict verdict =
      limiter_.Count(bucket, limits,
                     parts_.steady_now ? parts_.steady_now()
                                       : std::chrono::steady_clock::now());
  exchange.standings = std::move(verdict.standings);
  if (!verdict.is_allowed) parts_.metrics.CountRateLimited();
  return verdict.is_allowed;
}

bool Dispatcher::CountAddress(Exchange& exchange) {
  return Count(exchange, exchange.client.Bucket(),
               {{.limit = parts_.settings.rate_limit.ip}});
}

bool Dispatcher::CountCaller(Exchange& exchange) {
  exchange.is_caller_counted = true;
  const Caller& caller = exchange.caller;
  if (caller.bucket.empty()) return CountAddress(exchange);
  if (!caller.limits.empty()) {
    return Count(exchange, caller.bucket, caller.limits);
  }
  const RateLimits& limits = parts_.settings.rate_limit;
  std::int64_t limit = limits.ip;
  switch (caller.kind) {
    case CallerKind::kOauthClient:
      limit = limits.client;
      break;
    case CallerKind::kAccessToken:
    case CallerKind::kOperator:
      limit = limits.token;
      break;
    case CallerKind::kApiKey:
      limit = limits.api_key;
      break;
    case CallerKind::kAnonymous:
      break;
  }
  return Count(exchange, caller.bucket, {{.limit = limit}});
}

std::optional<Response> Dispatcher::Begin(Exchange& exchange) {
  Request& request = exchange.request;
  request.id = domain::NewUuid();
  exchange.client = ClientAddress(exchange.peer, request.headers, trusted_);
  request.client_address = exchange.client.Text();
  if (exchange.method == "OPTIONS") {
    Response preflight{.status = 204, .content_type = ""};
    preflight.headers = {
        {"Access-Control-Allow-Methods", std::string(kAllowedMethods)},
        {"Access-Control-Allow-Headers", std::string(kAllowedHeaders)},
        {"Access-Control-Max-Age", "86400"}};
    return preflight;
  }
  absl::StatusOr<Target> target = ParseTarget(request.target);
  if (!target.ok()) {
    if (!CountAddress(exchange))
      return Fail(exchange,
                  TooManyRequests("too many requests; try again later"));
    return Fail(exchange, BadRequest(ToString(target.status().message())));
  }
  Rewrite(*target);
  request.version = ApiVersionOf(request.headers.Text("cal-api-version"));
  request.path = std::move(target->path);
  request.query = std::move(target->query);

  const std::optional<Method> method = MethodOf(exchange.method);
  absl::StatusOr<RouteTable::Match> match =
      method ? parts_.routes.Find(*method, target->segments, request.version)
             : absl::StatusOr<RouteTable::Match>(NotFound("no such method"));
  // Not counted: probes must not fail; and a visit to a page asks for half a
  // dozen files of it, from memory, where a request to the API is one.
  if (request.path == "/health" || IsWebFile(request.path)) {
    if (match.ok()) {
      exchange.match = *std::move(match);
      return std::nullopt;
    }
  } else if (request.path == "/metrics") {
    if (match.ok() && Contains(metrics_clients_, exchange.client)) {
      exchange.match = *std::move(match);
      return std::nullopt;
    }
    match = NotFound("no such route");
  }
  const bool is_read =
      match.ok() && match->route->access &&
      match->route->access->credentials != Credentials::kIgnored &&
      HasCredentials(request);
  if (!is_read && !CountAddress(exchange)) {
    return Fail(exchange,
                TooManyRequests("too many requests; try again later"));
  }
  if (!match.ok()) {
    if (HttpStatusOf(match.status()) != 404) {
      return Fail(exchange, match.status());
    }
    return Fail(exchange, NotFound("Cannot " + exchange.method + " " +
                                   request.path + ": no such route"));
  }
  request.method = *method;
  request.path_parameters = match->path_parameters;
  exchange.match = *std::move(match);
  return AnswerAtOnce(exchange);
}

std::optional<Response> Dispatcher::AnswerAtOnce(Exchange& exchange) {
  const Route& route = *exchange.match.route;
  const Request& request = exchange.request;
  if (!route.at_once || !route.access) return std::nullopt;
  if (HasCredentials(request) &&
      route.access->credentials != Credentials::kIgnored) {
    std::optional<Caller> caller = parts_.authorizer.Recall(request);
    if (!caller) return std::nullopt;
    exchange.caller = *std::move(caller);
    if (!CountCaller(exchange)) {
      return Fail(exchange,
                  TooManyRequests("too many requests; try again later"));
    }
    // What asks the store is not for this thread.
    if (route.access->tenant != Tenant::kSelf) return std::nullopt;
    const absl::Status allowed =
        parts_.authorizer.Authorize(*route.access, request, exchange.caller);
    if (!allowed.ok()) return Fail(exchange, allowed);
  } else if (route.access->credentials == Credentials::kRequired) {
    return std::nullopt;
  }
  try {
    std::optional<Response> response = route.at_once(parts_.context, request);
    if (response && response->status == 0) {
      response->status = route.success_status();
    }
    return response;
  } catch (const std::exception& error) {
    return Fail(exchange, absl::InternalError(error.what()));
  }
}

Response Dispatcher::Run(Exchange& exchange) {
  try {
    absl::StatusOr<Response> response = Handle(exchange);
    if (!response.ok()) return Fail(exchange, response.status());
    if (response->status == 0) {
      response->status = exchange.match.route->success_status();
    }
    return *std::move(response);
  } catch (const std::exception& error) {
    return Fail(exchange, absl::InternalError(error.what()));
  }
}

absl::StatusOr<Response> Dispatcher::Handle(Exchange& exchange) {
  const Route& route = *exchange.match.route;
  Request& request = exchange.request;
  if (!route.access) return absl::InternalError("the route declares no access");
  const Access& access = *route.access;
  if (access.credentials == Credentials::kIgnored) {
    exchange.caller.bucket = exchange.client.Bucket();
  } else {
    if (HasCredentials(request)) {
      absl::StatusOr<Caller> caller = parts_.authorizer.Authenticate(request);
      if (!caller.ok()) {
        // Bad credentials have no bucket but the address. (Of a store that
        // is gone they are not bad.)
        if (HttpStatusOf(caller.status()) < 500 && !CountAddress(exchange)) {
          return TooManyRequests("too many requests; try again later");
        }
        return caller.status();
      }
      exchange.caller = *std::move(caller);
      if (!exchange.is_caller_counted && !CountCaller(exchange)) {
        return TooManyRequests("too many requests; try again later");
      }
    }
    absl::Status allowed =
        parts_.authorizer.Authorize(access, request, exchange.caller);
    if (!allowed.ok()) return allowed;
  }
  if (absl::Status status = ReadQuery(exchange); !status.ok()) return status;
  if (absl::Status status = ReadBody(exchange); !status.ok()) return status;
  return route.handler(parts_.context, request, exchange.caller);
}

absl::Status Dispatcher::ReadQuery(const Exchange& exchange) const {
  const json::value* schema = exchange.match.query_schema;
  if (schema == nullptr) return absl::OkStatus();
  const Query& query = exchange.request.query;
  json::object values;
  for (const json::key_value_pair& member :
       schema->as_object().at("properties").as_object()) {
    const std::string_view name(member.key().data(), member.key().size());
    const json::object* words = member.value().if_object();
    if (words == nullptr) continue;
    const json::value* type = words->if_contains("type");
    if (type != nullptr && *type == json::value("array")) {
      if (!query.Has(name) && !query.Has(std::string(name) + "[]")) continue;
      const json::value* items = words->if_contains("items");
      json::array list;
      for (const std::string& item : query.List(name)) {
        list.push_back(Coerced(item, items != nullptr && items->is_object()
                                         ? items->get_object()
                                         : json::object()));
      }
      values[member.key()] = std::move(list);
    } else if (const std::string* text = query.Find(name)) {
      values[member.key()] = Coerced(*text, *words);
    }
  }
  json::array errors = SchemaErrors(*schema, json::value(std::move(values)),
                                    parts_.routes.schemas());
  return errors.empty() ? absl::OkStatus() : Invalid(std::move(errors));
}

absl::Status Dispatcher::ReadBody(Exchange& exchange) const {
  Request& request = exchange.request;
  const std::string_view media_type =
      MediaType(request.headers.Text("content-type"));
  const BodyKind kind = exchange.match.route->body_kind();
  const std::string_view coding = request.headers.Text("content-encoding");
  if (kind != BodyKind::kNone && !coding.empty() &&
      !EqualsIgnoringCase(coding, "identity")) {
    return HttpError(415, "UnsupportedMediaTypeException",
                     "the body must be sent without a Content-Encoding");
  }
  switch (kind) {
    case BodyKind::kNone:
      return absl::OkStatus();
    case BodyKind::kForm: {
      if (!request.body_text.empty() &&
          !EqualsIgnoringCase(media_type,
                              "application/x-www-form-urlencoded")) {
        return HttpError(
            415, "UnsupportedMediaTypeException",
            "the body must be of type application/x-www-form-urlencoded");
      }
      absl::StatusOr<Query> form = ParseQuery(request.body_text);
      if (!form.ok()) return BadRequest("the body is no form");
      request.form = *std::move(form);
      return absl::OkStatus();
    }
    case BodyKind::kJson:
      break;
  }
  if (request.body_text.empty()) {
    request.body = json::object();
  } else {
    if (!IsJson(media_type)) {
      return HttpError(415, "UnsupportedMediaTypeException",
                       "the body must be of type application/json");
    }
    json::error_code error;
    json::parse_options options;
    options.max_depth = kDeepestJson;
    request.body = json::parse(request.body_text, error, {}, options);
    if (error == json::error::too_deep) {
      return BadRequest("the body is JSON of more than 64 levels");
    }
    if (error) return BadRequest("the body is no JSON: " + error.message());
    if (HoldsNul(request.body)) {
      return BadRequest("the body holds a text with a NUL (\\u0000)");
    }
  }
  const json::value* schema = exchange.match.request_schema;
  if (schema == nullptr) return absl::OkStatus();
  json::array errors =
      SchemaErrors(*schema, request.body, parts_.routes.schemas());
  return errors.empty() ? absl::OkStatus() : Invalid(std::move(errors));
}

Response Dispatcher::Fail(const Exchange& exchange,
                          const absl::Status& status) {
  if (IsHidden(status)) {
    parts_.log.Write(
        HttpStatusOf(status) >= 500 ? LogLevel::kError : LogLevel::kInfo,
        "failure",
        {{"request_id", exchange.request.id},
         {"route", exchange.match.route == nullptr
                       ? std::string_view("none")
                       : exchange.match.route->path},
         {"code", absl::StatusCodeToString(status.code())},
         {"message", ToString(status.message())}});
  }
  // Raw bytes of a target that is no text would make the answer no JSON.
  const std::string_view path = IsUtf8(exchange.request.target)
                                    ? std::string_view(exchange.request.target)
                                    : std::string_view();
  Response response = ErrorResponse(status, path, parts_.context.now());
  if (response.status == 429 && !exchange.standings.empty()) {
    std::int64_t wait = exchange.standings[0].reset_s;
    for (const RateStanding& standing : exchange.standings) {
      wait = std::min(wait, standing.reset_s);
    }
    response.headers.emplace_back("Retry-After", std::to_string(wait));
  }
  return response;
}

Response Dispatcher::Refuse(const Exchange& exchange,
                            const absl::Status& status) {
  return Fail(exchange, status);
}

void Dispatcher::Finish(const Exchange& exchange, Response& response) {
  const Request& request = exchange.request;
  // A handler that says nothing about headers leaves the stock ones whole.
  const bool is_plain = response.headers.empty();
  if (is_plain) response.headers.reserve(5);
  const auto add = [&](std::string_view name, std::string value) {
    if (is_plain || !HasHeader(response, name)) {
      response.headers.emplace_back(name, std::move(value));
    }
  };
  add("X-Request-Id", request.id);
  std::string exposed = "X-Request-Id, Retry-After, Location";
  for (const RateStanding& standing : exchange.standings) {
    static const std::string kUsual = RateLimit{}.name;
    static const LimitHeaders kUsualHeaders(kUsual);
    std::optional<LimitHeaders> own;
    if (standing.name != kUsual) own.emplace(standing.name);
    const LimitHeaders& names = own ? *own : kUsualHeaders;
    add(names.limit, std::to_string(standing.limit));
    add(names.remaining, std::to_string(standing.remaining));
    add(names.reset, std::to_string(standing.reset_s));
    absl::StrAppend(&exposed, ", ", names.limit, ", ", names.remaining, ", ",
                    names.reset);
  }
  add("Access-Control-Expose-Headers", std::move(exposed));
  if (is_plain && response.status != 204) {
    response.fixed_lines = StockLines();
  } else {
    for (const auto& [name, value] : kStockHeaders) {
      if (response.status == 204 && name == "Cache-Control") continue;
      add(name, std::string(value));
    }
  }

  const std::chrono::duration<double> took =
      std::chrono::steady_clock::now() - exchange.began;
  const std::string_view route = exchange.match.route == nullptr
                                     ? std::string_view()
                                     : exchange.match.route->path;
  const std::string_view method = KnownMethod(exchange.method);
  parts_.metrics.CountRequest(method, route, response.status, took);
  if (!parts_.log.Takes(LogLevel::kInfo)) return;
  // Nothing here needs an escape: ids, patterns and addresses are our own.
  thread_local std::string line;
  line.clear();
  const auto text = [](std::string_view name, std::string_view value) {
    (line += line.empty() ? "\"" : ",\"").append(name);
    (line += "\":\"").append(value) += '"';
  };
  const auto number = [](std::string_view name, std::int64_t value) {
    ((line += ",\"").append(name) += "\":") += std::to_string(value);
  };
  text("request_id", request.id);
  text("method", method);
  text("route", route.empty() ? std::string_view("none") : route);
  number("status", response.status);
  number("microseconds", static_cast<std::int64_t>(took.count() * 1e6));
  number("bytes", static_cast<std::int64_t>(response.body.size()));
  text("client", request.client_address);
  if (exchange.caller.kind != CallerKind::kAnonymous) {
    text("caller", CallerKindName(exchange.caller.kind));
    if (exchange.caller.user_id) number("user", *exchange.caller.user_id);
    if (!exchange.caller.client_id.empty()) {
      text("oauth_client", exchange.caller.client_id);
    }
  }
  parts_.log.WriteText(LogLevel::kInfo, "request", line);
}

}  // namespace bookable::http
