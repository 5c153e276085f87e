// bindings/http/domain/email_codes.h: that an address is somebody's is proved
// by a code which was sent there.
//
// CONCEPT   A code has six digits and lives fifteen minutes. It is kept as a
//           hash with a key that the database need not hold (TokenKeyOf): so
//           few possibilities could be tried by whoever reads the table. Each
//           new code ends the one before. A code that is right stays so until
//           it ends: first the form asks, then the booking.
// LIMITS    An address gets five codes in ten minutes; a code bears five wrong
//           answers, then it is void.
// THREADS   As Transaction; write transactions, which must commit also when the
//           answer is no, so that wrong answers count.
#ifndef BOOKABLE_HTTP_DOMAIN_EMAIL_CODES_H_
#define BOOKABLE_HTTP_DOMAIN_EMAIL_CODES_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "bindings/http/store/store.h"

namespace bookable::domain {

// A new code for the address; nothing when it has had too many lately.
// REQUIRES: NormalEmail gave `email`.
std::optional<std::string> NewEmailCode(store::Transaction& tx,
                                        std::string_view key,
                                        std::string_view email);

// Whether the code is that of the address.
bool IsEmailCodeOf(store::Transaction& tx, std::string_view key,
                   std::string_view email, std::string_view code);

// Deletes codes that have ended; how many.
std::int64_t ForgetEndedEmailCodes(store::Transaction& tx);

}  // namespace bookable::domain

#endif  // BOOKABLE_HTTP_DOMAIN_EMAIL_CODES_H_
