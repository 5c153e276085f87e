"""What the end-to-end tests of bookabled share: a database, a service on it, and
raw bytes."""
import contextlib
import json
import os
import pathlib
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest
import uuid

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[4] / "tools"))
import postgres_cluster  # noqa: E402  (found by the line above)

BOOKABLED = os.environ.get("BOOKABLED", "")
# The store that is tested: "sqlite", or "postgresql" in the cluster whose address
# is in the file that BOOKABLE_POSTGRES_FILE names.
STORE = os.environ.get("BOOKABLE_STORE", "sqlite")


class Database:
    """An empty database, gone when the block ends; `url` is the setting `store`."""

    def __init__(self, kind=STORE):
        self.folder = tempfile.TemporaryDirectory()
        self.cluster = None
        if kind == "sqlite":
            self.url = f"sqlite:{self.folder.name}/test.db"
            return
        self.cluster = postgres_cluster.at(os.environ.get("BOOKABLE_POSTGRES_FILE"))
        if self.cluster is None:
            raise unittest.SkipTest("no PostgreSQL; tools/packages/http-test.txt names it")
        self.name = f"test_{uuid.uuid4().hex}"
        self.cluster.sql(f"CREATE DATABASE {self.name}")
        self.url = self.cluster.url_of(self.name)

    def sql(self, text):
        """What a statement gives, a line a row, columns with | between them."""
        if self.cluster:
            return self.cluster.sql(text, self.name)
        with contextlib.closing(sqlite3.connect(self.url.partition(":")[2])) as connection:
            with connection:
                rows = connection.execute(text).fetchall()
        return "\n".join("|".join(map(str, row)) for row in rows)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.folder.cleanup()
        if self.cluster:
            self.cluster.sql(f"DROP DATABASE {self.name} WITH (FORCE)")


def demo(store):
    """What `bookabled demo` makes, by the words that it shows it under: "client id",
    "client secret", "api key", "access token", ..."""
    made = subprocess.run([BOOKABLED, "demo", "--store", store], check=True, text=True,
                          capture_output=True, timeout=60).stdout
    return {line[:14].strip(): line[15:].strip() for line in made.splitlines()}


class Service:
    """bookabled on a free port. `store` is where its data are; without it, a
    database of its own."""

    def __init__(self, *flags, binary=None, store=None):
        self.folder = tempfile.TemporaryDirectory()
        folder = pathlib.Path(self.folder.name)
        self.database = None if store else Database()
        port_file = folder / "port"
        self.log_path = folder / "log"
        self.log_file = open(self.log_path, "w")
        self.process = subprocess.Popen(
            [binary or BOOKABLED, "serve", "--store", store or self.database.url,
             "--port", "0", "--port-file", str(port_file), *flags],
            stdout=subprocess.DEVNULL, stderr=self.log_file)
        end = time.monotonic() + 60
        while not (port_file.exists() and port_file.read_text().endswith("\n")):
            if self.process.poll() is not None or time.monotonic() > end:
                raise RuntimeError("bookabled did not start: " + self.log())
            time.sleep(0.02)
        self.port = int(port_file.read_text())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.log_file.close()
        self.folder.cleanup()
        if self.database:
            self.database.__exit__()

    def stop(self):
        self.process.send_signal(signal.SIGTERM)

    def log(self):
        return self.log_path.read_text()

    def resident_kib(self):
        for line in open(f"/proc/{self.process.pid}/status"):
            if line.startswith("VmRSS:"):
                return int(line.split()[1])
        raise RuntimeError("no VmRSS")

    def connect(self, timeout=20):
        return Client(socket.create_connection(("127.0.0.1", self.port), timeout))

    def ask(self, data, timeout=20):
        """Sends bytes on a connection of its own; the first answer."""
        with self.connect(timeout) as client:
            client.send(data)
            return client.answer()

    def get(self, path, *lines):
        return self.ask(request("GET", path, *lines))

    def call(self, method, path, body=None, *, headers=(), timeout=20):
        """Sends `body` as JSON, if there is one."""
        lines = [f"{name}: {value}" for name, value in dict(headers).items()]
        data = b"" if body is None else json.dumps(body).encode()
        if data:
            lines.append("Content-Type: application/json")
        return self.ask(request(method, path, *lines, body=data), timeout)


class Client:
    def __init__(self, connection):
        self.socket = connection
        self.buffer = b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def send(self, data):
        self.socket.sendall(data)

    def answer(self, *, has_body=True):
        """The next answer; None when the connection ends before one."""
        while b"\r\n\r\n" not in self.buffer:
            if not self.read():
                if self.buffer:
                    raise RuntimeError(f"half an answer: {self.buffer!r}")
                return None
        head, _, self.buffer = self.buffer.partition(b"\r\n\r\n")
        answer = Answer(head)
        length = int(answer.headers.get("content-length", 0)) if has_body else 0
        while len(self.buffer) < length:
            if not self.read():
                raise RuntimeError("half a body")
        answer.body, self.buffer = self.buffer[:length], self.buffer[length:]
        return answer

    def read(self):
        try:
            data = self.socket.recv(65536)
        except ConnectionResetError:
            return False
        self.buffer += data
        return bool(data)

    def is_closed(self):
        """Waits for the service to close; False if it sends more instead."""
        return not self.buffer and not self.read()


class Answer:
    def __init__(self, head):
        first, *lines = head.decode("latin-1").split("\r\n")
        self.status = int(first.split()[1])
        self.headers = {}
        for line in lines:
            name, _, value = line.partition(":")
            self.headers[name.lower()] = value.strip()
        self.body = b""

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def code(self):
        return self.json["error"]["code"]


def request(method, path, *lines, body=b""):
    if body:
        lines = (*lines, f"Content-Length: {len(body)}")
    head = "\r\n".join([f"{method} {path} HTTP/1.1", "Host: test", *lines])
    return head.encode("latin-1") + b"\r\n\r\n" + body
