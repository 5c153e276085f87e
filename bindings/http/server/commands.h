// bindings/http/server/commands.h: the subcommands of bookabled.
#ifndef BOOKABLE_HTTP_SERVER_COMMANDS_H_
#define BOOKABLE_HTTP_SERVER_COMMANDS_H_

#include "bindings/http/server/command.h"

namespace bookable::http {

// Adds all of them.
void AddCommands(CommandLine& line);

// serve.
void AddServeCommand(CommandLine& line);
// migrate, backup, settings.
void AddStoreCommands(CommandLine& line);
// org, user, oauth-client, api-key, demo.
void AddAccountCommands(CommandLine& line);
// webhook.
void AddWebhookCommands(CommandLine& line);

}  // namespace bookable::http

#endif  // BOOKABLE_HTTP_SERVER_COMMANDS_H_
