// Tested by tests/bindings/http/server/webhooks_test.py.
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "bindings/http/api/account_json.h"
#include "bindings/http/api/webhook_delivery.h"
#include "bindings/http/domain/webhooks.h"
#include "bindings/http/server/commands.h"

namespace bookable::http {
namespace {

using store::Transaction;

struct ReplayOptions {
  std::vector<std::int64_t> ids{};
  bool is_all = false;
};

absl::Status ShowDeadLetters(Invocation& run, std::int64_t most) {
  auto opened = OpenStore(run.settings);
  if (!opened.ok()) return opened.status();
  const auto letters = (*opened)->Read(
      [&](Transaction& tx) -> absl::StatusOr<std::vector<domain::DeadLetter>> {
        return domain::ListDeadLetters(tx, {}, {.take = most});
      });
  if (!letters.ok()) return letters.status();
  for (const domain::DeadLetter& letter : *letters) {
    run.out << letter.work.id << "  " << IsoTime(*letter.work.dead_at) << "  "
            << DeliveryOf(letter.work.payload).trigger << "  booking "
            << letter.work.subject << "  "
            << (letter.webhook ? letter.webhook->subscriber_url
                               : "(the webhook was deleted)")
            << "  " << letter.work.last_error.value_or("") << "\n";
  }
  return absl::OkStatus();
}

absl::Status Replay(Invocation& run, const ReplayOptions& options) {
  if (options.ids.empty() == !options.is_all) {
    return absl::InvalidArgumentError(
        "say which by their numbers, or --all of them");
  }
  auto opened = OpenStore(run.settings);
  if (!opened.ok()) return opened.status();
  const auto replayed =
      (*opened)->Write([&](Transaction& tx) -> absl::StatusOr<std::int64_t> {
        if (options.is_all) return domain::ReplayDeadLetters(tx, {});
        std::int64_t count = 0;
        for (const std::int64_t id : options.ids) {
          const std::int64_t one = domain::ReplayDeadLetters(tx, {.id = id});
          if (one == 0) {
            return absl::NotFoundError(
                absl::StrCat("there is no dead letter ", id));
          }
          count += one;
        }
        return count;
      });
  if (!replayed.ok()) return replayed.status();
  run.out << "replayed " << *replayed << "\n";
  return absl::OkStatus();
}

}  // namespace

void AddWebhookCommands(CommandLine& line) {
  CLI::App* group = line.Group("webhook", "What is sent to others");
  auto most = std::make_shared<std::int64_t>(100);
  line.Command(group, "dead-letters",
               "Show deliveries that failed too often, last first",
               [most](Invocation& run) { return ShowDeadLetters(run, *most); })
      ->add_option("--most", *most, "So many at most. Default: 100")
      ->check(CLI::PositiveNumber);
  auto options = std::make_shared<ReplayOptions>();
  CLI::App* replay = line.Command(
      group, "replay", "Have a running service send them again, as new",
      [options](Invocation& run) { return Replay(run, *options); });
  replay->add_option("id", options->ids, "Their numbers");
  replay->add_flag("--all", options->is_all, "All of them");
}

}  // namespace bookable::http
