// tests/bindings/http/support/scheduling_test_base.h: the API of scheduling
// without a socket.
//
// CONCEPT   Alice teaches from Monday to Friday, 9 to 17 in Rome; the week of
//           2050-09-05 (a Monday) is free; it is 2049-09-05, 12:00 in UTC.
//           Requests go through TestService.
#ifndef BOOKABLE_TESTS_BINDINGS_HTTP_SUPPORT_SCHEDULING_TEST_BASE_H_
#define BOOKABLE_TESTS_BINDINGS_HTTP_SUPPORT_SCHEDULING_TEST_BASE_H_

#include <boost/json/value.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "bindings/http/store/accounts.h"
#include "tests/bindings/http/support/service_test_base.h"

namespace bookable::testing {

struct Answer {
  int status = 0;
  boost::json::value body{};

  // The member at "a.b.0.c" of the body's data; null where there is none.
  boost::json::value At(std::string_view path) const;
  // The member as text: a string's characters, JSON of others.
  std::string Text(std::string_view path) const;
  const boost::json::value& data() const;
  // The error's message, with what a schema found wrong.
  std::string message() const;
};

struct Teacher {
  std::int64_t id = 0;
  std::string key{};  // an API key
  std::string email{};
  std::string username{};
};

// A platform organisation and its OAuth client.
struct Platform {
  std::int64_t organization = 0;
  std::string client{};
};

class SchedulingTest : public ServiceTest {
 protected:
  void SetUp() override;

  // `who` null: anonymous. `body` is JSON, "" for none.
  Answer Call(http::Method method, std::string_view target,
              std::string_view body = "", const Teacher* who = nullptr);
  Answer Get(std::string_view target, const Teacher* who = nullptr) {
    return Call(http::Method::kGet, target, "", who);
  }
  Answer Post(std::string_view target, std::string_view body,
              const Teacher* who = nullptr) {
    return Call(http::Method::kPost, target, body, who);
  }
  Answer Patch(std::string_view target, std::string_view body,
               const Teacher* who = nullptr) {
    return Call(http::Method::kPatch, target, body, who);
  }
  Answer Delete(std::string_view target, const Teacher* who = nullptr) {
    return Call(http::Method::kDelete, target, "", who);
  }

  // A person with Alice's hours.
  Teacher MakePerson(const std::string& name,
                     std::optional<std::int64_t> organization = std::nullopt,
                     std::optional<std::string> client = std::nullopt);
  // A team, of the organisation if there is one; slug is the name.
  std::int64_t MakeTeam(
      const std::string& name, std::optional<std::int64_t> organization,
      const std::vector<std::pair<Teacher, std::string>>& members);
  std::int64_t MakeOrganization(
      const std::string& name,
      const std::vector<std::pair<Teacher, std::string>>& members = {});
  // `permissions`: what its client may.
  Platform MakePlatform(const std::string& name,
                        http::PermissionSet permissions);
  // An event type of the person; `more` are further members: R"(, "a": 1)".
  std::int64_t MakeType(const Teacher& owner, const std::string& slug,
                        std::int64_t minutes, const std::string& more = "");
  std::int64_t MakeTeamType(std::int64_t team, const Teacher& admin,
                            const std::string& slug,
                            const std::string& scheduling_type,
                            const std::string& hosts);
  // As `hosts` of a team's event type.
  static std::string HostsText(const std::vector<Teacher>& people);

  template <typename Work>
  void Change(Work work) {
    const absl::Status status = store_->Write(work);
    ASSERT_TRUE(status.ok()) << status;
  }

  // The header cal-api-version of the calls that follow.
  std::string version_ = "2024-08-13";
  std::vector<std::pair<std::string, std::string>> headers_{};
  Teacher alice_{};
};

}  // namespace bookable::testing

#endif  // BOOKABLE_TESTS_BINDINGS_HTTP_SUPPORT_SCHEDULING_TEST_BASE_H_
