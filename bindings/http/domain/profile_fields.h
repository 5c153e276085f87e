// bindings/http/domain/profile_fields.h: the forms that fields of a person or a
// team have.
//
// CONCEPT   Each takes what a client sent and gives what is stored, or nothing
//           when it is not of that form. THREADS, ERRORS: pure, none.
#ifndef BOOKABLE_HTTP_DOMAIN_PROFILE_FIELDS_H_
#define BOOKABLE_HTTP_DOMAIN_PROFILE_FIELDS_H_

#include <optional>
#include <string>
#include <string_view>

namespace bookable::domain {

// An address in lower case: one @, a local part of at most 64 characters
// without spaces, controls and <>"(),:;\, a domain of at least two labels.
std::optional<std::string> NormalEmail(std::string_view text);

// "alice+CLIENT@example.com" of "alice@example.com"; an address that carries
// the client already keeps it. REQUIRES: NormalEmail gave `email`.
std::string ManagedEmail(std::string_view email, std::string_view client_id);

// The zone's name as the database spells it: "europe/rome" is Europe/Rome.
std::optional<std::string> RepairedZone(std::string_view text);

// Monday, ... Sunday; the codes of the languages.
bool IsWeekday(std::string_view text);
bool IsLocale(std::string_view text);

// http or https, with a host; ASCII without quotes, spaces and controls.
bool IsWebUrl(std::string_view text);

// Lower case, accents taken off, whatever is no letter, digit or period a
// hyphen, none twice, none nor a period at the ends: "Città alta" gives
// "citta-alta". May be empty.
std::string Slug(std::string_view text);

}  // namespace bookable::domain

#endif  // BOOKABLE_HTTP_DOMAIN_PROFILE_FIELDS_H_
