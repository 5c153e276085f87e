#!/usr/bin/env python3
"""Counts the instructions of W1's queries with valgrind.

    python3 bench/instructions.py             # count, compare with what is stored
    python3 bench/instructions.py --record    # count, store as the new reference

Unlike times, the count hardly depends on the machine or on what else it does.
Exit code 1: a query takes over 2 % more instructions than stored.
"""
import argparse
import json
import pathlib
import re
import subprocess
import sys
import tempfile

import report
import run

ROOT = run.ROOT
STORED = ROOT / "bench/results/w1_instructions.json"
TOLERANCE = 0.02


def count(program, *arguments):
    """(instructions, queries, slots)"""
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder) / "callgrind"
        done = subprocess.run(
            ["valgrind", "--tool=callgrind", "--collect-atstart=no",
             f"--callgrind-out-file={out}", str(program), *arguments],
            capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit(f"instructions.py: {done.stderr}")
        # The totals of parts of a profile; the program toggles one part.
        totals = [int(total) for total in
                  re.findall(r"^(?:totals|summary): (\d+)", out.read_text(), re.M)]
        queries, slots = map(int, done.stdout.split())
        return max(totals), queries, slots


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build/bench")
    parser.add_argument("--record", action="store_true")
    arguments = parser.parse_args()
    program = arguments.build / "bench/callgrind/query_instructions"
    if not program.exists():
        sys.exit(f"instructions.py: no {program}; build the preset `bench` first")

    machine = run.describe(arguments.build)
    counted = {"commit": machine["commit"],
               "has_uncommitted_changes": machine["has_uncommitted_changes"],
               "compiler": machine["compiler"], "flags": machine["flags"], "paths": {}}
    for path, extra in (("ours", []), ("ours_no_avx2", ["no_avx2"])):
        instructions, queries, slots = count(program, "W1", *extra)
        counted["queries"] = queries
        counted["slots"] = slots
        counted["paths"][path] = {"per_query": instructions / queries,
                                  "per_slot": instructions / slots}
    stored = json.loads(STORED.read_text()) if STORED.exists() else None
    is_worse = False
    for path, now in counted["paths"].items():
        line = f"W1/{path}: {now['per_query']:,.1f} instructions a query"
        before = stored and stored["paths"].get(path)
        if before:
            change = now["per_query"] / before["per_query"] - 1
            line += f", {before['per_query']:,.1f} stored ({change:+.2%})"
            is_worse |= change > TOLERANCE
        print(line)
    if arguments.record:
        STORED.write_text(json.dumps(counted, indent=1) + "\n")
        print(f"wrote {STORED.relative_to(ROOT)}")
        if report.latest_results(ROOT)[0]:
            report.write_page(ROOT)
        return 0
    return 1 if is_worse else 0


if __name__ == "__main__":
    sys.exit(main())
