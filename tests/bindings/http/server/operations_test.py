#!/usr/bin/env python3
"""docs/operations.md says what is so: its commands are run, its table of settings
has every setting.

  operations_test.py --fix    writes the table as BOOKABLED's settings are"""
import os
import pathlib
import re
import signal
import socket
import subprocess
import sys
import tempfile
import unittest

from service_testing import BOOKABLED, Database, Service, postgres_cluster

PAGE = pathlib.Path(__file__).resolve().parents[4] / "docs/operations.md"
TABLE = re.compile(r"<!-- settings -->\n.*?<!-- /settings -->", re.DOTALL)
SETTING = re.compile(r"# (?P<help>.*)\n# default: (?P<default>.*); --\S+, \S+\n# (?P<name>\S+) =\n")


def table():
    printed = subprocess.run([BOOKABLED, "settings"], capture_output=True, text=True,
                             check=True).stdout
    rows = ["| Setting | Default | What |", "|---|---|---|"]
    rows += [f"| `{one['name']}` | {one['default']} | {one['help']} |"
             for one in SETTING.finditer(printed)]
    return "\n".join(["<!-- settings -->", *rows, "<!-- /settings -->"])


class OperationsTest(unittest.TestCase):
    def test_the_table_has_every_setting(self):
        found = TABLE.search(PAGE.read_text(encoding="utf-8"))
        self.assertEqual(found[0], table(), "operations_test.py --fix writes it")

    def test_the_measurements_are_there(self):
        with Service("--log-level", "error") as service:
            service.get("/health")
            measured = service.get("/metrics").body.decode()
        told = set(re.findall(r"`(bookabled_\w+)`", PAGE.read_text(encoding="utf-8")))
        self.assertEqual(told, set(re.findall(r"^# TYPE (\w+) ", measured, re.MULTILINE)))

    def test_the_commands_run(self):
        blocks = re.findall(r"```sh\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
        self.assertGreater(len(blocks), 8)
        script = "\n".join(f"echo '--- block {number}'\n{block}"
                           for number, block in enumerate(blocks, 1))
        database = self.enterContext(Database("postgresql"))
        restored = database.name + "_restored"
        self.addCleanup(database.cluster.sql, f"DROP DATABASE IF EXISTS {restored} WITH (FORCE)")
        script = script.replace(" restored\n", f" {restored}\n")
        for port in ("5555", "5556", "5557"):  # others may use them
            with socket.create_server(("127.0.0.1", 0)) as free:
                script = script.replace(port, str(free.getsockname()[1]))
        path = os.pathsep.join([str(pathlib.Path(BOOKABLED).parent),
                                str(postgres_cluster.programs()), os.environ["PATH"]])
        with tempfile.TemporaryDirectory() as folder:
            with subprocess.Popen(
                    ["sh", "-eu"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                    stderr=subprocess.STDOUT, text=True, cwd=folder, start_new_session=True,
                    env={"PATH": path, "HOME": folder, "DATABASE": database.url,
                         "RESTORED": database.cluster.url_of(restored)}) as shell:
                try:
                    output, _ = shell.communicate(script, timeout=120)
                finally:
                    try:
                        os.killpg(shell.pid, signal.SIGKILL)  # what it left running
                    except ProcessLookupError:
                        pass
            self.assertEqual(shell.returncode, 0, output)
            self.assertIn("client secret", output)
            self.assertIn("reports", output)
            self.assertIn("4", output.rpartition("--- block")[2])


if __name__ == "__main__":
    if "--fix" in sys.argv:
        PAGE.write_text(TABLE.sub(lambda _: table(), PAGE.read_text(encoding="utf-8")),
                        encoding="utf-8")
        sys.exit()
    unittest.main()
