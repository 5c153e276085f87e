#include "bindings/http/api/error.h"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "bindings/http/domain/refusal.h"

namespace bookable::http {
namespace {

namespace json = boost::json;
using ::testing::HasSubstr;
using ::testing::Not;

const store::Moment kNow{std::chrono::milliseconds(1'746'792'000'007)};

json::object Envelope(const absl::Status& status) {
  return json::parse(ErrorResponse(status, "/v2/me?a=1", kNow).body)
      .as_object();
}

TEST(ErrorResponse, IsTheEnvelopeOfTheContract) {
  EXPECT_EQ(
      ErrorResponse(NotFound("no schedule 99"), "/v2/schedules/99", kNow).body,
      R"({"status":"error","timestamp":"2025-05-09T12:00:00.007Z",)"
      R"("path":"/v2/schedules/99","error":{"code":"NotFoundException",)"
      R"("message":"no schedule 99","details":{"message":"no schedule 99",)"
      R"("error":"Not Found","statusCode":404}}})");
}

TEST(ErrorResponse, AReasonIsInTheDetails) {
  const json::object envelope = Envelope(Conflict("taken", "slot_taken"));
  EXPECT_EQ(envelope.at("error").at("details").at("reason"), "slot_taken");
  EXPECT_EQ(HttpStatusOf(Conflict("taken")), 409);
}

TEST(ErrorResponse, AnExpiredTokenIsWhatTheBrowserLooksFor) {
  EXPECT_EQ(HttpStatusOf(AccessTokenExpired()), 498);
  const json::object envelope = Envelope(AccessTokenExpired());
  const json::value& error = envelope.at("error");
  EXPECT_EQ(error.at("code"), "TokenExpiredException");
  EXPECT_EQ(error.at("message"), "ACCESS_TOKEN_IS_EXPIRED");
  EXPECT_EQ(error.at("details"), "ACCESS_TOKEN_IS_EXPIRED");
}

TEST(ErrorResponse, BytesThatAreNoTextAreNotRepeated) {
  const std::string body =
      ErrorResponse(Unauthorized("the origin \xff\xc3 is not allowed"), "/",
                    store::Moment())
          .body;
  EXPECT_NE(body.find("the origin ?? is not allowed"), std::string::npos);
  EXPECT_EQ(body.find('\xff'), std::string::npos);
}

TEST(ErrorResponse, WhatTheStoreSaysIsNotTold) {
  for (const absl::Status& status :
       {absl::AlreadyExistsError("UNIQUE app_user.email"),
        absl::FailedPreconditionError("FOREIGN KEY secret"),
        absl::InternalError("SELECT secret"),
        absl::UnavailableError("host=secret"),
        absl::ResourceExhaustedError("disk /secret"),
        absl::UnknownError("secret")}) {
    EXPECT_TRUE(IsHidden(status));
    const std::string body = ErrorResponse(status, "/", kNow).body;
    EXPECT_THAT(body, Not(HasSubstr("secret")));
    EXPECT_THAT(body, Not(HasSubstr("UNIQUE")));
  }
  EXPECT_EQ(HttpStatusOf(absl::AlreadyExistsError("")), 409);
  EXPECT_EQ(HttpStatusOf(absl::FailedPreconditionError("")), 400);
  EXPECT_EQ(HttpStatusOf(absl::UnavailableError("")), 503);
  EXPECT_EQ(HttpStatusOf(absl::UnknownError("")), 500);
}

TEST(ErrorResponse, ARefusalSaysItsWord) {
  const absl::Status taken =
      domain::Refuse(domain::Refusal::kTaken, "sold meanwhile");
  EXPECT_EQ(HttpStatusOf(taken), 409);
  EXPECT_FALSE(IsHidden(taken));
  EXPECT_EQ(Envelope(taken).at("error").at("details").at("reason"), "taken");
  EXPECT_EQ(HttpStatusOf(domain::Refuse(domain::Refusal::kNotice, "")), 400);
  EXPECT_EQ(HttpStatusOf(domain::Refuse(domain::Refusal::kNotFound, "")), 404);
}

TEST(ErrorResponse, APropertyIsAPathOfChildren) {
  const json::object envelope = Envelope(
      InvalidProperty("metadata.teaches", "isString", "must be a string"));
  EXPECT_EQ(json::serialize(envelope.at("error").at("details")),
            R"({"errors":[{"property":"metadata","children":[{"property":)"
            R"("teaches","children":[],"constraints":{"isString":)"
            R"("must be a string"}}]}]})");
}

TEST(Success, IsTheEnvelopeOfTheContract) {
  EXPECT_EQ(Success(json::object{{"id", 1}}).body,
            R"({"status":"success","data":{"id":1}})");
  EXPECT_EQ(Success().body, R"({"status":"success"})");
  EXPECT_EQ(SuccessText("[]", 201).status, 201);
}

}  // namespace
}  // namespace bookable::http
