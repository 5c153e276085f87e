#!/usr/bin/env python3
"""Asks PostgreSQL 15 the questions of W1 and W2, by multiranges, and times it.

    python3 bench/peers/postgres.py           # W1 and W2; bench/results/postgresql.json
    python3 bench/peers/postgres.py --hosts 64 --no-write

Needs the packages of tools/packages/peers.txt and a build of the preset `bench`.
Starts a server of its own in a temporary folder, on a socket there, as an
unprivileged user (PostgreSQL refuses root), and removes both at the end.

The answers are compared with the engine's before anything is timed. Timed is
CPU of the server's process alone, not the client's, not the way between them:

    postgresql            a host's busy times are rows, as a table of bookings
                          holds them; a client sends the statement and gets rows
    postgresql_prepared   the same, prepared once
    postgresql_inside     the same in a loop inside the server: nothing is sent
    postgresql_stored     as inside, each host's multirange ready in a table
"""
import argparse
import json
import pathlib
import statistics
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
import report  # noqa: E402
import run  # noqa: E402

ROOT = run.ROOT
sys.path.insert(0, str(ROOT / "tools"))
import postgres_cluster  # noqa: E402

STORED = ROOT / "bench/results/postgresql.json"

# Local dates first...last of each workload; all else is as in its manifest.
DATES = {"W1": ("2026-03-01", "2026-03-31"), "W2": ("2026-01-01", "2026-12-31")}
ZONE = "Europe/Rome"
STEP = LENGTH = "30 minutes"

TABLES = """
CREATE TABLE busy_row (host int, starts bigint, ends bigint);
CREATE TABLE answer (host int, start bigint);
CREATE TABLE busy_time (host int NOT NULL, busy tstzrange NOT NULL);
CREATE TABLE host (id int PRIMARY KEY, busy tstzmultirange NOT NULL);
"""

FILL = """
INSERT INTO busy_time SELECT host, tstzrange(to_timestamp(starts), to_timestamp(ends))
FROM busy_row ORDER BY host, starts;
CREATE INDEX ON busy_time (host);
INSERT INTO host SELECT host, range_agg(busy) FROM busy_time GROUP BY host;
VACUUM ANALYZE;
"""

# Where a host's busy time comes from, by contestant.
BUSY = {"postgresql_inside": "(SELECT range_agg(busy) AS busy FROM busy_time WHERE host = asked)",
        "postgresql_stored": "(SELECT busy FROM host WHERE id = asked)"}

# Working hours become instants date by date, busy time is subtracted as a set,
# and what is left is cut at half hours of the wall clock (which are those of UTC
# here). A slot must end within the piece.
STATEMENT = """
  SELECT slot
  FROM (SELECT unnest((
          SELECT range_agg(tstzrange((d + time '09:00') AT TIME ZONE '{zone}',
                                     (d + time '17:00') AT TIME ZONE '{zone}'))
          FROM generate_series('{first}'::timestamp, '{last}', '1 day') AS d
          WHERE extract(isodow FROM d) < 6) - busy) AS piece
        FROM {busy} AS of_host) AS free,
       generate_series(date_bin('{step}', lower(piece) + interval '{step}' - interval '1 us',
                                timestamptz '2026-01-01 00:00:00+00'),
                       upper(piece) - interval '{length}', '{step}') AS slot
  ORDER BY slot
"""

FUNCTIONS = """
CREATE FUNCTION find_slots_of_{name}(asked int) RETURNS TABLE (start timestamptz)
LANGUAGE sql STABLE AS $$ {statement} $$;

-- Nanoseconds of CPU a query, over all hosts once.
CREATE FUNCTION time_{name}(hosts int) RETURNS double precision
LANGUAGE plpgsql AS $$
DECLARE begun bigint := cpu_time(); slots bigint; total bigint := 0;
BEGIN
  FOR i IN 0 .. hosts - 1 LOOP
    SELECT count(start) INTO slots FROM find_slots_of_{name}(i);
    total := total + slots;
  END LOOP;
  RETURN (cpu_time() - begun)::double precision / hosts;
END $$;
"""

# Of this process, in nanoseconds: what other programs do does not count.
CPU_TIME = """
CREATE FUNCTION cpu_time() RETURNS bigint LANGUAGE sql VOLATILE AS
$$ SELECT split_part(pg_read_file('/proc/self/schedstat'), ' ', 1)::bigint $$;
"""


class Server(postgres_cluster.Cluster):
    """A cluster of its own; gone when the block ends."""

    def __init__(self):
        super().__init__(["fsync=off", "jit=off", "timezone=UTC",
                          "max_parallel_workers_per_gather=0"])

    def ask_as_client(self, before, statements, rounds):
        """Nanoseconds of the server's CPU a statement, of each round."""
        text = before
        for _ in range(rounds):
            text += "SELECT cpu_time() AS begun \\gset\n\\o /dev/null\n" + "".join(statements)
            text += "\\o\nSELECT cpu_time() - :begun;\n"
        return [int(ns) / len(statements) for ns in self.sql(text).split()]

    def load(self, table, rows):
        self.sql(f"COPY {table} FROM STDIN WITH (FORMAT csv);\n{rows}\\.\n")


def rows_of(program, what, workload, hosts):
    text = subprocess.run([str(program), what, workload], capture_output=True, text=True,
                          check=True).stdout
    return "".join(line for line in text.splitlines(keepends=True)
                   if int(line.partition(",")[0]) < hosts)


def compare(server, name, workload, hosts):
    """Stops unless both give the same starts for every host."""
    # Each side's rows that the other has not; both are sets.
    differing = server.sql(f"""
      WITH peer AS (SELECT id, extract(epoch FROM start)::bigint AS start
                    FROM generate_series(0, {hosts - 1}) AS id,
                         find_slots_of_{name}(id))
      SELECT (SELECT count(*) FROM (TABLE peer EXCEPT ALL TABLE answer) AS a)
           + (SELECT count(*) FROM (TABLE answer EXCEPT ALL TABLE peer) AS b)""")
    if differing != "0":
        sys.exit(f"postgres.py: {workload}/{name}: {differing} starts differ from the engine's")


def row(times):
    return {"median_ns": statistics.median(times), "repetitions": len(times),
            "cv": statistics.stdev(times) / statistics.fmean(times) if len(times) > 1 else None}


def time_ours(build, workload, repetitions):
    arguments = argparse.Namespace(min_time=0.05, repetitions=repetitions,
                                   only=f"^{workload}/ours$")
    rows, _, errors = run.run_program(build / "bench/query/host_bench", arguments)
    if errors:
        sys.exit(f"postgres.py: {errors}")
    ours = rows[f"{workload}/ours"]
    return {key: ours[key] for key in ("median_ns", "repetitions", "cv")}


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build/bench")
    parser.add_argument("--hosts", type=int, default=1024)
    parser.add_argument("--repetitions", type=int, default=7)
    parser.add_argument("--no-write", action="store_true")
    arguments = parser.parse_args()
    program = arguments.build / "bench/peers/peer_input"
    if not program.exists():
        sys.exit(f"postgres.py: no {program}; build the preset `bench` first")
    if postgres_cluster.programs() is None:
        sys.exit("postgres.py: no PostgreSQL; install the packages of tools/packages/peers.txt")

    machine = run.describe(arguments.build)
    results = {"commit": machine["commit"],
               "has_uncommitted_changes": machine["has_uncommitted_changes"],
               "cpu": machine["cpu"], "date": machine["date"], "hosts": arguments.hosts,
               "rows": {}}
    for workload, (first, last) in DATES.items():
        with Server() as server:
            results["version"] = "PostgreSQL " + server.sql("SHOW server_version")
            server.sql(TABLES)
            server.load("busy_row", rows_of(program, "busy", workload, arguments.hosts))
            server.load("answer", rows_of(program, "answers", workload, arguments.hosts))
            for statements in FILL.split(";"):  # VACUUM wants to be alone
                server.sql(statements + ";")
            server.sql(CPU_TIME)
            asked = {name: STATEMENT.format(first=first, last=last, busy=busy, zone=ZONE,
                                            step=STEP, length=LENGTH)
                     for name, busy in BUSY.items()}
            for name, statement in asked.items():
                server.sql(FUNCTIONS.format(name=name, statement=statement))
                compare(server, name, workload, arguments.hosts)
            rounds = arguments.repetitions + 1  # the first warms up
            inside = asked["postgresql_inside"]
            hosts = range(arguments.hosts)
            took = {
                "postgresql": server.ask_as_client(
                    "", [f"{inside.replace('asked', str(i))};\n" for i in hosts], rounds),
                "postgresql_prepared": server.ask_as_client(
                    f"PREPARE find_slots(int) AS {inside.replace('asked', '$1')};\n",
                    [f"EXECUTE find_slots({i});\n" for i in hosts], rounds),
            }
            for name in BUSY:
                call = f"SELECT time_{name}({arguments.hosts});\n"
                took[name] = [float(ns) for ns in server.sql(call * rounds).split()]
            for name, times in took.items():
                results["rows"][f"{workload}/{name}"] = row(times[1:])
        ours = time_ours(arguments.build, workload, arguments.repetitions)
        results["rows"][f"{workload}/ours"] = ours
        for name in took:
            peer = results["rows"][f"{workload}/{name}"]["median_ns"]
            print(f"{workload}/{name}: answers equal on {arguments.hosts} hosts; "
                  f"{report.duration(peer)}, ours {report.duration(ours['median_ns'])}: "
                  f"{peer / ours['median_ns']:,.0f} times")
    if not arguments.no_write:
        STORED.write_text(json.dumps(results, indent=1) + "\n")
        print(f"wrote {STORED.relative_to(ROOT)}")
        if report.latest_results(ROOT)[0]:
            report.write_page(ROOT)
    return 0


if __name__ == "__main__":
    sys.exit(main())
