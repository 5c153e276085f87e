#!/usr/bin/env python3
"""A PostgreSQL of one's own, for tests and benchmarks.

  postgres_cluster.py start FILE   makes a cluster in a temporary folder, starts
                                   it and writes its address (libpq's form) to FILE
  postgres_cluster.py stop FILE    stops it and removes all of it

Root's clusters run as the user nobody, for PostgreSQL refuses root. The server
listens on a socket in its folder only."""
import argparse
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import time

USER = "nobody"


def programs():
    """The folder of initdb: the newest version of Debian's, or that of the PATH."""
    for folder in sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin"),
                         key=lambda path: float(path.parent.name), reverse=True):
        if (folder / "initdb").exists():
            return folder
    found = shutil.which("initdb")
    return pathlib.Path(found).parent if found else None


def is_running(pid):
    """False for those that are gone or wait for their parent to notice."""
    try:
        state = pathlib.Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state.rpartition(")")[2].split()[0] not in "ZX"


class Cluster:
    """Gone when the block ends. `options` are settings of the server; the
    defaults keep what was committed, whatever kills the server."""

    def __init__(self, options=(), folder=None):
        is_new = folder is None
        self.folder = folder or pathlib.Path(tempfile.mkdtemp(prefix="bookable-pg-"))
        self.options = ["listen_addresses=", f"unix_socket_directories={self.folder}",
                        "max_connections=120", "log_min_messages=warning", *options]
        self.prefix = []
        if os.getuid() == 0:
            self.prefix = ["setpriv", f"--reuid={USER}", "--regid=nogroup", "--init-groups"]
            if is_new:
                shutil.chown(self.folder, USER)
        self.url = self.url_of("postgres")

    def url_of(self, database):
        """libpq's form of the address of a database."""
        return f"host={self.folder} user=bookable dbname={database}"

    def do(self, program, *arguments, text=None):
        """Runs a program of PostgreSQL, `text` its input; what it prints."""
        done = subprocess.run([*self.prefix, str(programs() / program), *arguments], input=text,
                              capture_output=True, text=True, cwd=self.folder, check=False,
                              env={"PATH": os.defpath, "LC_ALL": "C", "HOME": str(self.folder)})
        if done.returncode != 0:
            raise RuntimeError(f"{program}: {done.stderr.strip() or done.stdout.strip()}")
        return done.stdout

    def create(self):
        self.do("initdb", "-D", "data", "--no-sync", "--auth=trust", "--username=bookable",
                "--encoding=UTF8", "--locale=C")
        with open(self.folder / "data/postgresql.auto.conf", "a", encoding="utf-8") as settings:
            for option in self.options:
                name, _, value = option.partition("=")
                settings.write(f"{name} = '{value}'\n")

    def start(self):
        # Output to a file: a server that holds our pipe would keep us waiting.
        try:
            self.do("pg_ctl", "-D", "data", "-w", "-t", "60", "-l", "log", "start")
        except RuntimeError as error:
            log = (self.folder / "log").read_text(encoding="utf-8", errors="replace")
            raise RuntimeError(f"{error}\n{log[-2000:]}") from None

    def stop(self):
        if (self.folder / "data/postmaster.pid").exists():
            self.do("pg_ctl", "-D", "data", "-m", "immediate", "-w", "stop")

    def kill(self):
        """kill -9 of the server and of all that it has started."""
        postmaster = int((self.folder / "data/postmaster.pid").read_text().split()[0])
        children = subprocess.run(["ps", "-o", "pid=", "--ppid", str(postmaster)],
                                  capture_output=True, text=True, check=False).stdout.split()
        for pid in [postmaster, *map(int, children)]:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        # A start refuses while one of them still holds the shared memory.
        deadline = time.monotonic() + 30
        while any(map(is_running, [postmaster, *map(int, children)])):
            if time.monotonic() > deadline:
                raise RuntimeError("the killed server does not die")
            time.sleep(0.01)
        # Nobody may have taken note of its death yet: then its pid still counts.
        for lock in [self.folder / "data/postmaster.pid", *self.folder.glob(".s.PGSQL.*")]:
            lock.unlink()

    def sql(self, text, database="postgres"):
        """What psql makes of a text with statements and psql's own commands."""
        return self.do("psql", "-h", str(self.folder), "-U", "bookable", "-d", database, "-X",
                       "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-f", "-", text=text).strip()

    def __enter__(self):
        try:
            self.create()
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        try:
            self.stop()
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)


def at(file):
    """The running cluster that `start` wrote of in `file`; None if there is none."""
    if not file or not os.path.exists(file):
        return None
    url = pathlib.Path(file).read_text(encoding="utf-8")
    # "host=FOLDER user=..."
    return Cluster(folder=pathlib.Path(url.split()[0][len("host="):])) if url else None


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=["start", "stop"])
    parser.add_argument("file", type=pathlib.Path)
    arguments = parser.parse_args()
    if arguments.command == "start":
        if programs() is None:
            # Tests that need it see an empty file, and skip.
            print("no PostgreSQL here; tools/packages/http-test.txt names it")
            arguments.file.write_text("", encoding="utf-8")
            return
        # Tests make and drop many databases; they kill no server.
        cluster = Cluster(["fsync=off", "full_page_writes=off"])
        try:
            cluster.create()
            cluster.start()
        except BaseException:
            cluster.__exit__()
            raise
        arguments.file.write_text(cluster.url + "\n", encoding="utf-8")
        return
    cluster = at(arguments.file)
    if cluster is None:
        return
    cluster.__exit__()
    arguments.file.unlink()


if __name__ == "__main__":
    main()
