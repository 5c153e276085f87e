"""Examples run as they are shown: those of docstrings, of docs/python.md and of
the README. A block of ```python is run; one of ```pycon must print what it
says."""

import doctest
import importlib
import os
import pathlib
import pkgutil
import re
import subprocess
import sys

import pytest

import bookable

ROOT = pathlib.Path(__file__).resolve().parents[3]
FLAGS = doctest.NORMALIZE_WHITESPACE
# Import what a machine may lack; plot_test.py runs the examples of plot.
APART = {"bookable.plot", "bookable.dask"}
MODULES = ["bookable"] + [
    name
    for name in (f"bookable.{module.name}" for module in pkgutil.iter_modules(bookable.__path__))
    if name not in APART
]


@pytest.mark.parametrize("name", MODULES)
def test_docstrings(name):
    module = importlib.import_module(name)
    assert doctest.testmod(module, optionflags=FLAGS).failed == 0


def test_docstrings_are_there():
    finder = doctest.DocTestFinder(exclude_empty=True)
    examples = sum(len(test.examples) for test in finder.find(bookable))
    assert examples > 50
    for name in bookable.__all__:
        public = getattr(bookable, name)
        if callable(public):
            assert public.__doc__ and not public.__doc__.startswith(f"{name}("), name


@pytest.mark.parametrize("page", ["docs/python.md", "README.md"])
def test_pages(page, tmp_path, monkeypatch):
    pytest.importorskip("matplotlib").use("Agg")
    pytest.importorskip("distributed")
    monkeypatch.chdir(tmp_path)  # pages save pictures
    text = (ROOT / page).read_text()
    blocks = list(re.finditer(r"^```(python|pycon)\n(.*?)^```", text, re.M | re.S))
    assert blocks
    names = {}
    parser, runner = doctest.DocTestParser(), doctest.DocTestRunner(optionflags=FLAGS)
    for block in blocks:
        line = text.count("\n", 0, block.start(2))
        if block[1] == "python":
            exec(compile("\n" * line + block[2], page, "exec"), names)
            continue
        test = parser.get_doctest(block[2], names, page, page, line)
        runner.run(test, clear_globs=False)
        names = test.globs
    assert runner.summarize().failed == 0


def test_the_quarter_of_ten_thousand_hosts(tmp_path):
    pytest.importorskip("matplotlib")
    picture = tmp_path / "quarter.png"
    script = ROOT / "docs/examples/quarter_of_ten_thousand_hosts.py"
    run = subprocess.run(
        [sys.executable, str(script), "--hosts", "300", "--output", str(picture)],
        env={**os.environ, "MPLBACKEND": "Agg"}, capture_output=True, text=True)  # fmt: skip
    assert run.returncode == 0, run.stderr
    assert run.stdout.startswith("300 hosts, ") and "week of 2026-09-28" in run.stdout
    assert picture.read_bytes().startswith(b"\x89PNG")
