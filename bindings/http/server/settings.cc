// Each setting is a row: how it is called, what it says, how its text becomes a
// member. The three sources only differ in how a setting is spelled:
//   rate_limit.ip   --rate-limit-ip   BOOKABLED_RATE_LIMIT_IP
// Tested by tests/bindings/http/server/settings_test.cc.
#include "bindings/http/server/settings.h"

#include <algorithm>
#include <cctype>
#include <utility>

#include "bindings/http/api/address.h"
#include "bindings/http/api/text.h"

namespace bookable::http {
namespace {

using Texts = std::vector<std::string>;

absl::Status Expect(const std::string& what) {
  return absl::InvalidArgumentError("it takes " + what);
}

template <typename Member>
SettingField Number(const std::string& name, const std::string& help,
                    std::int64_t least, std::int64_t most, Member member) {
  Settings initial;
  std::string shown =
      std::to_string(static_cast<std::int64_t>(member(initial)));
  return {
      .name = name,
      .help = help,
      .initial = std::move(shown),
      .set = [=](Settings& settings, const Texts& texts) -> absl::Status {
        const auto number = texts.size() == 1 ? ParseInteger(texts[0])
                                              : std::optional<std::int64_t>();
        if (!number || *number < least || *number > most) {
          return Expect("a number from " + std::to_string(least) + " to " +
                        std::to_string(most));
        }
        auto& place = member(settings);
        place = static_cast<std::remove_reference_t<decltype(place)>>(*number);
        return absl::OkStatus();
      }};
}

template <typename Member>
SettingField Seconds(const std::string& name, const std::string& help,
                     std::int64_t most, Member member) {
  Settings initial;
  return {.name = name,
          .help = help + " (seconds)",
          .initial = std::to_string(member(initial).count()),
          .set = [=](Settings& settings, const Texts& texts) -> absl::Status {
            const auto number = texts.size() == 1
                                    ? ParseInteger(texts[0])
                                    : std::optional<std::int64_t>();
            if (!number || *number < 1 || *number > most) {
              return Expect("seconds, 1 to " + std::to_string(most));
            }
            member(settings) = std::chrono::seconds(*number);
            return absl::OkStatus();
          }};
}

template <typename Member>
SettingField Word(const std::string& name, const std::string& help,
                  Member member) {
  Settings initial;
  return {.name = name,
          .help = help,
          .initial = member(initial),
          .set = [=](Settings& settings, const Texts& texts) -> absl::Status {
            if (texts.size() != 1) return Expect("one text");
            member(settings) = texts[0];
            return absl::OkStatus();
          }};
}

template <typename Member>
SettingField Truth(const std::string& name, const std::string& help,
                   Member member) {
  Settings initial;
  return {.name = name,
          .help = help,
          .initial = member(initial) ? "true" : "false",
          .set = [=](Settings& settings, const Texts& texts) -> absl::Status {
            const std::string text = texts.size() == 1 ? texts[0] : "";
            if (text == "true" || text == "1") {
              member(settings) = true;
            } else if (text == "false" || text == "0") {
              member(settings) = false;
            } else {
              return Expect("true or false");
            }
            return absl::OkStatus();
          }};
}

template <typename Member>
SettingField Networks(const std::string& name, const std::string& help,
                      const std::string& initial, Member member) {
  return {.name = name,
          .help = help,
          .initial = initial,
          .is_list = true,
          .set = [=](Settings& settings, const Texts& texts) -> absl::Status {
            for (const std::string& text : texts) {
              if (!Network::Parse(text)) {
                return Expect(
                    "addresses and networks: 10.0.0.1, 10.0.0.0/8, "
                    "2001:db8::/32");
              }
            }
            member(settings) = texts;
            return absl::OkStatus();
          }};
}

SettingField Level() {
  return {.name = "log_level",
          .help = "What is logged: debug, info, warning, error or off",
          .initial = Settings{}.log_level,
          .set = [](Settings& settings, const Texts& texts) -> absl::Status {
            constexpr std::string_view kLevels[] = {"debug", "info", "warning",
                                                    "error", "off"};
            if (texts.size() != 1 ||
                std::ranges::find(kLevels, texts[0]) == std::end(kLevels)) {
              return Expect("debug, info, warning, error or off");
            }
            settings.log_level = texts[0];
            return absl::OkStatus();
          }};
}

std::vector<SettingField> MakeFields() {
  std::vector<SettingField> fields;
  fields.push_back(Word(
      "store", "The database: sqlite:PATH, or postgresql://USER@HOST/DATABASE",
      [](Settings& s) -> std::string& { return s.store; }));
  fields.back().is_secret = true;  // may hold a password
  fields.push_back(Word("address", "The address to listen on",
                        [](Settings& s) -> std::string& { return s.address; }));
  fields.push_back(Number(
      "port", "The port to listen on; 0 is any free one", 0, 65'535,
      [](Settings & s) -> auto& { return s.port; }));
  fields.push_back(Word(
      "public_url",
      "Where others reach the service, without a slash at the end; without it, "
      "the address it listens on",
      [](Settings& s) -> std::string& { return s.service.public_url; }));
  fields.push_back(Number(
      "io_threads", "Threads that read and write connections", 1, 64,
      [](Settings & s) -> auto& { return s.io_threads; }));
  fields.push_back(Number(
      "sql_threads",
      "Threads that run requests, with a connection to the store each", 1, 256,
      [](Settings & s) -> auto& { return s.sql_threads; }));
  fields.push_back(Level());
  fields.push_back(Networks(
      "trusted_proxies",
      "Addresses and networks whose X-Forwarded-For is believed", "none",
      [](Settings & s) -> auto& { return s.trusted_proxies; }));
  fields.push_back(Networks(
      "metrics_clients", "Addresses and networks that may read /metrics",
      "127.0.0.0/8, ::1",
      [](Settings & s) -> auto& { return s.metrics_clients; }));
  fields.push_back(Seconds(
      "housekeeping_interval",
      "How often what has ended is forgotten: tokens, sessions, codes, holds",
      86'400, [](Settings & s) -> auto& { return s.housekeeping_interval; }));
  constexpr std::int64_t kMany = 1'000'000'000;
  fields.push_back(Number(
      "rate_limit.ip", "Requests a minute of an address without credentials", 1,
      kMany, [](Settings & s) -> auto& { return s.rate_limit.ip; }));
  fields.push_back(Number(
      "rate_limit.client", "Requests a minute of an OAuth client", 1, kMany,
      [](Settings & s) -> auto& { return s.rate_limit.client; }));
  fields.push_back(Number(
      "rate_limit.token", "Requests a minute of a managed user", 1, kMany,
      [](Settings & s) -> auto& { return s.rate_limit.token; }));
  fields.push_back(Number(
      "rate_limit.api_key", "Requests a minute of an API key", 1, kMany,
      [](Settings & s) -> auto& { return s.rate_limit.api_key; }));
  fields.push_back(Number(
      "limits.body_bytes", "The longest body of a request", 1'000, 100'000'000,
      [](Settings & s) -> auto& { return s.limits.body_bytes; }));
  fields.push_back(Number(
      "limits.header_bytes", "The longest header of a request", 1'000,
      1'000'000, [](Settings & s) -> auto& { return s.limits.header_bytes; }));
  fields.push_back(Number(
      "limits.connections", "The most connections at once", 1, 1'000'000,
      [](Settings & s) -> auto& { return s.limits.connections; }));
  fields.push_back(Number(
      "limits.connections_per_address",
      "The most connections of one address at once; trusted proxies have none",
      1, 1'000'000,
      [](Settings & s) -> auto& { return s.limits.connections_per_address; }));
  fields.push_back(Number(
      "limits.queue", "The most requests that wait for a SQL thread", 1,
      1'000'000, [](Settings & s) -> auto& { return s.limits.queue; }));
  fields.push_back(Seconds(
      "limits.header_time", "The longest time to send a header", 3'600,
      [](Settings & s) -> auto& { return s.limits.header_time; }));
  fields.push_back(Seconds(
      "limits.body_time", "The longest time to send a body", 3'600,
      [](Settings & s) -> auto& { return s.limits.body_time; }));
  fields.push_back(Seconds(
      "limits.write_time", "The longest time to take an answer", 3'600,
      [](Settings & s) -> auto& { return s.limits.write_time; }));
  fields.push_back(Seconds(
      "limits.idle_time", "How long a connection may be idle", 86'400,
      [](Settings & s) -> auto& { return s.limits.idle_time; }));
  fields.push_back(Seconds(
      "limits.shutdown_time", "How long requests under way may take at the end",
      3'600, [](Settings & s) -> auto& { return s.limits.shutdown_time; }));
  fields.push_back(Number(
      "slots.memory_mb", "Memory for hosts, from which slots are answered (MB)",
      1, 1'000'000, [](Settings & s) -> auto& { return s.slots.memory_mb; }));
  fields.push_back(Seconds(
      "slots.stale_time",
      "How long slots are answered from memory when the database is not heard",
      3'600, [](Settings & s) -> auto& { return s.slots.stale_time; }));
  fields.push_back(Word(
      "api_key_prefix", "What API keys begin with",
      [](Settings& s) -> std::string& { return s.service.api_key_prefix; }));
  fields.push_back(
      Word("token_secret",
           "Signs access tokens; without it, one is made and kept in the store",
           [](Settings& s) -> std::string& { return s.service.token_secret; }));
  fields.back().is_secret = true;
  fields.push_back(Truth(
      "webhooks.allow_private",
      "Whether webhooks may go to addresses of private networks",
      [](Settings & s) -> auto& { return s.service.allow_private_webhooks; }));
  fields.push_back(Number(
      "webhooks.tries",
      "How often a delivery is tried before it is a dead letter", 1, 100,
      [](Settings & s) -> auto& { return s.webhooks.tries; }));
  fields.push_back(Seconds(
      "webhooks.timeout", "How long a receiver may take to answer", 300,
      [](Settings & s) -> auto& { return s.webhooks.timeout; }));
  fields.push_back(Seconds(
      "webhooks.first_pause",
      "The pause before a delivery's second try; each later one is three times "
      "longer, to six hours",
      21'600, [](Settings & s) -> auto& { return s.webhooks.first_pause; }));
  return fields;
}

const SettingField* FindField(std::string_view name) {
  const auto& fields = SettingFields();
  const auto found = std::ranges::find(fields, name, &SettingField::name);
  return found == fields.end() ? nullptr : &*found;
}

absl::Status Set(Settings& settings, const SettingField& field,
                 const Texts& texts, const std::string& where) {
  absl::Status status = field.set(settings, texts);
  if (status.ok()) return status;
  return absl::InvalidArgumentError(where + ": " + field.name + ": " +
                                    ToString(status.message()));
}

// One value of the file: "text", 12, true.
std::optional<std::string> ReadScalar(std::string_view& rest) {
  rest = Trimmed(rest);
  if (rest.starts_with('"')) {
    std::string text;
    for (std::size_t i = 1; i < rest.size(); ++i) {
      if (rest[i] == '"') {
        rest.remove_prefix(i + 1);
        return text;
      }
      if (rest[i] == '\\') {
        ++i;
        if (i == rest.size() || (rest[i] != '"' && rest[i] != '\\')) break;
      }
      text.push_back(rest[i]);
    }
    return std::nullopt;
  }
  const std::size_t end = rest.find_first_of(" \t,]#");
  const std::string_view word = rest.substr(0, end);
  const bool plain = !word.empty() &&
                     (word == "true" || word == "false" || ParseInteger(word));
  if (!plain) return std::nullopt;
  rest.remove_prefix(word.size());
  return std::string(word);
}

std::optional<Texts> ReadValue(std::string_view rest) {
  rest = Trimmed(rest);
  Texts texts;
  if (rest.starts_with('[')) {
    rest = Trimmed(rest.substr(1));
    while (!rest.starts_with(']')) {
      std::optional<std::string> one = ReadScalar(rest);
      if (!one) return std::nullopt;
      texts.push_back(*std::move(one));
      rest = Trimmed(rest);
      if (rest.starts_with(',')) {
        rest = Trimmed(rest.substr(1));
      } else if (!rest.starts_with(']')) {
        return std::nullopt;
      }
    }
    rest.remove_prefix(1);
  } else {
    std::optional<std::string> one = ReadScalar(rest);
    if (!one) return std::nullopt;
    texts.push_back(*std::move(one));
  }
  rest = Trimmed(rest);
  if (!rest.empty() && !rest.starts_with('#')) return std::nullopt;
  return texts;
}

Texts SplitAtCommas(std::string_view text) {
  Texts texts;
  while (!Trimmed(text).empty()) {
    const std::size_t comma = text.find(',');
    texts.emplace_back(Trimmed(text.substr(0, comma)));
    if (comma == std::string_view::npos) break;
    text.remove_prefix(comma + 1);
  }
  return texts;
}

}  // namespace

const std::vector<SettingField>& SettingFields() {
  static const std::vector<SettingField> kFields = MakeFields();
  return kFields;
}

std::string UrlOf(std::string_view address, std::uint16_t port) {
  const bool is_any = address == "0.0.0.0" || address == "::";
  std::string host(is_any ? std::string_view("127.0.0.1") : address);
  if (host.find(':') != std::string::npos) host = '[' + host + ']';
  return "http://" + host + ":" + std::to_string(port);
}

std::string FlagOf(std::string_view name) {
  std::string flag = "--";
  for (const char c : name) flag += c == '.' || c == '_' ? '-' : c;
  return flag;
}

std::string VariableOf(std::string_view name) {
  std::string variable = "BOOKABLED_";
  for (const char c : name) {
    variable +=
        c == '.'
            ? '_'
            : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  }
  return variable;
}

absl::StatusOr<Given> ParseSettingsFile(std::string_view text,
                                        std::string_view file) {
  Given given;
  std::string section;
  std::int64_t number = 0;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view()
                                         : text.substr(end + 1);
    ++number;
    if (line.ends_with('\r')) line.remove_suffix(1);
    line = Trimmed(line);
    const auto refuse = [&](const std::string& why) {
      return absl::InvalidArgumentError(std::string(file) + ":" +
                                        std::to_string(number) + ": " + why);
    };
    if (line.empty() || line.starts_with('#')) continue;
    if (line.starts_with('[')) {
      const std::size_t close = line.find(']');
      const std::string_view after = close == std::string_view::npos
                                         ? std::string_view("?")
                                         : Trimmed(line.substr(close + 1));
      if (!after.empty() && !after.starts_with('#')) {
        return refuse("a section is [name]");
      }
      section = Trimmed(line.substr(1, close - 1));
      continue;
    }
    const std::size_t equals = line.find('=');
    if (equals == std::string_view::npos) {
      return refuse("a setting is name = value");
    }
    std::string name(Trimmed(line.substr(0, equals)));
    if (!section.empty()) name.insert(0, section + ".");
    if (FindField(name) == nullptr) return refuse("no setting " + name);
    std::optional<Texts> value = ReadValue(line.substr(equals + 1));
    if (!value) {
      return refuse(
          "a value is \"text\", a number, true, false, or an array "
          "of them: [\"a\", \"b\"]");
    }
    if (!given.emplace(name, *std::move(value)).second) {
      return refuse(name + " is given twice");
    }
  }
  return given;
}

absl::StatusOr<Settings> MakeSettings(
    const Given& flags,
    const std::function<std::optional<std::string>(const std::string&)>&
        variable,
    const std::optional<std::string>& file, const std::string& file_name) {
  Settings settings;
  Given from_file;
  if (file) {
    absl::StatusOr<Given> read = ParseSettingsFile(*file, file_name);
    if (!read.ok()) return read.status();
    from_file = *std::move(read);
  }
  bool is_url_given = false;
  for (const SettingField& field : SettingFields()) {
    absl::Status status;
    bool is_given = true;
    if (const auto flag = flags.find(field.name); flag != flags.end()) {
      status = Set(settings, field, flag->second, FlagOf(field.name));
    } else if (const auto text = variable(VariableOf(field.name))) {
      status = Set(settings, field,
                   field.is_list ? SplitAtCommas(*text) : Texts{*text},
                   VariableOf(field.name));
    } else if (const auto line = from_file.find(field.name);
               line != from_file.end()) {
      status = Set(settings, field, line->second, file_name);
    } else {
      is_given = false;
    }
    if (!status.ok()) return status;
    if (is_given && field.name == "public_url") is_url_given = true;
  }
  if (!is_url_given) {
    settings.service.public_url = UrlOf(settings.address, settings.port);
  }
  return settings;
}

}  // namespace bookable::http
