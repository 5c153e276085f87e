#!/usr/bin/env python3
"""The pages that bookabled serves: which, to whom, and what they may load."""
import os
import re
import subprocess
import unittest

from service_testing import Service

BOOKABLED = os.environ["BOOKABLED"]
BROWSER = "Accept: text/html,application/xhtml+xml"


class WebRoutesTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.service = Service("--log-level", "off", "--rate-limit-ip", "10000")
        cls.addClassCleanup(cls.service.__exit__)
        subprocess.run([BOOKABLED, "demo", "--store", cls.service.database.url],
                       check=True, capture_output=True)

    def page(self, path, status=200):
        answer = self.service.get(path, BROWSER)
        self.assertEqual(answer.status, status, path)
        self.assertEqual(answer.headers["content-type"], "text/html; charset=utf-8", path)
        return answer

    def test_each_page_and_all_that_it_names_is_there(self):
        seen = set()
        for path in ("/alice", "/alice/lezione-30", "/booking/some-uid", "/booking", "/settings",
                     "/docs"):
            waiting = re.findall(r'(?:src|href)="(/[^"]+)"', self.page(path).body.decode())
            self.assertTrue(waiting)
            while waiting:
                name = waiting.pop()
                if name in seen:
                    continue
                seen.add(name)
                answer = self.service.get(name)
                self.assertEqual(answer.status, 200, name)
                if name.endswith((".css", ".js")):
                    self.assertEqual(answer.headers["cache-control"], "public, max-age=300", name)
                if name.endswith(".js"):
                    self.assertEqual(answer.headers["content-type"], "text/javascript; charset=utf-8")
                    waiting += re.findall(r'from "(/[^"]+)"', answer.body.decode())
        self.assertIn("/web/picker.js", seen)
        self.assertIn("/web/page.css", seen)

    def test_the_address_alone_leads_to_the_docs(self):
        answer = self.service.get("/", BROWSER)
        self.assertEqual((answer.status, answer.headers["location"]), (303, "/docs"))

    def test_pages_load_nothing_from_elsewhere_and_run_nothing_inline(self):
        for path in ("/alice/lezione-30", "/booking/some-uid", "/settings"):
            answer = self.page(path)
            policy = answer.headers["content-security-policy"]
            self.assertIn("default-src 'none'", policy)
            self.assertIn("script-src 'self'", policy)
            self.assertNotIn("unsafe", policy)
            self.assertNotIn("http", policy)
            text = answer.body.decode()
            self.assertNotRegex(text, r"<script(?![^>]*src=)")
            self.assertNotRegex(text, r"<style|\son\w+=|\sstyle=")
            self.assertNotRegex(text, r'(?:src|href)="(?:https?:)?//')

    def test_who_is_not_there_has_no_page(self):
        for path in ("/nobody", "/nobody/lezione-30", "/team/999", "/team/999/lesson",
                     "/%3Cscript%3E", "/alice%2F..%2Fdocs"):
            answer = self.page(path, 404)
            self.assertNotIn(b"<script>", answer.body)

    def test_programs_are_told_in_the_envelope(self):
        for path in ("/nobody", "/v2/nothing", "/api", "/robots.txt", "/web/nothing", "/team"):
            answer = self.service.get(path)
            self.assertEqual((answer.status, answer.code), (404, "NotFoundException"), path)
        # Not even to a browser is the API a person.
        self.assertEqual(self.service.get("/v2/nothing", BROWSER).status, 404)
        self.assertEqual(self.service.get("/v2/nothing", BROWSER).code, "NotFoundException")

    def test_files_of_pages_do_not_count_to_the_limit_of_an_address(self):
        with Service("--log-level", "off", "--rate-limit-ip", "3") as service:
            for _ in range(10):
                for name in ("/web/page.js", "/web/page.css", "/docs/docs.js"):
                    self.assertEqual(service.get(name).status, 200, name)
            # What is not there counts, and so does a page itself.
            self.assertEqual([service.get(name).status for name in
                              ("/web/nothing", "/settings", "/web/other", "/settings")],
                             [404, 200, 404, 429])
            self.assertEqual(service.get("/web/page.js").status, 200)


if __name__ == "__main__":
    unittest.main(verbosity=2)
