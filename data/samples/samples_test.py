#!/usr/bin/env python3
"""Runs the command on every sample: `bookable check` and `bookable slots`.

The expected starts are the cases sample-NAME of data/cases/samples.jsonl, whose
requests must be those of the files.

usage: samples_test.py BOOKABLE
"""

import datetime
import json
import pathlib
import subprocess
import sys

SAMPLES = pathlib.Path(__file__).resolve().parent
CASES = SAMPLES.parent / "cases" / "samples.jsonl"


def run(command):
    done = subprocess.run(command, capture_output=True, text=True)
    return done.returncode, done.stdout, done.stderr


def check_sample(bookable, path, case):
    """Yields what is wrong with one sample."""
    if case is None:
        yield f"no case sample-{path.stem} in {CASES.name}"
        return
    if json.loads(path.read_text()) != case["request"]:
        yield f"the request differs from that of its case in {CASES.name}"
    for form in (["check"], ["slots"], ["slots", "--week"], ["slots", "--csv"]):
        code, out, err = run([bookable, *form, str(path)])
        if code != 0 or not out:
            yield f"bookable {' '.join(form)}: exit status {code}: {err}"
    code, out, err = run([bookable, "slots", "--json", str(path)])
    if code != 0:
        yield f"bookable slots --json: exit status {code}: {err}"
        return
    starts = [
        int(datetime.datetime.fromisoformat(slot["start"]).timestamp())
        for slots in json.loads(out)["slots"].values()
        for slot in slots
    ]
    if starts != case["starts"]:
        yield f"starts {starts}, expected {case['starts']}"


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    cases = {}
    for line in CASES.read_text().splitlines():
        case = json.loads(line)
        cases[case["id"].removeprefix("sample-")] = case
    paths = sorted(SAMPLES.glob("*.json"))
    faults = [f"{name}: no such sample" for name in cases
              if not (SAMPLES / f"{name}.json").exists()]
    for path in paths:
        faults += [f"{path.name}: {fault}" for fault in
                   check_sample(sys.argv[1], path, cases.get(path.stem))]
    for fault in faults:
        print(fault, file=sys.stderr)
    print(f"{len(paths)} samples, {len(faults)} faults")
    sys.exit(1 if faults or not paths else 0)


if __name__ == "__main__":
    main()
