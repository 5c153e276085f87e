"""What the results say: ratios, goals, and the page docs/performance.md.

Used by bench/run.py; nothing here measures.
"""
import dataclasses
import json
import pathlib
from typing import Optional

NOISY = 0.05  # a coefficient of variation above this is not quoted


@dataclasses.dataclass(frozen=True)
class Goal:
    """`over`'s time divided by `under`'s, or the time of `over` in ms."""
    what: str
    over: str
    under: Optional[str]
    must: float
    aim: Optional[float]
    at_most: bool  # else at least
    # Where `over` or `under` is not among the rows: the file it comes from.
    source: str = ""

    def meets(self, value, bound):
        return value <= bound if self.at_most else value >= bound


def at_most(what, over, under, must, aim=None):
    return Goal(what, over, under, must, aim, True)


def at_least(what, over, under, must, aim=None, source=""):
    return Goal(what, over, under, must, aim, False, source)


GOALS = [
    at_most("W1: times the floor", "W1/ours", "W1/floor", 15, 8),
    at_least("W1: faster than plain date/tz", "W1/plain_date_tz", "W1/ours", 6),
    at_least("W1: faster than Boost.ICL", "W1/boost_icl", "W1/ours", 12, 25),
    at_most("W2: times the floor", "W2/ours", "W2/floor", 10, 5),
    at_most("W8: times the floor", "W8/ours", "W8/floor", 9, 5),
    at_most("W1, all rules on: times W1", "W1_rules/ours", "W1/ours", 2, 1.4),
    at_most("Explain at all 5 minutes of W1: times FindSlots",
            "W1_explain/ours", "W1/ours", 100, 40),
    at_least("W3 light: faster than plain", "W3_light/plain_date_tz", "W3_light/ours", 10),
    at_least("W3 light: faster than Boost.ICL", "W3_light/boost_icl", "W3_light/ours", 20, 40),
    at_least("W4: faster than plain", "W4/plain_date_tz", "W4/ours", 20),
    at_most("W6: times the floor", "W6/ours", "W6/floor", 7, 4),
    at_least("W6: gain of two threads", "W6/ours", "W6/ours_2_threads", 1.6, 1.8),
    at_most("k of 10,000 hosts, a month: ms", "k_of_n/ours", None, 150),
    at_least("W1: faster than PostgreSQL multiranges, as sent", "W1/postgresql", "W1/ours", 500,
             1000,
             "bench/results/postgresql.json"),
]

# Groups of rows on the page, by what their names begin with.
SECTIONS = [
    ("One host", ["W1", "W1_rules", "W2", "W8"]),
    ("Teams", ["W3_light", "W3_heavy", "W3_zones", "W4", "k_of_n"]),
    ("Batches", ["W6"]),
]


CONTESTANTS = ["floor", "ours", "ours_2_threads", "ours_no_avx2", "ours_by_sets"]


def place(row):
    """Key that sorts rows: by what is asked, then the floor, ours, the others."""
    group, _, contestant = row[0].partition("/")
    known = CONTESTANTS.index(contestant) if contestant in CONTESTANTS else len(CONTESTANTS)
    return group, known, row[1]["median_ns"]


def stored(root):
    """Results of other commands: {file: content}."""
    found = {}
    for name in ("postgresql", "w1_instructions"):
        path = root / "bench/results" / f"{name}.json"
        if path.exists():
            found[f"bench/results/{name}.json"] = json.loads(path.read_text())
    return found


def group_of(name):
    return name.partition("/")[0]


def duration(ns):
    for unit, size in (("s", 1e9), ("ms", 1e6), ("µs", 1e3)):
        if ns >= size:
            return f"{ns / size:.3g} {unit}" if ns < 1000 * size else f"{ns / size:.0f} {unit}"
    return f"{ns:.3g} ns" if ns < 1000 else f"{ns:.0f} ns"


def ratio_text(value):
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def value_of(goal, rows):
    """(value, noisy), or None when a row is missing."""
    if goal.over not in rows or (goal.under and goal.under not in rows):
        return None
    over = rows[goal.over]
    under = rows[goal.under] if goal.under else None
    both = [row for row in (over, under) if row]
    noisy = any(row.get("cv") is not None and row["cv"] > NOISY for row in both)
    if under is None:
        return over["median_ns"] / 1e6, noisy
    # Where threads are compared, both by the clock on the wall.
    key = "wall_median_ns" if "threads" in goal.under else "median_ns"
    return over[key] / under[key], noisy


def goal_lines(results, others):
    """(what, value, must, aim, verdict) as text, one for each goal."""
    lines = []
    for goal in GOALS:
        rows = results["rows"]
        if goal.source:
            rows = others.get(goal.source, {}).get("rows", {})
        sign = "≤" if goal.at_most else "≥"
        must = f"{sign} {goal.must:g}"
        aim = f"{sign} {goal.aim:g}" if goal.aim else "–"
        found = value_of(goal, rows)
        if found is None:
            lines.append((goal.what, "not measured", must, aim, "–"))
            continue
        value, noisy = found
        if goal.aim and goal.meets(value, goal.aim):
            verdict = "aim met"
        elif goal.meets(value, goal.must):
            verdict = "must met"
        else:
            verdict = "MISSED"
        text = ratio_text(value)
        if noisy:
            verdict += ", noisy"
        lines.append((goal.what, text, must, aim, verdict))
    return lines


def table(header, lines):
    rows = ["| " + " | ".join(header) + " |", "|" + "---|" * len(header)]
    rows += ["| " + " | ".join(line) + " |" for line in lines]
    return "\n".join(rows)


def aligned(header, lines):
    widths = [max(len(line[i]) for line in [header, *lines]) for i in range(len(header))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip()
                     for line in [header, *lines])


def row_lines(results, group):
    """Lines of the rows of one group, with ratios to its floor and to ours."""
    rows = {name: row for name, row in results["rows"].items() if group_of(name) == group}
    floor = rows.get(f"{group}/floor")
    ours = rows.get(f"{group}/ours")
    lines = []
    for name, row in rows.items():
        cv = row.get("cv")
        quoted = cv is None or cv <= NOISY
        ns = row["median_ns"]
        is_wall = name.endswith("_threads")
        lines.append((
            name,
            (duration(ns) if quoted else f"({duration(ns)})") + (" wall" if is_wall else ""),
            "–" if cv is None else f"{100 * cv:.1f} %",
            ratio_text(ns / floor["median_ns"]) if floor and not is_wall else "–",
            ratio_text(ns / ours["median_ns"]) if ours and not is_wall else "–",
            f"{row['ns_per_slot']:.3g} ns" if row.get("ns_per_slot") else "–",
            f"{row['allocations']:.0f}",
        ))
    return lines


ROW_HEADER = ("row", "median", "cv", "× floor", "× ours", "a slot", "allocations")
GOAL_HEADER = ("goal", "measured", "must", "aim", "")


def groups_of(results):
    groups = list(dict.fromkeys(group_of(name) for name in results["rows"]))
    ordered = [group for _, members in SECTIONS for group in members if group in groups]
    return ordered + [group for group in groups if group not in ordered]


def text(results, others):
    """For the terminal."""
    lines = []
    for group in groups_of(results):
        lines += row_lines(results, group)
    parts = [aligned(ROW_HEADER, lines), "", *results["warnings"]]
    goals = [line for line in goal_lines(results, others)]
    if any(line[1] != "not measured" for line in goals):
        parts += ["", aligned(GOAL_HEADER, goals)]
    return "\n".join(parts)


PAGE_HEAD = """\
# Performance

This page is generated from stored results by `python3 bench/run.py --document`; do
not edit it. `./dev bench` measures again on your machine and writes it anew.
How to read it: [bench/README.md](../bench/README.md). What is asked:
[data/workloads/README.md](../data/workloads/README.md).

Times depend on the machine; ratios within one run hold better. A median in
(parentheses) varied by more than 5 % between repetitions: it is not to be quoted.
"""


def latest_results(root):
    paths = sorted((root / "bench/results").glob("[0-9]*-*.json"))
    return (paths[-1], json.loads(paths[-1].read_text())) if paths else (None, None)


def page(root):
    path, results = latest_results(root)
    if results is None:
        raise SystemExit("report.py: no results in bench/results; run bench/run.py first")
    others = stored(root)
    machine = results["machine"]
    changes = ", with uncommitted changes" if machine["has_uncommitted_changes"] else ""
    parts = [
        PAGE_HEAD,
        "## Goals\n",
        table(GOAL_HEADER, goal_lines(results, others)),
        "\nW1 is one host for a month, W2 for a year; W8 offers a start every 5 minutes;"
        " W3 asks for all of 10 hosts, W4 for one of 50, W6 asks 10,000 hosts in one batch.\n",
        "## This run\n",
        table(("", ""), [
            ("date", machine["date"]),
            ("processor", f"{machine['cpu']}, {machine['cores']} cores"),
            ("compiler", machine["compiler"]),
            ("flags", f"`{machine['flags']}` ({machine['build_type']})"),
            ("commit", f"`{machine['commit']}`{changes}"),
            ("load before", ", ".join(str(load) for load in machine["load"])),
            ("repetitions", f"{results['repetitions']} of at least "
                            f"{results['min_time_seconds']:g} s, in random order"),
            ("results", f"`{path.relative_to(root)}`"),
        ]),
        "",
    ]
    for warning in results["warnings"]:
        parts += [f"The benchmark library says: `{warning}`. Debian builds it so; the code"
                  " that is timed is optimised.\n"]
    groups = groups_of(results)
    sections = list(SECTIONS)
    known = [group for _, members in SECTIONS for group in members]
    sections.append(("Parts", [group for group in groups if group not in known]))
    for title, members in sections:
        lines = [line for group in members for line in row_lines(results, group)]
        if not lines:
            continue
        parts += [f"## {title}\n", table(ROW_HEADER, lines), ""]
    parts += instructions_part(others.get("bench/results/w1_instructions.json"))
    parts += postgresql_part(others.get("bench/results/postgresql.json"))
    return "\n".join(parts).rstrip() + "\n"


def commit_text(result):
    changes = ", with uncommitted changes" if result["has_uncommitted_changes"] else ""
    return f"`{result['commit']}`{changes}"


def instructions_part(stored_counts):
    if not stored_counts:
        return []
    lines = [(name, f"{count['per_query']:,.0f}", f"{count['per_slot']:.1f}")
             for name, count in stored_counts["paths"].items()]
    return ["## Instructions of W1\n",
            f"Counted by valgrind over {stored_counts['queries']:,} queries after warm-up, at"
            f" commit {commit_text(stored_counts)}: a noisy machine does not change them."
            " Command: `python3 bench/instructions.py`.\n",
            table(("path", "a query", "a slot"), lines), ""]


def postgresql_part(peer):
    if not peer:
        return []
    lines = []
    for name, row in peer["rows"].items():
        cv = row.get("cv")
        quoted = cv is None or cv <= NOISY
        group = group_of(name)
        ours = peer["rows"].get(f"{group}/ours")
        ns = row["median_ns"]
        lines.append((name, duration(ns) if quoted else f"({duration(ns)})",
                      "–" if cv is None else f"{100 * cv:.1f} %",
                      ratio_text(ns / ours["median_ns"]) if ours else "–"))
    return ["## PostgreSQL\n",
            f"{peer['version']}, its multiranges on the same {peer['hosts']:,} hosts; answers"
            " compared first; ours beside it in the same minute, at commit"
            f" {commit_text(peer)}. CPU time of the server's process alone, not the client's."
            " Busy times are rows of a table and the statement is sent as text (`postgresql`),"
            " prepared once, or run in a loop inside the server; or, also inside, each host's"
            " multirange lies ready (`postgresql_stored`)."
            " Command: `python3 bench/peers/postgres.py`.\n",
            table(("row", "median", "cv", "× ours"), lines), ""]


def write_page(root):
    path = root / "docs/performance.md"
    path.write_text(page(root))
    print(f"wrote {path.relative_to(root)}")
