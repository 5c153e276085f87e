"""Builds the wheel: CMake compiles, this file packs (PEP 517, PEP 427).

Of the standard library alone, so that `pip install .` needs no network: pip
gives a build an environment of its own, into which it would download whatever
the build requires.
"""

import base64
import hashlib
import os
import pathlib
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import zipfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "bindings/python/bookable"


def _project():
    with open(ROOT / "pyproject.toml", "rb") as file:
        return tomllib.load(file)["project"]


def _tag():
    python = f"cp{sys.version_info.major}{sys.version_info.minor}"
    platform = sysconfig.get_platform().replace("-", "_").replace(".", "_")
    return f"{python}-{python}-{platform}"


def _metadata(project):
    lines = [
        "Metadata-Version: 2.1",
        f"Name: {project['name']}",
        f"Version: {project['version']}",
        f"Summary: {project['description']}",
        f"License: {project['license']['text']}",
        f"Requires-Python: {project['requires-python']}",
    ]
    lines += [f"Requires-Dist: {needed}" for needed in project["dependencies"]]
    for extra, needed in project["optional-dependencies"].items():
        lines.append(f"Provides-Extra: {extra}")
        lines += [f'Requires-Dist: {one} ; extra == "{extra}"' for one in needed]
    lines += ["Description-Content-Type: text/markdown", ""]
    return "\n".join(lines) + "\n" + (ROOT / project["readme"]).read_text()


def _wheel_file():
    return f"Wheel-Version: 1.0\nGenerator: bookable\nRoot-Is-Purelib: false\nTag: {_tag()}\n"


def _compile():
    """The compiled module, stripped, in a folder of its own."""
    build = ROOT / "build/python"
    staged = ROOT / "build/python-staged"
    shutil.rmtree(staged, ignore_errors=True)
    launcher = []
    if shutil.which("ccache"):
        launcher = ["-DCMAKE_CXX_COMPILER_LAUNCHER=ccache"]
    environment = dict(os.environ, CCACHE_BASEDIR=os.environ.get("CCACHE_BASEDIR", str(ROOT)))
    environment.setdefault("CCACHE_NOHASHDIR", "1")
    for command in (
        ["cmake", "--preset", "python", f"-DPython_EXECUTABLE={sys.executable}", *launcher],
        ["cmake", "--build", str(build), "--target", "_bookable"],
        ["cmake", "--install", str(build), "--component", "python", "--strip",
         "--prefix", str(staged)],
    ):  # fmt: skip
        subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=sys.stderr)
    return staged


def _write(files, name, directory):
    """A wheel of (path, bytes, mode); the record comes last."""
    project = _project()
    information = f"{project['name']}-{project['version']}.dist-info"
    files = files + [
        (f"{information}/METADATA", _metadata(project).encode(), 0o644),
        (f"{information}/WHEEL", _wheel_file().encode(), 0o644),
        (f"{information}/LICENSE", (ROOT / "LICENSE").read_bytes(), 0o644),
    ]
    record = []
    with zipfile.ZipFile(pathlib.Path(directory) / name, "w", zipfile.ZIP_DEFLATED) as wheel:
        for path, content, mode in files:
            # A fixed date: the same tree gives the same wheel.
            entry = zipfile.ZipInfo(path, (1980, 1, 1, 0, 0, 0))
            entry.external_attr = (0o100000 | mode) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            wheel.writestr(entry, content)
            digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=")
            record.append(f"{path},sha256={digest.decode()},{len(content)}")
        record.append(f"{information}/RECORD,,")
        entry = zipfile.ZipInfo(f"{information}/RECORD", (1980, 1, 1, 0, 0, 0))
        entry.external_attr = 0o100644 << 16
        wheel.writestr(entry, "\n".join(record) + "\n")
    return name


def get_requires_for_build_wheel(config_settings=None):
    return []


def get_requires_for_build_sdist(config_settings=None):
    return []


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    project = _project()
    staged = _compile()
    files = [
        (f"bookable/{path.name}", path.read_bytes(), 0o644)
        for path in sorted(PACKAGE.iterdir())
        if path.suffix in (".py", ".pyi", ".typed")
    ]
    files += [
        (f"bookable/{path.name}", path.read_bytes(), 0o755)
        for path in sorted((staged / "bookable").glob("_bookable*"))
    ]
    name = f"{project['name']}-{project['version']}-{_tag()}.whl"
    return _write(files, name, wheel_directory)


def build_sdist(sdist_directory, config_settings=None):
    project = _project()
    stem = f"{project['name']}-{project['version']}"
    tracked = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.split("\0")
    with tarfile.open(pathlib.Path(sdist_directory) / f"{stem}.tar.gz", "w:gz") as archive:
        for path in filter(None, tracked):
            archive.add(ROOT / path, f"{stem}/{path}", recursive=False)
        text = ROOT / "build/PKG-INFO"
        text.parent.mkdir(exist_ok=True)
        text.write_text(_metadata(project))
        archive.add(text, f"{stem}/PKG-INFO")
    return f"{stem}.tar.gz"
