// Tested by tests/bindings/http/server/command_test.py.
#include "bindings/http/server/commands.h"

namespace bookable::http {

// A command of another room is one more line here.
void AddCommands(CommandLine& line) {
  AddServeCommand(line);
  AddStoreCommands(line);
  AddAccountCommands(line);
  AddWebhookCommands(line);
}

}  // namespace bookable::http
