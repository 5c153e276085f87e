"""bookable explain, end to end."""
import json
import os
import re
import tempfile
import unittest

from command_testing import (INVALID, IO, USAGE, CommandTest, environment,
                             request)

BOOKED = request(bookings=[{"id": "b-7", "start": "2026-11-24T10:00:00+01:00",
                            "end": "2026-11-24T11:00:00+01:00"}])


def host(name, start="09:00", **fields):
    return {"id": name, **fields, "schedule": {
        "timeZone": "UTC", "availability": [
            {"days": ["Tuesday"], "startTime": start, "endTime": "12:00"}]}}


def team(*hosts, require="all"):
    return {"groups": [{"id": "team", "require": require,
                        "hosts": list(hosts)}],
            "eventType": {"lengthInMinutes": 60},
            "start": "2026-11-24", "end": "2026-11-24"}


def sequence(stage_hosts):
    return {"stages": [{"lengthInMinutes": 30, "groups": [
        {"require": "all", "hosts": stage_hosts}]}],
        "eventType": {"lengthInMinutes": 60},
        "start": "2026-11-24", "end": "2026-11-24"}


class ExplainTest(CommandTest):
    def test_a_slot_is_offered(self):
        done = self.run_bookable("explain", "-", "--at", "2026-11-24T11:00",
                                 stdin=BOOKED)
        self.assertEqual(done.out, """\
Tue 24 Nov 2026 11:00–12:00, Europe/Rome (+01:00)
Offered: a slot begins here.
""")
        self.assertEqual(done.err, "")

    def test_all_reasons_are_told(self):
        done = self.run_bookable("explain", "-", "--at",
                                 "2026-11-24T10:30+01:00", "--now",
                                 "2026-11-25T00:00:00Z", stdin=BOOKED)
        self.assertEqual(done.out, """\
Tue 24 Nov 2026 10:30–11:30, Europe/Rome (+01:00)
Not offered, and it cannot be booked.
- Busy 10:00–11:00: booking "b-7" (bookings[0]).
- Past: now is Wed 25 Nov 2026 01:00 (now).
""")

    def test_what_is_free_can_be_booked(self):
        done = self.run_bookable("explain", "-", "--at", "2026-11-24 11:10",
                                 stdin=BOOKED)
        self.assertIn("\nNot offered, but it can be booked.\n- Free, but not "
                      "on the grid of starts: the nearest are 11:00 and "
                      "12:00.\n", done.out)

    def test_a_team_is_told_by_host(self):
        done = self.run_bookable(
            "explain", "-", "--at", "2026-11-24T09:30",
            stdin=team(host("ann"), host("bob", "10:00")))
        self.assertEqual(done.out, """\
Tue 24 Nov 2026 09:30–10:30, UTC (+00:00)
Not offered, and it cannot be booked.
- Group "team" needs all its 2 hosts, and only 1 can take it.

Group "team": 2 of 2 needed, 1 can take it
  ann  can take it
  bob  Closed 09:30–10:00: outside the weekly hours of Tue 24 Nov 2026
       (schedule.availability).
""")

    def test_json_is_that_of_the_request_page(self):
        done = self.run_bookable("explain", "--json", "-", "--at",
                                 "2026-11-24T10:30", stdin=BOOKED)
        self.assertEqual(json.loads(done.out), {
            "at": "2026-11-24T10:30:00.000+01:00", "bookable": False,
            "accepted": False, "reasons": [
                {"kind": "busy", "source": "bookings[0]", "id": "b-7",
                 "start": "2026-11-24T10:00:00.000+01:00",
                 "end": "2026-11-24T11:00:00.000+01:00"}]})
        done = self.run_bookable(
            "explain", "--json", "-", "--at", "2026-11-24T09:00",
            stdin=team(host("ann"), require=1))
        self.assertEqual(json.loads(done.out)["groups"], [
            {"id": "team", "require": 1, "able": 1,
             "hosts": [{"id": "ann", "able": True, "reasons": []}]}])

    def test_local_times_are_of_the_answers_zone(self):
        done = self.run_bookable("explain", "-", "--at", "2026-11-24T05:00",
                                 "--time-zone", "America/New_York",
                                 stdin=BOOKED)
        self.assertTrue(done.out.startswith(
            "Tue 24 Nov 2026 05:00–06:00, America/New_York (-05:00)\n"))
        self.assertIn("Offered", done.out)

    def test_times_that_are_not_once(self):
        always = request(start="2026-01-01", end="2026-12-31")
        done = self.run_bookable("explain", "-", "--at", "2026-10-25T02:30",
                                 stdin=always, exit_status=USAGE)
        self.assertEqual(done.err, """\
bookable: --at: clocks in Europe/Rome show Sun 25 Oct 2026 02:30 twice; write \
2026-10-25T02:30+02:00 or 2026-10-25T02:30+01:00
Try 'bookable explain --help'.
""")
        headings = [
            self.run_bookable("explain", "-", "--at", at, stdin=always)
                .out.split("\n")[0]
            for at in re.findall(r"2026-10-25T\S+", done.err)]
        self.assertEqual(headings, [
            "Sun 25 Oct 2026 02:30 – 02:30 (+01:00), Europe/Rome (+02:00)",
            "Sun 25 Oct 2026 02:30–03:30, Europe/Rome (+01:00)"])
        done = self.run_bookable("explain", "-", "--at", "2026-03-29T02:30",
                                 stdin=always, exit_status=USAGE)
        self.assertIn("its clocks go from Sun 29 Mar 2026 02:00 to Sun 29 Mar "
                      "2026 03:00\n", done.err)

    def test_a_day_is_drawn(self):
        done = self.run_bookable("explain", "-", "--day", "2026-11-24",
                                 stdin=BOOKED)
        self.assertEqual(done.out, """\
Tue 24 Nov 2026, Europe/Rome (+01:00): where a slot of 1 h can begin

06:00 06:30 07:00 07:30 08:00 08:30 09:00 09:30 10:00 10:30 11:00 11:30
····································●sssssssssss████████████●───────────

12:00 12:30 13:00 13:30 14:00 14:30 15:00 15:30 16:00 16:30 17:00 17:30
●───────────●───────────●───────────●sssssssssss························

● slot begins   ─ free, no start of the grid   s too short   █ busy   · closed
6 slots, a cell is 5 minutes; closed before 06:00 and from 18:00 on
""")

    def test_the_day_is_one_of_the_answers_zone(self):
        done = self.run_bookable("explain", "-", "--day", "2026-11-24",
                                 "--time-zone", "Asia/Tokyo", stdin=BOOKED)
        self.assertTrue(done.out.startswith(
            "Tue 24 Nov 2026, Asia/Tokyo (+09:00): "))
        # Monday's last hours end at midnight in Tokyo, Tuesday's begin at 17.
        self.assertIn("\n12:00 12:30 ", done.out)
        self.assertIn("\n6 slots,", done.out)

    def test_slots_of_the_day_are_those_asked_for(self):
        done = self.run_bookable(
            "explain", "-", "--day", "2026-11-24", "--until",
            "2026-11-24T12:00:00+01:00", stdin=BOOKED)
        self.assertIn("●sssssssssss████████████●───────────\n", done.out)
        self.assertIn("\nq───────────q───", done.out)
        self.assertIn("\n2 slots,", done.out)

    def test_days_that_cannot_be_drawn(self):
        for day, message in (
                ("2026-02-30", "--day: "), ("tomorrow", "--day: "),
                ("1899-12-31", "--day: must lie in the years 1900 to 2200"),
                ("2201-01-01", "--day: must lie in the years 1900 to 2200")):
            done = self.run_bookable("explain", "-", "--day", day,
                                     stdin=BOOKED, exit_status=USAGE)
            self.assertTrue(done.err.startswith(f"bookable: {message}"),
                            done.err)
        done = self.run_bookable("explain", "-", "--day", "2011-12-30",
                                 "--time-zone", "Pacific/Apia", stdin=BOOKED,
                                 exit_status=USAGE)
        self.assertEqual(done.err, "bookable: --day: Pacific/Apia has no "
                         "2011-12-30: its clocks skip the date\nTry 'bookable "
                         "explain --help'.\n")

    def test_a_large_team_is_drawn(self):
        hosts = [host(f"h{i}") for i in range(3000)]
        done = self.run_bookable("explain", "-", "--day", "2026-11-24",
                                 stdin=team(*hosts, require=2000))
        self.assertIn("\n3 slots, a cell is 5 minutes; closed before", done.out)
        self.assertIn("2,980 hosts\nnot drawn\n", done.out)

    def test_errors_of_the_request(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "r.json")
            with open(path, "w") as file:
                json.dump(request(strat=1), file, indent=1)
            for what in (("--at", "2026-11-24T10:00"), ("--day", "2026-11-24")):
                done = self.run_bookable("explain", path, *what,
                                         exit_status=INVALID)
                self.assertRegex(done.err,
                                 rf"^bookable: {re.escape(path)}:\d+: strat: ")
        done = self.run_bookable("explain", "--json", "-", "--at",
                                 "2026-11-24T10:00", stdin=request(start="x"),
                                 exit_status=INVALID)
        self.assertEqual(json.loads(done.out)["error"]["field"], "start")
        self.run_bookable("explain", "/no/such", "--at", "2026-11-24T10:00",
                          exit_status=IO)

    def test_sequences_are_not_explained(self):
        for what in (("--at", "2026-11-24T10:00"), ("--day", "2026-11-24")):
            done = self.run_bookable("explain", "-", *what,
                                     stdin=sequence([host("ann")]),
                                     exit_status=INVALID)
            self.assertIn("stages: a sequence cannot be explained", done.err)

    def test_wrong_usage(self):
        for args in ((), ("--at", "x"), ("--at", "2026-11-24T10:00:00.5Z"),
                     ("--day", "x"), ("--at", "2026-11-24T10:00", "--day",
                                      "2026-11-24"),
                     ("--json", "--day", "2026-11-24"), ("--at",),
                     ("--at", "1899-01-01T00:00:00Z"),
                     ("--at", "2026-11-24T10:00", "--width", "59"),
                     ("--at", "2026-11-24T10:00", "second.json")):
            done = self.run_bookable("explain", "-", *args, stdin=BOOKED,
                                     exit_status=USAGE)
            self.assertIn("Try 'bookable explain --help'.", done.err)
            self.assertEqual(done.out, "")
        self.assertIn("give --at TIME or --day DATE", self.run_bookable(
            "explain", "-", exit_status=USAGE).err)

    def test_output_that_cannot_be_written(self):
        for form in (("--at", "2026-11-24T10:00"), ("--day", "2026-11-24"),
                     ("--json", "--at", "2026-11-24T10:00")):
            self.assert_prints_to_full_disk("explain", *form, "-",
                                            stdin=BOOKED)
            self.assert_survives_closed_pipe("explain", *form, "-",
                                             stdin=BOOKED)

    def test_ascii_where_the_locale_is_not_utf8(self):
        for args, env in ((("--ascii",), environment(LANG="C.UTF-8")),
                          ((), environment())):
            for form in (("--at", "2026-11-24T10:00"),
                         ("--day", "2026-11-24")):
                done = self.run_bookable("explain", "-", *args, *form,
                                         stdin=BOOKED, env=env)
                self.assertTrue(done.out.isascii())

    def test_colour_can_be_asked_for(self):
        for form in (("--at", "2026-11-24T11:00"), ("--day", "2026-11-24")):
            plain = self.run_bookable("explain", "-", *form, stdin=BOOKED).out
            colored = self.run_bookable("explain", "-", "--color", "always",
                                        *form, stdin=BOOKED).out
            self.assertNotIn("\x1b", plain)
            self.assertEqual(re.sub(r"\x1b\[[\d;]*m", "", colored), plain)
            self.assertNotEqual(colored, plain)

    def test_ids_do_not_steer_the_terminal(self):
        evil = "\x1b[2Jx\n"
        asked = team(host("ann", busy=[{
            "id": evil, "source": evil, "start": "2026-11-24T09:00:00Z",
            "end": "2026-11-24T10:00:00Z"}]), host(evil))
        asked["groups"][0]["id"] = evil
        for form in (("--at", "2026-11-24T09:00"), ("--day", "2026-11-24")):
            done = self.run_bookable("explain", "-", *form, stdin=asked)
            self.assertNotIn("\x1b", done.out)
            self.assertIn("?[2Jx?", done.out)


if __name__ == "__main__":
    unittest.main()
