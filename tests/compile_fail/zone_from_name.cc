// A zone is found, which can fail; it is not made from any text.
#include "bookable/time/zone.h"

bookable::Zone Rome() {
#ifdef BOOKABLE_BAD_TWIN
  return "Europe/Rome";
#else
  return bookable::Zone::Find("Europe/Rome").value();
#endif
}
