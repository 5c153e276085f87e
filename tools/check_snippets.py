#!/usr/bin/env python3
"""Documents show what exists: code from docs/examples, JSON from data/samples,
commands that are there, links that lead somewhere, output that came out.

    <!-- snippet: docs/examples/first_slots.cc [query] -->
    ```cpp
    the lines between `// [query]` and `// [/query]`, dedented
    ```

A C++ block needs such a line above it; a JSON block may have one (without a
marker it is the whole file) and must be JSON in any case. In a `console` block
the lines after `$ bookable ...` are its output; `...` alone stands for what is
left out. `./dev X` in a shell block must be a command of dev.

    --fix              write snippets, and with --bookable outputs, as they are
    --bookable PATH    run the commands of console blocks with this program
    --self-test        prove that each check can fail
"""
import json
import os
import re
import shlex
import subprocess
import sys
import textwrap
from pathlib import Path

import taste

SNIPPET = re.compile(r"<!-- snippet: (\S+)(?: \[(\w[\w-]*)\])? -->$")
FENCE = re.compile(r"( *)(```+)([\w+-]*)")
CPP = {"cpp", "c++", "cc", "cxx"}
SHELL = {"sh", "bash", "shell", "console"}
LINK = re.compile(r"\[[^]]*\]\(([^)\s]+)\)")
BOOKABLE = sys.argv[sys.argv.index("--bookable") + 1] if "--bookable" in sys.argv else None


class Block:
    """A fenced block: its lines are text[begin:end], the fence around them."""

    def __init__(self, text, fence, end):
        match = FENCE.match(text[fence])
        self.indent, self.language = match[1], match[3]
        self.begin, self.end = fence + 1, end
        self.body = [line.removeprefix(self.indent) for line in text[fence + 1:end]]
        above = text[fence - 1].strip() if fence else ""
        self.snippet = SNIPPET.match(above)


def blocks(text):
    number = 0
    while number < len(text):
        match = FENCE.match(text[number])
        if match:
            end = number + 1
            while end < len(text) and text[end].strip() != match[2]:
                end += 1
            yield Block(text, number, end)
            number = end
        number += 1


def snippet(root, path, marker):
    """The lines to show, or a complaint as a string."""
    if not (root / path).exists():
        return f"{path} does not exist"
    lines = taste.lines(root, path)
    if marker is None:
        return "\n".join(lines).rstrip("\n").split("\n")
    at = [i for i, line in enumerate(lines) if re.fullmatch(rf"\s*(//|#) \[{marker}\]", line)]
    to = [i for i, line in enumerate(lines) if re.fullmatch(rf"\s*(//|#) \[/{marker}\]", line)]
    if len(at) != 1 or len(to) != 1 or to[0] < at[0]:
        return f"{path} has no part [{marker}] ... [/{marker}]"
    return textwrap.dedent("\n".join(lines[at[0] + 1:to[0]])).split("\n")


def dev_commands(root):
    if not (root / "dev").exists():
        return set()
    return set(re.findall(r"^\./dev ([\w-]+)", (root / "dev").read_text(), re.M))


def agrees(shown, real):
    """Whether `real` lines are what is shown, where `...` stands for any lines."""
    pattern = "\n".join(shown)
    parts = [re.escape(p) for p in re.split(r"(?m)^\.\.\.$", pattern)]
    return re.fullmatch(r"(?:.|\n)*".join(parts), "\n".join(real)) is not None


def run_console(root, body, where):
    """(complaints, body as it should be)."""
    complaints, right = [], []
    number = 0
    while number < len(body):
        line = body[number]
        right.append(line)
        number += 1
        if not line.startswith("$ "):
            continue
        shown = []
        while number < len(body) and not body[number].startswith("$ "):
            shown.append(body[number])
            number += 1
        command = line[2:].partition("  #")[0].strip()
        if not re.match(r"bookable\b", command):
            right += shown
            continue
        script = f"bookable() {{ {shlex.quote(BOOKABLE)} \"$@\"; }}\n{command}"
        done = subprocess.run(["sh", "-c", script], cwd=root, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, encoding="utf-8", check=False,
                              env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"})
        real = done.stdout.rstrip("\n").split("\n") if done.stdout else []
        padding = len(shown) - len("\n".join(shown).rstrip("\n").split("\n")) if shown else 0
        trimmed = shown[:len(shown) - padding] if padding else shown
        if agrees(trimmed, real):
            right += shown
        else:
            complaints.append(f"{where}: `{command}` prints something else")
            right += real + [""] * padding
    return complaints, right


def slug(heading):
    heading = re.sub(r"[`*]|\[([^]]*)\]\([^)]*\)", r"\1", heading).strip().lower()
    return re.sub(r"[^\w\- ]", "", heading).replace(" ", "-")


def anchors(text):
    inside = [n for b in blocks(text) for n in range(b.begin, b.end)]
    return {slug(line.lstrip("#")) for n, line in enumerate(text)
            if re.match(r"#+ ", line) and n not in inside}


def check_links(root, path, text):
    inside = {n for b in blocks(text) for n in range(b.begin, b.end)}
    for number, line in enumerate(text):
        if number in inside:
            continue
        for target in LINK.findall(re.sub(r"`[^`]*`", "", line)):
            if re.match(r"\w+:", target):
                continue
            name, _, anchor = target.partition("#")
            file = (root / path).parent / name if name else root / path
            where = f"{path}:{number + 1}"
            if not file.exists():
                yield f"{where}: the link to {target} leads nowhere"
            elif anchor and file.suffix == ".md" and anchor not in anchors(
                    file.read_text(encoding="utf-8").split("\n")):
                yield f"{where}: {name or path} has no heading #{anchor}"


def check_document(root, path, commands, fix):
    complaints = []
    text = taste.lines(root, path)
    for block in reversed(list(blocks(text))):
        where = f"{path}:{block.begin}"
        want = None
        if block.end == len(text):
            complaints.append(f"{where}: the block does not end")
        if block.snippet:
            want = snippet(root, block.snippet[1], block.snippet[2])
            if isinstance(want, str):
                complaints.append(f"{where}: {want}")
                want = None
            elif want != block.body:
                complaints.append(f"{where}: is not what {block.snippet[1]} says; "
                                  "run tools/check_snippets.py --fix")
        elif block.language in CPP:
            complaints.append(f"{where}: C++ that is compiled nowhere: take it from "
                              "docs/examples by a `<!-- snippet: ... -->`")
        if block.language == "json":
            try:
                json.loads("\n".join(block.body))
            except ValueError as error:
                complaints.append(f"{where}: no JSON: {error}")
        if block.language in SHELL:
            for line in block.body:
                for word in re.findall(r"(?:^|[\s/])dev ([a-z][\w-]*)", line.partition("#")[0]):
                    if word not in commands:
                        complaints.append(f"{where}: dev has no command {word}")
        if block.language == "console" and BOOKABLE:
            found, want = run_console(root, block.body, where)
            complaints += found
        if fix and want is not None and want != block.body:
            text[block.begin:block.end] = [(block.indent + line).rstrip() if line else line
                                           for line in want]
    if fix:
        (root / path).write_text("\n".join(text), encoding="utf-8")
    return complaints + list(check_links(root, path, text))


def check(root):
    global BOOKABLE
    if BOOKABLE:
        BOOKABLE = str(Path(BOOKABLE).resolve())
    commands = dev_commands(root)
    return [complaint for path in taste.files(root, ".md")
            for complaint in check_document(root, path, commands, "--fix" in sys.argv)]


CODE = """int main() {
  // [part]
  if (true) {
    return 0;
  }
  // [/part]
}
"""
TEXT = """# First things
<!-- snippet: docs/examples/first.cc [part] -->
```cpp
if (true) {
  return 0;
}
```
See [above](#first-things), [it](../dev) and [there](https://example.org/#x).
```sh
./dev test   # everything
```
```json
{"a": [1]}
```
"""
GOOD = {"docs/first.md": TEXT, "docs/examples/first.cc": CODE,
        "dev": "./dev run    runs\n./dev test   tests\n"}
SPOILED = [
    ("is not what docs/examples/first.cc says",
     {"docs/examples/first.cc": CODE.replace("return 0", "return 1")}),
    ("has no part [part]", {"docs/examples/first.cc": CODE.replace("[/part]", "[/pat]")}),
    ("does not exist", {"docs/examples/first.cc": None}),
    ("compiled nowhere", {"docs/first.md": TEXT.replace("<!-- snip", "<!-- was snip")}),
    ("no JSON", {"docs/first.md": TEXT.replace("[1]", "[1")}),
    ("dev has no command tests", {"docs/first.md": TEXT.replace("dev test ", "dev tests")}),
    ("no heading #second", {"docs/first.md": TEXT.replace("(#first", "(#second")}),
    ("leads nowhere", {"docs/first.md": TEXT.replace("../dev)", "dev)")}),
    ("does not end", {"docs/first.md": TEXT + "```\n"}),
]


def check_outputs(root):
    """The check with a `bookable` that says what it is told."""
    global BOOKABLE
    BOOKABLE = "/bin/echo"
    try:
        return check_document(root, "docs/first.md", dev_commands(root), fix=False)
    finally:
        BOOKABLE = None


if __name__ == "__main__":
    if "--self-test" in sys.argv:
        failed = taste.self_test(check, GOOD, SPOILED)
        shown = TEXT + "```console\n$ bookable one two\none two\n\n$ bookable three\n...\n```\n"
        failed += taste.self_test(
            check_outputs, {**GOOD, "docs/first.md": shown},
            [("`bookable one two` prints something else",
              {"docs/first.md": shown.replace("\none two", "\none too")})])
        taste.conclude("self-test", failed)
    taste.conclude("check", check(taste.ROOT))
