#!/usr/bin/env python3
"""The tree is what its names promise: tests mirror code, lists are complete,
guards follow paths, and paths named in prose exist. --documents: only the last."""
import re
import sys

import taste

ENGINE = "engine/"
TOP_FOLDERS = "engine|bindings|tests|bench|data|docs|tools|cmake"
# A path of ours in prose. Placeholders stand in <angle brackets>: the part before
# them is what must exist.
PROSE_PATH = re.compile(rf"(?<![\w/.<-])(?:{TOP_FOLDERS})/[\w./*+-]*")


def mirror(path):
    """The tests that may belong to a source file, best first."""
    folder, name = path.removeprefix(ENGINE + "bookable/").rsplit("/", 1)
    place = f"tests/engine/{folder}" if path.startswith(ENGINE) else f"tests/{folder}"
    return [f"{place}/{name.removesuffix('.cc')}_test.{kind}" for kind in ("cc", "py")]


def tested_by(lines):
    """The paths in the file's "Tested by" sentence."""
    text = []
    for line in lines:
        if text or re.match(r"// (.* )?Tested by ", line):
            if not line.startswith("//") or line.strip() == "//":
                break
            text.append(line[2:].strip())
    words = " ".join(text).partition("Tested by ")[2]
    paths = re.findall(r"[\w./+-]+\.(?:cc|py|sh|cmake)\b|tests(?:/[\w.+-]+)*/", words)
    # A bare name stands in the folder of the path before it.
    full = []
    for path in paths:
        if "/" not in path and full:
            path = full[-1].rsplit("/", 1)[0] + "/" + path
        full.append(path)
    return full


def check_mirror(root):
    for path in taste.files(root, ".cc"):
        path = str(path)
        if not path.startswith((ENGINE, "bindings/")):
            continue
        named = tested_by(taste.lines(root, path))
        if not named:
            yield f"{path}: no comment says `Tested by <path>`"
        for test in named:
            if not (root / test).exists():
                yield f"{path}: tested by {test}, which does not exist"
        # What is internal, and a binding, may be tested through what uses it.
        through_others = "/internal/" in path or path.startswith("bindings/")
        if not through_others and not any((root / test).exists() for test in mirror(path)):
            yield f"{path}: has no {mirror(path)[0]}"
    for path in taste.files(root / "tests/engine", "_test.cc"):
        source = f"{ENGINE}bookable/{str(path).removesuffix('_test.cc')}"
        if not any((root / (source + end)).exists() for end in (".cc", ".h")):
            yield f"tests/engine/{path}: tests no {source}.h"


def check_guards(root):
    for path in taste.files(root, ".h"):
        guard = str(path).removeprefix(ENGINE).removeprefix("bindings/")
        if not guard.startswith("bookable/"):
            guard = "bookable/" + guard
        guard = re.sub(r"\W", "_", guard).upper() + "_"
        first = [line for line in taste.lines(root, path) if line.startswith("#")][:2]
        if first != [f"#ifndef {guard}", f"#define {guard}"]:
            yield f"{path}: its guard is not {guard}"


def check_lists(root):
    for path in taste.files(root, ".cc", ".h"):
        name = str(path)
        if not name.startswith((ENGINE, "bindings/", "tests/", "docs/", "bench/")):
            continue
        if name.endswith(".h") and (not name.startswith(ENGINE) or "/internal/" in name):
            continue  # only public headers are listed
        for folder in path.parents:
            if (root / folder / "CMakeLists.txt").exists():
                break
        else:
            yield f"{path}: no CMakeLists.txt above it"
            continue
        text = "\n".join(line.partition("#")[0]
                         for line in taste.lines(root, folder / "CMakeLists.txt"))
        entry = re.escape(str(path.relative_to(folder)))
        stem = re.escape(str(path.relative_to(folder).with_suffix("")))
        # A file, or a stem that a function of the list completes.
        if not re.search(rf"(?<![\w/.-]){entry}(?![\w/.-])", text) and not (
                name.startswith(("tests/", "docs/", "bench/"))
                and re.search(rf"(?<![\w/.-]){stem}(?![\w/.-])", text)):
            yield f"{path}: not listed in {folder}/CMakeLists.txt"


def check_prose(root):
    for path in taste.files(root, ".md", ".h", ".cc"):
        in_code = path.suffix != ".md"
        for number, line in enumerate(taste.lines(root, path), 1):
            if in_code:
                comment = re.match(r"\s*//(.*)", line)
                line = comment[1] if comment else ""
                if "Tested by " in line:
                    continue  # check_mirror's
            line = re.sub(r"\w+://\S*", "", line)
            for match in PROSE_PATH.finditer(line):
                named = match[0].rstrip(".-/")
                found = list(root.glob(named)) if "*" in named else (root / named).exists()
                if not found:
                    yield f"{path}:{number}: names {named}, which does not exist"


def check(root):
    complaints = []
    parts = [check_mirror, check_guards, check_lists, check_prose]
    for part in parts[3:] if "--documents" in sys.argv[1:] else parts:
        complaints += part(root)
    return list(dict.fromkeys(complaints))


GOOD = {
    "engine/CMakeLists.txt": "bookable/time/zone.cc bookable/time/zone.h\n"
                             "bookable/time/internal/table.cc\n",
    "engine/bookable/time/zone.h": "#ifndef BOOKABLE_TIME_ZONE_H_\n"
                                   "#define BOOKABLE_TIME_ZONE_H_\n#endif\n",
    "engine/bookable/time/zone.cc": "// How. Tested by tests/engine/time/zone_test.cc, and\n"
                                    "// by zone_zoneinfo_test.py.\n",
    "engine/bookable/time/internal/table.cc": "// Tested by tests/engine/time/zone_test.cc.\n",
    "tests/engine/time/CMakeLists.txt": "t(time_test SOURCES zone_test.cc)\n",
    "tests/engine/time/zone_test.cc": "// See docs/zones.md.\n",
    "tests/engine/time/zone_zoneinfo_test.py": "",
    "docs/examples/CMakeLists.txt": "foreach(example first)\n",
    "docs/examples/first.cc": "",
    "docs/zones.md": "See `engine/bookable/time/*.h` and tests/<folder>.\n",
}
ZONE = "engine/bookable/time/zone.cc"
SPOILED = [
    ("no comment says", {ZONE: "// Nothing.\n"}),
    ("zone_zoneinfo_test.py, which does not exist",
     {"tests/engine/time/zone_zoneinfo_test.py": None}),
    ("has no tests/engine/time/zone_test.cc",
     {ZONE: "// Tested by tests/other_test.cc.\n", "tests/other_test.cc": "",
      "tests/CMakeLists.txt": "other_test.cc", "tests/engine/time/zone_test.cc": None}),
    ("tests no engine/bookable/time/week.h",
     {"tests/engine/time/week_test.cc": "", "tests/engine/time/CMakeLists.txt":
      "zone_test.cc week_test.cc"}),
    ("its guard is not BOOKABLE_TIME_ZONE_H_",
     {"engine/bookable/time/zone.h": "#ifndef ZONE_H\n#define ZONE_H\n#endif\n"}),
    ("zone.h: not listed", {"engine/CMakeLists.txt": "bookable/time/zone.cc"}),
    ("zone_test.cc: not listed", {"tests/engine/time/CMakeLists.txt": "# zone_test.cc\n"}),
    ("first.cc: not listed", {"docs/examples/CMakeLists.txt": "first_slots\n"}),
    ("names docs/zone.md", {"docs/zones.md": "See docs/zone.md.\n"}),
    ("names docs/zones.md", {"docs/zones.md": None}),
]

if __name__ == "__main__":
    taste.main(check, GOOD, SPOILED)
