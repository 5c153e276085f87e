"""The command line of bookabled."""
import os
import pathlib
import subprocess
import tempfile
import unittest

BOOKABLED = os.environ["BOOKABLED"]


class CommandTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))

    def run_bookabled(self, *args, exit_status=0, **variables):
        done = subprocess.run([BOOKABLED, *args], capture_output=True, text=True, timeout=60,
                              cwd=self.folder, env={**os.environ, **variables})
        self.assertEqual(done.returncode, exit_status, done.stdout + done.stderr)
        return done

    def test_help_shows_commands_settings_and_examples(self):
        text = self.run_bookabled("--help").stdout
        for word in ("serve", "migrate", "backup", "--rate-limit-ip", "--trusted-proxies",
                     "--webhooks-allow-private", "Examples:", "BOOKABLED_STORE"):
            self.assertIn(word, text)
        self.assertIn("--port-file", self.run_bookabled("serve", "--help").stdout)

    def test_mistakes_are_named_and_exit_2(self):
        done = self.run_bookabled("serve", "--port", "x", exit_status=2)
        self.assertIn("--port", done.stderr)
        done = self.run_bookabled("migrate", exit_status=2, BOOKABLED_SQL_THREADS="0")
        self.assertIn("BOOKABLED_SQL_THREADS", done.stderr)
        self.run_bookabled("migrate", "--no-such-flag", exit_status=2)
        done = self.run_bookabled("nonsense", exit_status=2)
        self.assertIn('no command "nonsense"', done.stderr)
        done = self.run_bookabled("org", "delete", exit_status=2)
        self.assertIn('no command "delete"', done.stderr)
        done = self.run_bookabled("org", exit_status=2)
        self.assertIn("A subcommand is required", done.stderr)
        self.run_bookabled(exit_status=2)
        (self.folder / "a.toml").write_text("[rate_limit]\nipp = 1\n")
        done = self.run_bookabled("migrate", "--config", "a.toml", exit_status=2)
        self.assertIn("a.toml:2: no setting rate_limit.ipp", done.stderr)
        (self.folder / "a.toml").write_text('port = "x"\n')
        done = self.run_bookabled("migrate", "--config", "a.toml", exit_status=2)
        self.assertIn("a.toml: port: it takes a number", done.stderr)
        done = self.run_bookabled("migrate", "--config", "none.toml", exit_status=2)
        self.assertIn("none.toml", done.stderr)

    def test_migrate_then_backup(self):
        (self.folder / "a.toml").write_text('store = "sqlite:a.db"\n')
        done = self.run_bookabled("migrate", "--show", "--config", "a.toml")
        self.assertNotIn("T", done.stdout.partition("not applied")[0].partition("applied")[2])
        done = self.run_bookabled("migrate", BOOKABLED_CONFIG="a.toml")
        self.assertIn("applied", done.stdout)
        self.run_bookabled("backup", "--store", "sqlite:a.db", "b.db")
        self.assertTrue((self.folder / "b.db").exists())
        done = self.run_bookabled("backup", "b.db", "--store", "sqlite:a.db", exit_status=1)
        self.assertIn("b.db", done.stderr)

    def test_a_store_that_cannot_be_opened_is_named(self):
        done = self.run_bookabled("serve", "--store", "sqlite:none/a.db", "--port", "0",
                                  exit_status=1)
        self.assertNotEqual(done.stderr, "")
        done = self.run_bookabled("serve", "--store", "mysql://x", exit_status=1)
        self.assertIn("bookabled: store: must be", done.stderr)

    def test_an_address_that_cannot_be_listened_on_is_named(self):
        done = self.run_bookabled("serve", "--address", "192.0.2.1", "--port", "0",
                                  exit_status=1)
        self.assertIn("192.0.2.1", done.stderr)
        done = self.run_bookabled("serve", "--address", "nowhere", exit_status=1)
        self.assertIn("no IP address", done.stderr)

    def test_printed_settings_are_a_settings_file(self):
        text = self.run_bookabled("settings").stdout
        (self.folder / "all.toml").write_text(text)
        self.run_bookabled("settings", "--config", "all.toml")
        self.assertIn("BOOKABLED_RATE_LIMIT_IP", text)


if __name__ == "__main__":
    unittest.main()
