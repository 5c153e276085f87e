// bindings/http/domain/uid.h: names that cannot be guessed.
//
// CONCEPT   Who knows the uid of a booking may read, move and cancel it. So it
//           is no number that can be guessed: 128 bits from the system's
//           generator of secrets.
// THREADS   Any. ERRORS: throws std::system_error when the system has no
//           randomness to give, which it always has once started.
#ifndef BOOKABLE_HTTP_DOMAIN_UID_H_
#define BOOKABLE_HTTP_DOMAIN_UID_H_

#include <string>

namespace bookable::domain {

// 22 characters of base 58, as the API's bookings have.
std::string NewUid();

// A version 4 UUID: of seats, reservations, series.
std::string NewUuid();

}  // namespace bookable::domain

#endif  // BOOKABLE_HTTP_DOMAIN_UID_H_
