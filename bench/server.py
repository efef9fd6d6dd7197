#!/usr/bin/python3
"""Measures the server beside a bare libmicrohttpd and beside other authorization servers, in one run, in turns.

Usage: server.py BINARY [PEER…] [--rounds N] [--seconds N] [--rows N] [--json FILE]

Speed is a figure to look at, not a test: the exit status is 0 whatever is measured.
"""

import argparse
import json
import os
import platform
import resource
import signal
import socket
import statistics
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from growth import grow, purge_by_itself, purge_while_serving  # noqa: E402
from peers import PEERS  # noqa: E402
from postern import Hello, Postern  # noqa: E402

CONNECTIONS = 16
STARTS = 5
IDLE = 10_000


class Results:
    """Figures by server and load, one for each round."""

    def __init__(self):
        self.all = {}

    def add(self, server, load, figures):
        self.all.setdefault((server, load), []).append(figures)
        print(f"  {server:24} {load:24} {figures.rate:>9,.0f}/s", file=sys.stderr, flush=True)
        if figures.bad or figures.broken:
            print(f"    {figures.bad} refused, {figures.broken} broken", file=sys.stderr, flush=True)

    def median(self, server, load, what):
        values = [getattr(figures, what) for figures in self.all.get((server, load), [])]
        return statistics.median(values) if values else None

    def ratio(self, one, other):
        """The median over the rounds of what was measured near each other."""
        pairs = zip(self.all.get(one, []), self.all.get(other, []))
        values = [left.rate / right.rate for left, right in pairs if right.rate]
        return statistics.median(values) if values else None

    def best(self, servers, load):
        rates = [(self.median(server, load, "rate") or 0, server) for server in servers]
        return max(rates, default=(0, None))[1]


def one_round(results, postern, hello, peers, seconds):
    """Everything once, what is compared next to each other."""
    loads = postern.loads()
    results.add("postern", "bearer", postern.measure(loads["bearer"], seconds, CONNECTIONS))
    results.add("hello", "hello", hello.measure(hello.loads()["hello"], seconds, CONNECTIONS))
    many = "bearer, 20,000 tokens"
    results.add("postern", many, postern.measure(loads[many], seconds, CONNECTIONS))
    results.add("postern", "introspection", postern.measure(loads["introspection"], seconds, CONNECTIONS))
    for connections in (1, CONNECTIONS, 64):
        figures = postern.measure(loads["client credentials"], seconds, connections)
        results.add("postern", f"client credentials, {connections}", figures)
    results.add("postern", "refresh", postern.measure(postern.refreshing(), seconds, CONNECTIONS))
    codes = postern.exchanging(20_000 * seconds)
    results.add("postern", "code exchange", postern.measure(codes, seconds, CONNECTIONS))
    for peer in peers:
        for name, load in peer.loads().items():
            results.add(peer.name, name, peer.measure(load, seconds, CONNECTIONS))


def starts(server):
    """The median of some starts, in milliseconds; it is left running."""
    times = []
    for _ in range(STARTS):
        server.stop()
        times.append(1000 * server.start())
    return statistics.median(times)


def idle_memory(server):
    """MB with ten thousand connections that do nothing, from ten addresses as one may have a thousand."""
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    if limit < IDLE + 256:
        return None
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))
    request = f"GET {server.probe()} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()
    connections = []
    try:
        for index in range(IDLE):
            connection = socket.socket()
            connection.bind((f"127.0.0.{2 + index % 10}", 0))
            connection.connect(("127.0.0.1", server.port))
            connection.sendall(request)
            connections.append(connection)
        if any(not connection.recv(15).startswith(b"HTTP/1.1 200") for connection in connections):
            return None
        return server.memory()
    except OSError:
        return None
    finally:
        for connection in connections:
            connection.close()


def waits(server, load, connections):
    """How often a server waits for the disk (fsync, fdatasync) for one token. Being looked at slows it down, which does
    not matter to one that waits for each token by itself."""
    server.stop()
    trace = os.path.join(server.folder, f"{server.name}.trace")
    server.start(traced=trace)
    before = os.path.getsize(trace)
    figures = load.run(2, connections)
    server.stop()
    with open(trace, encoding="ascii", errors="replace") as file:
        file.seek(before)
        calls = sum("sync(" in line for line in file)
    return calls / max(1, figures.requests)


TARGETS = {
    # What each is called, the figure, and what it should be: at least ("≥") or at most ("≤").
    "bearer: of hello": ("≥", 0.7), "introspection: of hello": ("≥", 0.7),
    "bearer: times the best peer": ("≥", 30), "introspection: times the best peer": ("≥", 30),
    "client credentials, 1: a second": ("≥", 2_500), "client credentials, 16: a second": ("≥", 20_000),
    "client credentials, 16: times the best peer": ("≥", 50),
    "refresh: a second": ("≥", 12_000), "code exchange: a second": ("≥", 12_000),
    "waits for the disk a token, 16 connections": ("≤", 0.2),
    "memory, loaded, MB": ("≤", 40), "memory, 10,000 idle connections, MB": ("≤", 150),
    "start to first answer, ms": ("≤", 50), "start on the large table, ms": ("≤", 50),
}


def target(name):
    if name in TARGETS:
        return TARGETS[name]
    if name.endswith("p99 of before"):
        return "≤", 2
    if name.endswith("p99, ms"):
        return "≤", 5
    return ("≥", 0.75) if name.startswith("large table") else None


def summary(results, peers, others):
    """Each figure by its name, the largest questions first."""
    figures = {}
    loads = ["bearer", "bearer, 20,000 tokens", "introspection", "client credentials, 1", "client credentials, 16", "client credentials, 64",
             "refresh", "code exchange"]
    for load in loads:
        figures[f"{load}: a second"] = results.median("postern", load, "rate")
        if load.startswith(("bearer", "introspection")):
            figures[f"{load}: of hello"] = results.ratio(("postern", load), ("hello", "hello"))
        theirs = load.removesuffix(", 16")
        best = results.best([peer.name for peer in peers], theirs)
        if best and results.median(best, theirs, "rate"):
            figures[f"{load}: times the best peer"] = results.ratio(("postern", load), (best, theirs))
        if not load.endswith((" 1", " 64")):
            figures[f"{load}: p99, ms"] = results.median("postern", load, "p99") / 1000
    return {**figures, **others}


def show(results, figures):
    """Prints what was measured of each server, and the figures beside their targets, as tables of Markdown."""
    print("| server | load | a second | p50 ms | p99 ms | processor µs | refused |\n| --- | --- | --- | --- | --- | --- | --- |")
    for server, load in results.all:
        values = [results.median(server, load, what) for what in ("rate", "p50", "p99", "cpu", "bad")]
        print(f"| {server} | {load} | {values[0]:,.0f} | {values[1] / 1000:.2f} | {values[2] / 1000:.2f} "
              f"| {values[3]:.1f} | {values[4]:.0f} |")
    print("\n| figure | measured | target |\n| --- | --- | --- |")
    for name, value in figures.items():
        wanted = target(name)
        said = "" if wanted is None else f"{wanted[0]} {wanted[1]:,g}"
        if value is None:
            print(f"| {name} | not measured | {said} |")
            continue
        missed = wanted and (value < wanted[1] if wanted[0] == "≥" else value > wanted[1])
        print(f"| {name} | {value:,.0f}" if value >= 1000 else f"| {name} | {value:.3g}", end="")
        print(f"{' **missed**' if missed else ''} | {said} |")


def measure(options, folder):
    hello, postern = Hello(folder), Postern(folder, os.path.abspath(options.binary))
    peers = [PEERS[name](folder) for name in options.peers]
    running = [postern, hello, *peers]
    results, others = Results(), {}
    try:
        hello.build()
        postern.make()
        others["start to first answer, ms"] = starts(postern)
        hello.start()
        for peer in peers:
            peer.make()
            others[f"{peer.name}: start to first answer, ms"] = starts(peer)
        for _ in range(options.rounds):
            one_round(results, postern, hello, peers, options.seconds)
        others["memory, loaded, MB"] = postern.memory()
        for peer in peers:
            others[f"{peer.name}: memory, loaded, MB"] = peer.memory()
        others["memory, 10,000 idle connections, MB"] = idle_memory(postern)
        if options.rows:
            others |= grow(postern, running, options.rows, options.seconds)
        others |= purge_while_serving(postern, options.seconds)
        others |= purge_by_itself(postern, 2 * options.seconds)
        load = postern.loads()["client credentials"]
        others["waits for the disk a token, 1 connection"] = postern.commits(load, 1)
        others["waits for the disk a token, 16 connections"] = postern.commits(load, CONNECTIONS)
        for peer in peers:
            load = peer.loads()["client credentials"]
            others[f"{peer.name}: waits for the disk a token"] = waits(peer, load, CONNECTIONS)
    finally:
        for server in running:
            server.stop()
    return results, summary(results, peers, others)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("binary")
    parser.add_argument("peers", nargs="*", choices=[*PEERS, []], help="others to measure beside it")
    parser.add_argument("--rounds", type=int, default=3, help="how often everything is measured (default 3)")
    parser.add_argument("--seconds", type=int, default=3, help="how long each time (default 3)")
    parser.add_argument("--rows", type=int, default=10_000_000, help="tokens of the large table, 0 for none (default 10,000,000)")
    parser.add_argument("--json", help="also write the figures to this file")
    options = parser.parse_args()
    # Whoever ends this ends what it has started too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    folder = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), ".build", "bench-server")
    os.makedirs(folder, mode=0o700, exist_ok=True)
    since = time.perf_counter()
    results, figures = measure(options, folder)
    print(f"{time.strftime('%Y-%m-%d')}, {platform.machine()}, {os.cpu_count()} processors, load "
          f"{os.getloadavg()[1]:.1f}; {options.rounds} rounds of {options.seconds} s, {CONNECTIONS} connections of wrk; "
          f"{time.perf_counter() - since:.0f} s in all\n")
    show(results, figures)
    if options.json:
        with open(options.json, "w", encoding="utf-8") as file:
            json.dump(figures, file, indent=2, ensure_ascii=False)


if __name__ == "__main__":
    main()
