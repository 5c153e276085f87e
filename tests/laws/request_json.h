// tests/laws/request_json.h: a query as a JSON request, to be kept as a case.
//
// SOURCE    The form is that of request.md.
// THREADS   Pure.
#ifndef BOOKABLE_TESTS_LAWS_REQUEST_JSON_H_
#define BOOKABLE_TESTS_LAWS_REQUEST_JSON_H_

#include <string>

#include "bookable/query/slot_query.h"

namespace bookable::laws {

std::string RequestJson(const SlotQuery& query);

}  // namespace bookable::laws

#endif  // BOOKABLE_TESTS_LAWS_REQUEST_JSON_H_
