// bindings/cli/commands.h: the commands, one file each.
//
// CONCEPT   Each function adds a subcommand to `app`. If it is the one called,
//           parsing runs it and sets `exit_code` (bindings/cli/exit_code.h).
//           A new command is a new file, a line here and one in main.cc.
#ifndef BOOKABLE_CLI_COMMANDS_H_
#define BOOKABLE_CLI_COMMANDS_H_

namespace CLI {
class App;
}  // namespace CLI

namespace bookable::cli {

void AddSlotsCommand(CLI::App& app, int& exit_code);    // slots_command.cc
void AddExplainCommand(CLI::App& app, int& exit_code);  // explain_command.cc
void AddWhatIfCommand(CLI::App& app, int& exit_code);   // what_if_command.cc
void AddBatchCommand(CLI::App& app, int& exit_code);    // batch_command.cc
void AddCheckCommand(CLI::App& app, int& exit_code);    // check_command.cc
void AddZonesCommand(CLI::App& app, int& exit_code);    // zones_command.cc

}  // namespace bookable::cli

#endif  // BOOKABLE_CLI_COMMANDS_H_
