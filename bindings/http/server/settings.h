// bindings/http/server/settings.h: how bookabled is told what to do.
//
// CONCEPT   One table of settings. Each has a name ("rate_limit.ip"), a flag
//           (--rate-limit-ip), a variable (BOOKABLED_RATE_LIMIT_IP) and a line
//           of the file (rate_limit.ip = 120). A flag wins over a variable, a
//           variable over the file, the file over the default.
//           The file is TOML's plain part: [sections], name = value, strings,
//           numbers, true, false, and arrays of strings.
// ERRORS    InvalidArgument: which setting, where it was given, what it takes.
// THREADS   Plain values; read before any thread starts.
#ifndef BOOKABLE_HTTP_SERVER_SETTINGS_H_
#define BOOKABLE_HTTP_SERVER_SETTINGS_H_

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "bindings/http/api/context.h"

namespace bookable::http {

// Requests a caller may send in 60 s; beyond, it is refused for 60 s.
struct RateLimits {
  std::int64_t ip = 120;
  std::int64_t client = 500;
  std::int64_t token = 500;
  std::int64_t api_key = 120;
};

struct Limits {
  std::size_t body_bytes = 100'000;
  std::size_t header_bytes = 16'384;
  std::int64_t connections = 20'000;
  std::int64_t connections_per_address = 1'000;  // trusted proxies: any
  std::chrono::seconds header_time{10};  // from the first byte to the last
  std::chrono::seconds body_time{30};
  std::chrono::seconds write_time{30};
  std::chrono::seconds idle_time{75};      // between requests of a connection
  std::chrono::seconds shutdown_time{30};  // for requests under way
  std::int64_t queue = 1'000;  // requests waiting for a SQL thread; then 503
};

struct WebhookSettings {
  std::int64_t tries = 10;               // then a delivery is a dead letter
  std::chrono::seconds timeout{10};      // of one try
  std::chrono::seconds first_pause{10};  // before the second; then it grows
};

// Hosts in memory (domain/host_memory.h).
struct SlotSettings {
  std::size_t memory_mb = 256;
  // How long slots are answered from memory when the database is not heard.
  std::chrono::seconds stale_time{30};
};

struct Settings {
  std::string store = "sqlite:bookable.db";
  std::string address = "127.0.0.1";
  std::uint16_t port = 5555;  // 0: any that is free
  int io_threads = 1;
  int sql_threads = 4;
  std::string log_level = "info";
  std::vector<std::string> trusted_proxies{};  // addresses or networks (CIDR)
  std::vector<std::string> metrics_clients{"127.0.0.0/8", "::1"};
  std::chrono::seconds housekeeping_interval{600};
  RateLimits rate_limit{};
  Limits limits{};
  WebhookSettings webhooks{};
  SlotSettings slots{};
  ServiceSettings service{};
};

// One setting, for --help, the three sources, and the documents.
struct SettingField {
  std::string name;  // "rate_limit.ip"
  std::string help;
  std::string initial;  // the default, as it is written
  bool is_secret = false;
  bool is_list = false;  // may be given several times, or with commas
  std::function<absl::Status(Settings&, const std::vector<std::string>&)> set;
};

const std::vector<SettingField>& SettingFields();

// "http://[::1]:5555": how a client on this machine reaches it.
std::string UrlOf(std::string_view address, std::uint16_t port);

// Names as they stand in each source.
std::string FlagOf(std::string_view name);      // "--rate-limit-ip"
std::string VariableOf(std::string_view name);  // "BOOKABLED_RATE_LIMIT_IP"

// What was given where: values by name of setting.
using Given = std::map<std::string, std::vector<std::string>, std::less<>>;

// Reads the text of a settings file. `file` is named in errors.
absl::StatusOr<Given> ParseSettingsFile(std::string_view text,
                                        std::string_view file);

// The settings of the three sources. `variable` finds an environment variable;
// `file` is a settings file's text, and `file_name` what errors call it.
absl::StatusOr<Settings> MakeSettings(
    const Given& flags,
    const std::function<std::optional<std::string>(const std::string&)>&
        variable,
    const std::optional<std::string>& file,
    const std::string& file_name = "settings file");

}  // namespace bookable::http

#endif  // BOOKABLE_HTTP_SERVER_SETTINGS_H_
