#!/usr/bin/env python3
"""Receives webhooks and prints what happened: webhook_receiver.py PORT SECRET"""
import hashlib
import hmac
import http.server
import json
import sys

PORT, SECRET = int(sys.argv[1]), sys.argv[2].encode()
seen = set()  # of a real receiver: in its database, with what it does


class Receiver(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        # Over the bytes as they came, before anybody reads them.
        signature = hmac.new(SECRET, body, hashlib.sha256).hexdigest()
        if not hmac.compare_digest(signature, self.headers.get("X-Cal-Signature-256", "")):
            self.answer(401)
            return
        # What was sent twice has the same id.
        delivery = self.headers["X-Cal-Delivery-Id"]
        if delivery not in seen:
            seen.add(delivery)
            event = json.loads(body)
            print(event["triggerEvent"], event["payload"]["uid"], event["payload"]["startTime"],
                  flush=True)
        self.answer(200)

    def answer(self, status):
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", PORT), Receiver)
print("listens on port", server.server_port, flush=True)
server.serve_forever()
