"""What the end-to-end tests share: the binary, a request, and how to run it."""
import json
import os
import pty
import subprocess
import unittest

BOOKABLE = os.environ["BOOKABLE"]

# Exit statuses, as `bookable --help` documents them.
OK, INVALID, USAGE, IO = 0, 1, 2, 3


def request(**fields):
    """A valid request for one host; fields given replace its own."""
    return {
        "schedule": {
            "timeZone": "Europe/Rome",
            "weekStart": "Monday",
            "availability": [{"days": ["Monday", "Tuesday"],
                              "startTime": "09:00", "endTime": "16:00"}],
        },
        "eventType": {"lengthInMinutes": 60},
        "start": "2026-11-23",
        "end": "2026-11-29",
        **fields,
    }


def environment(**variables):
    """Ours without what decides how output looks, and `variables`."""
    plain = {name: value for name, value in os.environ.items()
             if name not in ("LC_ALL", "LC_CTYPE", "LANG", "NO_COLOR", "TERM")}
    return {**plain, **variables}


class CommandTest(unittest.TestCase):
    def run_bookable(self, *args, stdin="", env=None, exit_status=OK):
        """Runs the binary and checks its exit status."""
        if not isinstance(stdin, (str, bytes)):
            stdin = json.dumps(stdin)
        if isinstance(stdin, str):
            stdin = stdin.encode()
        done = subprocess.run([BOOKABLE, *args], input=stdin,
                              capture_output=True, timeout=120,
                              env=env or environment(LANG="C.UTF-8"))
        self.assertEqual(done.returncode, exit_status,
                         done.stderr.decode() + done.stdout.decode()[-2000:])
        done.out = done.stdout.decode()
        done.err = done.stderr.decode()
        return done

    def run_on_terminal(self, *args, stdin=""):
        """What the error output, a terminal, is told."""
        if not isinstance(stdin, str):
            stdin = json.dumps(stdin)
        master, slave = pty.openpty()
        with subprocess.Popen([BOOKABLE, *args], stdin=subprocess.PIPE,
                              stdout=subprocess.DEVNULL, stderr=slave) as process:
            os.close(slave)
            process.stdin.write(stdin.encode())
            process.stdin.close()
            self.assertEqual(process.wait(timeout=120), OK)
        told = b""
        try:
            while chunk := os.read(master, 65536):
                told += chunk
        except OSError:  # the terminal's other end is closed
            pass
        os.close(master)
        return told.decode()

    def assert_prints_to_full_disk(self, *args, stdin=""):
        """The command says so, and its exit status too, when it cannot write."""
        if not isinstance(stdin, str):
            stdin = json.dumps(stdin)
        with open("/dev/full", "w") as full:
            done = subprocess.run([BOOKABLE, *args], input=stdin, text=True,
                                  stdout=full, stderr=subprocess.PIPE,
                                  timeout=120)
        self.assertEqual(done.returncode, IO, done.stderr)
        self.assertEqual(done.stderr, "bookable: cannot write the output: "
                                      "No space left on device\n")

    def assert_survives_closed_pipe(self, *args, stdin=""):
        """Nobody reads: the command stops, not by a signal, without a word."""
        if not isinstance(stdin, str):
            stdin = json.dumps(stdin)
        read_end, write_end = os.pipe()
        os.close(read_end)
        done = subprocess.run([BOOKABLE, *args], input=stdin, text=True,
                              stdout=write_end, stderr=subprocess.PIPE,
                              timeout=120)
        os.close(write_end)
        self.assertEqual(done.returncode, IO, done.stderr)
        self.assertEqual(done.stderr, "")
