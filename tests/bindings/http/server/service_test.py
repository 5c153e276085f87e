"""bookabled as strangers on the network see it, on both stores."""
import concurrent.futures
import json
import re
import tempfile
import threading
import time
import unittest

from service_testing import Database, Service, demo, request

UUID = re.compile(r"^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$")


class ServiceTest(unittest.TestCase):
    """One service for all tests; limits of time are short, of requests wide."""

    @classmethod
    def setUpClass(cls):
        cls.service = cls.enterClassContext(Service(
            "--rate-limit-ip", "100000", "--limits-header-time", "2",
            "--limits-body-time", "2", "--limits-idle-time", "3"))

    def assert_error(self, answer, status, code):
        self.assertIsNotNone(answer)
        self.assertEqual(answer.status, status, answer.body)
        envelope = answer.json
        self.assertEqual(envelope["status"], "error")
        self.assertEqual(envelope["error"]["code"], code)
        self.assertRegex(envelope["timestamp"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")
        self.assertIn("path", envelope)
        self.assertRegex(answer.headers["x-request-id"], UUID)
        self.assertEqual(answer.headers["access-control-allow-origin"], "*")

    # --- routes -----------------------------------------------------------------

    def test_health_is_ok(self):
        answer = self.service.get("/health")
        self.assertEqual((answer.status, answer.body), (200, b"OK"))

    def test_unknown_route_and_unknown_method_are_404_in_the_envelope(self):
        answer = self.service.get("/v2/nothing?a=1")
        self.assert_error(answer, 404, "NotFoundException")
        self.assertEqual(answer.json["path"], "/v2/nothing?a=1")
        answer = self.service.ask(request("PUT", "/health"))
        self.assert_error(answer, 404, "NotFoundException")
        self.assert_error(self.service.ask(request("BREW", "/")), 404, "NotFoundException")

    def test_each_answer_has_an_id_of_its_own_and_a_sent_one_is_ignored(self):
        first = self.service.get("/health").headers["x-request-id"]
        answer = self.service.get("/health", f"X-Request-Id: {first}")
        self.assertNotEqual(answer.headers["x-request-id"], first)
        exposed = answer.headers["access-control-expose-headers"]
        self.assertIn("X-Request-Id", exposed)

    def test_preflight_from_any_origin(self):
        answer = self.service.ask(request(
            "OPTIONS", "/v2/me", "Origin: https://lingua.example",
            "Access-Control-Request-Method: PATCH",
            "Access-Control-Request-Headers: authorization, cal-api-version"))
        self.assertEqual(answer.status, 204)
        self.assertNotIn("content-length", answer.headers)
        self.assertEqual(answer.headers["access-control-allow-origin"], "*")
        self.assertEqual(answer.headers["access-control-max-age"], "86400")
        methods = answer.headers["access-control-allow-methods"].split(", ")
        self.assertEqual(set(methods),
                         {"GET", "PATCH", "DELETE", "HEAD", "POST", "PUT", "OPTIONS"})
        allowed = answer.headers["access-control-allow-headers"].lower()
        for name in ("x-cal-client-id", "x-cal-secret-key", "x-cal-platform-embed",
                     "x-cal-atoms-version", "cal-api-version", "accept", "authorization",
                     "content-type", "origin", "idempotency-key"):
            self.assertIn(name, allowed)
        self.assertNotIn("access-control-allow-credentials", answer.headers)

    def test_head_is_get_without_its_body(self):
        with self.service.connect() as client:
            client.send(request("HEAD", "/health"))
            answer = client.answer(has_body=False)
            self.assertEqual((answer.status, answer.headers["content-length"]), (200, "2"))
            client.send(request("GET", "/health"))
            self.assertEqual(client.answer().body, b"OK")

    def test_openapi_and_docs(self):
        answer = self.service.get("/openapi.json")
        self.assertEqual(answer.json["openapi"], "3.1.0")
        self.assertIn("/health", answer.json["paths"])
        page = self.service.get("/docs")
        self.assertEqual(page.headers["content-type"], "text/html; charset=utf-8")
        for linked in re.findall(rb'(?:href|src)="(/[^"]*)"', page.body):
            self.assertEqual(self.service.get(linked.decode()).status, 200, linked)
        self.assertNotIn(b"://", page.body)

    def test_metrics_count_by_pattern(self):
        self.service.get("/v2/a-very-secret-path")
        text = self.service.get("/metrics").body.decode()
        self.assertIn('bookabled_requests_total{method="GET",route="/health"', text)
        self.assertIn("bookabled_request_seconds_bucket", text)
        self.assertNotIn("secret", text)

    # --- what is no request -----------------------------------------------------

    def test_what_is_no_http_is_400_and_the_connection_ends(self):
        for data in (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 64,
                     b"GET\r\n\r\n", b"GET / HTTP/1.1\r\nno colon\r\n\r\n",
                     b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n",
                     b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n"
                     b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                     b"GET / HTTP/1.1\r\n\r\n",
                     b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"):
            with self.service.connect() as client:
                client.send(data)
                answer = client.answer()
                self.assertEqual(answer.status, 400, (data, answer.body))
                self.assertEqual(answer.code, "BadRequestException")
                self.assertEqual(answer.headers["connection"], "close")
                self.assertTrue(client.is_closed())

    def test_other_versions_and_encodings_are_named(self):
        answer = self.service.ask(b"GET / HTTP/2.0\r\nHost: a\r\n\r\n")
        self.assertIn(answer.status, (400, 505))
        answer = self.service.ask(request("POST", "/", "Transfer-Encoding: gzip"))
        self.assertIn(answer.status, (400, 501))

    def test_broken_targets_are_400(self):
        for target in ("/%zz", "/a%00", "/%ff", "/\xff", "nothing"):
            self.assert_error(self.service.get(target), 400, "BadRequestException")

    def test_too_large_and_too_many_headers_are_431(self):
        answer = self.service.get("/health", "X-Large: " + "a" * 20_000)
        self.assert_error(answer, 431, "RequestHeaderFieldsTooLargeException")
        answer = self.service.get("/health", *(f"X-{i}: 1" for i in range(101)))
        self.assert_error(answer, 431, "RequestHeaderFieldsTooLargeException")
        answer = self.service.get("/" + "a" * 20_000)
        self.assert_error(answer, 431, "RequestHeaderFieldsTooLargeException")

    def test_a_header_that_never_ends_is_431(self):
        with self.service.connect() as client:
            client.send(b"GET / HTTP/1.1\r\n")
            try:
                for _ in range(1000):
                    client.send(b"X-More: " + b"a" * 1000 + b"\r\n")
            except (BrokenPipeError, ConnectionResetError):
                pass
            answer = client.answer()
        if answer is not None:  # else the client sent on for too long
            self.assert_error(answer, 431, "RequestHeaderFieldsTooLargeException")

    def test_a_huge_body_is_413_before_it_is_sent(self):
        with self.service.connect() as client:
            client.send(request("POST", "/v2/x", "Content-Length: 100001",
                                "Content-Type: application/json"))
            answer = client.answer()
            self.assert_error(answer, 413, "PayloadTooLargeException")
            self.assertTrue(client.is_closed())
        answer = self.service.ask(request("POST", "/v2/x", body=b"a" * 100_000))
        self.assert_error(answer, 404, "NotFoundException")

    def test_a_body_that_does_not_end_is_413(self):
        with self.service.connect() as client:
            client.send(request("POST", "/v2/x", "Transfer-Encoding: chunked"))
            try:
                for _ in range(300):
                    client.send(b"400\r\n" + b"a" * 1024 + b"\r\n")
            except (BrokenPipeError, ConnectionResetError):
                pass
            answer = client.answer()
            self.assert_error(answer, 413, "PayloadTooLargeException")

    # --- time -------------------------------------------------------------------

    def test_a_slow_header_is_cut_off_with_408(self):
        with self.service.connect() as client:
            begun = time.monotonic()
            for byte in b"GET /hea":
                client.send(bytes([byte]))
                time.sleep(0.1)
            answer = client.answer()
            self.assert_error(answer, 408, "RequestTimeoutException")
            self.assertLess(time.monotonic() - begun, 6)
            self.assertTrue(client.is_closed())

    def test_a_body_that_drips_is_cut_off_with_408(self):
        with self.service.connect() as client:
            begun = time.monotonic()
            client.send(request("POST", "/v2/x", "Content-Length: 1000"))
            stop = threading.Event()

            def drip():
                while not stop.wait(0.1):
                    try:
                        client.send(b"a")
                    except OSError:
                        return
            thread = threading.Thread(target=drip)
            thread.start()
            try:
                answer = client.answer()
            finally:
                stop.set()
                thread.join()
            self.assert_error(answer, 408, "RequestTimeoutException")
            self.assertLess(time.monotonic() - begun, 7)

    def test_an_idle_connection_is_closed_without_a_word(self):
        with self.service.connect() as fresh, self.service.connect() as used:
            used.send(request("GET", "/health"))
            self.assertEqual(used.answer().status, 200)
            begun = time.monotonic()
            self.assertIsNone(fresh.answer())
            self.assertIsNone(used.answer())
            self.assertLess(time.monotonic() - begun, 7)

    def test_a_client_that_takes_no_answers_delays_no_one(self):
        with self.service.connect() as deaf:
            deaf.socket.settimeout(0.2)
            try:
                while True:
                    deaf.send(request("GET", "/openapi.json") * 50)
            except TimeoutError:
                pass
            begun = time.monotonic()
            self.assertEqual(self.service.get("/health").status, 200)
            self.assertLess(time.monotonic() - begun, 2)

    # --- connections ------------------------------------------------------------

    def test_keep_alive_and_close(self):
        with self.service.connect() as client:
            for _ in range(3):
                client.send(request("GET", "/health"))
                self.assertEqual(client.answer().body, b"OK")
            client.send(request("GET", "/health", "Connection: close"))
            self.assertEqual(client.answer().headers["connection"], "close")
            self.assertTrue(client.is_closed())

    def test_http_1_0_closes_unless_asked(self):
        with self.service.connect() as client:
            client.send(b"GET /health HTTP/1.0\r\n\r\n")
            self.assertEqual(client.answer().body, b"OK")
            self.assertTrue(client.is_closed())
        with self.service.connect() as client:
            client.send(b"GET /health HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
            self.assertEqual(client.answer().headers["connection"], "keep-alive")
            client.send(b"GET /health HTTP/1.0\r\n\r\n")
            self.assertEqual(client.answer().body, b"OK")

    def test_pipelined_requests_are_answered_in_order(self):
        with self.service.connect() as client:
            paths = ["/health", "/v2/a", "/docs", "/v2/b"] * 10
            client.send(b"".join(request("GET", path) for path in paths))
            for path in paths:
                answer = client.answer()
                if path.startswith("/v2/"):
                    self.assertEqual(answer.json["path"], path)
                else:
                    self.assertEqual(answer.status, 200)

    def test_a_body_of_one_request_is_not_the_next_request(self):
        inner = request("GET", "/v2/smuggled")
        with self.service.connect() as client:
            client.send(request("POST", "/v2/a", body=inner) + request("GET", "/health"))
            self.assertEqual(client.answer().json["path"], "/v2/a")
            self.assertEqual(client.answer().body, b"OK")

    def test_expect_continue_is_answered(self):
        with self.service.connect() as client:
            client.send(request("POST", "/v2/a", "Expect: 100-continue", "Content-Length: 2"))
            self.assertEqual(client.answer().status, 100)
            client.send(b"{}")
            self.assertEqual(client.answer().status, 404)

    def test_many_clients_at_once(self):
        def one(number):
            with self.service.connect() as client:
                for _ in range(20):
                    client.send(request("GET", f"/v2/none{number}"))
                    if client.answer().json["path"] != f"/v2/none{number}":
                        return False
                    client.send(request("GET", "/health"))
                    if client.answer().body != b"OK":
                        return False
            return True
        with concurrent.futures.ThreadPoolExecutor(16) as pool:
            self.assertTrue(all(pool.map(one, range(32))))


class EveryRouteTest(unittest.TestCase):
    """Bodies that are too much, for every route that takes one."""

    @classmethod
    def setUpClass(cls):
        cls.service = cls.enterClassContext(Service(
            "--rate-limit-ip", "100000", "--limits-body-time", "1", "--log-level", "error"))
        paths = cls.service.get("/openapi.json").json["paths"]
        cls.routes = [(method.upper(), re.sub(r"\{\w+\}", "1", path.partition(" ")[0]))
                      for path, operations in paths.items()
                      for method, operation in operations.items() if "requestBody" in operation]

    def ask_each(self, send, status, code):
        self.assertGreater(len(self.routes), 40)

        def one(route):
            with self.service.connect() as client:
                send(client, *route)
                answer = client.answer()
                return route, answer and answer.status, answer and answer.code, client.is_closed()
        with concurrent.futures.ThreadPoolExecutor(16) as pool:
            for route, *found in pool.map(one, self.routes):
                self.assertEqual(found, [status, code, True], route)

    def test_a_huge_body_is_413(self):
        def send(client, method, path):
            client.send(request(method, path, "Content-Type: application/json",
                                "Content-Length: 100001"))
        self.ask_each(send, 413, "PayloadTooLargeException")

    def test_a_body_that_goes_on_is_413(self):
        def send(client, method, path):
            client.send(request(method, path, "Content-Type: application/json",
                                "Transfer-Encoding: chunked"))
            try:
                for _ in range(120):
                    client.send(b"400\r\n" + b"[" * 1024 + b"\r\n")
            except (BrokenPipeError, ConnectionResetError):
                pass
        self.ask_each(send, 413, "PayloadTooLargeException")

    def test_a_body_that_never_ends_is_408(self):
        def send(client, method, path):
            client.send(request(method, path, "Content-Type: application/json",
                                "Content-Length: 100") + b'{"name": "')
        self.ask_each(send, 408, "RequestTimeoutException")


class HousekeepingTest(unittest.TestCase):
    def test_what_has_ended_is_forgotten_while_the_service_runs(self):
        with Database() as database:
            with Service("--housekeeping-interval", "1", store=database.url) as service:
                database.sql("INSERT INTO idempotency_key (id, body_hash, expires_ms, created_ms)"
                             " VALUES ('old', '', 1, 1), ('new', '', 9999999999999, 1)")
                end = time.monotonic() + 20
                while database.sql("SELECT id FROM idempotency_key ORDER BY id") != "new":
                    self.assertLess(time.monotonic(), end)
                    time.sleep(0.1)
                service.stop()
                service.process.wait(10)
                lines = [json.loads(line) for line in service.log().splitlines()]
            kept = [line for line in lines if line["event"] == "housekeeping"]
            self.assertEqual([line["forgotten"] for line in kept], [{"idempotency_key": 1}])


class ClockTest(unittest.TestCase):
    def test_an_hour_later_a_token_is_498_until_it_is_refreshed(self):
        with Database() as database, tempfile.NamedTemporaryFile("w+") as clock:
            made = demo(database.url)
            with Service("--clock", clock.name, store=database.url) as service:
                bearer = {"Authorization": f"Bearer {made['access token']}"}
                self.assertEqual(service.call("GET", "/v2/me", headers=bearer).status, 200)
                clock.write("3660")
                clock.flush()
                answer = service.call("GET", "/v2/me", headers=bearer)
                self.assertEqual((answer.status, answer.code), (498, "TokenExpiredException"))
                error = answer.json["error"]
                self.assertEqual((error["message"], error["details"]),
                                 ("ACCESS_TOKEN_IS_EXPIRED",) * 2)
                users = f"/v2/oauth-clients/{made['client id']}/users"
                secret = {"x-cal-secret-key": made["client secret"]}
                user = service.call("GET", users, headers=secret).json["data"][0]["id"]
                fresh = service.call("POST", f"{users}/{user}/force-refresh", headers=secret)
                bearer = {"Authorization": f"Bearer {fresh.json['data']['accessToken']}"}
                self.assertEqual(service.call("GET", "/v2/me", headers=bearer).status, 200)


class LogTest(unittest.TestCase):
    def test_lines_are_json_and_hold_no_secrets(self):
        with Service() as service:
            service.get("/v2/secret1?token=secret2", "Authorization: Bearer secret3",
                        "x-cal-secret-key: secret4", "Cookie: a=secret5")
            service.get("/health")
            service.stop()
            service.process.wait(10)
            log = service.log()
        self.assertNotIn("secret", log)
        events = [json.loads(line) for line in log.splitlines()]
        requests = [event for event in events if event["event"] == "request"]
        self.assertEqual([event["route"] for event in requests], ["none", "/health"])
        self.assertRegex(requests[0]["request_id"], UUID)
        self.assertEqual(events[-1]["event"], "stopped")


class LimitsTest(unittest.TestCase):
    def test_an_address_over_its_limit_is_429_with_the_headers(self):
        with Service("--rate-limit-ip", "5") as service:
            for left in (4, 3, 2, 1, 0):
                answer = service.get("/v2/none")
                self.assertEqual(answer.status, 404)
                self.assertEqual(answer.headers["x-ratelimit-limit-default"], "5")
                self.assertEqual(answer.headers["x-ratelimit-remaining-default"], str(left))
                self.assertGreater(int(answer.headers["x-ratelimit-reset-default"]), 0)
            answer = service.get("/v2/none", "X-Forwarded-For: 198.51.100.7")
            self.assertEqual((answer.status, answer.code), (429, "ThrottlerException"))
            self.assertEqual(answer.headers["x-ratelimit-remaining-default"], "0")
            self.assertGreaterEqual(int(answer.headers["retry-after"]), 59)
            self.assertIn("X-RateLimit-Reset-Default",
                          answer.headers["access-control-expose-headers"])
            self.assertEqual(service.get("/health").status, 200)

    def test_forwarded_addresses_count_from_trusted_proxies(self):
        with Service("--rate-limit-ip", "1", "--trusted-proxies", "127.0.0.1") as service:
            for address in ("198.51.100.7", "198.51.100.8"):
                answer = service.get("/v2/none", f"X-Forwarded-For: 6.6.6.6, {address}")
                self.assertEqual(answer.status, 404)
            answer = service.get("/v2/none", "X-Forwarded-For: 198.51.100.7")
            self.assertEqual(answer.status, 429)

    def test_connections_over_the_limit_are_503(self):
        with Service("--limits-connections", "2") as service:
            with service.connect() as first, service.connect() as second:
                for client in (first, second):
                    client.send(request("GET", "/health"))
                    self.assertEqual(client.answer().status, 200)
                answer = service.get("/health")
                self.assertTrue(answer is None or answer.status == 503)
            time.sleep(0.2)
            self.assertEqual(service.get("/health").status, 200)

    def test_connections_of_one_address_are_limited_but_not_of_a_trusted_proxy(self):
        flags = ("--limits-connections-per-address", "1")
        with Service(*flags) as service, service.connect() as client:
            client.send(request("GET", "/health"))
            self.assertEqual(client.answer().status, 200)
            answer = service.get("/health")
            self.assertTrue(answer is None or answer.status == 503)
        with Service(*flags, "--trusted-proxies", "127.0.0.1") as service:
            with service.connect() as client:
                client.send(request("GET", "/health"))
                self.assertEqual(client.answer().status, 200)
                self.assertEqual(service.get("/health").status, 200)


class ShutdownTest(unittest.TestCase):
    def test_a_request_under_way_is_answered_and_idle_ones_are_closed(self):
        with Service() as service:
            with service.connect() as busy, service.connect() as idle:
                idle.send(request("GET", "/health"))
                self.assertEqual(idle.answer().status, 200)
                body = b'{"a": 1}'
                busy.send(request("POST", "/v2/none", f"Content-Length: {len(body)}"))
                busy.send(body[:4])
                time.sleep(0.3)
                service.stop()
                self.assertIsNone(idle.answer())
                with self.assertRaises(OSError):
                    service.connect(2)
                self.assertIsNone(service.process.poll())
                busy.send(body[4:])
                answer = busy.answer()
                self.assertEqual(answer.status, 404)
                self.assertEqual(answer.headers["connection"], "close")
            self.assertEqual(service.process.wait(10), 0)

    def test_who_never_finishes_is_cut_off_in_the_end(self):
        with Service("--limits-shutdown-time", "1") as service:
            with service.connect() as client:
                client.send(request("POST", "/v2/none", "Content-Length: 10"))
                time.sleep(0.3)
                begun = time.monotonic()
                service.stop()
                self.assertEqual(service.process.wait(10), 0)
                self.assertLess(time.monotonic() - begun, 5)


if __name__ == "__main__":
    unittest.main()
