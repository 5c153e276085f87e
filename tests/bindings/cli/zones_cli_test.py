"""bookable zones and bookable --version, end to end."""
import json
import unittest

from command_testing import USAGE, CommandTest


class ZonesTest(CommandTest):
    def test_names_are_listed(self):
        names = self.run_bookable("zones").out.splitlines()
        self.assertGreater(len(names), 400)
        self.assertEqual(names, sorted(names))
        self.assertIn("Europe/Rome", names)
        listed = json.loads(self.run_bookable("zones", "--json").out)
        self.assertEqual(listed["zones"], names)
        self.assertEqual(listed["tzdb"],
                         self.run_bookable("zones", "--version").out.strip())

    def test_transitions_of_one(self):
        done = self.run_bookable("zones", "Europe/Rome", "--from", "2024",
                                 "--until", "2024")
        self.assertIn("2024-03-31T01:00:00Z   Sun 31 Mar 2024 02:00 → 03:00",
                      done.out)
        done = self.run_bookable("zones", "Europe/Rome", "--from", "2024",
                                 "--until", "2024", "--json")
        self.assertEqual(
            [change["at"] for change in json.loads(done.out)["transitions"]],
            ["2024-03-31T01:00:00Z", "2024-10-27T01:00:00Z"])

    def test_ten_years_from_the_release_are_the_default(self):
        release = self.run_bookable("zones", "--version").out
        year = int(release[:4]) if release[:4].isdigit() else 2020
        for args, first, last in (
                ((), year, year + 9),
                (("--from", "2000"), 2000, 2009),
                (("--from", "2195"), 2195, 2200),
                (("--until", "1990"), 1990, 1990)):
            done = self.run_bookable("zones", "Asia/Tokyo", "--json", *args)
            answer = json.loads(done.out)
            self.assertEqual((answer["from"], answer["until"]), (first, last))

    def test_unknown_zones_are_guessed(self):
        done = self.run_bookable("zones", "rome", exit_status=USAGE)
        self.assertEqual(done.err, 'bookable: unknown time zone "rome"; did you '
                         "mean Europe/Rome?\nTry 'bookable zones --help'.\n")
        done = self.run_bookable("zones", "Nowhere/At_All", exit_status=USAGE)
        self.assertIn('unknown time zone "Nowhere/At_All"\n', done.err)

    def test_wrong_usage(self):
        for args in (("Europe/Rome", "--from", "1899"),
                     ("Europe/Rome", "--until", "2201"),
                     ("Europe/Rome", "--from", "2024", "--until", "2023"),
                     ("--from", "2024"), ("a", "b")):
            done = self.run_bookable("zones", *args, exit_status=USAGE)
            self.assertIn("Try 'bookable zones --help'.", done.err)

    def test_ascii(self):
        done = self.run_bookable("zones", "--ascii", "Pacific/Apia")
        self.assertTrue(done.out.isascii())

    def test_output_that_cannot_be_written(self):
        for args in ((), ("--json",), ("Europe/Rome",), ("--version",)):
            self.assert_prints_to_full_disk("zones", *args)
            self.assert_survives_closed_pipe("zones", *args)

    def test_version(self):
        done = self.run_bookable("--version")
        self.assertRegex(done.out, r"^bookable \d+\.\d+\.\d+ \(tzdata \S+\)\n$")
        self.assert_prints_to_full_disk("--version")


if __name__ == "__main__":
    unittest.main()
