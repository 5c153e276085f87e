// tests/bindings/http/support/api_test_base.h: the API without sockets, two
// tenants who use it, and a clock.
//
// CONCEPT   Requests go through TestService; what comes back is an envelope,
//           and no 500.
#ifndef BOOKABLE_TESTS_BINDINGS_HTTP_SUPPORT_API_TEST_BASE_H_
#define BOOKABLE_TESTS_BINDINGS_HTTP_SUPPORT_API_TEST_BASE_H_

#include <boost/json/value.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/bindings/http/support/service_test_base.h"
#include "tests/support/literals.h"

namespace bookable::testing {

using Fields = std::vector<std::pair<std::string, std::string>>;

struct Reply {
  int status = 0;
  boost::json::value body{};
  Fields headers{};

  // What stands at a JSON pointer; null if nothing does.
  const boost::json::value& At(std::string_view pointer) const;
  std::string Text(std::string_view pointer) const;
  std::int64_t Number(std::string_view pointer) const;
  bool Flag(std::string_view pointer) const;
  bool Has(std::string_view pointer) const;
  std::size_t Count(std::string_view pointer = "/data") const;
  std::string message() const { return Text("/error/message"); }
  std::string Header(std::string_view name) const;
};

struct Tenant {
  std::int64_t organization = 0;
  std::int64_t owner = 0;
  std::string owner_key{};  // an API key
  std::string client{};
  std::string secret{};
};

struct Person {
  std::int64_t id = 0;
  std::string email{};
  std::string key{};    // an API key; empty for managed users
  std::string token{};  // an access token, of managed users
  std::string refresh_token{};
};

class ApiTest : public ServiceTest {
 protected:
  void SetUp() override;

  Reply Send(std::string_view method, std::string_view target,
             const Fields& headers = {}, std::string_view body = "");
  Reply Get(std::string_view target, const Fields& headers = {}) {
    return Send("GET", target, headers);
  }
  Reply Post(std::string_view target, const Fields& headers,
             std::string_view body = "{}") {
    return Send("POST", target, headers, body);
  }
  Reply Patch(std::string_view target, const Fields& headers,
              std::string_view body = "{}") {
    return Send("PATCH", target, headers, body);
  }
  Reply Delete(std::string_view target, const Fields& headers) {
    return Send("DELETE", target, headers);
  }

  // Ways to be someone.
  static Fields Secret(const Tenant& tenant);  // with the client's id
  static Fields Bearer(std::string_view token);
  Fields Owner() const { return Bearer(lingua_.owner_key); }

  Tenant MakeTenant(const std::string& name, bool is_platform = true);
  // A member of the organisation, with a key.
  Person MakeMember(std::int64_t organization, const std::string& name,
                    const std::string& role = "MEMBER");
  // A managed user, made over the API.
  Person MakeManaged(const Tenant& tenant, const std::string& name,
                     const std::string& more = "");
  // Changes what the client may, "EVENT_TYPE_READ".
  void SetPermissions(const Tenant& tenant, std::int64_t bits);

  void Advance(std::chrono::seconds by) { database_->Advance(by); }
  static std::string Users(const Tenant& tenant) {
    return "/v2/oauth-clients/" + tenant.client + "/users";
  }

  Tenant lingua_{};
  Tenant other_{};
};

}  // namespace bookable::testing

#endif  // BOOKABLE_TESTS_BINDINGS_HTTP_SUPPORT_API_TEST_BASE_H_
