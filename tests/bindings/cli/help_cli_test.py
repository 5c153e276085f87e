"""Help: every example in it runs; unknown commands."""
import json
import os
import subprocess
import tempfile
import unittest

from command_testing import BOOKABLE, USAGE, CommandTest, environment, request

COMMANDS = ("slots", "explain", "what-if", "batch", "check", "zones")


def examples_of(text):
    """The indented command lines after "Examples:"."""
    lines = text.partition("Examples:\n")[2].splitlines()
    found = []
    for line in lines:
        if not line.startswith("  "):
            break
        found.append(line.strip())
    return found


class HelpTest(CommandTest):
    def setUp(self):
        # The command by its name, and files as the examples name them.
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        os.mkdir(f"{self.folder}/bin")
        os.symlink(os.path.abspath(BOOKABLE), f"{self.folder}/bin/bookable")
        os.symlink(os.path.abspath("data"), f"{self.folder}/data")
        with open(f"{self.folder}/requests.jsonl", "w") as file:
            for _ in range(10):
                file.write(json.dumps(request()) + "\n")

    def run_line(self, line):
        path = f"{self.folder}/bin:{os.environ['PATH']}"
        return subprocess.run(line, shell=True, cwd=self.folder, text=True,
                              capture_output=True, timeout=60,
                              env=environment(LANG="C.UTF-8", PATH=path))

    def test_every_example_runs(self):
        for command in ((), *((name,) for name in COMMANDS)):
            text = self.run_bookable(*command, "--help").out
            examples = examples_of(text)
            self.assertGreaterEqual(len(examples), 3, text)
            for example in examples:
                with self.subTest(example):
                    done = self.run_line(example)
                    # grep -c counts no errors among good lines: its status is 1
                    expected = 1 if "grep -c" in example else 0
                    self.assertEqual(done.returncode, expected, done.stderr)
                    self.assertEqual(done.stderr, "")

    def test_help_says_how_it_is_called_and_what_its_status_means(self):
        for command in COMMANDS:
            text = self.run_bookable(command, "--help").out
            self.assertIn(f"Usage: bookable {command} ", text)
            self.assertIn("Exit status", text)
            self.assertTrue(all(len(line) <= 100 for line in text.splitlines()))

    def test_without_a_command_help_is_an_error(self):
        done = self.run_bookable(exit_status=USAGE)
        self.assertIn("Usage: bookable ", done.err)
        self.assertEqual(done.out, "")

    def test_unknown_commands_are_guessed(self):
        for word, meant in (("slot", "slots"), ("Zone", "zones"),
                            ("chekc", "check")):
            done = self.run_bookable(word, "--x", exit_status=USAGE)
            self.assertEqual(done.err, f'bookable: no command "{word}"; did you '
                             f'mean "{meant}"?\nTry \'bookable --help\'.\n')
        done = self.run_bookable("frobnicate", exit_status=USAGE)
        self.assertIn('no command "frobnicate"\n', done.err)
        self.run_bookable("--frobnicate", exit_status=USAGE)

    def test_help_that_cannot_be_written(self):
        self.assert_prints_to_full_disk("--help")
        self.assert_survives_closed_pipe("slots", "--help")


if __name__ == "__main__":
    unittest.main()
