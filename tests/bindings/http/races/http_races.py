#!/usr/bin/env python3
"""Races and crashes through HTTP: many clients book the same slots of bookabled,
whole processes are killed with kill -9; then the proof that every slot was sold
exactly once (or exactly its seats), and that what was acknowledged is there.

  http_races.py BOOKABLED --store sqlite       one process
  http_races.py BOOKABLED --store postgresql   two processes, a server of its own

Two parts. First every client tries `--attempts` times to book one of a few slots,
all of which must be sold out by then. Then, `--kills` times, a process is killed
while clients book, and started again.

A client that was not answered does not know whether it booked: such a slot may be
sold or not, but not twice."""
import argparse
import collections
import datetime as dt
import http.client
import http.server
import json
import pathlib
import random
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[4] / "tools"))
import postgres_cluster  # noqa: E402  (found by the line above)

SEATS = 3
NO_LIMIT = [word for kind in ("ip", "client", "token", "api-key")
            for word in (f"--rate-limit-{kind}", "1000000000")]


class Node:
    """A bookabled that is started again on the port it had."""

    def __init__(self, program, store, folder, name, flags=()):
        self.arguments = [program, "serve", "--store", store, *NO_LIMIT, "--log-level", "warning",
                          *flags]
        self.port_file = folder / f"{name}.port"
        self.log = open(folder / f"{name}.log", "ab")  # pylint: disable=consider-using-with
        self.port = 0
        self.process = None

    def start(self):
        self.port_file.unlink(missing_ok=True)
        self.process = subprocess.Popen(
            [*self.arguments, "--port", str(self.port), "--port-file", str(self.port_file)],
            stdout=subprocess.DEVNULL, stderr=self.log)
        deadline = time.monotonic() + 60
        while not (self.port_file.exists() and self.port_file.read_text().endswith("\n")):
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"bookabled did not start; see {self.log.name}")
            time.sleep(0.01)
        self.port = int(self.port_file.read_text())

    def kill(self):
        self.process.kill()
        self.process.wait()

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(60)
        self.log.close()


class Connection:
    """Keep-alive to a node; None for an answer that did not come."""

    def __init__(self, node, token=None):
        self.node = node
        self.headers = {"cal-api-version": "2024-08-13", "Content-Type": "application/json"}
        if token:
            self.headers["Authorization"] = f"Bearer {token}"
        self.http = None

    def ask(self, method, path, body=None, version=None):
        headers = dict(self.headers)
        if version:
            headers["cal-api-version"] = version
        try:
            if self.http is None:
                self.http = http.client.HTTPConnection("127.0.0.1", self.node.port, timeout=60)
            self.http.request(method, path, None if body is None else json.dumps(body), headers)
            answer = self.http.getresponse()
            return answer.status, json.loads(answer.read())
        except (OSError, http.client.HTTPException, ValueError):
            self.close()
            return None

    def close(self):
        if self.http is not None:
            self.http.close()
        self.http = None

    def must(self, status, method, path, body=None, version=None):
        # A connection that was idle for long has been closed.
        answer = (self.ask(method, path, body, version)
                  or self.ask(method, path, body, version))
        if answer is None or answer[0] != status:
            raise RuntimeError(f"{method} {path}: {answer}")
        return answer[1].get("data")


class Receiver:
    """Takes webhooks: the ids of deliveries, by the uid of their booking."""

    def __init__(self):
        self.told = collections.defaultdict(set)
        self.again = 0
        self.lock = threading.Lock()
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):  # noqa: N802  (the base class calls it so)
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                delivery = self.headers["X-Cal-Delivery-Id"]
                with receiver.lock:
                    told = receiver.told[body["payload"]["uid"]]
                    receiver.again += delivery in told
                    told.add(delivery)
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


class Race:
    def __init__(self, arguments, folder, store, node_count):
        self.arguments = arguments
        self.random = random.Random(arguments.seed)
        self.nodes = [Node(arguments.program, store, folder, f"node{i}",
                           ("--webhooks-allow-private", "true")) for i in range(node_count)]
        self.store = store
        self.failures = []
        self.lock = threading.Lock()
        # By (event type, start): uids that were acknowledged; answers that never came.
        self.sold = collections.defaultdict(list)
        self.unknown = collections.Counter()
        self.words = collections.Counter()
        self.times = []
        self.number = 0
        self.receiver = Receiver()

    def fail(self, text):
        print("  WRONG: " + text)
        self.failures.append(text)

    # --- the world ------------------------------------------------------------

    def prepare(self):
        demo = subprocess.run([self.arguments.program, "demo", "--store", self.store], check=True,
                              capture_output=True, text=True).stdout
        self.token = re.search(r"^access token +(\S+)", demo, re.M)[1]
        for node in self.nodes:
            node.start()
        self.alice = Connection(self.nodes[0], self.token)
        self.types = {}
        for name, more in {
                "single": {"lengthInMinutes": 30},
                "class": {"lengthInMinutes": 30,
                          "seats": {"seatsPerTimeSlot": SEATS, "showAttendeeInfo": True,
                                    "showAvailabilityCount": True}},
                "short": {"lengthInMinutes": 15}}.items():
            made = self.alice.must(201, "POST", "/v2/event-types",
                                   {"title": name, "slug": f"race-{name}", **more}, "2024-06-14")
            self.types[name] = made["id"]
        self.alice.must(201, "POST", "/v2/webhooks",
                        {"subscriberUrl": self.receiver.url, "active": True,
                         "triggers": ["BOOKING_CREATED"]})

    def slots(self, connection, name, first, days):
        start = first.isoformat()
        end = (first + dt.timedelta(days=days - 1)).isoformat()
        data = connection.must(
            200, "GET", f"/v2/slots?eventTypeId={self.types[name]}&start={start}&end={end}",
            version="2024-09-04")
        return [slot["start"] for date in data.values() for slot in date]

    # --- booking --------------------------------------------------------------

    def attempt(self, connection, name, start):
        with self.lock:
            self.number += 1
            email = f"guest{self.number}@example.com"
        began = time.monotonic()
        answer = connection.ask("POST", "/v2/bookings", {
            "eventTypeId": self.types[name], "start": start,
            "attendee": {"name": "Guest", "email": email, "timeZone": "Europe/Rome"}})
        took = time.monotonic() - began
        with self.lock:
            if answer is None:
                self.words["not answered"] += 1
                self.unknown[name, start] += 1
                return False
            self.times.append(took)
            status, body = answer
            self.words[status] += 1
            if status == 201:
                self.sold[name, start].append(body["data"]["uid"])
            elif status >= 500:
                # 503 is an honest answer of a node in trouble: nothing was booked, or that
                # is not known.
                self.unknown[name, start] += 1
            elif status not in (400, 409):
                self.fail(f"an attempt was answered {status}: {body}")
            return True

    def run_clients(self, work):
        threads = [threading.Thread(target=work, args=(i,)) for i in range(self.arguments.clients)]
        for thread in threads:
            thread.start()
        return threads

    def sell_out(self):
        """All clients at the same few slots."""
        first = dt.date.today() + dt.timedelta(days=7)
        single = self.slots(self.alice, "single", first, 14)[:24]
        both = [("single", start) for start in single[:16]]
        both += [("class", start) for start in single[16:]]
        attempts = self.arguments.attempts
        if attempts * self.arguments.clients < 8 * len(both) * SEATS:
            both = both[::4]

        def client(i):
            choice = random.Random(self.arguments.seed * 1000 + i)
            connection = Connection(self.nodes[i % len(self.nodes)])
            # Each slot in turn first, so that none is left out by chance.
            order = choice.sample(both, len(both))
            for n in range(attempts):
                name, start = order[n] if n < len(order) else choice.choice(both)
                self.attempt(connection, name, start)

        began = time.monotonic()
        for thread in self.run_clients(client):
            thread.join()
        print(f"{self.arguments.clients} clients x {attempts} attempts at {len(both)} slots, "
              f"{len(self.nodes)} process(es): {time.monotonic() - began:.1f} s")
        for name, start in both:
            wanted = SEATS if name == "class" else 1
            if len(self.sold[name, start]) != wanted:
                self.fail(f"{name} {start} was sold {len(self.sold[name, start])} times, "
                          f"not {wanted}")
        # Every node has heard by now, or soon.
        deadline = time.monotonic() + 5
        for node in self.nodes:
            connection = Connection(node)
            while True:
                left = [start for name in ("single", "class")
                        for start in self.slots(connection, name, first, 14)
                        if (name, start) in both]
                if not left:
                    break
                if time.monotonic() > deadline:
                    self.fail(f"a node still offers {left}, which are sold out")
                    break
                time.sleep(0.05)

    def kill(self):
        """Processes die while clients book; what they acknowledged stays."""
        first = dt.date.today() + dt.timedelta(days=28)
        free = self.slots(self.alice, "short", first, 300)
        stop = threading.Event()

        def client(i):
            choice = random.Random(self.arguments.seed * 2000 + i)
            connection = Connection(self.nodes[i % len(self.nodes)])
            while not stop.is_set():
                # Early ones more often, so that clients meet.
                start = free[int(len(free) * choice.random() ** 3)]
                if not self.attempt(connection, "short", start):
                    time.sleep(0.05)  # its node is being started

        threads = self.run_clients(client)
        for number in range(self.arguments.kills):
            time.sleep(0.3 + self.random.random())
            node = self.nodes[number % len(self.nodes)]
            node.kill()
            time.sleep(self.random.random() * 0.2)
            node.start()
        time.sleep(0.5)
        stop.set()
        for thread in threads:
            thread.join()
        print(f"killed {self.arguments.kills} times while {self.arguments.clients} clients booked")

    # --- the proof ------------------------------------------------------------

    def check(self):
        connection = Connection(self.nodes[-1], self.token)
        seen = collections.defaultdict(set)
        names = {type_id: name for name, type_id in self.types.items()}
        total = 0
        for status in ("upcoming",):
            skip = 0
            while True:
                page = connection.must(200, "GET",
                                       f"/v2/bookings?status={status}&take=100&skip={skip}")
                for booking in page:
                    name = names.get(booking["eventTypeId"])
                    if name and booking["status"] == "accepted":
                        for attendee in booking["attendees"]:
                            seen[name, booking["start"]].add(
                                attendee.get("seatUid") or booking["uid"])
                            total += 1
                skip += len(page)
                if len(page) < 100:
                    break
        acknowledged = 0
        for slot, uids in self.sold.items():
            acknowledged += len(uids)
            name, start = slot
            there = seen[slot]
            capacity = SEATS if name == "class" else 1
            if len(there) > capacity:
                self.fail(f"{name} {start} was sold {len(there)} times")
            if name != "class" and not set(uids) <= there:
                self.fail(f"{name} {start}: acknowledged {uids}, there {there}")
            if name == "class" and len(there) < len(uids):
                self.fail(f"class {start}: {len(uids)} acknowledged, {len(there)} there")
        for slot, there in seen.items():
            if len(there) > len(self.sold[slot]) + self.unknown[slot]:
                self.fail(f"{slot}: {there} of which nobody knows")
        print(f"acknowledged {acknowledged}, in the list {total}")
        self.check_webhooks()

    def check_webhooks(self):
        """A delivery each, sent at least once: of seats, one each, all of their session's
        uid. Those whose acknowledgement was lost may come on top."""
        owed = collections.Counter(uid for uids in self.sold.values() for uid in uids)
        count = sum(owed.values())

        def lost():
            with self.receiver.lock:
                return {uid: seats for uid, seats in owed.items()
                        if len(self.receiver.told[uid]) < seats}

        deadline = time.monotonic() + self.arguments.patience
        while lost() and time.monotonic() < deadline:
            time.sleep(0.1)
        left = lost()
        missing = sum(seats - len(self.receiver.told[uid]) for uid, seats in left.items())
        print(f"webhooks: {count} owed, {count - missing} delivered, "
              f"{self.receiver.again} sent again")
        if missing:
            self.fail(f"{missing} webhooks were never delivered, such as of {sorted(left)[:3]}")
        for (name, start), uids in self.sold.items():
            most = SEATS if name == "class" else 1
            for uid in set(uids):
                if len(self.receiver.told[uid]) > most:
                    self.fail(f"{name} {start}: {self.receiver.told[uid]} tell of {most} sold")

    def report(self):
        self.times.sort()
        at = lambda share: self.times[min(len(self.times) - 1, int(len(self.times) * share))] * 1000
        print("attempts: " + ", ".join(f"{word} {count}" for word, count in
                                       self.words.most_common()))
        if self.times:
            print(f"latency: p50 {at(0.5):.1f} ms, p99 {at(0.99):.1f} ms, "
                  f"most {self.times[-1] * 1000:.1f} ms")

    def run(self):
        try:
            self.prepare()
            self.sell_out()
            if self.arguments.kills:
                self.kill()
            self.check()
            self.report()
        finally:
            for node in self.nodes:
                node.stop()
        print("all is as it must be" if not self.failures
              else f"{len(self.failures)} things are wrong")
        return 1 if self.failures else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--store", choices=["sqlite", "postgresql"], required=True)
    parser.add_argument("--clients", type=int, default=64)
    parser.add_argument("--attempts", type=int, default=200, help="of each client")
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--patience", type=float, default=120, help="seconds, for webhooks")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bookable-http-races-") as name:
        folder = pathlib.Path(name)
        if arguments.store == "sqlite":
            return Race(arguments, folder, f"sqlite:{folder}/races.db", 1).run()
        if postgres_cluster.programs() is None:
            print("no PostgreSQL here; tools/packages/http.txt names it")
            return 77
        with postgres_cluster.Cluster() as cluster:
            return Race(arguments, folder, cluster.url, 2).run()


if __name__ == "__main__":
    sys.exit(main())
