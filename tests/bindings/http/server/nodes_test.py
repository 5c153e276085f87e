"""Slots on several nodes, and when the database is not heard: what one node sells
vanishes from the others' slots, a cut connection loses no change, and without a
database slots are the last known for a bounded time, then 503."""
import datetime as dt
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import unittest

HERE = pathlib.Path(__file__).resolve()
sys.path[:0] = [str(HERE.parents[1] / "races"), str(HERE.parents[4] / "tools")]
import postgres_cluster  # noqa: E402  (found by the line above)
from http_races import Connection, Node  # noqa: E402

BOOKABLED = os.environ["BOOKABLED"]
STALE_SECONDS = 4


class Nodes:
    """Two of them on one database, with the demo's lesson."""

    def __init__(self, store, folder):
        shown = subprocess.run([BOOKABLED, "demo", "--store", store], check=True,
                               capture_output=True, text=True).stdout
        self.nodes = [Node(BOOKABLED, store, folder, f"node{i}",
                           ("--slots-stale-time", str(STALE_SECONDS))) for i in range(2)]
        for node in self.nodes:
            node.start()
        self.asks = [Connection(node) for node in self.nodes]
        first = dt.date.today() + dt.timedelta(days=7)
        last = first + dt.timedelta(days=6)
        alice = next(line.split()[-1] for line in shown.splitlines()
                     if line.startswith("teacher"))
        lesson, = self.asks[0].must(
            200, "GET", f"/v2/event-types?username={alice}&eventSlug=lezione-30",
            version="2024-06-14")
        self.lesson = lesson["id"]
        self.slots_path = f"/v2/slots?eventTypeId={self.lesson}&start={first}&end={last}"

    def slots(self, number):
        answer = self.asks[number].ask("GET", self.slots_path, version="2024-09-04")
        if answer is None or answer[0] != 200:
            return answer
        return {slot["start"] for date in answer[1]["data"].values() for slot in date}

    def book(self, number, start):
        return self.asks[number].ask("POST", "/v2/bookings", {
            "eventTypeId": self.lesson, "start": start,
            "attendee": {"name": "Bob", "email": "bob@example.com", "timeZone": "Europe/Rome"}})

    def stop(self):
        for connection in self.asks:
            connection.close()
        for node in self.nodes:
            node.stop()


class NodesTest(unittest.TestCase):
    def start(self, store):
        folder = tempfile.TemporaryDirectory(prefix="bookable-nodes-")
        self.addCleanup(folder.cleanup)
        nodes = Nodes(store or f"sqlite:{folder.name}/nodes.db", pathlib.Path(folder.name))
        self.addCleanup(nodes.stop)
        return nodes

    def cluster(self):
        if postgres_cluster.programs() is None:
            self.skipTest("no PostgreSQL here; tools/packages/http.txt names it")
        cluster = postgres_cluster.Cluster()
        cluster.__enter__()
        self.addCleanup(cluster.__exit__, None, None, None)
        return cluster

    def within(self, seconds, is_so, what):
        began = time.monotonic()
        while not is_so():
            self.assertLess(time.monotonic() - began, seconds, what)
            time.sleep(0.01)
        return time.monotonic() - began

    def check_vanishes(self, nodes, seconds):
        before = nodes.slots(1)
        start = sorted(before)[3]
        answer = nodes.book(0, start)
        self.assertEqual(answer[0], 201, answer)
        self.assertNotIn(start, nodes.slots(0))  # its own writes at once
        took = self.within(seconds, lambda: start not in nodes.slots(1),
                           "the other node still offers what was sold")
        self.assertEqual(nodes.slots(1), before - {start})
        # Who is late is refused, wherever the list was read.
        self.assertEqual(nodes.book(1, start)[0], 400)
        return took

    def test_what_one_node_sells_vanishes_from_the_other(self):
        for store in ("sqlite", "postgresql"):
            with self.subTest(store):
                nodes = self.start(self.cluster().url if store == "postgresql" else None)
                took = self.check_vanishes(nodes, 5)
                print(f"{store}: gone from the other node after {took * 1000:.0f} ms")

    def test_a_cut_connection_loses_no_change(self):
        cluster = self.cluster()
        nodes = self.start(cluster.url)
        nodes.slots(1)
        for _ in range(3):
            cluster.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                        "WHERE application_name = 'bookabled'")
            self.check_vanishes(nodes, 5)

    def test_without_a_database_slots_are_the_last_known_for_a_while(self):
        cluster = self.cluster()
        nodes = self.start(cluster.url)
        known = nodes.slots(0)
        start = sorted(known)[0]
        cluster.stop()
        stopped = time.monotonic()
        self.assertEqual(nodes.slots(0), known)
        self.assertEqual(nodes.book(0, start)[0], 503)
        self.within(STALE_SECONDS + 5, lambda: not isinstance(nodes.slots(0), set),
                    "slots are answered for ever")
        self.assertGreater(time.monotonic() - stopped, STALE_SECONDS - 2)
        status, body = nodes.slots(0)
        self.assertEqual(status, 503)
        self.assertEqual(body["error"]["code"], "ServiceUnavailableException")
        cluster.start()
        self.within(10, lambda: nodes.slots(0) == known, "no recovery")
        self.within(5, lambda: nodes.book(1, start)[0] == 201, "booking does not recover")
        self.within(5, lambda: start not in nodes.slots(0), "the change was not heard")


if __name__ == "__main__":
    unittest.main()
