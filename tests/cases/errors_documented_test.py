#!/usr/bin/env python3
"""Every message that the source can put into an error stands in docs/errors.md."""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
# Calls whose texts become messages.
CALL = re.compile(
    r"\b(?:Fail|FailType|FailCount|InvalidField|OutOfRangeField|Refuse"
    r"|InvalidArgumentError|OutOfRangeError|ResourceExhaustedError)\(")
LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"')


def arguments(code, begin):
    """What stands between the bracket before `begin` and its partner."""
    depth = 1
    i = begin
    while depth:
        if code[i] == '"':
            i = LITERAL.match(code, i).end()
            continue
        depth += {"(": 1, ")": -1}.get(code[i], 0)
        i += 1
    return code[begin:i - 1]


def messages(code):
    """Texts of several words in such calls."""
    code = re.sub(r"//[^\n]*", "", code)
    for call in CALL.finditer(code):
        joined = re.sub(r'"\s*\n\s*"', "", arguments(code, call.end()))
        for literal in LITERAL.findall(joined):
            text = literal.replace('\\"', '"').replace("\\\\", "\\").strip(" :;,")
            if " " in text:
                yield text


def main():
    documented = (ROOT / "docs/errors.md").read_text()
    count = 0
    missing = []
    for path in sorted((ROOT / "engine").rglob("*")):
        if path.suffix not in (".cc", ".h"):
            continue
        for text in messages(path.read_text()):
            count += 1
            if text not in documented:
                missing.append(f"{path.relative_to(ROOT)}: {text}")
    if count < 40:
        sys.exit(f"found only {count} messages: is this test blind?")
    if missing:
        sys.exit("not in docs/errors.md:\n" + "\n".join(missing))
    print(f"{count} messages are documented")


if __name__ == "__main__":
    main()
