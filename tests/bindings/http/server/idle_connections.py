#!/usr/bin/env python3
"""What idle keep-alive connections cost bookabled in memory, and others in time.

    idle_connections.py --bookabled build/release/bindings/http/bookabled

Opens them, asks once on each, leaves them open, and then measures the resident
memory, the time of an answer to someone else, and that each still answers.
"""
import argparse
import resource
import sys
import time

from service_testing import Service, request

ASK = request("GET", "/v2/none")


def percentile(times, share):
    return sorted(times)[min(len(times) - 1, int(len(times) * share))]


def time_answers(service, count):
    times = []
    with service.connect() as client:
        for _ in range(count):
            begun = time.perf_counter()
            client.send(request("GET", "/health"))
            if client.answer().status != 200:
                raise SystemExit("/health did not answer 200")
            times.append(1000 * (time.perf_counter() - begun))
    return times


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bookabled", required=True)
    parser.add_argument("--connections", type=int, default=10_000)
    parser.add_argument("--most-mib", type=float, default=300)
    options = parser.parse_args()
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    if most < options.connections + 100:
        raise SystemExit(f"this process may open {most} files only")

    with Service("--rate-limit-ip", "100000000", "--limits-idle-time", "3600",
                 "--limits-connections-per-address", "1000000", "--log-level", "warning", binary=options.bookabled) as service:
        alone = time_answers(service, 500)
        before = service.resident_kib()
        clients = []
        for _ in range(options.connections):
            client = service.connect()
            client.send(ASK)
            if client.answer().status != 404:
                raise SystemExit("a connection was not answered")
            clients.append(client)
        time.sleep(1.5)
        after = service.resident_kib()
        beside = time_answers(service, 500)
        for client in clients:
            client.send(ASK)
            if client.answer().status != 404:
                raise SystemExit("an idle connection was lost")
        print(f"{options.connections} idle connections: {after / 1024:.1f} MiB resident, "
              f"{before / 1024:.1f} MiB before them, "
              f"{(after - before) / options.connections:.2f} KiB each")
        print(f"an answer to someone else: p50 {percentile(beside, 0.5):.2f} ms, "
              f"p99 {percentile(beside, 0.99):.2f} ms; without them "
              f"{percentile(alone, 0.5):.2f} and {percentile(alone, 0.99):.2f} ms")
        for client in clients:
            client.socket.close()
        if after / 1024 > options.most_mib:
            sys.exit(f"more than {options.most_mib} MiB")


if __name__ == "__main__":
    main()
