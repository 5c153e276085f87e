// Tested by tests/bindings/http/server/service_test.py.
#include <chrono>
#include <cstdint>
#include <fstream>
#include <functional>
#include <memory>
#include <string>

#include "bindings/http/api/routes.h"
#include "bindings/http/domain/host_memory.h"
#include "bindings/http/server/commands.h"
#include "bindings/http/server/dispatcher.h"
#include "bindings/http/server/housekeeper.h"
#include "bindings/http/server/http_server.h"
#include "bindings/http/server/log.h"
#include "bindings/http/server/metrics.h"
#include "bindings/http/server/service_routes.h"
#include "bindings/http/server/web_routes.h"
#include "bindings/http/server/webhook_sender.h"

namespace bookable::http {
namespace {

LogLevel LevelOf(const std::string& name) {
  if (name == "debug") return LogLevel::kDebug;
  if (name == "info") return LogLevel::kInfo;
  if (name == "warning") return LogLevel::kWarning;
  if (name == "error") return LogLevel::kError;
  return LogLevel::kOff;
}

struct ServeOptions {
  std::string port_file{};
  std::string clock_file{};
};

// Of the clock that tests set: the file holds the seconds to add, and may be
// written anew at any time.
std::function<std::chrono::milliseconds()> ShiftOf(const std::string& path) {
  return [path]() -> std::chrono::milliseconds {
    std::int64_t seconds = 0;
    if (!path.empty()) std::ifstream(path) >> seconds;
    return std::chrono::seconds{seconds};
  };
}

absl::Status Serve(Invocation& run, const ServeOptions& options) {
  const auto clock_shift = ShiftOf(options.clock_file);
  auto store = OpenStore(run.settings, clock_shift);
  if (!store.ok()) return store.status();
  ServiceSettings service = run.settings.service;
  domain::HostMemory hosts(**store,
                           {.most_bytes = run.settings.slots.memory_mb << 20,
                            .stale_time = run.settings.slots.stale_time});
  hosts.Watch();
  const Context context{
      .store = **store,
      .settings = service,
      .now =
          [clock_shift] {
            return std::chrono::floor<std::chrono::milliseconds>(
                       std::chrono::system_clock::now()) +
                   clock_shift();
          },
      .hosts = hosts};
  Log log(LevelOf(run.settings.log_level));
  Metrics metrics;
  RouteTable routes;
  AddServiceRoutes(routes, metrics);
  AddWebRoutes(routes);
  AddRoutes(routes);
  for (const std::string& mistake : routes.Mistakes()) {
    log.Write(LogLevel::kError, "route_mistake", {{"message", mistake}});
  }
  const std::unique_ptr<Authorizer> authorizer = MakeAuthorizer(context);
  Dispatcher dispatcher({.routes = routes,
                         .authorizer = *authorizer,
                         .context = context,
                         .settings = run.settings,
                         .log = log,
                         .metrics = metrics});
  HttpServer server(run.settings, dispatcher, metrics, log);
  if (absl::Status status = server.Listen(); !status.ok()) return status;
  const std::string url = UrlOf(run.settings.address, server.port());
  if (run.settings.port == 0 &&
      service.public_url == UrlOf(run.settings.address, 0)) {
    service.public_url = url;  // now that the port is known
  }
  run.out << "bookabled listens on " << url << "\n" << std::flush;
  if (!options.port_file.empty()) {
    std::ofstream file(options.port_file);
    file << server.port() << "\n";
    file.close();
    if (!file) {
      return absl::UnavailableError("cannot write " + options.port_file);
    }
  }
  const Housekeeper housekeeper(**store, log,
                                run.settings.housekeeping_interval);
  log.Write(LogLevel::kInfo, "listening",
            {{"address", run.settings.address},
             {"port", server.port()},
             {"store", store::StoreKindName((*store)->kind())},
             {"io_threads", run.settings.io_threads},
             {"sql_threads", run.settings.sql_threads}});
  WebhookSender sender(**store, run.settings, metrics, log);
  if (absl::Status status = sender.Start(); !status.ok()) return status;
  server.Run();
  sender.Stop();
  log.Write(LogLevel::kInfo, "stopped");
  return absl::OkStatus();
}

}  // namespace

void AddServeCommand(CommandLine& line) {
  auto options = std::make_shared<ServeOptions>();
  CLI::App* serve =
      line.Command(nullptr, "serve", "Answer requests until SIGTERM or SIGINT",
                   [options](Invocation& run) { return Serve(run, *options); });
  serve->add_option("--port-file", options->port_file,
                    "Write the port there once it is listened on (--port 0)");
#ifdef BOOKABLE_TEST_CLOCK
  serve->add_option("--clock", options->clock_file,
                    "In builds with tests only: a file with seconds that are "
                    "added to the clock");
#endif
}

}  // namespace bookable::http
