#!/usr/bin/env python3
"""What Python costs above C++, and what one would write without bookable.

    cmake --preset release && cmake --build build/release --target _bookable bookable_bench_engine
    /usr/bin/python3 bench/python/run.py      # bench/results/python.json, docs/python-performance.md
    python3 bench/python/run.py --document    # the page again, from stored results

One process, the same arrays for all. Answers are compared before anything is
timed; then all take turns, in another order each round. Times are CPU time of
the one thread, medians over rounds; what is "above C++" is the median of the
differences within a round. Exit code 1: answers differ.
"""
import argparse
import datetime as dt
import gc
import importlib.util
import json
import pathlib
import random
import statistics
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "bench"))
RESULTS = ROOT / "bench/results/python.json"
PAGE = ROOT / "docs/python-performance.md"

BATCH, ONE = "batch", "W1"
CPP = {BATCH: "batch/cpp", ONE: "W1/cpp"}
# What the package is to keep to: (row, ratio or microseconds above C++).
GOALS = [
    ("batch/columns", "ratio", 1.15),
    ("W1/compiled host", "above", 10.0),
    ("W1/columns", "above", 10.0),
    ("W1/lists of datetime", "above", 40.0),
]
WHAT = {
    "batch/cpp": "C++, queries ready, memory reused",
    "batch/columns": "`batch(HostColumns(hours, starts, ends, offsets=...), ...)`",
    "batch/held columns": "`batch(hosts, ...)` of `HostColumns` made once",
    "batch/numpy": "NumPy, vectorised",
    "batch/pandas": "pandas, an anti-join",
    "batch/plain": "plain Python on lists of integers",
    "W1/cpp": "C++, compiled form, memory reused",
    "W1/cpp by value": "C++, `FindSlots(SlotQuery)`: validated and compiled each time",
    "W1/compiled host": "`compiled.find_slots(start, end)`",
    "W1/compiled host, starts": "`compiled.starts(start, end)`",
    "W1/host": "`find_slots(host, event, start, end)`",
    "W1/columns": "`find_slots(hours, event, start, end, busy=(starts, ends))`",
    "W1/lists of datetime": "`find_slots(hours, event, start, end, busy=[(a, b), ...])`",
    "W1/numpy": "NumPy, vectorised",
    "W1/pandas": "pandas, vectorised",
    "W1/plain": "plain Python on a list of integers",
    "W1/plain, datetimes": "plain Python on a list of datetimes",
}


def contestants_of(build):
    """{name: (call, how many questions a call asks)}, after all agree."""
    sys.path[:0] = [str(build / "bindings/python"), str(build / "bench/python")]
    import bookable_bench_engine
    import numpy as np
    import pandas as pd

    import bookable
    from contestants import LENGTH, NumPy, Pandas, Plain, month_of_starts

    def check(name, found, expected):
        if not np.array_equal(np.asarray(found), np.asarray(expected)):
            sys.exit(f"ERROR: {name}: differs from C++")

    many = bookable_bench_engine.Engine("W6")
    utc = dt.timezone.utc
    zone = bookable.Zone(many.zone)
    hours = bookable.Schedule(
        zone, bookable.WeeklyRule(bookable.WEEKDAYS, "09:00", "17:00"), week_start="Monday")
    event = bookable.EventType(30, slot_interval=30)
    start, end = (dt.datetime.fromtimestamp(bound, utc) for bound in many.bounds)
    month = month_of_starts(many.zone, many.bounds)
    numpy, pandas = NumPy(month), Pandas(month)
    plain = Plain(month, LENGTH)
    aware = Plain([dt.datetime.fromtimestamp(at, utc) for at in month], dt.timedelta(seconds=LENGTH))

    # W6: all hosts at once.
    starts, ends, offsets = many.starts, many.ends, many.offsets
    hosts = len(offsets) - 1
    held = bookable.HostColumns(hours, starts, ends, offsets=offsets)
    frame = pd.DataFrame({
        "host": np.repeat(np.arange(hosts), np.diff(offsets)),
        "start": pd.to_datetime(starts, utc=True), "end": pd.to_datetime(ends, utc=True)})

    def integers(first_host, last_host, of):
        a, b = (column.astype(np.int64).tolist() for column in (of.starts, of.ends))
        o = of.offsets.tolist()
        return [list(zip(a[o[i]:o[i + 1]], b[o[i]:o[i + 1]])) for i in range(first_host, last_host)]

    lists = integers(0, hosts, many)
    calls = {
        "batch/cpp": many.batch,
        "batch/columns": lambda: bookable.batch(
            bookable.HostColumns(hours, starts, ends, offsets=offsets), event, start, end),
        "batch/held columns": lambda: bookable.batch(held, event, start, end),
        "batch/numpy": lambda: numpy.batch(starts, ends, offsets),
        "batch/pandas": lambda: pandas.batch(frame, hosts),
        "batch/plain": lambda: plain.batch(lists),
    }
    many.batch()
    expected_offsets, expected = many.batch_answer()
    for name in ("batch/columns", "batch/held columns"):
        answer = calls[name]()
        check(name, answer.starts, expected)
        check(name, answer.offsets, expected_offsets)
    found_offsets, found = calls["batch/numpy"]()
    check("batch/numpy", found, expected)
    check("batch/numpy", found_offsets, expected_offsets)
    free = calls["batch/pandas"]()
    check("batch/pandas", free["start"].to_numpy("datetime64[s]"), expected)
    check("batch/pandas", np.bincount(free["host"], minlength=hosts), np.diff(expected_offsets))
    found = calls["batch/plain"]()
    check("batch/plain", [at for one in found for at in one], expected.astype(np.int64))

    # W1: one host after the other, 1,024 of them.
    single = bookable_bench_engine.Engine("W1")
    count = len(single.offsets) - 1
    places = [slice(*pair) for pair in zip(single.offsets[:-1].tolist(), single.offsets[1:].tolist())]
    columns = [(single.starts[place], single.ends[place]) for place in places]
    numbers = integers(0, count, single)
    datetimes = [
        [tuple(dt.datetime.fromtimestamp(at, utc) for at in pair) for pair in one] for one in numbers]
    frames = [
        pd.DataFrame({"start": pd.to_datetime(a, utc=True), "end": pd.to_datetime(b, utc=True)})
        for a, b in columns]
    listed = [bookable.Host(hours, pair) for pair in columns]
    compiled = [bookable.compile(host, event) for host in listed]
    find_slots = bookable.find_slots
    ones = {
        "W1/compiled host": (lambda host: host.find_slots(start, end), compiled),
        "W1/compiled host, starts": (lambda host: host.starts(start, end), compiled),
        "W1/host": (lambda host: find_slots(host, event, start, end), listed),
        "W1/columns": (lambda busy: find_slots(hours, event, start, end, busy=busy), columns),
        "W1/lists of datetime": (
            lambda busy: find_slots(hours, event, start, end, busy=busy), datetimes),
        "W1/numpy": (lambda busy: numpy.one(*busy), columns),
        "W1/pandas": (pandas.one, frames),
        "W1/plain": (plain.one, numbers),
        "W1/plain, datetimes": (aware.one, datetimes),
    }
    for name, (ask, inputs) in ones.items():
        for host, given in enumerate(inputs):
            answer = ask(given)
            if name == "W1/plain":
                answer = np.array(answer, np.int64).astype("datetime64[s]")
            elif name == "W1/plain, datetimes":
                answer = np.array([int(at.timestamp()) for at in answer]).astype("datetime64[s]")
            elif name == "W1/pandas":
                answer = answer.to_numpy("datetime64[s]")
            check(f"{name}, host {host}", answer, single.answer(host))

    def all_of(ask, inputs):
        def run():
            for given in inputs:
                ask(given)
        return run

    timed = {name: (call, 1) for name, call in calls.items()}
    timed["W1/cpp"] = (single.compiled, count)
    timed["W1/cpp by value"] = (single.by_value, count)
    timed |= {name: (all_of(*pair), count) for name, pair in ones.items()}
    if single.by_value() != single.compiled():
        sys.exit("ERROR: W1/cpp by value: differs from the compiled form")
    return timed


def measure(timed, repetitions):
    """{name: [nanoseconds a question, a round]}; two rounds before they count."""
    found = {name: [] for name in timed}
    order = random.Random(1)
    slow = ("batch/pandas", "batch/plain", "batch/numpy", "W1/pandas")
    gc.collect()
    gc.disable()
    try:
        for turn in range(-2, repetitions):
            names = list(timed)
            order.shuffle(names)
            for name in names:
                if name in slow and turn >= 0 and turn % 5:
                    continue  # far off, and the rounds are for what is near
                call, questions = timed[name]
                begin = time.thread_time_ns()
                kept = call()
                taken = time.thread_time_ns() - begin
                del kept
                if turn >= 0:
                    found[name].append(taken / questions)
    finally:
        gc.enable()
    return found


def summary(found):
    rows = {}
    for name, times in found.items():
        base = found[CPP[name.partition("/")[0]]]
        rows[name] = {
            "median_ns": statistics.median(times),
            "lowest_ns": min(times),
            "rounds": len(times),
        }
        if len(times) == len(base):
            rows[name]["ratio"] = statistics.median(a / b for a, b in zip(times, base))
            rows[name]["above_ns"] = statistics.median(a - b for a, b in zip(times, base))
        else:
            rows[name]["ratio"] = rows[name]["median_ns"] / statistics.median(base)
            rows[name]["above_ns"] = rows[name]["median_ns"] - statistics.median(base)
    return rows


def goals_of(rows):
    """(text, value, bound, is met)"""
    listed = []
    for name, kind, bound in GOALS:
        if kind == "ratio":
            value, text = rows[name]["ratio"], f"{name}: times C++"
        else:
            value, text = rows[name]["above_ns"] / 1e3, f"{name}: µs above C++"
        listed.append((text, value, bound, value <= bound))
    return listed


def table(rows, group):
    import report

    lines = ["| | what | time | × C++ | above C++ |", "|---|---|--:|--:|--:|"]
    for name, row in rows.items():
        if not name.startswith(f"{group}/"):
            continue
        above = "" if name == CPP[group] else report.duration(max(row["above_ns"], 0))
        lines.append(
            f"| {name.partition('/')[2]} | {WHAT[name]} | {report.duration(row['median_ns'])} "
            f"| {report.ratio_text(row['ratio'])} | {above} |")
    return lines


def page(results):
    machine, rows = results["machine"], results["rows"]
    lines = [
        "# Performance of the Python package", "",
        "Written by `python3 bench/python/run.py`; do not edit. What Python costs above the engine, and what",
        "one would write without it. The code of all: `bench/python/contestants.py`, `bench/python/run.py`.", "",
        f"{machine['cpu']}, {machine['cores']} cores, {machine['compiler']}, `{machine['flags']}`, "
        f"Python {machine['python']}, NumPy {machine['numpy']}, pandas {machine['pandas']}; "
        f"commit {machine['commit']}{' with changes' if machine['has_uncommitted_changes'] else ''}, "
        f"{machine['date'][:10]}, load {machine['load'][0]}.", "",
        f"Medians of {results['repetitions']} rounds in one process, in which all take turns (those far off "
        "take every fifth); CPU time of one thread. Answers were compared first, host by host.", "",
        "| goal | | bound | |", "|---|--:|--:|---|"]
    for text, value, bound, met in goals_of(rows):
        lines.append(f"| {text} | {value:.2f} | {bound:g} | {'met' if met else '**missed**'} |")
    lines += ["", "## 10,000 hosts, 31 days, 60 busy times each", ""]
    lines += table(rows, BATCH)
    lines += [
        "", "Each batch checks every entry of the caller's columns, once. NumPy, pandas and plain Python are given",
        "the month's starts ready-made and know busy times alone: no buffers, notice, limits, holidays.", "",
        "## One host, the same month (W1), 1,024 hosts in turn", ""]
    lines += table(rows, ONE)
    lines += [
        "", "C++ here reuses its memory; the calls of Python return arrays of their own, and read bounds and",
        "busy times anew.", ""]
    return "\n".join(lines)


def _describe(build):
    """As bench/run.py does; that file is called as this one is."""
    spec = importlib.util.spec_from_file_location("bench_run", ROOT / "bench/run.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.describe(build)


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build/release",
                        help="build folder (default build/release)")
    parser.add_argument("--repetitions", type=int, default=41)
    parser.add_argument("--no-write", action="store_true", help="print only")
    parser.add_argument("--document", action="store_true",
                        help="run nothing; write the page from stored results")
    arguments = parser.parse_args()
    if arguments.document:
        PAGE.write_text(page(json.loads(RESULTS.read_text())))
        return 0
    if arguments.repetitions < 1:
        parser.error("--repetitions: at least 1")

    timed = contestants_of(arguments.build.resolve())
    rows = summary(measure(timed, arguments.repetitions))
    import numpy
    import pandas

    results = {
        "machine": _describe(arguments.build) | {
            "python": sys.version.split()[0], "numpy": numpy.__version__, "pandas": pandas.__version__},
        "repetitions": arguments.repetitions,
        "rows": rows,
    }
    for name, row in rows.items():
        print(f"{name:28} {row['median_ns'] / 1e3:12.2f} µs  × {row['ratio']:8.2f}  "
              f"above {row['above_ns'] / 1e3:10.2f} µs")
    for text, value, bound, met in goals_of(rows):
        print(f"{text}: {value:.2f}, at most {bound:g}: {'met' if met else 'MISSED'}")
    if not arguments.no_write:
        RESULTS.write_text(json.dumps(results, indent=1) + "\n")
        PAGE.write_text(page(results))
        print(f"wrote {RESULTS.relative_to(ROOT)}, {PAGE.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
