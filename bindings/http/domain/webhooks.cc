// Tested by tests/bindings/http/domain/webhooks_test.cc.
#include "bindings/http/domain/webhooks.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "bindings/http/store/table.h"

namespace bookable::domain {
namespace {

using store::OutboxRecord;
using store::Row;
using store::Transaction;
using store::Values;
using store::WebhookRecord;

// Triggers are kept as a JSON array of plain words.
std::string Pattern(std::string_view trigger, std::string_view end) {
  return absl::StrCat("%\"", std::string(trigger), std::string(end), "%");
}

// The dead letters of a filter, whose arguments are added.
std::string DeadClause(const DeadLetterFilter& filter, Values& arguments) {
  std::string clause = "kind = ?1 AND dead_ms IS NOT NULL";
  arguments.emplace_back(kWebhookWork);
  if (filter.id) {
    arguments.emplace_back(*filter.id);
    absl::StrAppend(&clause, " AND id = ?", arguments.size());
  }
  if (filter.organization_id) {
    arguments.emplace_back(*filter.organization_id);
    const std::string place = absl::StrCat("?", arguments.size());
    const std::string teams =
        absl::StrCat("(SELECT id FROM team WHERE id = ", place,
                     " OR parent_id = ", place, ")");
    const std::string people = absl::StrCat(
        "(SELECT id FROM app_user WHERE organization_id = ", place, ")");
    absl::StrAppend(&clause,
                    " AND target IN (SELECT id FROM webhook WHERE team_id IN ",
                    teams, " OR user_id IN ", people,
                    " OR oauth_client_id IN (SELECT id FROM oauth_client WHERE "
                    "organization_id = ",
                    place,
                    ") OR event_type_id IN (SELECT id FROM event_type WHERE "
                    "team_id IN ",
                    teams, " OR user_id IN ", people, "))");
  }
  return clause;
}

}  // namespace

std::vector<WebhookRecord> Subscribers(
    Transaction& tx, std::string_view trigger,
    std::optional<std::int64_t> event_type_id, std::int64_t organizer) {
  std::vector<WebhookRecord> found;
  static const std::string kSql =
      "SELECT " + store::ColumnList<WebhookRecord>("w.") +
      " FROM app_user o LEFT JOIN event_type e ON e.id = ?2 "
      "LEFT JOIN team t ON t.id = e.team_id "
      "LEFT JOIN app_user u ON u.id = e.user_id "
      "JOIN webhook w ON (w.user_id = o.id AND t.id IS NULL) "
      "OR w.event_type_id = e.id OR w.event_type_id = e.parent_id "
      "OR w.team_id = t.id OR w.team_id = t.parent_id "
      "OR w.team_id = o.organization_id "
      "OR w.oauth_client_id = coalesce(u.oauth_client_id, t.oauth_client_id, "
      "o.oauth_client_id) "
      "WHERE o.id = ?1 AND w.is_active AND w.triggers LIKE ?3 "
      "ORDER BY w.created_ms, w.id";
  for (const Row& row :
       tx.Run(kSql, {organizer, event_type_id, Pattern(trigger, "\"")})) {
    found.push_back(store::FromRow<WebhookRecord>(row));
  }
  return found;
}

bool IsAnyoneInterested(Transaction& tx, std::string_view prefix) {
  return !tx.Run(
                "SELECT 1 FROM webhook WHERE is_active AND triggers LIKE ?1 "
                "LIMIT 1",
                {Pattern(prefix, "")})
              .is_empty();
}

bool DeleteWebhook(Transaction& tx, std::string_view id) {
  if (!store::Delete<WebhookRecord>(tx, id)) return false;
  tx.Run(
      "DELETE FROM outbox WHERE kind = ?1 AND target = ?2 AND done_ms IS NULL",
      {kWebhookWork, id});
  return true;
}

std::vector<DeadLetter> ListDeadLetters(Transaction& tx,
                                        const DeadLetterFilter& filter,
                                        const Page& page) {
  Values arguments;
  std::string clause = "WHERE " + DeadClause(filter, arguments);
  arguments.emplace_back(page.take);
  arguments.emplace_back(page.skip);
  absl::StrAppend(&clause, " ORDER BY dead_ms DESC, id DESC LIMIT ?",
                  arguments.size() - 1, " OFFSET ?", arguments.size());
  std::vector<DeadLetter> letters;
  for (OutboxRecord& work :
       store::Select<OutboxRecord>(tx, clause, arguments)) {
    DeadLetter letter;
    letter.webhook = store::Find<WebhookRecord>(tx, work.target);
    letter.work = std::move(work);
    letters.push_back(std::move(letter));
  }
  return letters;
}

std::int64_t ReplayDeadLetters(Transaction& tx,
                               const DeadLetterFilter& filter) {
  Values arguments;
  const std::string clause = DeadClause(filter, arguments);
  std::int64_t replayed = 0;
  for (const Row& row :
       tx.Run("SELECT id FROM outbox WHERE " + clause + " ORDER BY id",
              arguments)) {
    if (store::Replay(tx, row.As<std::int64_t>())) ++replayed;
  }
  return replayed;
}

}  // namespace bookable::domain
