#!/usr/bin/env python3
"""Runs the benchmarks, says which goals are met, and writes the page of results.

    cmake --preset bench && cmake --build --preset bench
    python3 bench/run.py                  # all; bench/results/ and docs/performance.md
    python3 bench/run.py --only '^W1/'    # some; prints only
    python3 bench/run.py --document       # the page again, from stored results

Every program runs all its benchmarks several times in random order; medians of
these are compared only within one run of one program, except where a goal names
two programs. Exit code 1: a benchmark reported an error (answers differ, the
engine allocated).
"""
import argparse
import datetime
import json
import os
import pathlib
import platform
import re
import statistics
import subprocess
import sys

import report

ROOT = pathlib.Path(__file__).resolve().parent.parent


def output_of(*command):
    try:
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True,
                              check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


def cpu_model():
    try:
        text = pathlib.Path("/proc/cpuinfo").read_text()
    except OSError:
        return platform.processor() or "unknown"
    model = re.search(r"^model name\s*:\s*(.*)$", text, re.M)
    return model[1].strip() if model else platform.machine()


def cache_entry(build, name):
    text = (build / "CMakeCache.txt").read_text()
    entry = re.search(rf"^{name}:\w+=(.*)$", text, re.M)
    return entry[1].strip() if entry else ""


def describe(build):
    """What the numbers depend on besides the code."""
    compiler = cache_entry(build, "CMAKE_CXX_COMPILER")
    build_type = cache_entry(build, "CMAKE_BUILD_TYPE")
    flags = " ".join([cache_entry(build, "CMAKE_CXX_FLAGS"),
                      cache_entry(build, f"CMAKE_CXX_FLAGS_{build_type.upper()}")])
    version = output_of(compiler, "--version").splitlines()
    changes = output_of("git", "status", "--porcelain", "--", "engine", "bench", "data/workloads")
    return {
        "date": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "cpu": cpu_model(),
        "cores": os.cpu_count(),
        "system": f"{platform.system()} {platform.machine()}",
        "compiler": version[0] if version else compiler,
        "build_type": build_type,
        "flags": " ".join(flags.split()),
        "commit": output_of("git", "rev-parse", "--short=12", "HEAD"),
        "has_uncommitted_changes": bool(changes),
        "load": [round(load, 1) for load in os.getloadavg()],
    }


def nanoseconds(run, key):
    return run[key] * {"ns": 1, "us": 1e3, "ms": 1e6, "s": 1e9}[run["time_unit"]]


def run_program(program, arguments):
    """Rows {name: {...}} of one program, its warnings, its errors."""
    command = [str(program), "--benchmark_format=json",
               f"--benchmark_min_time={arguments.min_time}",
               f"--benchmark_repetitions={arguments.repetitions}",
               "--benchmark_enable_random_interleaving=true"]
    if arguments.only:
        command.append(f"--benchmark_filter={arguments.only}")
    done = subprocess.run(command, capture_output=True, text=True)
    warnings = {line.strip() for line in done.stderr.splitlines() if "WARNING" in line}
    if done.returncode != 0:
        return {}, warnings, [f"{program.name}: exit code {done.returncode}: {done.stderr}"]
    if not done.stdout.strip():
        return {}, warnings, []
    runs, errors = {}, []
    output = json.loads(done.stdout)
    if output["context"]["library_build_type"] == "debug":
        # What the library prints to a terminal.
        warnings.add("***WARNING*** Library was built as DEBUG. Timings may be affected.")
    for run in output["benchmarks"]:
        if run.get("error_occurred"):
            errors.append(f"{run['name']}: {run['error_message']}")
        elif run["run_type"] == "iteration":
            runs.setdefault(run["run_name"].removesuffix("/real_time"), []).append(run)
    rows = {}
    for name, repeated in runs.items():
        # Of threads the clock on the wall counts, of all others the CPU's: other
        # programs on the machine must not.
        key = "real_time" if name.endswith("_threads") else "cpu_time"
        times = [nanoseconds(run, key) for run in repeated]
        walls = [nanoseconds(run, "real_time") for run in repeated]
        mean = statistics.fmean(times)
        rows[name] = {
            "program": program.name,
            "median_ns": statistics.median(times),
            "wall_median_ns": statistics.median(walls),
            "cv": statistics.stdev(times) / mean if len(times) > 1 else None,
            "repetitions": len(times),
            "allocations": statistics.median(run.get("allocs/op", 0) for run in repeated),
        }
        if slot_times := [run["time/slot"] for run in repeated if run.get("time/slot")]:
            rows[name]["ns_per_slot"] = statistics.median(slot_times) * 1e9
    # The order of runs is random; ours is not.
    return dict(sorted(rows.items(), key=report.place)), warnings, sorted(set(errors))


def machine_name(machine):
    """"amd-epyc-2": enough to tell results apart, no name of a computer."""
    words = re.sub(r"\(.*?\)|@.*|processor|cpu", "", machine["cpu"], flags=re.I)
    slug = "-".join(re.findall(r"[a-z0-9]+", words.lower())) or "unknown"
    return f"{slug}-{machine['cores']}"


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build/bench",
                        help="build folder (default build/bench)")
    parser.add_argument("--only", metavar="REGEX",
                        help="only these benchmarks; prints, writes nothing")
    parser.add_argument("--repetitions", type=int, default=9)
    parser.add_argument("--min-time", type=float, default=0.05, metavar="SECONDS",
                        help="of each repetition (default 0.05)")
    parser.add_argument("--no-write", action="store_true", help="print only")
    parser.add_argument("--document", action="store_true",
                        help="run nothing; write the page from stored results")
    arguments = parser.parse_args()

    if arguments.document:
        report.write_page(ROOT)
        return 0
    programs = sorted(path for path in (arguments.build / "bench").glob("*/*_bench")
                      if os.access(path, os.X_OK) and path.is_file())
    if not programs:
        sys.exit(f"run.py: no benchmarks in {arguments.build}; build the preset `bench` first")
    results = {"machine": describe(arguments.build), "repetitions": arguments.repetitions,
               "min_time_seconds": arguments.min_time, "warnings": [], "rows": {}}
    failures, warnings = [], set()
    for program in programs:
        print(f"{program.parent.name}/{program.name} ...", file=sys.stderr, flush=True)
        rows, said, errors = run_program(program, arguments)
        results["rows"].update(rows)
        warnings |= said
        failures += errors
    results["warnings"] = sorted(warnings)

    print(report.text(results, report.stored(ROOT)))
    for failure in failures:
        print(f"ERROR: {failure}", file=sys.stderr)
    if failures:
        return 1
    if not arguments.only and not arguments.no_write:
        machine = results["machine"]
        path = ROOT / "bench/results" / f"{machine['date'][:10]}-{machine_name(machine)}.json"
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(results, indent=1) + "\n")
        print(f"wrote {path.relative_to(ROOT)}")
        report.write_page(ROOT)
    return 0


if __name__ == "__main__":
    sys.exit(main())
