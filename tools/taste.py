"""What the checks of taste share: walking the tree, reporting, testing themselves.

A check is a function from a folder to a list of complaints. Its self-test is a
small good tree and ways to spoil it: the good tree must pass, and each spoiled
one must be complained of in the given words. So a check that has gone blind
fails its own test.
"""
import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# Not ours to judge: built, fetched or hidden.
SKIPPED = {"build", ".git", ".cache", "__pycache__"}


def files(root, *suffixes):
    """Paths of the files below `root` that end so, relative to it, sorted."""
    found = []
    for folder, folders, names in os.walk(root):
        folders[:] = [f for f in folders if f not in SKIPPED]
        for name in names:
            if name.endswith(suffixes):
                found.append((Path(folder) / name).relative_to(root))
    return sorted(found)


def lines(root, path):
    return (root / path).read_text(encoding="utf-8").split("\n")


def self_test(check, good, spoiled):
    """Complaints about `check` itself. A path with None is left out of the tree."""

    def run(tree):
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            for path, text in tree.items():
                if text is not None:
                    (root / path).parent.mkdir(parents=True, exist_ok=True)
                    (root / path).write_text(text, encoding="utf-8")
            return check(root)

    failures = []
    complaints = run(good)
    if complaints:
        failures.append(f"complains of a good tree: {complaints}")
    for words, change in spoiled:
        complaints = run({**good, **change})
        if not any(words in complaint for complaint in complaints):
            failures.append(f"does not say {words!r}, but {complaints}")
    return failures


def conclude(what, complaints):
    for complaint in complaints:
        print(complaint)
    verdict = f"{len(complaints)} complaints" if complaints else "ok"
    print(f"{Path(sys.argv[0]).stem}, {what}: {verdict}")
    sys.exit(1 if complaints else 0)


def main(check, good, spoiled):
    """Runs `check` on the tree this script is in, or its self-test."""
    if "--self-test" in sys.argv[1:]:
        conclude("self-test", self_test(check, good, spoiled))
    conclude("check", check(ROOT))
