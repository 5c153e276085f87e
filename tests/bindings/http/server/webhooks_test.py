"""What happens to bookings reaches webhooks: from a running bookabled, or two of
them, to receivers that are good, slow, broken, or somewhere they should not be."""
import datetime
import json
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import unittest

from service_testing import BOOKABLED, STORE, Database, Service
from webhook_receiver import Receiver, is_signed, trigger_of

ROOT = pathlib.Path(__file__).resolve().parents[4]
QUICK = ("--webhooks-timeout", "1", "--webhooks-first-pause", "1",
         "--rate-limit-ip", "1000000", "--rate-limit-api-key", "1000000")
ALLOWED = ("--webhooks-allow-private", "true")


def shown(output, label):
    """What stands behind a label, "api key  cal_..."."""
    for line in output.splitlines():
        if line.startswith(label + " "):
            return line[len(label):].strip()
    raise AssertionError(f"{label!r} is not in {output!r}")


class WebhooksTest(unittest.TestCase):
    """Each test has a database of its own with an organisation, its owner and an
    event type of theirs, of which every minute can be booked."""

    def setUp(self):
        self.store = self.enterContext(Database()).url
        self.receiver = self.enterContext(Receiver())
        made = self.run_command("org", "create", "Lingua", "--owner", "o@lingua.example",
                                "--password-stdin", stdin="correct horse battery\n")
        self.organization = shown(made, "organisation")
        owner = shown(made, "owner").split()[0]
        key = shown(self.run_command("api-key", "create", "--user", owner), "api key")
        self.headers = {"Authorization": f"Bearer {key}", "cal-api-version": "2024-08-13"}
        self.type = None
        self.minutes = 0

    def run_command(self, *arguments, stdin="", code=0):
        done = subprocess.run([BOOKABLED, *arguments, "--store", self.store], input=stdin,
                              capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual(done.returncode, code, done.stderr + done.stdout)
        return done.stdout if code == 0 else done.stderr

    def serve(self, *flags, tries=3):
        return self.enterContext(
            Service(*QUICK, "--webhooks-tries", str(tries), *flags, store=self.store))

    def ask(self, service, method, path, body=None, status=None, headers=None):
        answer = service.call(method, path, body, headers=headers or self.headers)
        wanted = status or (201 if method == "POST" else 200)
        self.assertEqual(answer.status, wanted, answer.body)
        return answer.json["data"] if answer.status < 300 else answer.json

    def subscribe(self, service, path, **more):
        return self.ask(service, "POST", "/v2/webhooks", {
            "active": True, "triggers": ["BOOKING_CREATED", "BOOKING_CANCELLED"],
            "subscriberUrl": path if "://" in path else self.receiver.url + path, **more})

    def book(self, service, count=1):
        """Books other times each; the uids."""
        newest = {**self.headers, "cal-api-version": "2024-06-14"}
        if self.type is None:
            every = [{"days": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday",
                               "Saturday", "Sunday"], "startTime": "00:00", "endTime": "23:59"}]
            self.ask(service, "POST", "/v2/schedules", {
                "name": "Always", "timeZone": "UTC", "isDefault": True,
                "availability": every}, headers=newest)
            self.type = self.ask(service, "POST", "/v2/event-types", {
                "title": "Lesson", "slug": "lesson", "lengthInMinutes": 10,
                "slotInterval": 10}, headers=newest)["id"]
        day = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=7)
        day = day.replace(hour=1, minute=0, second=0, microsecond=0)
        uids = []
        for _ in range(count):
            start = day + datetime.timedelta(minutes=self.minutes)
            self.minutes += 10
            uids.append(self.ask(service, "POST", "/v2/bookings", {
                "eventTypeId": self.type, "start": start.strftime("%Y-%m-%dT%H:%M:%SZ"),
                "attendee": {"name": "Bob", "email": "bob@example.org",
                             "timeZone": "Europe/Rome"}})["uid"])
        return uids

    def dead_letters(self, service):
        return self.ask(service, "GET", f"/v2/organizations/{self.organization}/dead-letters")

    def wait_for(self, what, seconds=20):
        end = time.monotonic() + seconds
        while not (found := what()):
            self.assertLess(time.monotonic(), end, "it did not come")
            time.sleep(0.05)
        return found

    def wait_for_letters(self, service, count):
        self.wait_for(lambda: len(self.dead_letters(service)) == count)
        return self.dead_letters(service)

    def metric(self, service, name):
        text = service.get("/metrics").body.decode()
        return sum(float(line.split()[-1]) for line in text.splitlines()
                   if line.startswith(name))

    # --- what is sent -----------------------------------------------------------

    def test_each_event_comes_once_signed_and_with_an_id(self):
        service = self.serve(*ALLOWED)
        self.subscribe(service, "/ok/signed", secret="hush")
        self.subscribe(service, "/ok/plain")
        uids = self.book(service, 3)
        self.ask(service, "POST", f"/v2/bookings/{uids[0]}/cancel",
                 {"cancellationReason": "rain"}, status=200)
        signed = self.receiver.wait("/ok/signed", 4)
        plain = self.receiver.wait("/ok/plain", 4)
        time.sleep(1)  # nothing comes twice
        self.assertEqual(len(self.receiver.received), 8)
        for one in signed:
            self.assertTrue(is_signed(one, "hush"))
            self.assertFalse(is_signed(one, "hush "))
            self.assertEqual(one.headers["content-type"], "application/json")
        for one in plain:
            self.assertNotIn("x-cal-signature-256", one.headers)
        ids = {one.headers["x-cal-delivery-id"] for one in self.receiver.received}
        self.assertEqual(len(ids), 8)
        body = json.loads(signed[0].body)
        self.assertRegex(body["createdAt"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")
        self.assertEqual({json.loads(one.body)["payload"]["uid"] for one in signed}, set(uids))
        self.assertEqual(sorted(map(trigger_of, signed)),
                         ["BOOKING_CANCELLED"] + 3 * ["BOOKING_CREATED"])
        self.wait_for(lambda: self.metric(service, "bookabled_webhooks_waiting") == 0)
        self.assertEqual(self.metric(
            service, 'bookabled_webhook_tries_total{result="delivered"}'), 8)

    def test_a_template_that_is_no_json_is_a_form(self):
        service = self.serve(*ALLOWED)
        self.subscribe(service, "/ok", payloadTemplate="who={{attendees.0.email}}&n={{length}}")
        self.book(service)
        received = self.receiver.wait("/ok", 1)[0]
        self.assertEqual(received.headers["content-type"], "application/x-www-form-urlencoded")
        self.assertEqual(received.body, b"who=bob%40example.org&n=10")

    def test_one_that_is_off_hears_nothing_and_changes_count_at_once(self):
        service = self.serve(*ALLOWED)
        hook = self.subscribe(service, "/ok/a")
        self.ask(service, "PATCH", f"/v2/webhooks/{hook['id']}", {"active": False})
        self.book(service)
        self.ask(service, "PATCH", f"/v2/webhooks/{hook['id']}",
                 {"active": True, "subscriberUrl": self.receiver.url + "/ok/b"})
        second = self.book(service)[0]
        received = self.receiver.wait("/ok", 1)
        self.assertEqual([one.path for one in received], ["/ok/b"])
        self.assertEqual(json.loads(received[0].body)["payload"]["uid"], second)

    def test_the_receiver_of_the_documents(self):
        service = self.serve(*ALLOWED)
        example = ROOT / "docs/examples/webhook_receiver.py"
        with subprocess.Popen([sys.executable, str(example), "0", "hush"], text=True,
                              stdout=subprocess.PIPE) as process:
            try:
                port = process.stdout.readline().split()[-1]
                for secret in ("wrong", "hush"):
                    self.subscribe(service, f"http://127.0.0.1:{port}/{secret}", secret=secret)
                uid, = self.book(service)
                self.assertRegex(process.stdout.readline(),
                                 rf"^BOOKING_CREATED {uid} \d{{4}}-\d\d-\d\dT01:00:00.000Z$")
                # The other is refused until it is dead, and prints nothing.
                letter, = self.wait_for_letters(service, 1)
                self.assertEqual(letter["lastError"], "answered 401")
            finally:
                process.kill()
            self.assertEqual(process.stdout.read(), "")

    # --- receivers that fail ----------------------------------------------------

    def test_a_failed_try_is_repeated_as_it_was(self):
        service = self.serve(*ALLOWED)
        self.subscribe(service, "/flaky/2", secret="hush")
        self.book(service)
        first, second, third = self.receiver.wait("/flaky", 3)
        self.assertEqual(first.body, third.body)
        self.assertEqual(len({one.headers["x-cal-delivery-id"]
                              for one in (first, second, third)}), 1)
        self.assertTrue(is_signed(third, "hush"))
        # One second, then three, a quarter more or less, and the time to look.
        self.assertGreater(second.at - first.at, 0.7)
        self.assertGreater(third.at - second.at, 2.2)
        self.wait_for(lambda: self.metric(service, "bookabled_webhooks_waiting") == 0)
        self.assertEqual(self.dead_letters(service), [])

    def test_what_never_arrives_is_a_dead_letter_with_its_reason(self):
        service = self.serve(*ALLOWED, tries=1)
        with socket.create_server(("127.0.0.1", 0)) as closed:
            down = f"http://127.0.0.1:{closed.getsockname()[1]}/down"
        for path in ("/fail", "/redirect", "/slow", "/drip", down):
            self.subscribe(service, path)
        self.book(service)
        letters = self.wait_for_letters(service, 5)
        reasons = {letter["subscriberUrl"].rsplit("/", 1)[1]: letter["lastError"]
                   for letter in letters}
        self.assertEqual(reasons["fail"], "answered 500")
        self.assertEqual(reasons["redirect"], "answered 302; redirects are not followed")
        self.assertIn("Timeout", reasons["slow"])
        self.assertIn("Timeout", reasons["drip"])
        self.assertIn("connect", reasons["down"])
        self.assertEqual(self.receiver.of("/ok"), [])
        self.wait_for(lambda: self.metric(service, "bookabled_webhooks_dead") == 5)

    def test_a_huge_answer_is_cut_and_counts(self):
        service = self.serve(*ALLOWED)
        self.subscribe(service, "/huge")
        self.book(service)
        self.receiver.wait("/huge", 1)
        self.wait_for(lambda: self.metric(
            service, 'bookabled_webhook_tries_total{result="delivered"}') == 1, 3)
        self.assertLess(service.resident_kib(), 200_000)

    def test_one_slow_receiver_does_not_keep_the_others_waiting(self):
        service = self.serve(*ALLOWED)
        self.subscribe(service, "/slow")
        self.subscribe(service, "/ok")
        began = time.monotonic()
        self.book(service, 30)
        self.receiver.wait("/ok", 30, 15)
        # At most four at once, each cut off after a second.
        self.assertLessEqual(len(self.receiver.of("/slow")),
                             4 * (time.monotonic() - began + 2))

    # --- dead letters -----------------------------------------------------------

    def test_dead_letters_are_seen_and_replayed_by_session_and_command(self):
        service = self.serve(*ALLOWED, tries=1)
        with Receiver() as gone:
            pass
        self.subscribe(service, gone.url + "/ok", secret="hush")
        uids = self.book(service, 2)
        first, second = self.wait_for_letters(service, 2)
        listed = self.run_command("webhook", "dead-letters")
        for uid in uids:
            self.assertIn(uid, listed)
        self.assertIn("BOOKING_CREATED", listed)
        self.assertIn("--most", self.run_command("webhook", "dead-letters", "--most", "0", code=2))
        letter = self.ask(service, "GET", f"/v2/organizations/{self.organization}"
                                          f"/dead-letters/{first['id']}")
        with Receiver(port=gone.port) as back:
            # The settings page: a cookie and its token.
            signed_in = service.call("POST", "/v2/session", {
                "email": "o@lingua.example", "password": "correct horse battery"})
            self.assertEqual(signed_in.status, 201, signed_in.body)
            page = {"Cookie": signed_in.headers["set-cookie"].split(";")[0],
                    "x-csrf-token": signed_in.json["data"]["csrfToken"]}
            path = f"/v2/organizations/{self.organization}/dead-letters"
            self.assertEqual(len(self.ask(service, "GET", path, headers=page)), 2)
            self.ask(service, "POST", f"{path}/{first['id']}/replay", status=200, headers=page)
            received = back.wait("/ok", 1)[0]
            self.assertEqual(received.headers["x-cal-delivery-id"], first["deliveryId"])
            self.assertEqual(received.body.decode(), letter["body"])
            self.assertTrue(is_signed(received, "hush"))
            self.assertIn("replayed 1", self.run_command("webhook", "replay",
                                                         str(second["id"])))
            back.wait("/ok", 2)
        self.wait_for(lambda: self.dead_letters(service) == [])
        self.assertIn("no dead letter",
                      self.run_command("webhook", "replay", str(second["id"]), code=1))
        self.run_command("webhook", "replay", code=1)
        self.assertIn("replayed 0", self.run_command("webhook", "replay", "--all"))

    # --- where it may not go ----------------------------------------------------

    def test_a_private_address_is_not_connected_to(self):
        """Addresses and names that lead there are in the database already, as if
        they had pointed elsewhere when they were given."""
        with Service(*QUICK, *ALLOWED, store=self.store) as open_service:
            urls = {self.receiver.url + "/ok/address",
                    f"http://[::ffff:127.0.0.1]:{self.receiver.port}/ok/mapped"}
            for name in names_of_this_machine():
                urls.add(f"http://{name}:{self.receiver.port}/ok/name")
            for url in urls:
                self.subscribe(open_service, url)
        service = self.serve(tries=1)
        for url in (self.receiver.url, f"http://localhost:{self.receiver.port}/"):
            self.ask(service, "POST", "/v2/webhooks", {
                "active": True, "triggers": [], "subscriberUrl": url}, status=400)
        self.book(service)
        letters = self.wait_for_letters(service, len(urls))
        self.assertEqual({letter["lastError"] for letter in letters},
                         {"the address is of a private network"})
        self.assertEqual(self.receiver.received, [])

    def test_a_certificate_that_nobody_vouches_for_is_refused(self):
        if not shutil.which("openssl"):
            self.skipTest("openssl is not here to make a certificate")
        folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        both = folder / "both.pem"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1",
                        "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1",
                        "-keyout", str(both), "-out", str(folder / "certificate.pem")],
                       check=True, capture_output=True)
        with open(both, "a", encoding="ascii") as file:
            file.write((folder / "certificate.pem").read_text(encoding="ascii"))
        service = self.serve(*ALLOWED, tries=1)
        with Receiver(certificate=both) as receiver:
            self.subscribe(service, receiver.url + "/ok")
            self.book(service)
            letter = self.wait_for(lambda: self.dead_letters(service))[0]
            self.assertIn("certificate", letter["lastError"])
            self.assertEqual(receiver.received, [])

    # --- nodes that come and go -------------------------------------------------

    def test_a_killed_node_owes_what_it_had_begun(self):
        self.receiver.pause = 60
        with Service(*QUICK, *ALLOWED, store=self.store) as service:
            self.subscribe(service, "/slow")
            self.subscribe(service, "/ok")
            uids = self.book(service, 3)
            self.receiver.wait("/slow", 1)
            service.process.kill()
            service.process.wait()
        self.receiver.pause = 0
        again = self.serve(*ALLOWED)
        self.wait_for(lambda: self.metric(again, "bookabled_webhooks_waiting") == 0, 30)
        for path in ("/slow", "/ok"):
            ids = {}
            for one in self.receiver.of(path):
                ids.setdefault(json.loads(one.body)["payload"]["uid"], set()).add(
                    one.headers["x-cal-delivery-id"])
            # Each event came, under one id however often.
            self.assertEqual(set(ids), set(uids))
            self.assertEqual({len(of_event) for of_event in ids.values()}, {1})

    def test_a_node_that_stops_ends_what_it_had_begun(self):
        self.receiver.pause = 0.7
        with Service(*QUICK, *ALLOWED, store=self.store) as service:
            self.subscribe(service, "/slow")
            self.book(service, 8)
            self.receiver.wait("/slow", 1)
            service.stop()
            self.assertEqual(service.process.wait(20), 0)
        self.receiver.pause = 0
        began = time.monotonic()
        self.serve(*ALLOWED)
        # What it had not begun is not kept until a claim ends.
        self.receiver.wait("/slow", 8, 5)
        self.assertLess(time.monotonic() - began, 5)
        time.sleep(1)
        ids = [one.headers["x-cal-delivery-id"] for one in self.receiver.received]
        self.assertEqual(sorted(ids), sorted(set(ids)))

    @unittest.skipUnless(STORE == "postgresql", "one process has an SQLite file")
    def test_two_nodes_share_the_work_and_each_event_comes_once(self):
        nodes = [self.serve(*ALLOWED), self.serve(*ALLOWED)]
        for number in range(6):
            self.subscribe(nodes[0], f"/ok/{number}", secret="hush")
        for _ in range(12):
            for node in nodes:
                self.book(node)
        received = self.receiver.wait("/ok", 6 * 24, 30)
        self.wait_for(lambda: self.metric(nodes[0], "bookabled_webhooks_waiting") == 0)
        time.sleep(1)
        received = self.receiver.of("/ok")
        self.assertEqual(len(received), 6 * 24)
        self.assertEqual(len({one.headers["x-cal-delivery-id"] for one in received}), 6 * 24)
        delivered = [self.metric(node, 'bookabled_webhook_tries_total{result="delivered"}')
                     for node in nodes]
        self.assertEqual(sum(delivered), 6 * 24)
        self.assertGreater(min(delivered), 0)


def names_of_this_machine():
    """Names that lead to 127.0.0.1 or ::1 and do not say so."""
    names = []
    for line in pathlib.Path("/etc/hosts").read_text(encoding="utf-8").splitlines():
        address, *all_names = line.partition("#")[0].split() or [""]
        if address in ("127.0.0.1", "127.0.1.1", "::1"):
            names += [name for name in all_names if "localhost" != name]
    return names[:2]


if __name__ == "__main__":
    unittest.main()
