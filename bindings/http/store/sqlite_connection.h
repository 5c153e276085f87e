// bindings/http/store/sqlite_connection.h: a Connection to an SQLite file.
//
// CONCEPT   WAL mode, synchronous=FULL, foreign keys on. THREADS, ERRORS: as
//           Connection.
#ifndef BOOKABLE_HTTP_STORE_SQLITE_CONNECTION_H_
#define BOOKABLE_HTTP_STORE_SQLITE_CONNECTION_H_

#include <chrono>
#include <memory>
#include <string>

#include "bindings/http/store/connection.h"

namespace bookable::store {

// Opens the file, which is made if it is not there. `patience`: how long a
// statement waits for a lock of another process or a slow answer.
std::unique_ptr<Connection> OpenSqlite(const std::string& path,
                                       std::chrono::milliseconds patience);

// Copies the open database of `path` to a new file `copy`. A file that could
// not be finished is removed.
void CopySqlite(const std::string& path, const std::string& copy,
                std::chrono::milliseconds patience);

}  // namespace bookable::store

#endif  // BOOKABLE_HTTP_STORE_SQLITE_CONNECTION_H_
