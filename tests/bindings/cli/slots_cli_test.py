"""bookable slots, end to end."""
import csv
import fcntl
import io
import json
import os
import pty
import re
import struct
import subprocess
import tempfile
import termios
import unittest

from command_testing import (BOOKABLE, INVALID, IO, USAGE, CommandTest,
                             environment, request)


class SlotsTest(CommandTest):
    def test_a_table_is_the_default(self):
        done = self.run_bookable("slots", "-", stdin=request())
        self.assertEqual(done.out, """\
1 h slots, Europe/Rome (+01:00), Mon 23 Nov – Sun 29 Nov 2026

Mon 23 Nov  09:00  10:00  11:00  12:00  13:00  14:00  15:00
Tue 24 Nov  09:00  10:00  11:00  12:00  13:00  14:00  15:00

14 slots on 2 days
""")
        self.assertEqual(done.err, "")

    def test_no_slots_is_an_answer(self):
        done = self.run_bookable(
            "slots", "-", stdin=request(now="2027-01-01T00:00:00Z"))
        self.assertEqual(done.out, """\
1 h slots, Europe/Rome (+01:00), Mon 23 Nov – Sun 29 Nov 2026

No slots from Mon 23 Nov – Sun 29 Nov 2026.
""")

    def test_json_is_the_answer_of_the_request_page(self):
        done = self.run_bookable("slots", "--json", "-", stdin=request())
        days = json.loads(done.out)["slots"]
        self.assertEqual(list(days), ["2026-11-23", "2026-11-24"])
        self.assertEqual(days["2026-11-24"][0],
                         {"start": "2026-11-24T09:00:00.000+01:00"})

    def test_json_of_an_error_is_an_error_object(self):
        done = self.run_bookable("slots", "--json", "-",
                                 stdin=request(start="x"), exit_status=INVALID)
        self.assertEqual(json.loads(done.out)["error"]["field"], "start")
        self.assertIn("bookable: standard input:1: start: ", done.err)

    def test_csv_has_a_row_a_slot(self):
        done = self.run_bookable("slots", "--csv", "-", stdin=request())
        rows = list(csv.DictReader(io.StringIO(done.out)))
        self.assertEqual(len(rows), 14)
        self.assertEqual(rows[7], {"date": "2026-11-24",
                                   "start": "2026-11-24T09:00:00.000+01:00",
                                   "end": "2026-11-24T10:00:00.000+01:00"})

    def test_week_draws_a_line_a_day(self):
        busy = [{"start": "2026-11-23T10:30:00+01:00",
                 "end": "2026-11-23T11:00:00+01:00", "afterEventBuffer": 15}]
        done = self.run_bookable("slots", "--week", "-",
                                 stdin=request(busy=busy, end="2026-11-24"))
        self.assertEqual(done.out, """\
1 h slots, Europe/Rome (+01:00), Mon 23 Nov – Tue 24 Nov 2026

Week of Mon 23 Nov 2026
            08  09  10  11  12  13  14  15  16  17  slots
Mon 23 Nov  ····●─────██▒───●───●───●───●───····        5
Tue 24 Nov  ····●───●───●───●───●───●───●───····        7

● slot begins   ─ free   ▒ buffer   █ busy   · closed
12 slots on 2 days
""")

    def test_forms_exclude_each_other(self):
        for forms in (("--json", "--csv"), ("--csv", "--week"),
                      ("--json", "--week")):
            done = self.run_bookable("slots", *forms, "-", exit_status=USAGE)
            self.assertIn("Try 'bookable slots --help'.", done.err)

    def test_options_replace_fields(self):
        done = self.run_bookable(
            "slots", "--csv", "--from", "2026-11-24", "--until",
            "2026-11-24T09:00:00Z", "--time-zone", "UTC", "--now",
            "2026-11-24T08:30:00Z", "-", stdin=request())
        self.assertEqual(done.out, "date,start,end\n")
        done = self.run_bookable(
            "slots", "--csv", "--from", "2026-11-24", "--until",
            "2026-11-24T09:00:00Z", "--time-zone", "UTC", "-",
            stdin=request())
        self.assertEqual(done.out, "date,start,end\n2026-11-24,"
                         "2026-11-24T08:00:00.000+00:00,"
                         "2026-11-24T09:00:00.000+00:00\n")

    def test_options_add_fields_that_are_missing(self):
        question = request(eventType={"lengthInMinutes": 60,
                                      "minimumBookingNotice": 60})
        del question["start"], question["end"]
        self.run_bookable("slots", "-", stdin=question, exit_status=INVALID)
        done = self.run_bookable("slots", "--csv", "--from", "2026-11-23",
                                 "--until", "2026-11-23", "--now",
                                 "2026-11-23T13:00:00+01:00", "-",
                                 stdin=question)
        self.assertEqual(done.out.count("\n"), 3)  # 14:00 and 15:00

    def test_the_clock_is_read_only_when_asked_for(self):
        # A schedule that closed in 1999: only what `now` is can matter.
        past = request(start="1999-11-22", end="1999-11-23")
        done = self.run_bookable("slots", "--csv", "-", stdin=past)
        self.assertEqual(done.out.count("\n"), 15)
        done = self.run_bookable("slots", "--csv", "--now", "now", "-",
                                 stdin=past)
        self.assertEqual(done.out.count("\n"), 1)

    def test_errors_name_file_line_and_field(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "r.json")
            with open(path, "w") as file:
                json.dump(request(strat=1), file, indent=1)
            done = self.run_bookable("slots", path, exit_status=INVALID)
        self.assertRegex(done.err, rf"^bookable: {re.escape(path)}:\d+: strat: ")
        self.assertTrue(done.err.endswith("Try 'bookable slots --help'.\n"))
        self.assertEqual(done.out, "")

    def test_errors_of_options_name_the_option(self):
        done = self.run_bookable("slots", "--time-zone", "Rome", "-",
                                 stdin=request(), exit_status=INVALID)
        self.assertTrue(done.err.startswith("bookable: --time-zone: "))

    def test_files_that_cannot_be_read(self):
        done = self.run_bookable("slots", "/no/such", exit_status=IO)
        self.assertEqual(done.err,
                         "bookable: /no/such: No such file or directory\n")
        self.run_bookable("slots", "/", exit_status=IO)
        self.run_bookable("slots", "-", stdin="", exit_status=INVALID)

    def test_wrong_usage(self):
        self.run_bookable("slots", exit_status=USAGE)
        self.run_bookable("slots", "a", "b", exit_status=USAGE)
        for option in (("--width", "59"), ("--width", "x"),
                       ("--color", "blue"), ("--from", ""), ("--until", ""),
                       ("--now", ""), ("--time-zone", ""), ("--frobnicate",), ("--from",)):
            done = self.run_bookable("slots", "-", *option, exit_status=USAGE)
            self.assertIn("Try 'bookable slots --help'.", done.err)

    def test_output_that_cannot_be_written(self):
        for form in ((), ("--json",), ("--csv",), ("--week",)):
            self.assert_prints_to_full_disk("slots", *form, "-",
                                            stdin=request())
            self.assert_survives_closed_pipe("slots", *form, "-",
                                             stdin=request())

    def test_ascii_where_the_locale_is_not_utf8(self):
        for args, env in ((("--ascii",), environment(LANG="C.UTF-8")),
                          ((), environment()),
                          ((), environment(LANG="en_US.UTF-8", LC_ALL="C"))):
            for form in ((), ("--week",)):
                done = self.run_bookable("slots", "-", *args, *form,
                                         stdin=request(), env=env)
                self.assertTrue(done.out.isascii())

    def output_on_terminal(self, *args, **variables):
        """What a terminal of 24 lines by 100 columns is sent."""
        master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ,
                    struct.pack("HHHH", 24, 100, 0, 0))
        with subprocess.Popen([BOOKABLE, *args], stdin=subprocess.PIPE,
                              stdout=slave, env=environment(
                                  LANG="C.UTF-8", TERM="xterm",
                                  **variables)) as process:
            os.close(slave)
            process.stdin.write(json.dumps(request()).encode())
            process.stdin.close()
            text = b""
            try:
                while chunk := os.read(master, 65536):
                    text += chunk
            except OSError:  # the terminal's other end is closed
                pass
        os.close(master)
        return text.decode()

    def test_colour_is_for_terminals(self):
        self.assertIn("\x1b[", self.output_on_terminal("slots", "--week", "-"))
        self.assertNotIn("\x1b[", self.output_on_terminal(
            "slots", "--week", "-", NO_COLOR="1"))
        self.assertNotIn("\x1b[", self.output_on_terminal(
            "slots", "--week", "--color", "never", "-"))
        done = self.run_bookable("slots", "--week", "--color", "always", "-",
                                 stdin=request())
        self.assertIn("\x1b[", done.out)

    def test_ids_cannot_steer_the_terminal(self):
        host = {"id": "ann\x1b[2J", "schedule": request()["schedule"]}
        team = {"groups": [{"require": 1, "hosts": [host]}],
                "eventType": {"lengthInMinutes": 60},
                "start": "2026-11-23", "end": "2026-11-23"}
        done = self.run_bookable("slots", "-", stdin=team)
        self.assertIn("ann?[2J", done.out)

    def test_ten_years_are_drawn(self):
        done = self.run_bookable("slots", "--week", "--from", "2026-01-01",
                                 "--until", "2035-12-30", "-", stdin=request())
        self.assertEqual(done.out.count("Week of "), 522)


if __name__ == "__main__":
    unittest.main()
