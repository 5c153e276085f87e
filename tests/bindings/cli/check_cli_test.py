"""bookable check, end to end."""
import json
import os
import tempfile
import unittest

from command_testing import INVALID, IO, USAGE, CommandTest, request


class CheckTest(CommandTest):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = os.path.join(folder.name, "r.json")

    def write(self, text):
        with open(self.path, "w") as file:
            file.write(text)

    def test_a_valid_request_has_a_summary(self):
        self.write(json.dumps(request(busy=[
            {"start": "2026-11-23T10:00:00Z", "end": "2026-11-23T11:00:00Z"}])))
        done = self.run_bookable("check", self.path)
        self.assertEqual(done.out, f"{self.path}: ok: one host, Europe/Rome, "
                         "1 h, Mon 23 Nov – Sun 29 Nov 2026, 1 busy time\n")

    def test_an_error_names_its_line(self):
        question = request()
        question["schedule"]["availability"][0]["endTime"] = "25:00"
        text = json.dumps(question, indent=2)
        self.write(text)
        line = 1 + text[:text.index("25:00")].count("\n")
        done = self.run_bookable("check", self.path, exit_status=INVALID)
        self.assertTrue(done.err.startswith(
            f"bookable: {self.path}:{line}: schedule.availability[0].endTime: "),
            done.err)
        self.assertIn("Try 'bookable check --help'.", done.err)
        self.assertEqual(done.out, "")

    def test_text_that_is_no_json_names_its_line(self):
        self.write('{\n "schedule":\n oops\n}')
        done = self.run_bookable("check", self.path, exit_status=INVALID)
        self.assertTrue(done.err.startswith(f"bookable: {self.path}:3: "))

    def test_standard_input(self):
        done = self.run_bookable("check", "-", stdin=request())
        self.assertTrue(done.out.startswith("standard input: ok: "))

    def test_fields_may_be_put_in_their_place(self):
        self.write(json.dumps(request(
            eventType={"lengthInMinutes": 60, "minimumBookingNotice": 60})))
        done = self.run_bookable("check", self.path, exit_status=INVALID)
        self.assertIn("now: required with minimumBookingNotice", done.err)
        self.assertIn("or --now now for the system clock", done.err)
        self.run_bookable("check", self.path, "--now", "2026-11-20T00:00:00Z")
        done = self.run_bookable("check", self.path, "--now", "now", "--from",
                                 "2027-01-01", exit_status=INVALID)
        self.assertIn("give --until as well", done.err)
        self.run_bookable("check", "--lines", self.path, "--now", "now",
                          exit_status=USAGE)

    def test_lines_are_each_checked(self):
        good = json.dumps(request())
        bad = json.dumps(request(strat=1))
        done = self.run_bookable("check", "--lines", "-",
                                 stdin="\n".join([good, bad, "", good]),
                                 exit_status=INVALID)
        lines = done.err.splitlines()
        self.assertTrue(lines[0].startswith(
            "bookable: standard input:2: strat: "))
        self.assertTrue(lines[1].startswith("bookable: standard input:3: "))
        self.assertEqual(lines[2],
                         "bookable: standard input: 2 of 4 lines in error")
        done = self.run_bookable("check", "--lines", "-",
                                 stdin=f"{good}\n{good}\n")
        self.assertEqual(done.out, "standard input: ok: 2 lines\n")

    def test_a_line_that_is_too_long_is_an_error(self):
        done = self.run_bookable("check", "--lines", "-",
                                 stdin=" " * (16 * 1024 * 1024 + 1),
                                 exit_status=INVALID)
        self.assertIn("longer than 16777216 bytes", done.err)

    def test_a_file_of_lines_is_pointed_at_the_option(self):
        self.path += "l"
        self.write((json.dumps(request()) + "\n") * 2)
        done = self.run_bookable("check", self.path, exit_status=INVALID)
        self.assertIn("use --lines", done.err)
        self.run_bookable("check", "--lines", self.path)

    def test_files_that_cannot_be_read(self):
        for option in ((), ("--lines",)):
            done = self.run_bookable("check", *option, "/no/such",
                                     exit_status=IO)
            self.assertEqual(done.err,
                             "bookable: /no/such: No such file or directory\n")
            self.run_bookable("check", *option, "/", exit_status=IO)

    def test_wrong_usage(self):
        self.run_bookable("check", exit_status=USAGE)
        self.run_bookable("check", "-", "--strict", exit_status=USAGE)

    def test_output_that_cannot_be_written(self):
        self.assert_prints_to_full_disk("check", "-", stdin=request())
        self.assert_survives_closed_pipe("check", "-", stdin=request())


if __name__ == "__main__":
    unittest.main()
