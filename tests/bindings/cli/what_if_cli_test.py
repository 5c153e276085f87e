"""bookable what-if, end to end."""
import json
import unittest

from command_testing import (INVALID, IO, USAGE, CommandTest, environment,
                             request)

# Fields in an order of their own: busy, then the event type, then the schedule.
ASKED = {
    "busy": [{"id": "dentist", "start": "2026-11-24T09:30:00+01:00",
              "end": "2026-11-24T10:00:00+01:00"}],
    "eventType": {"lengthInMinutes": 60, "minimumBookingNotice": 60},
    "now": "2026-11-23T14:00:00+01:00",
    **{name: value for name, value in request().items()
       if name in ("schedule", "start", "end")},
}


class WhatIfTest(CommandTest):
    def test_a_line_a_rule(self):
        done = self.run_bookable("what-if", "-", stdin=ASKED)
        self.assertEqual(done.out, """\
1 h slots, Europe/Rome (+01:00), Mon 23 Nov – Sun 29 Nov 2026

7 slots on 2 days

without                         gained    lost  for example
busy[0] (dentist)                    1       0  + Tue 24 Nov 09:00
eventType.minimumBookingNotice       1       0  + Mon 23 Nov 14:00
schedule.availability[0] (Mon, Tue 09:00-16:00)
                                     0       7  - Mon 23 Nov 15:00, …
""")
        self.assertEqual(done.err, "")

    def test_json_has_all_in_the_order_of_the_text(self):
        done = self.run_bookable("what-if", "--json", "-", stdin=ASKED)
        rules = json.loads(done.out)["rules"]
        self.assertEqual([rule["rule"] for rule in rules],
                         ["busy[0]", "eventType.minimumBookingNotice",
                          "schedule.availability[0]"])
        self.assertEqual(rules[0], {
            "rule": "busy[0]", "gained": ["2026-11-24T09:00:00.000+01:00"],
            "lost": []})
        self.assertEqual(len(rules[2]["lost"]), 7)
        backwards = dict(reversed(ASKED.items()))
        done = self.run_bookable("what-if", "--json", "-", stdin=backwards)
        self.assertEqual(json.loads(done.out)["rules"], rules[::-1])

    def test_options_replace_fields(self):
        done = self.run_bookable("what-if", "--json", "--until", "2026-11-23",
                                 "--time-zone", "UTC", "-", stdin=ASKED)
        self.assertEqual(
            [(rule["rule"], rule["gained"], rule["lost"])
             for rule in json.loads(done.out)["rules"]],
            [("eventType.minimumBookingNotice",
              ["2026-11-23T13:00:00.000+00:00"], []),
             ("schedule.availability[0]", [],
              ["2026-11-23T14:00:00.000+00:00"])])

    def test_progress_is_for_terminals(self):
        hosts = [{"id": f"h{i}", "busy": [
                      {"start": f"2026-11-{day}T09:30:00Z",
                       "end": f"2026-11-{day}T10:00:00Z"} for day in (24, 25, 26)],
                  "schedule": ASKED["schedule"]} for i in range(1000)]
        asked = {"groups": [{"require": 500, "hosts": hosts}],
                 "eventType": {"lengthInMinutes": 60, "slotInterval": 5},
                 "start": "2026-11-23", "end": "2026-12-23"}
        told = self.run_on_terminal("what-if", "--json", "-", stdin=asked)
        self.assertRegex(told, r"\r\x1b\[K[1-9][\d,]* rules? tried")
        self.assertTrue(told.endswith("\r\x1b[K"))

    def test_no_rule_is_an_answer(self):
        empty = request(start="2026-11-28")
        done = self.run_bookable("what-if", "-", stdin=empty)
        self.assertIn("\nNo rule changes the answer: it is the same without "
                      "any one of them.\n", done.out)
        done = self.run_bookable("what-if", "--json", "-", stdin=empty)
        self.assertEqual(json.loads(done.out), {"rules": []})

    def test_sequences_have_rules_too(self):
        def host(name, end):
            return {"id": name, "schedule": {
                "timeZone": "UTC", "availability": [
                    {"days": ["Tuesday"], "startTime": "09:00",
                     "endTime": end}]}}
        done = self.run_bookable("what-if", "--json", "-", stdin={
            "stages": [
                {"lengthInMinutes": 60, "groups": [
                    {"require": "all", "hosts": [host("ann", "12:00")]}]},
                {"lengthInMinutes": 60, "groups": [
                    {"require": "all", "hosts": [host("bob", "11:00")]}]}],
            "eventType": {"lengthInMinutes": 60},
            "start": "2026-11-24", "end": "2026-11-24"})
        self.assertEqual(
            [rule["rule"] for rule in json.loads(done.out)["rules"]],
            ["stages[0].groups[0].hosts[0].schedule.availability[0]",
             "stages[1].groups[0].hosts[0].schedule.availability[0]"])

    def test_errors_and_wrong_usage(self):
        done = self.run_bookable("what-if", "--json", "-",
                                 stdin=request(start="x"), exit_status=INVALID)
        self.assertEqual(json.loads(done.out)["error"]["field"], "start")
        self.assertIn("Try 'bookable what-if --help'.", done.err)
        self.run_bookable("what-if", "/no/such", exit_status=IO)
        for args in ((), ("a", "b"), ("-", "--frobnicate"),
                     ("-", "--width", "x")):
            done = self.run_bookable("what-if", *args, exit_status=USAGE)
            self.assertIn("Try 'bookable what-if --help'.", done.err)

    def test_output_that_cannot_be_written(self):
        for form in ((), ("--json",)):
            self.assert_prints_to_full_disk("what-if", *form, "-", stdin=ASKED)
            self.assert_survives_closed_pipe("what-if", *form, "-",
                                             stdin=ASKED)

    def test_ascii_where_the_locale_is_not_utf8(self):
        for args, env in ((("--ascii",), environment(LANG="C.UTF-8")),
                          ((), environment())):
            done = self.run_bookable("what-if", "-", *args, stdin=ASKED,
                                     env=env)
            self.assertTrue(done.out.isascii())


if __name__ == "__main__":
    unittest.main()
