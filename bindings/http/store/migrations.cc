// bindings/http/store/migrations.cc
//
// One text for both stores. {id} is an integer key that the database gives;
// what only one of them has is a step of its own. SQLite takes the type names
// of PostgreSQL for what they are: bigint and boolean hold integers.
//
// Tested by tests/bindings/http/store/migrations_test.cc.
#include "bindings/http/store/migrations.h"

#include <array>
#include <map>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "bindings/http/store/store_error.h"

namespace bookable::store {
namespace {

struct Migration {
  int version;
  std::string_view name;
  std::string_view both;
  std::string_view sqlite;    // afterwards
  std::string_view postgres;  // afterwards
};

constexpr std::string_view kAccounts = R"sql(
CREATE TABLE team (
  id {id},
  parent_id bigint REFERENCES team(id) ON DELETE CASCADE,
  is_organization boolean NOT NULL,
  is_platform boolean NOT NULL,
  name text NOT NULL,
  slug text,
  oauth_client_id text,
  time_zone text NOT NULL,
  week_start text NOT NULL,
  is_private boolean NOT NULL,
  hide_branding boolean NOT NULL,
  profile text NOT NULL,
  metadata text NOT NULL,
  created_ms bigint NOT NULL);
CREATE UNIQUE INDEX team_slug ON team (coalesce(parent_id, 0), slug);

CREATE TABLE oauth_client (
  id text PRIMARY KEY,
  organization_id bigint NOT NULL REFERENCES team(id) ON DELETE CASCADE,
  name text NOT NULL,
  secret_hash text NOT NULL,
  permissions bigint NOT NULL CHECK (permissions >= 0),
  redirect_uris text NOT NULL,
  logo text,
  booking_redirect_uri text,
  booking_cancel_redirect_uri text,
  booking_reschedule_redirect_uri text,
  are_emails_enabled boolean NOT NULL,
  are_default_event_types_enabled boolean NOT NULL,
  created_ms bigint NOT NULL);
CREATE INDEX oauth_client_organization ON oauth_client (organization_id);

CREATE TABLE app_user (
  id {id},
  email text NOT NULL,
  username text,
  name text,
  organization_id bigint REFERENCES team(id) ON DELETE SET NULL,
  oauth_client_id text REFERENCES oauth_client(id) ON DELETE SET NULL,
  password_hash text,
  is_system_admin boolean NOT NULL,
  is_verified boolean NOT NULL,
  time_zone text NOT NULL,
  week_start text NOT NULL,
  time_format bigint NOT NULL CHECK (time_format IN (12, 24)),
  locale text,
  default_schedule_id bigint,
  bio text,
  avatar_url text,
  profile text NOT NULL,
  metadata text NOT NULL,
  created_ms bigint NOT NULL,
  updated_ms bigint NOT NULL);
CREATE UNIQUE INDEX app_user_email ON app_user (email);
CREATE UNIQUE INDEX app_user_username
  ON app_user (coalesce(organization_id, 0), username);
CREATE INDEX app_user_client ON app_user (oauth_client_id);

CREATE TABLE membership (
  id {id},
  team_id bigint NOT NULL REFERENCES team(id) ON DELETE CASCADE,
  user_id bigint NOT NULL REFERENCES app_user(id) ON DELETE CASCADE,
  role text NOT NULL CHECK (role IN ('MEMBER', 'ADMIN', 'OWNER')),
  is_accepted boolean NOT NULL,
  disable_impersonation boolean NOT NULL,
  created_ms bigint NOT NULL);
CREATE UNIQUE INDEX membership_user ON membership (user_id, team_id);
CREATE INDEX membership_team ON membership (team_id);

CREATE TABLE api_key (
  id {id},
  user_id bigint NOT NULL REFERENCES app_user(id) ON DELETE CASCADE,
  team_id bigint REFERENCES team(id) ON DELETE CASCADE,
  key_hash text NOT NULL,
  note text,
  expires_ms bigint,
  last_used_ms bigint,
  created_ms bigint NOT NULL);
CREATE UNIQUE INDEX api_key_hash ON api_key (key_hash);
CREATE INDEX api_key_user ON api_key (user_id);

CREATE TABLE web_session (
  token_hash text PRIMARY KEY,
  user_id bigint NOT NULL REFERENCES app_user(id) ON DELETE CASCADE,
  csrf_hash text NOT NULL,
  expires_ms bigint NOT NULL,
  created_ms bigint NOT NULL);
CREATE INDEX web_session_expires ON web_session (expires_ms);

CREATE TABLE authorization_code (
  code_hash text PRIMARY KEY,
  client_id text NOT NULL REFERENCES oauth_client(id) ON DELETE CASCADE,
  user_id bigint NOT NULL REFERENCES app_user(id) ON DELETE CASCADE,
  redirect_uri text NOT NULL,
  expires_ms bigint NOT NULL,
  created_ms bigint NOT NULL);

CREATE TABLE token_family (
  id {id},
  client_id text NOT NULL REFERENCES oauth_client(id) ON DELETE CASCADE,
  user_id bigint NOT NULL REFERENCES app_user(id) ON DELETE CASCADE,
  revoked_ms bigint,
  created_ms bigint NOT NULL);
CREATE INDEX token_family_user ON token_family (user_id, client_id);

CREATE TABLE refresh_token (
  id {id},
  family_id bigint NOT NULL REFERENCES token_family(id) ON DELETE CASCADE,
  jti text NOT NULL,
  issued_s bigint NOT NULL,
  expires_ms bigint NOT NULL,
  used_ms bigint,
  successor_id bigint);
CREATE UNIQUE INDEX refresh_token_jti ON refresh_token (jti);
CREATE INDEX refresh_token_family ON refresh_token (family_id);

CREATE TABLE access_token (
  id {id},
  family_id bigint NOT NULL REFERENCES token_family(id) ON DELETE CASCADE,
  refresh_token_id bigint NOT NULL REFERENCES refresh_token(id) ON DELETE CASCADE,
  jti text NOT NULL,
  issued_s bigint NOT NULL,
  expires_ms bigint NOT NULL);
CREATE UNIQUE INDEX access_token_jti ON access_token (jti);
CREATE INDEX access_token_family ON access_token (family_id);
CREATE INDEX access_token_refresh ON access_token (refresh_token_id);

CREATE TABLE setting (
  name text PRIMARY KEY,
  value text NOT NULL,
  updated_ms bigint NOT NULL);

CREATE TABLE idempotency_key (
  id text PRIMARY KEY,
  body_hash text NOT NULL,
  http_status bigint,
  answer text,
  expires_ms bigint NOT NULL,
  created_ms bigint NOT NULL);
CREATE INDEX idempotency_key_expires ON idempotency_key (expires_ms);
)sql";

constexpr std::string_view kOffers = R"sql(
CREATE TABLE schedule (
  id {id},
  user_id bigint NOT NULL REFERENCES app_user(id) ON DELETE CASCADE,
  name text NOT NULL,
  time_zone text NOT NULL,
  availability text NOT NULL,
  overrides text NOT NULL,
  created_ms bigint NOT NULL,
  updated_ms bigint NOT NULL);
CREATE INDEX schedule_user ON schedule (user_id);

CREATE TABLE event_type (
  id {id},
  user_id bigint REFERENCES app_user(id) ON DELETE CASCADE,
  team_id bigint REFERENCES team(id) ON DELETE CASCADE,
  parent_id bigint REFERENCES event_type(id) ON DELETE CASCADE,
  slug text NOT NULL,
  title text NOT NULL,
  description text NOT NULL,
  length_minutes bigint NOT NULL CHECK (length_minutes > 0),
  is_hidden boolean NOT NULL,
  position bigint NOT NULL,
  schedule_id bigint REFERENCES schedule(id) ON DELETE SET NULL,
  scheduling_type text,
  assign_all_team_members boolean NOT NULL,
  seats bigint CHECK (seats > 0),
  requires_confirmation boolean NOT NULL,
  settings text NOT NULL,
  created_ms bigint NOT NULL,
  updated_ms bigint NOT NULL,
  CHECK (user_id IS NOT NULL OR team_id IS NOT NULL));
CREATE UNIQUE INDEX event_type_user_slug ON event_type (user_id, slug)
  WHERE team_id IS NULL;
CREATE UNIQUE INDEX event_type_team_slug ON event_type (team_id, slug)
  WHERE parent_id IS NULL;
CREATE INDEX event_type_parent ON event_type (parent_id);
CREATE INDEX event_type_schedule ON event_type (schedule_id);

CREATE TABLE event_type_host (
  id {id},
  event_type_id bigint NOT NULL REFERENCES event_type(id) ON DELETE CASCADE,
  user_id bigint NOT NULL REFERENCES app_user(id) ON DELETE CASCADE,
  is_fixed boolean NOT NULL,
  priority bigint NOT NULL CHECK (priority BETWEEN 0 AND 4),
  weight bigint NOT NULL CHECK (weight > 0),
  schedule_id bigint REFERENCES schedule(id) ON DELETE SET NULL);
CREATE UNIQUE INDEX event_type_host_user
  ON event_type_host (event_type_id, user_id);
CREATE INDEX event_type_host_of_user ON event_type_host (user_id);

CREATE TABLE out_of_office (
  id {id},
  uuid text NOT NULL,
  user_id bigint NOT NULL REFERENCES app_user(id) ON DELETE CASCADE,
  to_user_id bigint REFERENCES app_user(id) ON DELETE SET NULL,
  starts_s bigint NOT NULL,
  ends_s bigint NOT NULL,
  notes text,
  reason text NOT NULL,
  created_ms bigint NOT NULL,
  updated_ms bigint NOT NULL,
  CHECK (starts_s <= ends_s));
CREATE UNIQUE INDEX out_of_office_uuid ON out_of_office (uuid);
CREATE INDEX out_of_office_user ON out_of_office (user_id, ends_s);

CREATE TABLE webhook (
  id text PRIMARY KEY,
  user_id bigint REFERENCES app_user(id) ON DELETE CASCADE,
  event_type_id bigint REFERENCES event_type(id) ON DELETE CASCADE,
  oauth_client_id text REFERENCES oauth_client(id) ON DELETE CASCADE,
  team_id bigint REFERENCES team(id) ON DELETE CASCADE,
  subscriber_url text NOT NULL,
  is_active boolean NOT NULL,
  triggers text NOT NULL,
  payload_template text,
  secret text,
  created_ms bigint NOT NULL,
  CHECK ((user_id IS NOT NULL AND event_type_id IS NULL
          AND oauth_client_id IS NULL AND team_id IS NULL)
      OR (user_id IS NULL AND event_type_id IS NOT NULL
          AND oauth_client_id IS NULL AND team_id IS NULL)
      OR (user_id IS NULL AND event_type_id IS NULL
          AND oauth_client_id IS NOT NULL AND team_id IS NULL)
      OR (user_id IS NULL AND event_type_id IS NULL
          AND oauth_client_id IS NULL AND team_id IS NOT NULL)));
CREATE UNIQUE INDEX webhook_user_url ON webhook (user_id, subscriber_url);
CREATE UNIQUE INDEX webhook_event_type_url
  ON webhook (event_type_id, subscriber_url);
CREATE UNIQUE INDEX webhook_client_url
  ON webhook (oauth_client_id, subscriber_url);
CREATE UNIQUE INDEX webhook_team_url ON webhook (team_id, subscriber_url);
)sql";

constexpr std::string_view kSessions = R"sql(
CREATE TABLE host (
  id bigint PRIMARY KEY REFERENCES app_user(id) ON DELETE CASCADE,
  version bigint NOT NULL);
INSERT INTO host (id, version) SELECT id, 0 FROM app_user;

CREATE TABLE session (
  id {id},
  uid text NOT NULL,
  event_type_id bigint REFERENCES event_type(id) ON DELETE SET NULL,
  starts_s bigint NOT NULL,
  ends_s bigint NOT NULL,
  capacity bigint NOT NULL,
  taken bigint NOT NULL,
  is_firm boolean NOT NULL,
  title text NOT NULL,
  description text NOT NULL,
  location text NOT NULL,
  recurring_uid text,
  ical_sequence bigint NOT NULL,
  is_host_absent boolean NOT NULL,
  created_ms bigint NOT NULL,
  updated_ms bigint NOT NULL,
  CONSTRAINT session_times CHECK (starts_s < ends_s),
  CONSTRAINT session_seats CHECK (0 <= taken AND taken <= capacity));
CREATE UNIQUE INDEX session_uid ON session (uid);
CREATE INDEX session_event_type ON session (event_type_id, starts_s);
CREATE INDEX session_recurring ON session (recurring_uid, starts_s);

CREATE TABLE session_host (
  id {id},
  session_id bigint NOT NULL REFERENCES session(id) ON DELETE CASCADE,
  host_id bigint NOT NULL REFERENCES host(id) ON DELETE CASCADE,
  position bigint NOT NULL,
  event_type_id bigint REFERENCES event_type(id) ON DELETE SET NULL,
  starts_s bigint NOT NULL,
  from_s bigint NOT NULL,
  until_s bigint NOT NULL);
CREATE UNIQUE INDEX session_host_once ON session_host (session_id, host_id);
CREATE INDEX session_host_counted
  ON session_host (host_id, event_type_id, starts_s);
CREATE INDEX session_host_event_type ON session_host (event_type_id);

CREATE TABLE claim (
  id {id},
  session_id bigint NOT NULL REFERENCES session(id) ON DELETE CASCADE,
  host_id bigint NOT NULL REFERENCES host(id) ON DELETE CASCADE,
  event_type_id bigint REFERENCES event_type(id) ON DELETE SET NULL,
  from_s bigint NOT NULL,
  until_s bigint NOT NULL,
  is_firm boolean NOT NULL,
  CONSTRAINT claim_times CHECK (from_s < until_s));
CREATE INDEX claim_session ON claim (session_id);
CREATE INDEX claim_host ON claim (host_id, until_s);
CREATE INDEX claim_event_type ON claim (event_type_id);

CREATE TABLE booking (
  id {id},
  uid text NOT NULL,
  session_id bigint NOT NULL REFERENCES session(id) ON DELETE CASCADE,
  status text NOT NULL
    CHECK (status IN ('accepted', 'pending', 'cancelled', 'rejected')),
  seats bigint NOT NULL CHECK (seats > 0),
  responses text NOT NULL,
  metadata text NOT NULL,
  cancellation_reason text,
  cancelled_by text,
  rescheduling_reason text,
  rescheduled_by text,
  rescheduled_from_uid text,
  rescheduled_to_uid text,
  rejection_reason text,
  created_ms bigint NOT NULL,
  updated_ms bigint NOT NULL);
CREATE UNIQUE INDEX booking_uid ON booking (uid);
CREATE INDEX booking_session ON booking (session_id);

CREATE TABLE attendee (
  id {id},
  booking_id bigint NOT NULL REFERENCES booking(id) ON DELETE CASCADE,
  position bigint NOT NULL,
  name text NOT NULL,
  email text NOT NULL,
  time_zone text NOT NULL,
  language text NOT NULL,
  phone text,
  is_absent boolean NOT NULL);
CREATE UNIQUE INDEX attendee_position ON attendee (booking_id, position);
CREATE INDEX attendee_email ON attendee (email);

CREATE TABLE hold (
  id {id},
  uid text NOT NULL,
  event_type_id bigint REFERENCES event_type(id) ON DELETE SET NULL,
  host_id bigint NOT NULL REFERENCES host(id) ON DELETE CASCADE,
  starts_s bigint NOT NULL,
  ends_s bigint NOT NULL,
  from_s bigint NOT NULL,
  until_s bigint NOT NULL,
  owner text NOT NULL,
  seats bigint NOT NULL CHECK (seats > 0),
  session_id bigint REFERENCES session(id),
  expires_ms bigint NOT NULL,
  created_ms bigint NOT NULL,
  CONSTRAINT hold_times CHECK (starts_s < ends_s));
CREATE UNIQUE INDEX hold_uid ON hold (uid);
CREATE INDEX hold_host ON hold (host_id, until_s);
CREATE INDEX hold_session ON hold (session_id);
CREATE INDEX hold_expires ON hold (expires_ms);

CREATE TABLE outbox (
  id {id},
  kind text NOT NULL,
  subject text NOT NULL,
  payload text NOT NULL,
  due_ms bigint NOT NULL,
  attempts bigint NOT NULL,
  claimed_by text,
  claimed_until_ms bigint,
  last_error text,
  done_ms bigint,
  dead_ms bigint,
  created_ms bigint NOT NULL);
CREATE INDEX outbox_due ON outbox (kind, due_ms)
  WHERE done_ms IS NULL AND dead_ms IS NULL;
CREATE INDEX outbox_subject ON outbox (subject);
CREATE INDEX outbox_done ON outbox (done_ms);
)sql";

// A message with "overlap" in it is the exclusion constraint of SQLite.
constexpr std::string_view kSessionsSqlite = R"sql(
CREATE TRIGGER app_user_host AFTER INSERT ON app_user BEGIN
  INSERT INTO host (id, version) VALUES (NEW.id, 0);
END;
CREATE TRIGGER claim_overlap_insert BEFORE INSERT ON claim BEGIN
  SELECT RAISE(ABORT, 'claims overlap') FROM claim
    WHERE host_id = NEW.host_id AND until_s > NEW.from_s AND from_s < NEW.until_s
      AND ((is_firm AND NEW.is_firm) OR event_type_id = NEW.event_type_id);
END;
CREATE TRIGGER claim_overlap_update BEFORE UPDATE ON claim BEGIN
  SELECT RAISE(ABORT, 'claims overlap') FROM claim
    WHERE id <> NEW.id AND host_id = NEW.host_id
      AND until_s > NEW.from_s AND from_s < NEW.until_s
      AND ((is_firm AND NEW.is_firm) OR event_type_id = NEW.event_type_id);
END;
)sql";

// Times are epoch seconds in int8range: interval arithmetic on timestamptz is
// not immutable, and a constraint must be.
constexpr std::string_view kSessionsPostgres = R"sql(
CREATE FUNCTION make_host() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO host (id, version) VALUES (NEW.id, 0);
  RETURN NEW;
END $$;
CREATE TRIGGER app_user_host AFTER INSERT ON app_user
  FOR EACH ROW EXECUTE FUNCTION make_host();
CREATE EXTENSION IF NOT EXISTS btree_gist;
ALTER TABLE claim ADD CONSTRAINT claim_firm_overlap EXCLUDE USING gist (
  host_id WITH =, int8range(from_s, until_s) WITH &&) WHERE (is_firm);
ALTER TABLE claim ADD CONSTRAINT claim_event_type_overlap EXCLUDE USING gist (
  host_id WITH =, event_type_id WITH =, int8range(from_s, until_s) WITH &&);
)sql";

// A subject of sign_in_guess is a hash (domain/sign_in.h).
constexpr std::string_view kLimits = R"sql(
CREATE TABLE api_key_limit (
  id {id},
  api_key_id bigint NOT NULL REFERENCES api_key(id) ON DELETE CASCADE,
  name text NOT NULL,
  requests bigint NOT NULL CHECK (requests > 0),
  window_s bigint NOT NULL CHECK (window_s > 0),
  block_s bigint NOT NULL CHECK (block_s > 0));
CREATE UNIQUE INDEX api_key_limit_name ON api_key_limit (api_key_id, name);

CREATE TABLE sign_in_guess (
  subject text PRIMARY KEY,
  failures bigint NOT NULL,
  blocked_until_ms bigint NOT NULL,
  expires_ms bigint NOT NULL);
CREATE INDEX sign_in_guess_expires ON sign_in_guess (expires_ms);

CREATE TABLE sign_in_address (
  id {id},
  user_id bigint NOT NULL REFERENCES app_user(id) ON DELETE CASCADE,
  address text NOT NULL,
  expires_ms bigint NOT NULL);
CREATE UNIQUE INDEX sign_in_address_user ON sign_in_address (user_id, address);
CREATE INDEX sign_in_address_expires ON sign_in_address (expires_ms);

CREATE INDEX refresh_token_expires ON refresh_token (expires_ms);
)sql";

// Whom work is for; what has begun and ended lately, for the events of
// meetings.
constexpr std::string_view kDeliveries = R"sql(
ALTER TABLE outbox ADD COLUMN target text NOT NULL DEFAULT '';
CREATE INDEX outbox_target ON outbox (target);
CREATE INDEX outbox_dead ON outbox (kind, dead_ms) WHERE dead_ms IS NOT NULL;
CREATE INDEX session_starts ON session (starts_s);
CREATE INDEX session_ends ON session (ends_s);
)sql";

constexpr std::string_view kComponents = R"sql(
ALTER TABLE session ADD COLUMN rating bigint;
ALTER TABLE session ADD COLUMN ical_uid text;

CREATE TABLE booking_reference (
  id {id},
  session_id bigint NOT NULL REFERENCES session(id) ON DELETE CASCADE,
  type text NOT NULL,
  event_uid text NOT NULL,
  destination_calendar_id bigint);
CREATE INDEX booking_reference_session ON booking_reference (session_id);

CREATE TABLE email_code (
  id text PRIMARY KEY,
  code_hash text NOT NULL,
  tries bigint NOT NULL,
  sent bigint NOT NULL,
  period_began_ms bigint NOT NULL,
  expires_ms bigint NOT NULL);
CREATE INDEX email_code_expires ON email_code (expires_ms);

CREATE TABLE verified_email (
  id {id},
  user_id bigint NOT NULL REFERENCES app_user(id) ON DELETE CASCADE,
  team_id bigint REFERENCES team(id) ON DELETE CASCADE,
  email text NOT NULL,
  created_ms bigint NOT NULL);
CREATE UNIQUE INDEX verified_email_user ON verified_email (user_id, email)
  WHERE team_id IS NULL;
CREATE UNIQUE INDEX verified_email_team ON verified_email (team_id, email)
  WHERE team_id IS NOT NULL;
CREATE INDEX verified_email_user_all ON verified_email (user_id);
)sql";

constexpr std::array kMigrations = {
    Migration{1, "accounts", kAccounts, "", ""},
    Migration{2, "offers", kOffers, "", ""},
    Migration{3, "sessions", kSessions, kSessionsSqlite, kSessionsPostgres},
    Migration{4, "limits", kLimits, "", ""},
    Migration{5, "deliveries", kDeliveries, "", ""},
    Migration{6, "components", kComponents, "", ""},
};

constexpr const char* kVersionTable =
    "CREATE TABLE IF NOT EXISTS schema_version (version bigint PRIMARY KEY, "
    "name text NOT NULL, applied_ms bigint NOT NULL)";

// "bookable" in bytes.
constexpr const char* kLockMigrations =
    "SELECT pg_advisory_xact_lock(7093845316049333349)";

struct Applied {
  std::string name;
  Moment at;
};

bool HasVersionTable(Transaction& tx) {
  return !tx.Run(tx.kind() == StoreKind::kSqlite
                     ? "SELECT 1 FROM sqlite_master WHERE name = "
                       "'schema_version'"
                     : "SELECT 1 WHERE to_regclass('schema_version') IS NOT "
                       "NULL")
              .is_empty();
}

std::map<int, Applied> ReadApplied(Transaction& tx) {
  std::map<int, Applied> applied;
  if (!HasVersionTable(tx)) return applied;
  for (const Row& row :
       tx.Run("SELECT version, name, applied_ms FROM schema_version")) {
    applied.emplace(row.As<int>(0),
                    Applied{row.As<std::string>(1), row.As<Moment>(2)});
  }
  return applied;
}

std::string TextFor(StoreKind kind, const Migration& migration) {
  const bool is_sqlite = kind == StoreKind::kSqlite;
  const std::string text = absl::StrCat(
      std::string(migration.both),
      std::string(is_sqlite ? migration.sqlite : migration.postgres));
  return absl::StrReplaceAll(
      text, {{"{id}", is_sqlite ? "integer PRIMARY KEY AUTOINCREMENT"
                                : "bigint GENERATED BY DEFAULT AS IDENTITY "
                                  "PRIMARY KEY"}});
}

}  // namespace

absl::StatusOr<std::vector<MigrationState>> ShowMigrations(Store& store) {
  return store.Read(
      [](Transaction& tx) -> absl::StatusOr<std::vector<MigrationState>> {
        std::map<int, Applied> applied = ReadApplied(tx);
        std::vector<MigrationState> states;
        for (const Migration& migration : kMigrations) {
          MigrationState state{.version = migration.version,
                               .name = std::string(migration.name)};
          const auto found = applied.find(migration.version);
          if (found != applied.end()) {
            state.applied_at = found->second.at;
            applied.erase(found);
          }
          states.push_back(std::move(state));
        }
        for (const auto& [version, unknown] : applied) {
          states.push_back({version, unknown.name, unknown.at});
        }
        return states;
      });
}

absl::StatusOr<std::vector<int>> Migrate(Store& store) {
  std::vector<int> done;
  for (const Migration& migration : kMigrations) {
    const absl::StatusOr<bool> is_new =
        store.Write([&](Transaction& tx) -> absl::StatusOr<bool> {
          if (tx.kind() == StoreKind::kPostgres) tx.RunScript(kLockMigrations);
          tx.RunScript(kVersionTable);
          const std::map<int, Applied> applied = ReadApplied(tx);
          if (!applied.empty() &&
              applied.rbegin()->first > kMigrations.back().version) {
            return absl::FailedPreconditionError(
                absl::StrCat("the database has version ",
                             applied.rbegin()->first, ", this program knows ",
                             kMigrations.back().version, " at most"));
          }
          if (applied.contains(migration.version)) return false;
          tx.RunScript(TextFor(tx.kind(), migration));
          tx.Run(
              "INSERT INTO schema_version (version, name, applied_ms) "
              "VALUES (?1, ?2, ?3)",
              {migration.version, migration.name, tx.Now()});
          return true;
        });
    if (!is_new.ok()) {
      return absl::Status(is_new.status().code(),
                          absl::StrCat("migration ", migration.version, " (",
                                       std::string(migration.name), "): ",
                                       std::string(is_new.status().message())));
    }
    if (*is_new) done.push_back(migration.version);
  }
  return done;
}

}  // namespace bookable::store
