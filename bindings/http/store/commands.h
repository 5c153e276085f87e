// bindings/http/store/commands.h: what an operator does with a store.
//
// CONCEPT   `bookabled migrate` and `bookabled backup`, less the reading of
//           their options: each writes for people and returns the exit code.
// ERRORS    Written to `err`; the exit code is 1. THREADS: any.
#ifndef BOOKABLE_HTTP_STORE_COMMANDS_H_
#define BOOKABLE_HTTP_STORE_COMMANDS_H_

#include <cstdint>
#include <ostream>
#include <string>

#include "bindings/http/store/store.h"

namespace bookable::store {

enum class MigrateAction : std::uint8_t { kShow, kApply };

// Shows which migrations were applied when, after applying them if asked to.
int MigrateCommand(Store& store, MigrateAction action, std::ostream& out,
                   std::ostream& err);

// Copies an embedded database to a new file.
int BackupCommand(const Store& store, const std::string& path,
                  std::ostream& out, std::ostream& err);

}  // namespace bookable::store

#endif  // BOOKABLE_HTTP_STORE_COMMANDS_H_
