"""What bookabled does when what it stands on fails: its database is stopped, does
not answer, or has no room. Each time it says so, loses nothing that it had
acknowledged, and goes on by itself when the trouble is over."""
import concurrent.futures
import itertools
import pathlib
import signal
import socket
import subprocess
import tempfile
import threading
import time
import unittest

from service_testing import BOOKABLED, STORE, Service, demo, postgres_cluster


class Tenant:
    """An OAuth client, whose users come and go."""

    def __init__(self, store):
        shown = demo(store)
        self.users = f"/v2/oauth-clients/{shown['client id']}/users"
        self.headers = {"x-cal-secret-key": shown["client secret"]}
        self.made = set()
        self.numbers = itertools.count()

    def create(self, service, timeout=60):
        """Asks for one more user; the answer. What is acknowledged is noted."""
        email = f"user{next(self.numbers)}@example.com"
        answer = service.call("POST", self.users, {"email": email, "name": "User"},
                              headers=self.headers, timeout=timeout)
        if answer.status == 201:
            self.made.add(answer.json["data"]["user"]["id"])
        return answer

    def list(self, service, timeout=60):
        return service.call("GET", self.users + "?limit=250", headers=self.headers,
                            timeout=timeout)


class FailuresTest(unittest.TestCase):
    def assert_unavailable(self, answer):
        self.assertEqual(answer.status, 503, answer.body)
        self.assertEqual(answer.code, "ServiceUnavailableException")
        self.assertEqual(answer.json["status"], "error")
        self.assertEqual(answer.headers["retry-after"], "1")
        for secret in (b"bookable-pg", b"sqlite", b"postgres", b"/tmp", b"host="):
            self.assertNotIn(secret, answer.body.lower())

    def wait_until(self, is_so, seconds, what):
        end = time.monotonic() + seconds
        while not is_so():
            self.assertLess(time.monotonic(), end, what)
            time.sleep(0.1)

    def assert_nothing_lost(self, tenant, service):
        answer = tenant.list(service)
        self.assertEqual(answer.status, 200, answer.body)
        there = {user["id"] for user in answer.json["data"]}
        self.assertEqual(tenant.made - there, set())


@unittest.skipUnless(STORE == "postgresql", "of PostgreSQL")
class PostgresFailuresTest(FailuresTest):
    def setUp(self):
        if postgres_cluster.programs() is None:
            self.skipTest("no PostgreSQL here")
        self.cluster = self.enterContext(postgres_cluster.Cluster())

    def test_a_stopped_database_is_503_and_comes_back(self):
        with Service("--rate-limit-client", "100000", store=self.cluster.url) as service:
            tenant = Tenant(self.cluster.url)
            self.assertEqual(tenant.create(service).status, 201)
            self.assertEqual(service.get("/health").status, 200)
            for stop in (self.cluster.stop, self.cluster.kill):
                stop()
                self.assert_unavailable(service.get("/health"))
                self.assert_unavailable(tenant.create(service))
                self.assert_unavailable(tenant.list(service))
                # What needs no database is answered.
                self.assertEqual(service.get("/docs").status, 200)
                self.assertEqual(service.get("/v2/none").status, 404)
                self.assertIsNone(service.process.poll())
                self.cluster.start()
                self.wait_until(lambda: service.get("/health").status == 200, 30,
                                "the service does not find its database again")
                self.assertEqual(tenant.create(service).status, 201)
                self.assert_nothing_lost(tenant, service)
            self.assertIn('"level":"error"', service.log())

    def test_a_database_that_dies_under_writers_loses_nothing_acknowledged(self):
        with Service("--rate-limit-client", "100000", store=self.cluster.url) as service:
            tenant = Tenant(self.cluster.url)
            end = threading.Event()
            statuses = []

            def write():
                while not end.is_set():
                    try:
                        statuses.append(tenant.create(service).status)
                    except OSError:
                        statuses.append(0)
            threads = [threading.Thread(target=write) for _ in range(4)]
            for thread in threads:
                thread.start()
            for _ in range(2):
                time.sleep(1)
                self.cluster.kill()
                time.sleep(0.5)
                self.cluster.start()
            self.wait_until(lambda: service.get("/health").status == 200, 30, "not healthy")
            time.sleep(1)
            end.set()
            for thread in threads:
                thread.join()
            self.assertLessEqual(set(statuses), {201, 503})
            self.assertIn(503, statuses)
            self.assertGreater(len(tenant.made), 2)
            # Users are listed by pages of 250.
            there = {int(line) for line in
                     self.cluster.sql("SELECT id FROM app_user").splitlines()}
            self.assertEqual(tenant.made - there, set())

    def test_a_node_cut_off_from_its_database_is_503_and_comes_back(self):
        with Wire(self.cluster) as wire, \
                Service("--rate-limit-client", "100000", store=wire.url) as service:
            tenant = Tenant(self.cluster.url)
            self.assertEqual(tenant.create(service).status, 201)
            # Nothing comes through, nobody says so: as a cable that was pulled.
            wire.cut()
            with concurrent.futures.ThreadPoolExecutor(4) as pool:
                for answer in pool.map(lambda _: tenant.create(service, 120), range(4)):
                    self.assert_unavailable(answer)
            self.assertIsNone(service.process.poll())
            wire.mend()
            self.wait_until(lambda: service.get("/health").status == 200, 60, "not healthy")
            self.assertEqual(tenant.create(service).status, 201)
            self.assert_nothing_lost(tenant, service)

    def test_a_node_does_not_start_without_its_database(self):
        self.cluster.stop()
        done = subprocess.run([BOOKABLED, "serve", "--store", self.cluster.url, "--port", "0"],
                              capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual(done.returncode, 1)
        self.assertIn("bookabled: ", done.stderr)
        self.cluster.start()


class Wire:
    """What carries bytes between a node and its database, until it is cut."""

    def __init__(self, cluster):
        self.there = str(cluster.folder / ".s.PGSQL.5432")
        self.folder = tempfile.TemporaryDirectory()
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(f"{self.folder.name}/.s.PGSQL.5432")
        self.listener.listen(64)
        self.url = cluster.url.replace(str(cluster.folder), self.folder.name)
        self.is_whole = threading.Event()
        self.is_whole.set()
        threading.Thread(target=self.accept, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.listener.close()
        self.folder.cleanup()

    def cut(self):
        self.is_whole.clear()

    def mend(self):
        self.is_whole.set()

    def accept(self):
        while True:
            try:
                near, _ = self.listener.accept()
            except OSError:
                return
            far = socket.socket(socket.AF_UNIX)
            far.connect(self.there)
            for source, sink in ((near, far), (far, near)):
                threading.Thread(target=self.carry, args=(source, sink), daemon=True).start()

    def carry(self, source, sink):
        try:
            while data := source.recv(65536):
                self.is_whole.wait()
                sink.sendall(data)
        except OSError:
            pass
        for end in (source, sink):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass


@unittest.skipUnless(STORE == "sqlite", "of SQLite")
class SqliteFailuresTest(FailuresTest):
    def test_a_full_disk_is_503_until_there_is_room(self):
        folder = self.small_disk(8)
        store = f"sqlite:{folder}/small.db"
        with Service("--rate-limit-client", "100000", store=store) as service:
            tenant = Tenant(store)
            self.assertEqual(tenant.create(service).status, 201)
            filler = folder / "filler"
            with open(filler, "wb", buffering=0) as file:
                try:
                    while True:
                        file.write(b"x" * 4096)
                except OSError:
                    pass
            # The log of writes still has room of its own for a while.
            statuses = []
            while 503 not in statuses and len(statuses) < 5000:
                answer = tenant.create(service)
                statuses.append(answer.status)
            self.assert_unavailable(answer)
            self.assertLessEqual(set(statuses), {201, 503})
            # Reading goes on, and nothing of what was said is lost.
            self.assertEqual(service.get("/health").status, 200)
            self.assertEqual(tenant.list(service).status, 200)
            filler.unlink()
            self.assertEqual(tenant.create(service).status, 201)
        with Service(store=store) as service:
            offset, there = 0, set()
            while True:
                page = service.call("GET", f"{tenant.users}?limit=250&offset={offset}",
                                    headers=tenant.headers).json["data"]
                there |= {user["id"] for user in page}
                offset += 250
                if not page:
                    break
            self.assertEqual(tenant.made - there, set())

    def small_disk(self, mebibytes):
        folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={mebibytes}m", "tmpfs",
                                  str(folder)], capture_output=True, check=False)
        if mounted.returncode != 0:
            self.skipTest("only root can make a small disk")
        self.addCleanup(subprocess.run, ["umount", "-l", str(folder)], check=True)
        return folder

    def test_a_killed_service_has_lost_nothing_acknowledged(self):
        with tempfile.TemporaryDirectory() as folder:
            store = f"sqlite:{folder}/test.db"
            tenant = None
            for _ in range(3):
                with Service("--rate-limit-client", "100000", store=store) as service:
                    tenant = tenant or Tenant(store)
                    end = threading.Event()

                    def write():
                        while not end.is_set():
                            try:
                                tenant.create(service)
                            except (OSError, AttributeError, RuntimeError):
                                return  # it was killed
                    threads = [threading.Thread(target=write) for _ in range(4)]
                    for thread in threads:
                        thread.start()
                    time.sleep(1)
                    service.process.send_signal(signal.SIGKILL)
                    service.process.wait()
                    end.set()
                    for thread in threads:
                        thread.join()
            with Service(store=store) as service:
                there = set()
                for offset in range(0, len(tenant.made) + 500, 250):
                    page = service.call("GET", f"{tenant.users}?limit=250&offset={offset}",
                                        headers=tenant.headers)
                    there |= {user["id"] for user in page.json["data"]}
            self.assertGreater(len(tenant.made), 3)
            self.assertEqual(tenant.made - there, set())


if __name__ == "__main__":
    unittest.main()
