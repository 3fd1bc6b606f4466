"""Asks for pages over loopback with a few keep-alive connections, for a set time, and counts."""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

CONNECTIONS = 4
RENEWED = 0.5
"""Seconds after which a connection is made anew: chance decides which of the server's processes gets it, and a row
whose four connections all went to one of them would be measured on half the server."""


@dataclass(frozen=True)
class Request:
    """One request as it goes over the wire."""

    method: str
    path: str
    headers: dict[str, str] = field(default_factory=dict)
    body: str = ""
    timed: bool = True


class Visitor(Protocol):
    """Somebody who asks again and again. Each connection has its own visitor."""

    def ask(self) -> Request:
        """The next request."""

    def take(self, status: int, body: bytes) -> bool:
        """Receives the answer; False when it is not what was asked for."""


class Reader:
    """Reads an address as browsers do, packed; `{n}` in it becomes a new number each time, which no cache has seen."""

    def __init__(self, path: str, number: int) -> None:
        self.path = path
        self.number = number * 10_000_000

    def ask(self) -> Request:
        self.number += 1
        return Request("GET", self.path.format(n=self.number), {"Accept-Encoding": "gzip"})

    def take(self, status: int, body: bytes) -> bool:
        return status == 200


@dataclass
class Measured:
    """What came of one row in one round. Times are in seconds."""

    connections: int
    times: list[float] = field(default_factory=list)
    refused: int = 0

    @property
    def per_second(self) -> float:
        """Requests a second: each connection always has one under way, so it is their number over the mean time."""
        return self.connections * len(self.times) / sum(self.times) if self.times else 0.0

    def percentile(self, share: float) -> float:
        return sorted(self.times)[min(len(self.times) - 1, int(len(self.times) * share))] if self.times else 0.0


def measure(port: int, seconds: float, visitors: list[Visitor]) -> Measured:
    """Lets each visitor ask on a connection of its own until the time is over."""
    measured = Measured(len(visitors))
    lock = threading.Lock()
    end = time.perf_counter() + seconds

    def ask_on(visitor: Visitor) -> None:
        times, refused = _ask_until(end, port, visitor)
        with lock:
            measured.times += times
            measured.refused += refused

    threads = [threading.Thread(target=ask_on, args=[visitor]) for visitor in visitors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return measured


def _ask_until(end: float, port: int, visitor: Visitor) -> tuple[list[float], int]:
    """The times of what was answered as asked, and the number of what was not."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    times: list[float] = []
    refused = 0
    opened = time.perf_counter()
    while time.perf_counter() < end:
        request = visitor.ask()
        begun = time.perf_counter()
        if begun - opened > RENEWED:
            line.close()
            opened = begun
        try:
            line.request(request.method, request.path, request.body or None, request.headers)
            answer = line.getresponse()
            body = answer.read()
            took = time.perf_counter() - begun
            good = visitor.take(answer.status, body)
        except http.client.RemoteDisconnected:
            # A server may close a kept connection between two requests; the next one opens a new one.
            line.close()
            continue
        if not good:
            refused += 1
        elif request.timed:
            times.append(took)
    line.close()
    return times, refused


def visitors_of(make: Callable[[int], Visitor]) -> list[Visitor]:
    return [make(number) for number in range(CONNECTIONS)]
