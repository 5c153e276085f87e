// CanBook(query, start, true) would not say what is true.
#include "bookable/query/can_book.h"

bool Ask(const bookable::SlotQuery& query, bookable::Instant start) {
#ifdef BOOKABLE_BAD_TWIN
  return bookable::CanBook(query, start, true).value();
#else
  return bookable::CanBook(query, start, bookable::GridRule::kOnGrid).value();
#endif
}
