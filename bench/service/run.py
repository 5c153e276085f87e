#!/usr/bin/env python3
"""The CPU time of a slots answer of bookabled, beside that of a bare Beast server
which sends the same bytes.

    python3 bench/service/run.py                 # docs/service-performance.md
    python3 bench/service/run.py --print-only
    python3 bench/service/run.py --document      # the page again, from stored results

One run: both servers are up, and take turns under the same load, from the same
number of connections. CPU time is that of all threads of the server's process, as
the kernel counts it in nanoseconds; what is quoted is the median over rounds of
the ratio within a round. Each question is asked as fast as answers come, and at
an even pace that both servers keep up with: a server that is always behind is woken
less, and its CPU time a request is less. The answer is compared with the bare server's before
anything is timed. Exit code 1: something differs, or a request was not answered.
"""
import argparse
import datetime as dt
import json
import pathlib
import random
import re
import signal
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
RESULTS = ROOT / "bench/results/service.json"
PAGE = ROOT / "docs/service-performance.md"
SEED = 7
TEAM = 50

# (row, what is bounded, must, aim)
GOALS = [
    ("month", "ratio", 2.5, 1.5),
    ("month, API key", "ratio", 2.5, 1.5),
    ("month, at an even pace", "ratio", 2.5, 1.5),
    ("month, API key, at an even pace", "ratio", 2.5, 1.5),
    ("team", "microseconds", 1000.0, None),
]
PACE = 4000  # requests a second
PACED = ", at an even pace"
WHAT = {
    "month": "a month of one host with 60 bookings, anonymous",
    "month, API key": "the same, asked with an API key",
    "team": f"two weeks of a collective of {TEAM} hosts",
}


def monday_after(date, weeks):
    return date + dt.timedelta(days=7 * weeks - date.weekday())


class Server:
    """A process that listens; its CPU time."""

    def __init__(self, arguments, port_file, log):
        self.process = subprocess.Popen([*arguments], stdout=subprocess.DEVNULL, stderr=log)
        deadline = time.monotonic() + 60
        while not (port_file.exists() and port_file.read_text().endswith("\n")):
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{arguments[0]} did not start")
            time.sleep(0.01)
        self.port = int(port_file.read_text())

    def cpu_seconds(self):
        total = 0
        for task in pathlib.Path(f"/proc/{self.process.pid}/task").iterdir():
            total += int((task / "schedstat").read_text().split()[0])
        return total / 1e9

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def answer_of(port, target, headers):
    """The whole answer, head and body, and the body."""
    lines = "".join(f"{header}\r\n" for header in headers)
    with socket.create_connection(("127.0.0.1", port), 20) as connection:
        connection.sendall(f"GET {target} HTTP/1.1\r\nHost: 127.0.0.1\r\n{lines}\r\n".encode())
        data = b""
        while b"\r\n\r\n" not in data:
            data += connection.recv(65536)
        head, _, body = data.partition(b"\r\n\r\n")
        length = int(re.search(rb"Content-Length: (\d+)", head)[1])
        while len(body) < length:
            body += connection.recv(65536)
    if not head.startswith(b"HTTP/1.1 200 "):
        raise RuntimeError(f"{target}: {(head + body[:500]).decode()}")
    return head + b"\r\n\r\n" + body, body


class World:
    """What is in the database: a teacher with a busy month, and a team."""

    def __init__(self, bookabled, path):
        self.store = f"sqlite:{path}"
        self.path = path
        demo = subprocess.run([bookabled, "demo", "--store", self.store], check=True,
                              capture_output=True, text=True).stdout
        self.key = re.search(r"^api key +(\S+)", demo, re.M)[1]
        self.alice = int(re.search(r"^teacher +(\d+)", demo, re.M)[1])
        today = dt.datetime.now(dt.timezone.utc).date()
        self.month = monday_after(today, 2)
        with sqlite3.connect(path) as database:
            self.fill(database)
        database.close()

    def fill(self, database):
        now = int(time.time() * 1000)
        choice = random.Random(SEED)
        self.lesson, = database.execute("SELECT id FROM event_type WHERE user_id = ? "
                                        "ORDER BY id LIMIT 1", (self.alice,)).fetchone()
        database.execute("UPDATE app_user SET time_zone = 'Europe/Rome' WHERE id = ?",
                         (self.alice,))
        self.book(database, self.alice, self.lesson, choice, now)
        team = database.execute(
            "INSERT INTO team (is_organization, is_platform, name, slug, time_zone, week_start, "
            "is_private, hide_branding, profile, metadata, created_ms) VALUES (0, 0, 'Team', "
            "'bench-team', 'Europe/Rome', 'Monday', 0, 0, '{}', '{}', ?)", (now,)).lastrowid
        self.meeting = database.execute(
            "INSERT INTO event_type (team_id, slug, title, description, length_minutes, is_hidden, "
            "position, scheduling_type, assign_all_team_members, requires_confirmation, settings, "
            "created_ms, updated_ms) VALUES (?, 'meeting', 'Meeting', '', 30, 0, 0, 'collective', "
            "0, 0, '{}', ?, ?)", (team, now, now)).lastrowid
        hours = json.dumps([{"days": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"],
                             "startTime": "09:00", "endTime": "17:00"}])
        for i in range(TEAM):
            user = database.execute(
                "INSERT INTO app_user (email, username, is_system_admin, is_verified, time_zone, "
                "week_start, time_format, profile, metadata, created_ms, updated_ms) VALUES (?, ?, "
                "0, 1, 'Europe/Rome', 'Monday', 24, '{}', '{}', ?, ?)",
                (f"bench{i}@example.com", f"bench{i}", now, now)).lastrowid
            schedule = database.execute(
                "INSERT INTO schedule (user_id, name, time_zone, availability, overrides, "
                "created_ms, updated_ms) VALUES (?, 'Hours', 'Europe/Rome', ?, '[]', ?, ?)",
                (user, hours, now, now)).lastrowid
            database.execute("UPDATE app_user SET default_schedule_id = ? WHERE id = ?",
                             (schedule, user))
            database.execute("INSERT INTO event_type_host (event_type_id, user_id, is_fixed, "
                             "priority, weight) VALUES (?, ?, 1, 2, 100)", (self.meeting, user))
            # A few meetings each: with many, a team of 50 has no common time left.
            self.book(database, user, None, choice, now, 3)

    def book(self, database, user, event_type, choice, now, count=60):
        """`count` sessions in the month, at different half hours of its working days."""
        halves = [(day, half) for day in range(31) for half in range(16)
                  if (self.month + dt.timedelta(days=day)).weekday() < 5]
        for day, half in sorted(choice.sample(halves, count)):
            date = self.month + dt.timedelta(days=day)
            start = int(dt.datetime(date.year, date.month, date.day, 8,
                                    tzinfo=dt.timezone.utc).timestamp()) + half * 1800
            uid = f"bench-{user}-{start}"
            session = database.execute(
                "INSERT INTO session (uid, event_type_id, starts_s, ends_s, capacity, taken, "
                "is_firm, title, description, location, ical_sequence, is_host_absent, created_ms, "
                "updated_ms) VALUES (?, ?, ?, ?, 1, 1, 1, '', '', 'null', 0, 0, ?, ?)",
                (uid, event_type, start, start + 1800, now, now)).lastrowid
            database.execute("INSERT INTO session_host (session_id, host_id, position, "
                             "event_type_id, starts_s, from_s, until_s) VALUES (?, ?, 0, ?, ?, ?, "
                             "?)", (session, user, event_type, start, start, start + 1800))
            database.execute("INSERT INTO claim (session_id, host_id, event_type_id, from_s, "
                             "until_s, is_firm) VALUES (?, ?, ?, ?, ?, 1)",
                             (session, user, event_type, start, start + 1800))
            database.execute("INSERT INTO booking (uid, session_id, status, seats, responses, "
                             "metadata, created_ms, updated_ms) VALUES (?, ?, 'accepted', 1, '{}', "
                             "'{}', ?, ?)", (uid, session, now, now))

    def target(self, event_type, days):
        last = self.month + dt.timedelta(days=days - 1)
        return (f"/v2/slots?eventTypeId={event_type}&start={self.month}&end={last}"
                "&timeZone=Europe/Rome")


def load(http_load, port, target, headers, connections, requests, per_second):
    done = subprocess.run([http_load, str(port), str(connections), str(requests),
                           str(per_second), target, *headers], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"ERROR: the load on port {port}: {done.stdout}{done.stderr}")
    return json.loads(done.stdout)


def measure(arguments, folder):
    build = pathlib.Path(arguments.build)
    bookabled = str(build / "bindings/http/bookabled")
    bare_beast = str(build / "bench/service/bare_beast")
    http_load = str(build / "bench/service/http_load")
    world = World(bookabled, folder / "bench.db")
    log = open(folder / "log", "wb")  # pylint: disable=consider-using-with
    unlimited = [word for kind in ("ip", "client", "token", "api-key")
                 for word in (f"--rate-limit-{kind}", "1000000000")]
    service = Server([bookabled, "serve", "--store", world.store, "--port", "0", "--port-file",
                      str(folder / "service.port"), *unlimited], folder / "service.port", log)
    rows = {}
    peers = {}
    questions = {
        "month": (world.target(world.lesson, 31), []),
        "month, API key": (world.target(world.lesson, 31), [f"Authorization: Bearer {world.key}"]),
        "team": (world.target(world.meeting, 14), []),
    }
    try:
        for name, (target, headers) in questions.items():
            answer_of(service.port, target, headers)  # read from the tables
            whole, body = answer_of(service.port, target, headers)
            slots = sum(map(len, json.loads(body)["data"].values()))
            if slots == 0:
                sys.exit(f"ERROR: {name}: no slots")
            file = folder / f"answer-{len(peers)}"
            file.write_bytes(whole)
            port_file = folder / f"peer-{len(peers)}.port"
            peers[name] = Server([bare_beast, str(file), str(port_file)], port_file, log)
            if answer_of(peers[name].port, target, headers)[1] != body:
                sys.exit(f"ERROR: {name}: the bare server sends something else")
            for row in (name, name + PACED):
                rows[row] = {"slots": slots, "bytes": len(whole), "ratios": [], "service_us": [],
                             "peer_us": [], "p50": [], "p99": [], "peer_p99": [],
                             "per_second": []}
        order = random.Random(SEED)
        for _ in range(arguments.rounds):
            for name in order.sample(list(rows), len(rows)):
                question = name.removesuffix(PACED)
                pace = 0 if name == question else PACE
                target, headers = questions[question]
                requests = arguments.requests if pace == 0 else arguments.requests // 2
                took = {}
                sides = {"service": service, "peer": peers[question]}
                for side in order.sample(list(sides), 2):
                    server = sides[side]
                    before = server.cpu_seconds()
                    said = load(http_load, server.port, target, headers, arguments.connections,
                                requests, pace)
                    took[side] = ((server.cpu_seconds() - before) / requests * 1e6, said)
                row = rows[name]
                row["ratios"].append(took["service"][0] / took["peer"][0])
                row["service_us"].append(took["service"][0])
                row["peer_us"].append(took["peer"][0])
                row["p50"].append(took["service"][1]["p50"])
                row["p99"].append(took["service"][1]["p99"])
                row["peer_p99"].append(took["peer"][1]["p99"])
                row["per_second"].append(requests / took["service"][1]["seconds"])
    finally:
        service.stop()
        for peer in peers.values():
            peer.stop()
        log.close()
    return rows


def summary(rows):
    """Medians by row."""
    return {name: {key: value if not isinstance(value, list) else statistics.median(value)
                   for key, value in row.items()} for name, row in rows.items()}


def page_of(stored):
    rows = stored["rows"]
    lines = ["# Performance of the service", "",
             "Written by `python3 bench/service/run.py`; do not edit. What a slots answer of "
             "`bookabled` costs beside a bare",
             "server of Boost.Beast that sends the same bytes (`bench/service/bare_beast.cc`: no "
             "routing, no limits, no log, one answer).", "",
             stored["machine"], "",
             f"Medians of {stored['rounds']} rounds; {stored['requests']:,} requests a round on "
             f"{stored['connections']} connections, from the same machine. CPU time is that of all",
             "threads of the process. `bookabled serve` as it comes (SQLite, one I/O thread, a log "
             "line a request), but for the rate limits. Each question is asked as fast as answers "
             f"come, and at an even pace of {PACE:,} a second:",
             "a server that is always behind is woken less often by the system.", "",
             "| goal | | must | aim | |", "|---|--:|--:|--:|---|"]
    for name, what, must, aim in GOALS:
        value = rows[name]["ratios" if what == "ratio" else "service_us"]
        verdict = "missed" if value > must else "met" if aim is None or value > aim else "aim met"
        unit = "× bare Beast" if what == "ratio" else "µs CPU"
        lines.append(f"| {name}: {unit} | {value:.3g} | {must:g} | "
                     f"{'' if aim is None else f'{aim:g}'} | {verdict} |")
    lines += ["", "| | what | slots | bytes | CPU a request | bare Beast | × | requests/s | p50 | "
              "p99 | p99 of bare Beast |",
              "|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|"]
    for name, row in rows.items():
        lines.append(f"| {name} | {WHAT.get(name, 'the same')} | {row['slots']:.0f} | {row['bytes']:,.0f} | "
                     f"{row['service_us']:.1f} µs | {row['peer_us']:.1f} µs | {row['ratios']:.2f} | "
                     f"{row['per_second']:,.0f} | {row['p50'] / 1000:.2f} ms | "
                     f"{row['p99'] / 1000:.2f} ms | {row['peer_p99'] / 1000:.2f} ms |")
    return "\n".join(lines) + "\n"


def machine():
    model = re.search(r"model name\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text())
    cores = len(re.findall(r"^processor", pathlib.Path("/proc/cpuinfo").read_text(), re.M))
    commit = subprocess.run(["git", "-C", str(ROOT), "rev-parse", "--short=12", "HEAD"],
                            capture_output=True, text=True, check=False).stdout.strip()
    load_average = pathlib.Path("/proc/loadavg").read_text().split()[0]
    return (f"{model[1] if model else 'unknown CPU'}, {cores} cores; commit {commit or 'unknown'}, "
            f"{dt.date.today()}, load {load_average}.")


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", default=str(ROOT / "build/release"))
    parser.add_argument("--rounds", type=int, default=11)
    parser.add_argument("--requests", type=int, default=20_000, help="a round")
    parser.add_argument("--connections", type=int, default=64)
    parser.add_argument("--print-only", action="store_true")
    parser.add_argument("--document", action="store_true")
    arguments = parser.parse_args()
    if arguments.document:
        stored = json.loads(RESULTS.read_text(encoding="utf-8"))
    else:
        said = machine()
        with tempfile.TemporaryDirectory(prefix="bookable-bench-") as name:
            rows = measure(arguments, pathlib.Path(name))
        stored = {"machine": said, "rounds": arguments.rounds, "requests": arguments.requests,
                  "connections": arguments.connections, "rows": summary(rows)}
    print(page_of(stored))
    if not arguments.print_only:
        RESULTS.write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")
        PAGE.write_text(page_of(stored), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
