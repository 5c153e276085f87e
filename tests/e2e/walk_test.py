#!/usr/bin/env python3
"""The platform's whole flow over HTTP, step by step, as a customer walks it: the
operator makes an OAuth client, the customer's backend a managed user, Alice, who sets
her hours; Bob books, moves and cancels; the backend hears of it all; teams, classes,
series, requests, absences; and another tenant, who sees nothing of it."""
import datetime
import json
import pathlib
import subprocess
import sys
import unittest
import zoneinfo

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/bindings/http/server"))
from service_testing import BOOKABLED, Database, Service  # noqa: E402
from webhook_receiver import Receiver, is_signed, trigger_of  # noqa: E402

ROME = zoneinfo.ZoneInfo("Europe/Rome")
UTC = datetime.timezone.utc
HOUR = datetime.timedelta(hours=1)
DAY = datetime.timedelta(days=1)
WEEK = 7 * DAY
SECRET = "the backend's own secret"
EVERYTHING = ["BOOKING_CREATED", "BOOKING_REQUESTED", "BOOKING_RESCHEDULED",
              "BOOKING_CANCELLED", "BOOKING_REJECTED", "BOOKING_NO_SHOW_UPDATED"]
MONDAY_TO_FRIDAY = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]

# What each part of the API is asked in.
HOURS = "2024-06-11"
EVENTS = "2024-06-14"
BOOKINGS = "2024-08-13"
SLOTS = "2024-09-04"


def text(instant):
    """2050-09-05T07:00:00.000Z"""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


class Someone:
    """Who asks: headers, and the service."""

    def __init__(self, test, service, headers):
        self.test, self.service, self.headers = test, service, headers

    def ask(self, method, path, body=None, *, version=BOOKINGS, status=None, headers=()):
        """The answer's data; of an error its envelope. 201 of POST, 200 of others is
        expected, or `status`."""
        answer = self.service.call(
            method, path, body,
            headers={"cal-api-version": version, **self.headers, **dict(headers)})
        wanted = status or (201 if method == "POST" else 200)
        self.test.assertEqual(answer.status, wanted, f"{method} {path}: {answer.body}")
        envelope = answer.json
        self.test.assertEqual(envelope["status"], "success" if wanted < 300 else "error")
        return envelope.get("data") if wanted < 300 else envelope["error"]


class WalkTest(unittest.TestCase):
    def setUp(self):
        self.store = self.enterContext(Database()).url
        self.receiver = self.enterContext(Receiver())
        self.heard = 0
        # A Monday with a week around it that no clock change falls into in Rome.
        day = datetime.date.today() + 3 * WEEK
        day += (7 - day.weekday()) % 7 * DAY
        while len({self.at(day, 9, 0).utcoffset(), self.at(day + 5 * WEEK, 9, 0).utcoffset()}) > 1:
            day += WEEK
        self.monday = day

    @staticmethod
    def at(day, hour, minute=0):
        return datetime.datetime(day.year, day.month, day.day, hour, minute, tzinfo=ROME)

    def operator(self, *arguments):
        """A command of bookabled; what it prints, by label."""
        done = subprocess.run([BOOKABLED, *arguments, "--store", self.store], text=True,
                              capture_output=True, timeout=60, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        shown = {}
        for line in done.stdout.splitlines():
            label, _, value = line.partition("  ")
            shown[label.strip()] = value.strip()
        return shown

    # --- helpers of the steps ---------------------------------------------------

    def slots(self, event_type, day=None, days=1):
        """Starts that anybody is offered, as HH:MM in Rome, of the first day; of
        several, by date."""
        first = day or self.monday
        last = first + (days - 1) * DAY
        found = self.anyone.ask(
            "GET", f"/v2/slots?eventTypeId={event_type}&start={first}&end={last}"
                   "&timeZone=Europe/Rome", version=SLOTS)
        by_date = {date: [slot["start"][11:16] for slot in slots]
                   for date, slots in found.items()}
        return by_date.get(str(first), []) if days == 1 else by_date

    def body(self, event_type, start, name="Bob", **more):
        return {"eventTypeId": event_type, "start": text(start),
                "attendee": {"name": name, "email": f"{name.lower()}@example.org",
                             "timeZone": "Europe/Berlin", "language": "de"}, **more}

    def book(self, event_type, start, name="Bob", **more):
        return self.anyone.ask("POST", "/v2/bookings", self.body(event_type, start, name, **more))

    def hears(self, *triggers):
        """The next deliveries to the backend, which must be these, in any order."""
        self.heard += len(triggers)
        received = self.receiver.wait("/ok/backend", self.heard)
        self.assertEqual(len(received), self.heard, [trigger_of(one) for one in received])
        new = received[self.heard - len(triggers):]
        self.assertEqual(sorted(map(trigger_of, new)), sorted(triggers))
        for one in new:
            self.assertTrue(is_signed(one, SECRET))
        return [json.loads(one.body)["payload"] for one in new]

    # --- the walk ---------------------------------------------------------------

    def test_the_whole_flow(self):
        self.operator_makes_an_organisation_and_a_client()
        self.backend_makes_a_managed_user()
        self.access_token_is_refreshed()
        self.alice_sets_her_hours()
        self.alice_offers_a_lesson()
        self.backend_subscribes()
        self.bob_sees_the_slots_and_holds_one()
        self.bob_books_and_the_slot_is_gone()
        self.repeated_request_books_once()
        self.bob_moves_it_and_the_slots_follow()
        self.bob_cancels_it_and_the_slot_is_back()
        self.series_is_booked_and_cancelled_whole()
        self.class_sells_its_seats()
        self.request_waits_for_a_yes_or_a_no()
        self.colleagues_teach_together()
        self.colleagues_take_turns()
        self.alice_is_away()
        self.another_tenant_sees_nothing()
        self.everything_was_heard_once()

    def operator_makes_an_organisation_and_a_client(self):
        made = self.operator("org", "create", "Lingua", "--owner", "owner@lingua.example")
        self.organization = int(made["organisation"])
        self.client = self.operator("oauth-client", "create", "App", "--redirect-uri",
                                    "https://lingua.example")
        self.service = self.enterContext(Service(
            "--webhooks-allow-private", "true", "--rate-limit-ip", "100000", store=self.store))
        self.anyone = Someone(self, self.service, {})
        self.backend = Someone(self, self.service, {
            "x-cal-client-id": self.client["client id"],
            "x-cal-secret-key": self.client["client secret"]})
        changed = self.backend.ask("PATCH", f"/v2/oauth-clients/{self.client['client id']}", {
            "bookingRedirectUri": "https://lingua.example/lesson",
            "bookingCancelRedirectUri": "https://lingua.example/cancel",
            "bookingRescheduleRedirectUri": "https://lingua.example/move?from=mail"})
        self.assertEqual(changed["bookingRedirectUri"], "https://lingua.example/lesson")

    def make_user(self, name):
        made = self.backend.ask(
            "POST", f"/v2/oauth-clients/{self.client['client id']}/users", {
                "email": f"{name.lower()}@lingua.example", "name": name,
                "timeZone": "Europe/Rome", "weekStart": "Monday", "timeFormat": 24})
        return made

    def backend_makes_a_managed_user(self):
        self.alice = self.make_user("Alice")
        self.assertEqual(self.alice["user"]["timeZone"], "Europe/Rome")
        self.assertIn(self.client["client id"], self.alice["user"]["email"])
        self.anyone.ask("POST", f"/v2/oauth-clients/{self.client['client id']}/users",
                        {"email": "eve@example.org", "name": "Eve"}, status=401)

    def access_token_is_refreshed(self):
        path = f"/v2/oauth/{self.client['client id']}/refresh"
        old = Someone(self, self.service,
                      {"Authorization": f"Bearer {self.alice['accessToken']}"})
        self.assertEqual(old.ask("GET", "/v2/me")["name"], "Alice")
        again = Someone(self, self.service, {
            "x-cal-client-id": self.client["client id"],
            "x-cal-secret-key": self.client["client secret"]}).ask(
                "POST", path, {"refreshToken": self.alice["refreshToken"]}, status=200)
        self.assertNotEqual(again["accessToken"], self.alice["accessToken"])
        self.as_alice = Someone(self, self.service,
                                {"Authorization": f"Bearer {again['accessToken']}"})
        self.assertEqual(self.as_alice.ask("GET", "/v2/me")["id"], self.alice["user"]["id"])

    def alice_sets_her_hours(self):
        default = self.as_alice.ask("GET", "/v2/schedules/default", version=HOURS)
        changed = self.as_alice.ask("PATCH", f"/v2/schedules/{default['id']}", {
            "availability": [{"days": MONDAY_TO_FRIDAY, "startTime": "09:00",
                              "endTime": "13:00"}],
            "overrides": [{"date": str(self.monday + DAY), "startTime": "14:00",
                           "endTime": "16:00"}]}, version=HOURS)
        self.assertEqual(changed["timeZone"], "Europe/Rome")
        self.assertEqual(changed["availability"][0]["endTime"], "13:00")

    def offer(self, slug, **more):
        return self.as_alice.ask("POST", "/v2/event-types", {
            "title": "Italian lesson", "slug": slug, "lengthInMinutes": 60,
            "minimumBookingNotice": 0, **more}, version=EVENTS)["id"]

    def alice_offers_a_lesson(self):
        self.lesson = self.offer("italian")
        username = self.alice["user"]["username"]
        public = self.anyone.ask(
            "GET", f"/v2/event-types?username={username}&eventSlug=italian", version=EVENTS)
        self.assertEqual([one["id"] for one in public], [self.lesson])

    def backend_subscribes(self):
        made = self.backend.ask(
            "POST", f"/v2/oauth-clients/{self.client['client id']}/webhooks", {
                "active": True, "subscriberUrl": self.receiver.url + "/ok/backend",
                "triggers": EVERYTHING, "secret": SECRET})
        self.assertEqual(made["oAuthClientId"], self.client["client id"])
        own = self.as_alice.ask("POST", "/v2/webhooks", {
            "active": True, "subscriberUrl": self.receiver.url + "/ok/alice",
            "triggers": ["BOOKING_CREATED"],
            "payloadTemplate": '{"text": "{{attendees.0.name}} at {{startTime}}"}'})
        self.assertFalse(self.as_alice.ask("GET", f"/v2/webhooks/{own['id']}")["hasSecret"])

    def bob_sees_the_slots_and_holds_one(self):
        self.assertEqual(self.slots(self.lesson), ["09:00", "10:00", "11:00", "12:00"])
        week = self.slots(self.lesson, days=7)
        self.assertEqual(week[str(self.monday + DAY)], ["14:00", "15:00"])
        self.assertNotIn(str(self.monday + 5 * DAY), week)
        held = self.anyone.ask("POST", "/v2/slots/reservations", {
            "eventTypeId": self.lesson, "slotStart": text(self.at(self.monday, 10))},
            version=SLOTS)
        self.assertEqual(self.slots(self.lesson), ["09:00", "11:00", "12:00"])
        self.hold = held["reservationUid"]

    def bob_books_and_the_slot_is_gone(self):
        self.booking = self.book(self.lesson, self.at(self.monday, 10),
                                 reservationUid=self.hold, guests=["eva@example.org"],
                                 metadata={"order": "42"})
        self.assertEqual(self.booking["status"], "accepted")
        self.assertEqual(self.booking["hosts"][0]["id"], self.alice["user"]["id"])
        self.assertEqual(self.slots(self.lesson), ["09:00", "11:00", "12:00"])
        self.anyone.ask("GET", f"/v2/slots/reservations/{self.hold}", version=SLOTS, status=404)
        taken = self.anyone.ask("POST", "/v2/bookings",
                                self.body(self.lesson, self.at(self.monday, 10), "Eve"),
                                status=400)
        self.assertEqual(taken["details"]["reason"], "no_available_users_found_error")
        payload, = self.hears("BOOKING_CREATED")
        self.assertEqual(payload["uid"], self.booking["uid"])
        self.assertEqual(payload["startTime"], text(self.at(self.monday, 10)))
        self.assertEqual(payload["metadata"]["order"], "42")
        self.assertEqual([one["email"] for one in payload["attendees"]],
                         ["bob@example.org", "eva@example.org"])
        uid = self.booking["uid"]
        self.assertTrue(payload["platformBookingUrl"].startswith(
            f"https://lingua.example/lesson/{uid}?slug=italian&username="))
        self.assertTrue(payload["platformRescheduleUrl"].startswith(
            f"https://lingua.example/move/{uid}?from=mail&slug=italian&"))
        filled = self.receiver.wait("/ok/alice", 1)[0]
        self.assertEqual(json.loads(filled.body),
                         {"text": f"Bob at {text(self.at(self.monday, 10))}"})

    def repeated_request_books_once(self):
        key = {"Idempotency-Key": "one of Bob's"}
        body = self.body(self.lesson, self.at(self.monday, 9))
        first = self.anyone.ask("POST", "/v2/bookings", body, headers=key)
        second = self.anyone.ask("POST", "/v2/bookings", body, headers=key)
        self.assertEqual(first, second)
        other = self.body(self.lesson, self.at(self.monday, 12))
        self.anyone.ask("POST", "/v2/bookings", other, headers=key, status=409)
        self.assertEqual(self.slots(self.lesson), ["11:00", "12:00"])
        self.hears("BOOKING_CREATED")

    def bob_moves_it_and_the_slots_follow(self):
        self.moved = self.anyone.ask(
            "POST", f"/v2/bookings/{self.booking['uid']}/reschedule", {
                "start": text(self.at(self.monday, 12)), "reschedulingReason": "late",
                "rescheduledBy": "bob@example.org"})
        self.assertEqual(self.slots(self.lesson), ["10:00", "11:00"])
        old = self.anyone.ask("GET", f"/v2/bookings/{self.booking['uid']}")
        self.assertEqual((old["status"], old["rescheduledToUid"]),
                         ("cancelled", self.moved["uid"]))
        payload, = self.hears("BOOKING_RESCHEDULED")
        self.assertEqual(payload["rescheduleUid"], self.booking["uid"])
        self.assertEqual(payload["uid"], self.moved["uid"])
        self.assertEqual(payload["rescheduledBy"], "bob@example.org")

    def bob_cancels_it_and_the_slot_is_back(self):
        path = f"/v2/bookings/{self.moved['uid']}/cancel"
        gone = self.anyone.ask("POST", path, {"cancellationReason": "ill"}, status=200)
        self.assertEqual((gone["status"], gone["cancellationReason"]), ("cancelled", "ill"))
        self.assertEqual(self.slots(self.lesson), ["10:00", "11:00", "12:00"])
        self.anyone.ask("POST", path, {}, status=400)
        payload, = self.hears("BOOKING_CANCELLED")
        self.assertEqual(payload["cancellationReason"], "ill")

    def series_is_booked_and_cancelled_whole(self):
        weekly = self.offer("weekly", recurrence={
            "interval": 1, "occurrences": 3, "frequency": "weekly"})
        lessons = self.book(weekly, self.at(self.monday + 2 * DAY, 9))
        self.assertEqual([one["start"] for one in lessons],
                         [text(self.at(self.monday + 2 * DAY + i * WEEK, 9)) for i in range(3)])
        series = {one["recurringBookingUid"] for one in lessons}
        self.assertEqual(len(series), 1)
        for week in range(3):
            self.assertNotIn("09:00", self.slots(weekly, self.monday + 2 * DAY + week * WEEK))
        self.hears(*3 * ["BOOKING_CREATED"])
        # All or nothing: the second occurrence would be another's time.
        taken = self.book(self.lesson, self.at(self.monday + 3 * DAY + WEEK, 9), "Eve")
        self.hears("BOOKING_CREATED")
        self.anyone.ask("POST", "/v2/bookings",
                        self.body(weekly, self.at(self.monday + 3 * DAY, 9)), status=400)
        self.assertIn("09:00", self.slots(weekly, self.monday + 3 * DAY))
        self.anyone.ask("POST", f"/v2/bookings/{taken['uid']}/cancel", {}, status=200)
        self.hears("BOOKING_CANCELLED")
        gone = self.anyone.ask("POST", f"/v2/bookings/{series.pop()}/cancel", {}, status=200)
        self.assertEqual({one["status"] for one in gone}, {"cancelled"})
        self.assertIn("09:00", self.slots(weekly, self.monday + 2 * DAY))
        self.hears("BOOKING_CANCELLED")

    def class_sells_its_seats(self):
        course = self.offer("class", seats={
            "seatsPerTimeSlot": 2, "showAttendeeInfo": False, "showAvailabilityCount": True})
        start = self.at(self.monday + 2 * DAY, 9)
        first = self.book(course, start, "Bob")
        second = self.book(course, start, "Eve")
        self.assertEqual(first["uid"], second["uid"])
        self.assertNotEqual(first["seatUid"], second["seatUid"])
        full = self.anyone.ask("POST", "/v2/bookings", self.body(course, start, "Carl"),
                               status=409)
        self.assertEqual(full["details"]["reason"], "booking_seats_full_error")
        self.assertNotIn("09:00", self.slots(course, self.monday + 2 * DAY))
        self.assertEqual([one["name"] for one in second["attendees"]], ["Eve"])
        self.anyone.ask("POST", f"/v2/bookings/{first['uid']}/cancel",
                        {"seatUid": first["seatUid"]}, status=200)
        self.assertIn("09:00", self.slots(course, self.monday + 2 * DAY))
        seen = self.as_alice.ask("GET", f"/v2/bookings/{first['uid']}")
        self.assertEqual((seen["status"], [one["name"] for one in seen["attendees"]]),
                         ("accepted", ["Eve"]))
        *_, cancelled = sorted(self.hears("BOOKING_CREATED", "BOOKING_CREATED",
                                          "BOOKING_CANCELLED"),
                               key=lambda payload: payload["status"] == "CANCELLED")
        self.assertEqual(cancelled["attendeeSeatId"], first["seatUid"])
        self.assertEqual([one["name"] for one in cancelled["attendees"]], ["Bob"])

    def request_waits_for_a_yes_or_a_no(self):
        asks = self.offer("trial", confirmationPolicy={
            "type": "always", "blockUnconfirmedBookingsInBooker": True})
        day = self.monday + 3 * DAY
        first = self.book(asks, self.at(day, 9))
        second = self.book(asks, self.at(day, 10), "Eve")
        self.assertEqual({first["status"], second["status"]}, {"pending"})
        self.assertEqual(self.slots(asks, day), ["11:00", "12:00"])
        self.assertEqual(self.slots(self.lesson, day), ["09:00", "10:00", "11:00", "12:00"])
        self.anyone.ask("POST", f"/v2/bookings/{first['uid']}/confirm", {}, status=401)
        yes = self.as_alice.ask("POST", f"/v2/bookings/{first['uid']}/confirm", {}, status=200)
        no = self.as_alice.ask("POST", f"/v2/bookings/{second['uid']}/decline",
                               {"reason": "full"}, status=200)
        self.assertEqual((yes["status"], no["status"]), ("accepted", "rejected"))
        self.assertEqual(self.slots(self.lesson, day), ["10:00", "11:00", "12:00"])
        payloads = self.hears("BOOKING_REQUESTED", "BOOKING_REQUESTED", "BOOKING_CREATED",
                              "BOOKING_REJECTED")
        self.assertEqual(sorted(payload["status"] for payload in payloads),
                         ["ACCEPTED", "PENDING", "PENDING", "REJECTED"])

    def colleagues_teach_together(self):
        self.bruno = self.make_user("Bruno")
        self.as_bruno = Someone(self, self.service,
                                {"Authorization": f"Bearer {self.bruno['accessToken']}"})
        hours = self.as_bruno.ask("GET", "/v2/schedules/default", version=HOURS)
        self.as_bruno.ask("PATCH", f"/v2/schedules/{hours['id']}", {
            "availability": [{"days": MONDAY_TO_FRIDAY, "startTime": "11:00",
                              "endTime": "15:00"}]}, version=HOURS)
        path = f"/v2/organizations/{self.organization}/teams"
        team = self.backend.ask("POST", path, {"name": "Italiano"},
                                headers={"x-cal-client-id": self.client["client id"]})
        self.team = f"{path}/{team['id']}"
        for person in (self.alice, self.bruno):
            self.backend.ask("POST", f"{self.team}/memberships", {
                "userId": person["user"]["id"], "accepted": True})
        both = self.team_offer("together", "collective")
        day = self.monday + 4 * DAY
        self.assertEqual(self.slots(both, day), ["11:00", "12:00"])
        made = self.book(both, self.at(day, 11))
        self.assertEqual(self.slots(both, day), ["12:00"])
        self.assertEqual(self.slots(self.lesson, day), ["09:00", "10:00", "12:00"])
        payload, = self.hears("BOOKING_CREATED")
        self.assertEqual((payload["uid"], payload["team"]["name"]), (made["uid"], "Italiano"))
        self.assertEqual({payload["organizer"]["name"],
                          *(one["name"] for one in payload["team"]["members"])},
                         {"Alice", "Bruno"})

    def team_offer(self, slug, kind):
        return self.backend.ask("POST", f"{self.team}/event-types", {
            "title": "Lesson", "slug": slug, "lengthInMinutes": 60, "schedulingType": kind,
            "minimumBookingNotice": 0,
            "hosts": [{"userId": person["user"]["id"]} for person in (self.alice, self.bruno)]},
            version=EVENTS)["id"]

    def colleagues_take_turns(self):
        turns = self.team_offer("turns", "roundRobin")
        day = self.monday + 4 * DAY
        self.assertEqual(self.slots(turns, day),
                         ["09:00", "10:00", "12:00", "13:00", "14:00"])
        first = self.book(turns, self.at(day, 12))
        self.assertIn("12:00", self.slots(turns, day))  # the other is free
        second = self.book(turns, self.at(day, 12), "Eve")
        self.assertNotIn("12:00", self.slots(turns, day))
        self.assertEqual({one["hosts"][0]["name"] for one in (first, second)},
                         {"Alice", "Bruno"})
        late = self.book(turns, self.at(day, 14), "Carl")
        self.assertEqual(late["hosts"][0]["name"], "Bruno")
        self.hears(*3 * ["BOOKING_CREATED"])
        self.backend.ask("POST", f"/v2/bookings/{late['uid']}/reassign", {}, status=400)

    def alice_is_away(self):
        day = self.monday + 2 * DAY
        path = (f"/v2/organizations/{self.organization}/users/"
                f"{self.alice['user']['id']}/ooo")
        away = self.backend.ask("POST", path, {
            "start": f"{day}T00:00:00.000Z", "end": f"{day}T23:59:59.999Z",
            "reason": "vacation"})
        self.assertEqual(self.slots(self.lesson, day), [])
        self.anyone.ask("POST", "/v2/bookings", self.body(self.lesson, self.at(day, 12)),
                        status=400)
        self.backend.ask("DELETE", f"{path}/{away['id']}")
        self.assertIn("12:00", self.slots(self.lesson, day))

    def another_tenant_sees_nothing(self):
        made = self.operator("org", "create", "Other", "--owner", "owner@other.example")
        client = self.operator("oauth-client", "create", "Theirs", "--org",
                               made["organisation"], "--redirect-uri", "https://other.example")
        other = Someone(self, self.service, {"x-cal-client-id": client["client id"],
                                             "x-cal-secret-key": client["client secret"]})
        ours = self.client["client id"]
        user = self.alice["user"]["id"]
        self.assertEqual(other.ask("GET", "/v2/bookings"), [])
        self.assertEqual(other.ask("GET", f"/v2/oauth-clients/{client['client id']}/users"), [])
        for method, path in (
                ("GET", f"/v2/oauth-clients/{ours}"),
                ("GET", f"/v2/oauth-clients/{ours}/users"),
                ("GET", f"/v2/oauth-clients/{ours}/users/{user}"),
                ("DELETE", f"/v2/oauth-clients/{ours}/users/{user}"),
                ("GET", f"/v2/oauth-clients/{ours}/webhooks"),
                ("GET", f"/v2/organizations/{self.organization}/bookings"),
                ("GET", f"/v2/organizations/{self.organization}/dead-letters"),
                ("GET", f"/v2/organizations/{self.organization}/users"),
                ("GET", f"/v2/oauth-clients/{client['client id']}/users/{user}")):
            answer = self.service.call(method, path, headers=other.headers)
            self.assertIn(answer.status, (401, 403, 404), f"{method} {path}: {answer.body}")
            self.assertNotIn(b"Alice", answer.body)
        booking = self.book(self.lesson, self.at(self.monday, 10))
        self.hears("BOOKING_CREATED")
        other.ask("POST", f"/v2/bookings/{booking['uid']}/confirm", {}, status=401)
        # Whoever knows the uid may cancel; so does Alice, who says why or not.
        self.as_alice.ask("POST", f"/v2/bookings/{booking['uid']}/cancel", {}, status=200)
        self.hears("BOOKING_CANCELLED")

    def everything_was_heard_once(self):
        ids = [one.headers["x-cal-delivery-id"] for one in self.receiver.received]
        self.assertEqual(len(ids), len(set(ids)))
        self.assertEqual(self.backend.ask(
            "GET", f"/v2/organizations/{self.organization}/dead-letters"), [])
        listed = self.as_alice.ask("GET", "/v2/bookings?take=100")
        self.assertIn(self.booking["uid"], [one["uid"] for one in listed])


if __name__ == "__main__":
    unittest.main()
