"""A receiver of webhooks that can be had in all the bad ways receivers are."""
import collections
import hashlib
import hmac
import http.server
import json
import ssl
import threading
import time

Received = collections.namedtuple("Received", "path headers body at")


class Receiver:
    """Listens on a free port of 127.0.0.1 until the block ends. What it does is in
    the path: /ok, /fail, /slow, /redirect, /huge, /drip; /flaky/N fails N times.
    More words may follow, so that addresses differ: /ok/alice."""

    def __init__(self, *, certificate=None, port=0, pause=30):
        self.received = []
        self.pause = pause  # of /slow
        self.lock = threading.Lock()
        self.failures = collections.Counter()
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                outer.answer(self)

            def log_message(self, *_):
                pass

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 128

            def handle_error(self, *_):
                pass  # a client that went away

        self.server = Server(("127.0.0.1", port), Handler)
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        scheme = "https" if certificate else "http"
        self.port = self.server.server_port
        self.url = f"{scheme}://127.0.0.1:{self.port}"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.05,))
        self.thread.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()

    def answer(self, handler):
        body = handler.rfile.read(int(handler.headers.get("content-length", 0)))
        headers = {name.lower(): value for name, value in handler.headers.items()}
        with self.lock:
            self.received.append(Received(handler.path, headers, body, time.monotonic()))
            self.failures[handler.path] += 1
            turn = self.failures[handler.path]
        kind, *rest = handler.path.strip("/").split("/")
        if kind == "slow":
            time.sleep(self.pause)
        if kind == "redirect":
            handler.send_response(302)
            handler.send_header("Location", f"{self.url}/ok/redirected")
        elif kind == "fail" or (kind == "flaky" and turn <= int(rest[0])):
            handler.send_response(500)
        else:
            handler.send_response(200)
        if kind in ("huge", "drip"):
            handler.end_headers()
            piece = b"x" * (65536 if kind == "huge" else 1)
            end = time.monotonic() + self.pause
            try:
                while time.monotonic() < end:
                    handler.wfile.write(piece)
                    if kind == "drip":
                        time.sleep(0.1)
            except OSError:
                pass
            return
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    def of(self, path):
        with self.lock:
            return [one for one in self.received if one.path.startswith(path)]

    def wait(self, path, count, seconds=20):
        """What came to a path, once it is so much; AssertionError if it is less."""
        end = time.monotonic() + seconds
        while len(self.of(path)) < count:
            if time.monotonic() > end:
                raise AssertionError(f"{path}: {len(self.of(path))} of {count} came")
            time.sleep(0.02)
        return self.of(path)


def is_signed(received, secret):
    """True iff the delivery is signed with the secret."""
    wanted = hmac.new(secret.encode(), received.body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(wanted, received.headers.get("x-cal-signature-256", ""))


def trigger_of(received):
    return json.loads(received.body)["triggerEvent"]
