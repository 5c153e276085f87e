#!/usr/bin/env python3
"""The operator's commands, and what they make, asked of a running bookabled."""
import json
import re
import subprocess
import unittest
import urllib.error
import urllib.request

from service_testing import BOOKABLED, Database, Service


class AccountCommandsTest(unittest.TestCase):
    def setUp(self):
        self.store = self.enterContext(Database()).url

    def run_command(self, *arguments, stdin="", code=0):
        done = subprocess.run([BOOKABLED, *arguments, "--store", self.store], input=stdin,
                              capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual(done.returncode, code, done.stderr + done.stdout)
        return done.stdout if code == 0 else done.stderr

    @staticmethod
    def shown(output, label):
        """What stands behind a label, "api key  cal_..."."""
        for line in output.splitlines():
            if line.startswith(label + " "):
                return line[len(label):].strip()
        raise AssertionError(f"{label!r} is not in {output!r}")

    def serve(self):
        service = self.enterContext(Service("--log-level", "off", store=self.store))
        return f"http://127.0.0.1:{service.port}"

    @staticmethod
    def ask(method, url, headers=(), body=None):
        """Status, parsed body, headers."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(url, data=data, method=method,
                                         headers={"Content-Type": "application/json",
                                                  **dict(headers)})
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, json.loads(answer.read()), answer.headers
        except urllib.error.HTTPError as error:
            return error.code, json.loads(error.read()), error.headers

    def test_an_organisation_its_client_and_a_user(self):
        made = self.run_command("org", "create", "Lingua", "--owner", "o@lingua.example",
                                "--password-stdin", stdin="correct horse\n")
        self.assertEqual(self.shown(made, "organisation"), "1")
        self.assertNotIn("correct horse", made)
        self.assertIn("lingua", self.run_command("org", "list"))
        client = self.run_command("oauth-client", "create", "App", "--redirect-uri",
                                  "http://localhost:3000", "--default-event-types")
        client_id = self.shown(client, "client id")
        secret = self.shown(client, "client secret")
        listed = self.run_command("oauth-client", "list")
        self.assertIn(client_id, listed)
        self.assertNotIn(secret, listed)

        url = self.serve()
        users = f"{url}/v2/oauth-clients/{client_id}/users"
        status, answer, _ = self.ask("POST", users, {"x-cal-secret-key": secret},
                                     {"email": "alice@example.com", "name": "Alice",
                                      "timeZone": "europe/rome"})
        self.assertEqual(status, 201, answer)
        tokens = answer["data"]
        self.assertEqual(tokens["user"]["timeZone"], "Europe/Rome")
        bearer = {"Authorization": f"Bearer {tokens['accessToken']}"}
        status, me, headers = self.ask("GET", f"{url}/v2/me", bearer)
        self.assertEqual((status, me["data"]["id"]), (200, tokens["user"]["id"]))
        self.assertTrue(headers["X-Request-Id"])
        status, answer, _ = self.ask("GET", f"{url}/v2/provider/{client_id}/access-token",
                                     bearer)
        self.assertEqual((status, answer), (200, {"status": "success"}))
        refresh = f"{url}/v2/oauth/{client_id}/refresh"
        for _ in range(2):  # two tabs
            status, again, _ = self.ask("POST", refresh, {"x-cal-secret-key": secret},
                                        {"refreshToken": tokens["refreshToken"]})
            self.assertEqual(status, 200, again)

        # What the command line does is seen by the server at once.
        rotated = self.shown(self.run_command("oauth-client", "rotate-secret", client_id),
                             "client secret")
        status, _, _ = self.ask("GET", users, {"x-cal-secret-key": secret})
        self.assertEqual(status, 401)
        status, _, _ = self.ask("GET", users, {"x-cal-secret-key": rotated})
        self.assertEqual(status, 200)
        self.run_command("oauth-client", "delete", client_id)
        status, _, _ = self.ask("GET", f"{url}/v2/me", bearer)
        self.assertEqual(status, 401)

    def test_keys(self):
        made = self.run_command("org", "create", "Lingua", "--owner", "o@lingua.example")
        self.assertEqual(len(self.shown(made, "password")), 43)
        owner = self.shown(made, "owner").split()[0]
        key = self.run_command("api-key", "create", "--user", owner, "--days", "5",
                               "--note", "mine")
        secret = self.shown(key, "api key")
        self.assertTrue(secret.startswith("cal_"))
        listed = self.run_command("api-key", "list", "--user", owner)
        self.assertIn("mine", listed)
        self.assertNotIn(secret, listed)
        endless = self.run_command("api-key", "create", "--user", owner, "--never")
        self.assertEqual(self.shown(endless, "expires"), "never")
        limited = self.run_command("api-key", "create", "--user", owner, "--rate-limits",
                                   "burst=10/1, hour=50/3600/60")
        self.assertEqual(self.shown(limited, "limits"), "burst=10/1,hour=50/3600/60")
        listed = self.run_command("api-key", "list").splitlines()
        self.assertEqual(["limits burst=10/1,hour=50/3600/60" in line for line in listed],
                         [False, False, True])
        self.assertIn("NAME=REQUESTS", self.run_command(
            "api-key", "create", "--user", owner, "--rate-limits", "burst=10", code=1))
        self.assertIn("no user", self.run_command("api-key", "list", "--user", "99", code=1))
        url = self.serve()
        bearer = {"Authorization": f"Bearer {secret}"}
        self.assertEqual(self.ask("GET", f"{url}/v2/me", bearer)[0], 200)
        self.run_command("api-key", "revoke", self.shown(key, "id"))
        self.assertEqual(self.ask("GET", f"{url}/v2/me", bearer)[0], 401)
        self.assertIn("no API key", self.run_command("api-key", "revoke", "99", code=1))
        self.run_command("api-key", "create", "--user", owner, "--days", "1", "--never", code=2)
        self.assertIn("no user", self.run_command("api-key", "create", "--user", "99", code=1))

    def test_signing_in(self):
        self.run_command("org", "create", "Lingua", "--owner", "o@lingua.example")
        self.run_command("user", "set-password", "o@lingua.example", stdin="correct horse\n")
        self.assertIn("8 to", self.run_command("user", "set-password", "o@lingua.example",
                                               stdin="short\n", code=1))
        url = self.serve()
        status, answer, headers = self.ask("POST", f"{url}/v2/session", {},
                                           {"email": "o@lingua.example",
                                            "password": "correct horse"})
        self.assertEqual(status, 201, answer)
        cookie = headers["Set-Cookie"].split(";")[0]
        session = {"Cookie": cookie, "x-csrf-token": answer["data"]["csrfToken"]}
        status, made, _ = self.ask("POST", f"{url}/v2/oauth-clients", session,
                                   {"name": "App", "redirectUris": [], "permissions": ["*"]})
        self.assertEqual(status, 201, made)
        status, _, _ = self.ask("POST", f"{url}/v2/oauth-clients", {"Cookie": cookie},
                                {"name": "App", "redirectUris": [], "permissions": ["*"]})
        self.assertEqual(status, 403)
        self.assertEqual(self.ask("DELETE", f"{url}/v2/session", session)[0], 200)
        self.assertEqual(self.ask("GET", f"{url}/v2/session", session)[0], 401)

    def test_the_demo_is_made_once(self):
        made = self.run_command("demo")
        self.assertIn("Alice Conti", made)
        self.assertIn("curl ", made)
        again = self.run_command("demo")
        self.assertIn("already", again)
        # Whoever has lost the key is told how to make another, and that works.
        user = re.search(r"api-key create (--user \d+)", again)
        self.assertIn("cal_", self.run_command("api-key", "create", *user[1].split()))
        self.assertIn("user set-password owner@lingua.example", again)
        url = self.serve()
        # The line that is printed, each time, answers; here on another port.
        line = re.search(r"curl 'http://127.0.0.1:5555(/v2/slots[^']+)'", again)
        status, slots, _ = self.ask("GET", url + line[1])
        self.assertEqual(status, 200)
        self.assertGreater(len(slots["data"]), 3)
        bearer = {"Authorization": f"Bearer {self.shown(made, 'access token')}"}
        status, me, _ = self.ask("GET", f"{url}/v2/me", bearer)
        self.assertEqual((status, me["data"]["timeZone"]), (200, "Europe/Rome"))

    def test_mistakes_are_told(self):
        self.assertIn("no organisation yet",
                      self.run_command("oauth-client", "create", "App", code=1))
        self.run_command("org", "create", "A", "--owner", "a@a.example")
        self.run_command("org", "create", "B", "--owner", "b@b.example")
        self.assertIn("--org", self.run_command("oauth-client", "create", "App", code=1))
        self.assertIn("FLY", self.run_command("oauth-client", "create", "App", "--org", "1",
                                              "--permission", "FLY", code=1))
        self.assertIn("another organisation", self.run_command(
            "org", "create", "A", "--owner", "c@c.example", code=1))
        # By the flags that were written, not by the fields of the API.
        for flag, words in {
                "--owner: must be an e-mail": ("org", "create", "C", "--owner", "nobody"),
                "--slug: must have": ("org", "create", "!", "--owner", "c@c.example"),
                "--redirect-uri: must be": ("oauth-client", "create", "App", "--org", "1",
                                            "--redirect-uri", "ftp://a.example"),
                "--days: must be": ("api-key", "create", "--user", "1", "--days", "0"),
                "--rate-limits: must be": ("api-key", "create", "--user", "1",
                                           "--rate-limits", "burst"),
        }.items():
            self.assertIn(f"bookabled: {flag}", self.run_command(*words, code=1))
        self.run_command("org", "create", "C", code=2)


if __name__ == "__main__":
    unittest.main()
