"""bookable batch, end to end."""
import json
import os
import pty
import resource
import select
import subprocess
import threading
import time
import unittest

from command_testing import (BOOKABLE, INVALID, IO, OK, USAGE, CommandTest, request)

BAD_LINES = ('{"schedule": 1}', "", "nonsense", '{"start": "2026-11-23"}', "[]")


def lines_with_errors(count):
    """Requests, one in a hundred bad, and the numbers of the bad ones. The day
    asked for goes round, so that order shows."""
    lines = []
    bad = []
    for i in range(count):
        if i % 100 == 37:
            bad.append(i)
            lines.append(BAD_LINES[i // 100 % len(BAD_LINES)])
        else:
            # Mondays of 2024; the length of the event goes round as well.
            lines.append(json.dumps(request(
                start=f"2024-{1 + i % 12:02}-01", end=f"2024-{1 + i % 12:02}-14",
                eventType={"lengthInMinutes": 60 + i % 7 * 15})))
    return lines, bad


class BatchTest(CommandTest):
    def test_closed_standard_files_are_an_error(self):
        for closed, said in (("<&-", "Bad file descriptor"),
                             (">&-", "Bad file descriptor")):
            done = subprocess.run(
                ["sh", "-c", f'echo "{{}}" | exec "$0" batch {closed}', BOOKABLE],
                stderr=subprocess.PIPE, text=True, timeout=60)
            self.assertEqual(done.returncode, IO, closed)
            self.assertIn(said, done.stderr)

    def test_many_lines_with_errors_are_the_same_for_any_threads(self):
        lines, bad = lines_with_errors(100_000)
        text = "\n".join(lines) + "\n"
        answers = {}
        for threads in ("1", "2", "5"):
            done = self.run_bookable("batch", "--threads", threads, stdin=text,
                                     exit_status=INVALID)
            self.assertEqual(done.err,
                             "bookable: 1000 of 100,000 lines in error\n")
            answers[threads] = done.stdout
        self.assertEqual(answers["1"], answers["2"])
        self.assertEqual(answers["1"], answers["5"])

        got = answers["1"].decode().splitlines()
        self.assertEqual(len(got), len(lines))
        self.assertEqual([i for i, line in enumerate(got)
                          if line.startswith('{"error"')], bad)
        for i in range(0, len(got), 997):
            if i in bad:
                continue
            month = f"2024-{1 + i % 12:02}-"
            days = json.loads(got[i])["slots"]
            self.assertTrue(all(day.startswith(month) for day in days))

    def test_each_line_is_what_slots_says(self):
        lines, _ = lines_with_errors(40)
        done = self.run_bookable("batch", stdin="\n".join(lines),
                                 exit_status=INVALID)
        for line, answer in zip(lines, done.out.splitlines(), strict=True):
            one = subprocess.run([BOOKABLE, "slots", "--json", "-"], text=True,
                                 input=line, capture_output=True, timeout=60)
            self.assertEqual(one.stdout, answer + "\n")

    def test_exit_status_says_whether_all_lines_were_good(self):
        self.assertEqual(self.run_bookable("batch", stdin="").out, "")
        self.run_bookable("batch", stdin=request())
        self.run_bookable("batch", stdin="\n", exit_status=INVALID)

    def test_long_lines_are_errors_within_bounded_memory(self):
        with subprocess.Popen([BOOKABLE, "batch", "--max-line", "1"],
                              stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL,
                              preexec_fn=lambda: resource.setrlimit(
                                  resource.RLIMIT_DATA, (200 << 20, 200 << 20))
                              ) as process:
            good = json.dumps(request()).encode() + b"\n"
            process.stdin.write(good)
            chunk = b"x" * (1 << 20)
            for _ in range(300):
                process.stdin.write(chunk)
            process.stdin.write(b"\n" + good)
            process.stdin.close()
            answers = process.stdout.read().splitlines()
        self.assertEqual(process.returncode, INVALID)
        self.assertEqual(len(answers), 3)
        self.assertEqual(json.loads(answers[1])["error"]["code"], "OutOfRange")
        self.assertEqual(answers[0], answers[2])

    def test_memory_does_not_grow_with_the_input(self):
        """300 MB, read slowly at the other end, in far less memory."""
        block = "".join(json.dumps(request(note="x")) + "\n"
                        for _ in range(2000)).encode()
        with subprocess.Popen([BOOKABLE, "batch", "--threads", "2"],
                              stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL) as process:
            def feed():
                for _ in range(300_000_000 // len(block)):
                    process.stdin.write(block)
                process.stdin.close()
            feeder = threading.Thread(target=feed)
            feeder.start()
            time.sleep(0.5)  # the reader is slow to begin with
            peak = 0
            while process.stdout.read(1 << 22):
                with open(f"/proc/{process.pid}/status") as status:
                    for line in status:
                        if line.startswith("VmHWM:"):
                            peak = max(peak, int(line.split()[1]))
            feeder.join()
        self.assertEqual(process.returncode, INVALID)
        self.assertGreater(peak, 0)
        self.assertLess(peak, 150_000)  # KiB

    def test_slow_input_is_answered_at_once(self):
        with subprocess.Popen([BOOKABLE, "batch"], stdin=subprocess.PIPE,
                              stdout=subprocess.PIPE) as process:
            line = json.dumps(request()).encode() + b"\n"
            for _ in range(3):
                process.stdin.write(line)
                process.stdin.flush()
                ready, _, _ = select.select([process.stdout], [], [], 20)
                self.assertTrue(ready, "no answer before the next line")
                answer = os.read(process.stdout.fileno(), 1 << 16)
                self.assertTrue(answer.endswith(b"\n"))
            process.stdin.close()
            self.assertEqual(process.stdout.read(), b"")
        self.assertEqual(process.returncode, OK)

    def test_output_that_cannot_be_written(self):
        many = (json.dumps(request()) + "\n") * 5000
        self.assert_prints_to_full_disk("batch", stdin=many)
        self.assert_survives_closed_pipe("batch", stdin=json.dumps(request()))

    def test_a_reader_that_has_enough_ends_an_endless_batch(self):
        """`yes | bookable batch | head -1`; and when no more input comes."""
        line = json.dumps(request()).encode() + b"\n"
        with subprocess.Popen([BOOKABLE, "batch"], stdin=subprocess.PIPE,
                              stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE) as process:
            process.stdin.write(line)
            process.stdin.flush()
            process.stdout.readline()
            process.stdout.close()
            self.assertEqual(process.wait(timeout=20), IO)
            self.assertEqual(process.stderr.read(), b"")

    def test_input_that_cannot_be_read(self):
        with open("/proc/self/mem", "rb") as memory:
            done = subprocess.run([BOOKABLE, "batch"], stdin=memory, text=True,
                                  capture_output=True, timeout=60)
        self.assertEqual(done.returncode, IO)
        self.assertIn("bookable: standard input: ", done.stderr)

    def test_progress_is_for_terminals(self):
        master, slave = pty.openpty()
        with subprocess.Popen([BOOKABLE, "batch"], stdin=subprocess.PIPE,
                              stdout=subprocess.DEVNULL, stderr=slave) as process:
            os.close(slave)
            process.stdin.write(json.dumps(request()).encode() + b"\n")
            process.stdin.flush()
            time.sleep(1.2)
            process.stdin.close()
            self.assertEqual(process.wait(timeout=20), OK)
        text = b""
        try:
            while chunk := os.read(master, 65536):
                text += chunk
        except OSError:  # the terminal's other end is closed
            pass
        os.close(master)
        self.assertIn(b"1 line, ", text)
        self.assertTrue(text.endswith(b"\r\x1b[K"))
        self.assertEqual(self.run_bookable("batch", stdin=request()).err, "")

    def test_wrong_usage(self):
        for args in (("--threads", "0"), ("--threads", "257"),
                     ("--threads", "x"), ("--max-line", "0"),
                     ("--max-line", "1025"), ("requests.jsonl",)):
            done = self.run_bookable("batch", *args, exit_status=USAGE)
            self.assertIn("Try 'bookable batch --help'.", done.err)


if __name__ == "__main__":
    unittest.main()
