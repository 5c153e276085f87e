#!/usr/bin/env python3
"""Races and crashes: many clients at the same hosts' time, processes killed with
kill -9, the database too; then the proof that nothing was sold twice, nothing
acknowledged was lost and nothing is half there.

  races.py PROGRAM --store sqlite       one process
  races.py PROGRAM --store postgresql   three processes and a server of its own

PROGRAM is bookable_races (races.cc). The run is cut into rounds; in each but the
last a process is killed, on PostgreSQL in turn a process and the whole server."""
import argparse
import collections
import pathlib
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[4] / "tools"))
import postgres_cluster  # noqa: E402  (found by the line above)


class Race:
    def __init__(self, arguments, folder):
        self.program = arguments.program
        self.processes = 3 if arguments.store == "postgresql" else 1
        self.clients = arguments.clients
        self.rounds = arguments.rounds
        self.seconds = max(2, round(arguments.seconds / arguments.rounds))
        self.seed = arguments.seed
        self.folder = folder
        self.logs = []
        self.failures = 0
        self.kills = collections.Counter()

    def attack(self, url, clients, seconds):
        self.seed += 1
        log = self.folder / f"log-{self.seed}"
        log.touch()
        self.logs.append(log)
        return subprocess.Popen([self.program, "attack", url, str(clients), str(seconds),
                                 str(self.seed), str(log)], stdout=subprocess.PIPE, text=True)

    def end(self, process):
        """Waits for a process that was not killed."""
        output, _ = process.communicate(timeout=self.seconds + 90)
        print("  " + output.strip())
        if process.returncode != 0:
            print(f"  a process ended with {process.returncode}")
            self.failures += 1

    def round(self, number, url, cluster):
        """One round; what is killed depends on its number."""
        victim = "nothing"
        if number < self.rounds - 1:
            victim = "the server" if cluster and number % 2 == 1 else "a process"
        share, rest = divmod(self.clients, self.processes)
        processes = [self.attack(url, share + (1 if i < rest else 0), self.seconds)
                     for i in range(self.processes)]
        print(f"round {number + 1} of {self.rounds}: {self.clients} clients, "
              f"{self.processes} processes, {self.seconds} s, killed: {victim}", flush=True)
        if victim != "nothing":
            time.sleep(self.seconds / 2)
            self.kills[victim] += 1
        if victim == "a process":
            killed = processes.pop(0)
            killed.kill()
            killed.communicate()
            # Another one in its place, while the others go on.
            processes.append(self.attack(url, share, max(1, self.seconds // 2)))
        elif victim == "the server":
            cluster.kill()
            cluster.start()
        for process in processes:
            self.end(process)

    def report(self):
        """How the attempts ended and how long they took."""
        words = collections.Counter()
        kinds = collections.Counter()
        times = []
        for log in self.logs:
            for line in log.read_text(encoding="utf-8").splitlines():
                if not line.startswith("T "):
                    continue
                parts = line.split()
                if len(parts) != 4:
                    continue  # the last line of a killed process
                words[parts[2]] += 1
                if parts[2] == "ok":
                    kinds[parts[1]] += 1
                if parts[2] not in ("unreachable", "error"):
                    times.append(int(parts[3]))
        times.sort()
        if not times:
            print("no attempt was answered")
            self.failures += 1
            return
        at = lambda share: times[min(len(times) - 1, int(len(times) * share))] / 1000
        print(f"attempts {sum(words.values())}: "
              + ", ".join(f"{word} {count}" for word, count in words.most_common()))
        print("done: " + ", ".join(f"{kind} {count}" for kind, count in kinds.most_common()))
        print(f"latency: p50 {at(0.5):.1f} ms, p99 {at(0.99):.1f} ms, most {times[-1] / 1000:.1f} ms")
        print("kill -9: " + (", ".join(f"{what} {count}" for what, count in self.kills.items())
                             or "none"))
        if words["error"]:
            print(f"{words['error']} attempts ended in an error")
            self.failures += 1
        # The rarer ones may find no time in a short run.
        for needed in ("book", "cancel", "move", "hold", "confirm"):
            if not kinds[needed]:
                print(f"not one {needed} was done: this run proves little")
                self.failures += 1

    def run(self, url, cluster=None):
        subprocess.run([self.program, "prepare", url], check=True)
        for number in range(self.rounds):
            self.round(number, url, cluster)
        self.report()
        if cluster:
            deadlocks = (cluster.folder / "log").read_text(encoding="utf-8",
                                                           errors="replace").count("deadlock detected")
            print(f"deadlocks in the server's log: {deadlocks}")
            self.failures += deadlocks
        print("invariants:", flush=True)
        checked = subprocess.run([self.program, "check", url, *map(str, self.logs)], check=False)
        return 1 if self.failures or checked.returncode else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--store", choices=["sqlite", "postgresql"], required=True)
    parser.add_argument("--clients", type=int, default=16)
    parser.add_argument("--seconds", type=float, default=60, help="of all rounds together")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bookable-races-") as name:
        folder = pathlib.Path(name)
        race = Race(arguments, folder)
        if arguments.store == "sqlite":
            return race.run(f"sqlite:{folder}/races.db")
        if postgres_cluster.programs() is None:
            print("no PostgreSQL here; tools/packages/http-test.txt names it")
            return 77
        with postgres_cluster.Cluster() as cluster:
            return race.run(cluster.url, cluster)


if __name__ == "__main__":
    sys.exit(main())
