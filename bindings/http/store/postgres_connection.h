// bindings/http/store/postgres_connection.h: a Connection to PostgreSQL.
//
// CONCEPT   Over libpq. THREADS, ERRORS: as Connection.
#ifndef BOOKABLE_HTTP_STORE_POSTGRES_CONNECTION_H_
#define BOOKABLE_HTTP_STORE_POSTGRES_CONNECTION_H_

#include <chrono>
#include <memory>
#include <string>

#include "bindings/http/store/connection.h"

namespace bookable::store {

// Connects. `url`: in any of libpq's forms; what it does not say about
// timeouts is set so that a lost network is noticed within `patience`, which is
// also the longest a statement may take.
std::unique_ptr<Connection> OpenPostgres(const std::string& url,
                                         std::chrono::milliseconds patience);

}  // namespace bookable::store

#endif  // BOOKABLE_HTTP_STORE_POSTGRES_CONNECTION_H_
