"""A million lines, one in a hundred bad: a million answers, in order. Prints how
long it took."""
import os
import subprocess
import tempfile
import time
import unittest

from batch_cli_test import lines_with_errors
from command_testing import BOOKABLE, INVALID

MILLION = 1_000_000
PERIOD = 8_400  # the lines repeat after this many


class MillionLinesTest(unittest.TestCase):
    def test_a_million_lines(self):
        lines, bad = lines_with_errors(PERIOD)
        period = ("\n".join(lines) + "\n").encode()
        bad = set(bad)
        with tempfile.TemporaryDirectory() as folder:
            source = os.path.join(folder, "requests.jsonl")
            with open(source, "wb") as file:
                left = MILLION
                while left >= PERIOD:
                    file.write(period)
                    left -= PERIOD
                file.write(("\n".join(lines[:left]) + "\n").encode())
            begin = time.monotonic()
            with open(source, "rb") as file:
                process = subprocess.Popen([BOOKABLE, "batch"], stdin=file,
                                           stdout=subprocess.PIPE,
                                           stderr=subprocess.PIPE)
                count = errors = 0
                for i, line in enumerate(process.stdout):
                    count += 1
                    is_error = line.startswith(b'{"error"')
                    errors += is_error
                    if is_error != (i % PERIOD in bad):
                        self.fail(f"line {i + 1}: {line[:200]!r}")
                message = process.communicate()[1].decode()
            seconds = time.monotonic() - begin
        self.assertEqual(process.returncode, INVALID)
        self.assertEqual(count, MILLION)
        self.assertEqual(message,
                         f"bookable: {errors} of 1,000,000 lines in error\n")
        self.assertEqual(errors, 10_000)
        print(f"{MILLION} lines in {seconds:.1f} s")


if __name__ == "__main__":
    unittest.main()
