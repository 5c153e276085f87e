"""Examples run as they are shown: those of docstrings, of docs/python.md and of
the README. A block of ```python is run; one of ```pycon must print what it
says."""

import doctest
import importlib
import pathlib
import pkgutil
import re

import pytest

import bookable

ROOT = pathlib.Path(__file__).resolve().parents[3]
FLAGS = doctest.NORMALIZE_WHITESPACE
# Need what a test machine may lack, and have tests of their own.
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
def test_pages(page):
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
