// bindings/http/api/account_json.h: accounts as the API writes and reads them.
//
// CONCEPT   One function a thing, so that it looks the same on every route. The
//           readers take members of a body that its schema has let through; a
//           member that is absent, null or of another type is nothing.
// THREADS, ERRORS: pure, none.
#ifndef BOOKABLE_HTTP_API_ACCOUNT_JSON_H_
#define BOOKABLE_HTTP_API_ACCOUNT_JSON_H_

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "bindings/http/api/route.h"
#include "bindings/http/domain/people.h"
#include "bindings/http/domain/teams.h"
#include "bindings/http/domain/tokens.h"
#include "bindings/http/store/accounts.h"
#include "bindings/http/store/value.h"

namespace bookable::http {

// "2025-05-09T12:00:00.000Z"
std::string IsoTime(store::Moment moment);

boost::json::object ToJson(const domain::TokenPair& tokens);
// As managed users are.
boost::json::object ToJson(const store::UserRecord& user);
boost::json::object ToJson(const store::OAuthClientRecord& client);
boost::json::object ToJson(const store::TeamRecord& team);
boost::json::object ToJson(const domain::Member& member);
// As users of an organisation are: with their profile in it.
boost::json::object OrganizationUserJson(const store::UserRecord& user);

std::optional<std::string> TextOf(const boost::json::object& fields,
                                  std::string_view name);
std::optional<std::int64_t> IntegerOf(const boost::json::object& fields,
                                      std::string_view name);
std::optional<bool> FlagOf(const boost::json::object& fields,
                           std::string_view name);
// Null clears.
domain::Clearable ClearableOf(const boost::json::object& fields,
                              std::string_view name);
// An object, as text for the store.
std::optional<std::string> ObjectOf(const boost::json::object& fields,
                                    std::string_view name);
// Text of the store as JSON; an empty object if it is none.
boost::json::object ParsedObject(std::string_view text);

domain::UserFields UserFieldsOf(const boost::json::object& fields);
domain::MembershipFields MembershipFieldsOf(const boost::json::object& fields);
domain::Page PageOf(const Request& request);

// What the key that signs is made of.
std::string TokenKeyOf(store::Transaction& tx, const Context& context);

// The parameters take and skip; take from 1 to `most`.
std::vector<Parameter> PageParameters(int most = 250);

// The named schemas of accounts.
void AddAccountSchemas(RouteTable& routes);

}  // namespace bookable::http

#endif  // BOOKABLE_HTTP_API_ACCOUNT_JSON_H_
