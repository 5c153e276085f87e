// Tested by tests/bindings/http/server/webhook_sender_test.cc and
// webhooks_test.py.
#include "bindings/http/server/webhook_sender.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <exception>
#include <map>
#include <random>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "bindings/http/api/booking_events.h"
#include "bindings/http/api/text.h"
#include "bindings/http/api/webhook_delivery.h"
#include "bindings/http/domain/secret.h"
#include "bindings/http/domain/uid.h"
#include "bindings/http/domain/webhooks.h"
#include "bindings/http/server/poster.h"
#include "bindings/http/store/outbox.h"
#include "bindings/http/store/schedules.h"
#include "bindings/http/store/table.h"

namespace bookable::http {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;
using store::OutboxRecord;
using store::Transaction;
using store::WebhookRecord;

constexpr std::int64_t kMostAtOnce = 64;
constexpr std::int64_t kMostOfTarget = 4;
constexpr milliseconds kLookInterval{300};
constexpr milliseconds kLookIntervalInTrouble{2'000};
constexpr seconds kMeetingInterval{5};
constexpr seconds kBacklogInterval{5};
constexpr double kGrowth = 3;
constexpr std::chrono::hours kLongestPause{6};

// A delivery that was claimed, and where it goes.
struct Claimed {
  OutboxRecord work{};
  WebhookDelivery delivery{};
  std::string url{};
  std::string secret{};
};

enum class Fate : std::uint8_t { kDone, kRetry, kDead };

// How a try went, to be written down.
struct Verdict {
  OutboxRecord work{};
  Fate fate = Fate::kDone;
  std::string error{};
  milliseconds pause{0};
  steady_clock::time_point good_until{};  // the claim is over then
};

}  // namespace

milliseconds PauseAfter(std::int64_t attempts, milliseconds first,
                        double jitter) {
  const double plain =
      static_cast<double>(first.count()) *
      std::pow(kGrowth,
               static_cast<double>(std::max<std::int64_t>(attempts, 1) - 1));
  const double most = static_cast<double>(milliseconds(kLongestPause).count());
  return milliseconds{
      static_cast<std::int64_t>(std::min(plain, most) * (0.75 + 0.5 * jitter))};
}

class WebhookSender::Core {
 public:
  Core(store::Store& store, const Settings& settings, Metrics& metrics,
       Log& log)
      : store_(store),
        webhooks_(settings.webhooks),
        privates_(settings.service.allow_private_webhooks
                      ? PrivateNetworks::kAllowed
                      : PrivateNetworks::kRefused),
        lease_(2 * milliseconds(webhooks_.timeout) + seconds{5}),
        metrics_(metrics),
        log_(log) {}

  absl::Status Start() {
    auto poster = Poster::Create(
        {.connect_time = std::min<milliseconds>(webhooks_.timeout, seconds{5}),
         .total_time = webhooks_.timeout,
         .privates = privates_});
    if (!poster.ok()) return poster.status();
    poster_ = *std::move(poster);
    thread_ = std::thread([this] { Run(); });
    return absl::OkStatus();
  }

  void Stop() {
    if (!thread_.joinable()) return;
    is_stopping_ = true;
    poster_->Wake();
    thread_.join();
    poster_.reset();
  }

 private:
  void Run() {
    while (!is_stopping_) {
      try {
        Turn();
      } catch (const std::exception& error) {
        // Of no statement: those come as a status. What was claimed comes back.
        log_.Write(LogLevel::kError, "webhook_sender_failed",
                   {{"message", error.what()}});
        std::this_thread::sleep_for(kLookIntervalInTrouble);
      }
    }
    Finish();
  }

  // Looks for work if it is time to, and hears how the rest went.
  void Turn() {
    const auto now = steady_clock::now();
    if (now >= next_meetings_) {
      next_meetings_ = now + kMeetingInterval;
      TellMeetings();
    }
    if (now >= next_backlog_) {
      next_backlog_ = now + kBacklogInterval;
      Measure();
    }
    if (now >= next_look_) {
      next_look_ = now + (Look() ? kLookInterval : kLookIntervalInTrouble);
    }
    const auto patience = std::chrono::ceil<milliseconds>(
        std::min({next_look_, next_meetings_, next_backlog_}) -
        steady_clock::now());
    if (Take(poster_->Wait(std::max(patience, milliseconds{0})))) {
      next_look_ = steady_clock::now();  // there is room for more
    }
    WriteDown();
  }

  // Lets what is under way end, and gives back what does not.
  void Finish() {
    const auto until = steady_clock::now() + webhooks_.timeout + seconds{1};
    while (poster_->under_way() > 0 && steady_clock::now() < until) {
      Take(poster_->Wait(milliseconds{100}));
      WriteDown();
    }
    WriteDown();
    const absl::Status released = store_.Write([&](Transaction& tx) {
      for (const auto& [id, claimed] : under_way_) {
        store::Release(tx, claimed.work);
      }
      return absl::OkStatus();
    });
    Complain("webhook_release_failed", released);
    under_way_.clear();
  }

  // Claims what there is room for and begins to send it. False if the store
  // does not answer.
  bool Look() {
    const auto room =
        kMostAtOnce - static_cast<std::int64_t>(under_way_.size());
    if (room <= 0) return true;
    std::map<std::string, std::int64_t> per_target;
    for (const auto& [id, claimed] : under_way_) {
      ++per_target[claimed.work.target];
    }
    store::ClaimRequest request{.kind = domain::kWebhookWork,
                                .node = node_,
                                .most = room,
                                .lease = lease_,
                                .most_of_target = kMostOfTarget};
    for (const auto& [target, count] : per_target) {
      if (count >= kMostOfTarget) request.passed_over.push_back(target);
    }
    // Most of the time there is nothing, and that needs no one's turn.
    const auto is_due =
        store_.Read([&](Transaction& tx) -> absl::StatusOr<bool> {
          return store::IsAnythingDue(tx, request);
        });
    if (Complain("webhook_look_failed", is_due.status())) return false;
    if (!*is_due) return true;
    const auto claimed_at = steady_clock::now();
    auto claimed = store_.Write(
        [&](Transaction& tx) -> absl::StatusOr<std::vector<Claimed>> {
          return Claim(tx, request);
        });
    if (Complain("webhook_claim_failed", claimed.status())) return false;
    for (Claimed& one : *claimed) Begin(std::move(one), claimed_at);
    return true;
  }

  // What is owed to webhooks that are gone or off is settled here.
  std::vector<Claimed> Claim(Transaction& tx,
                             const store::ClaimRequest& request) {
    std::vector<Claimed> claimed;
    for (OutboxRecord& work : store::ClaimDue(tx, request)) {
      const auto webhook = store::Find<WebhookRecord>(tx, work.target);
      if (!webhook) {
        store::Complete(tx, work);
        continue;
      }
      if (!webhook->is_active) {
        store::GiveUp(tx, work, "the webhook was switched off");
        continue;
      }
      WebhookDelivery delivery = DeliveryOf(work.payload);
      claimed.push_back({.work = std::move(work),
                         .delivery = std::move(delivery),
                         .url = webhook->subscriber_url,
                         .secret = webhook->secret.value_or("")});
    }
    return claimed;
  }

  void Begin(Claimed claimed, steady_clock::time_point claimed_at) {
    Posting posting{
        .url = claimed.url,
        .headers = {"Content-Type: " + claimed.delivery.content_type,
                    "User-Agent: bookabled",
                    "X-Cal-Delivery-Id: " + claimed.delivery.id},
        .body = claimed.delivery.body};
    if (!claimed.secret.empty()) {
      posting.headers.push_back(
          "X-Cal-Signature-256: " +
          domain::SignatureOf(claimed.delivery.body, claimed.secret));
    }
    const std::int64_t id = claimed.work.id;
    claimed_until_[id] = claimed_at + lease_;
    under_way_.insert_or_assign(id, std::move(claimed));
    const absl::Status begun = poster_->Begin(id, posting);
    if (!begun.ok()) Judge({.key = id, .error = ToString(begun.message())});
  }

  // True iff there were results.
  bool Take(const std::vector<PostResult>& results) {
    for (const PostResult& result : results) Judge(result);
    return !results.empty();
  }

  void Judge(const PostResult& result) {
    const auto found = under_way_.find(result.key);
    if (found == under_way_.end()) return;
    const Claimed& claimed = found->second;
    Verdict verdict{.work = claimed.work,
                    .good_until = claimed_until_[result.key]};
    const bool is_delivered = result.status >= 200 && result.status < 300;
    if (!is_delivered) {
      verdict.error = result.status == 0 ? result.error
                      : result.status >= 300 && result.status < 400
                          ? absl::StrCat("answered ", result.status,
                                         "; redirects are not followed")
                          : absl::StrCat("answered ", result.status);
      const bool was_last = claimed.work.attempts >= webhooks_.tries;
      verdict.fate = was_last ? Fate::kDead : Fate::kRetry;
      verdict.pause =
          PauseAfter(claimed.work.attempts, webhooks_.first_pause,
                     std::uniform_real_distribution<>(0, 1)(random_));
    }
    metrics_.CountDelivery(verdict.fate == Fate::kDone    ? "delivered"
                           : verdict.fate == Fate::kRetry ? "failed"
                                                          : "dead");
    const LogLevel level = verdict.fate == Fate::kDone    ? LogLevel::kDebug
                           : verdict.fate == Fate::kRetry ? LogLevel::kInfo
                                                          : LogLevel::kWarning;
    if (log_.Takes(level)) {
      log_.Write(level,
                 verdict.fate == Fate::kDone    ? "webhook_delivered"
                 : verdict.fate == Fate::kRetry ? "webhook_failed"
                                                : "webhook_dead",
                 {{"delivery", claimed.delivery.id},
                  {"webhook", claimed.work.target},
                  {"trigger", claimed.delivery.trigger},
                  {"booking", claimed.work.subject},
                  {"attempt", claimed.work.attempts},
                  {"status", result.status},
                  {"error", verdict.error}});
    }
    unwritten_.push_back(std::move(verdict));
    claimed_until_.erase(result.key);
    under_way_.erase(found);
  }

  // Verdicts that the store does not take are kept while their claim lasts:
  // then another node sends again.
  void WriteDown() {
    const auto now = steady_clock::now();
    std::erase_if(unwritten_, [&](const Verdict& verdict) {
      return verdict.good_until < now;
    });
    if (unwritten_.empty()) return;
    const absl::Status written =
        store_.Write([&](Transaction& tx) -> absl::Status {
          for (const Verdict& verdict : unwritten_) {
            switch (verdict.fate) {
              case Fate::kDone:
                store::Complete(tx, verdict.work);
                break;
              case Fate::kRetry:
                store::RetryAt(tx, verdict.work, tx.Now() + verdict.pause,
                               verdict.error);
                break;
              case Fate::kDead:
                store::GiveUp(tx, verdict.work, verdict.error);
                break;
            }
          }
          return absl::OkStatus();
        });
    if (!Complain("webhook_result_lost", written)) unwritten_.clear();
  }

  void TellMeetings() {
    const auto told =
        store_.Write([](Transaction& tx) -> absl::StatusOr<std::int64_t> {
          return AnnounceMeetings(tx);
        });
    // Another node may have made the first mark at the same time.
    if (!absl::IsAlreadyExists(told.status())) {
      Complain("meetings_not_told", told.status());
    }
  }

  void Measure() {
    const auto backlog =
        store_.Read([](Transaction& tx)
                        -> absl::StatusOr<std::pair<store::Backlog, double>> {
          const store::Backlog read =
              store::ReadBacklog(tx, domain::kWebhookWork);
          double lag = 0;
          if (read.due_since) {
            lag = std::chrono::duration<double>(tx.Now() - *read.due_since)
                      .count();
          }
          return std::pair(read, lag);
        });
    if (backlog.ok()) {
      metrics_.SetWebhookBacklog(backlog->first.waiting, backlog->first.dead,
                                 backlog->second);
    }
  }

  // Logs what is wrong, if something is: then true. The same again only after a
  // while.
  bool Complain(std::string_view event, const absl::Status& status) {
    if (status.ok()) return false;
    const auto now = steady_clock::now();
    if (event != complained_of_ || now > complained_at_ + seconds{30}) {
      complained_of_ = event;
      complained_at_ = now;
      log_.Write(LogLevel::kError, event,
                 {{"message", ToString(status.message())}});
    }
    return true;
  }

  store::Store& store_;
  const WebhookSettings webhooks_;
  const PrivateNetworks privates_;
  const milliseconds lease_;
  Metrics& metrics_;
  Log& log_;
  const std::string node_ = domain::NewUuid();
  std::minstd_rand random_{std::random_device{}()};
  std::unique_ptr<Poster> poster_{};
  std::atomic<bool> is_stopping_{false};
  std::thread thread_{};

  // Of the sending thread alone:
  std::map<std::int64_t, Claimed> under_way_{};
  std::map<std::int64_t, steady_clock::time_point> claimed_until_{};
  std::vector<Verdict> unwritten_{};
  steady_clock::time_point next_look_{};
  steady_clock::time_point next_meetings_{};
  steady_clock::time_point next_backlog_{};
  std::string complained_of_{};
  steady_clock::time_point complained_at_{};
};

WebhookSender::WebhookSender(store::Store& store, const Settings& settings,
                             Metrics& metrics, Log& log)
    : core_(std::make_unique<Core>(store, settings, metrics, log)) {}

WebhookSender::~WebhookSender() { core_->Stop(); }

absl::Status WebhookSender::Start() { return core_->Start(); }

void WebhookSender::Stop() { core_->Stop(); }

}  // namespace bookable::http
