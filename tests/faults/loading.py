"""Mixed load over the API as States make it: seven of ten requests read, two take a step, one opens a case. Requests
arrive at a pace of their own, whether or not those before were answered, and each is timed from the moment it should
have begun.
"""

import queue
import random
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from tests.faults.figures import figure
from tests.faults.filing import NO_ANSWER, Line, request_body
from tests.faults.programs import Installation

REFUSED = (429, 503)
LANES = figure(64, 1000)
"""Clients at most at a time; a request for which there is none waits, and that counts."""


@dataclass
class Heard:
    """What was answered: when it was due, how long it took from then, and the status (0 for none)."""

    rows: list[tuple[float, float, int]] = field(default_factory=list)

    def between(self, first: float, last: float) -> "Heard":
        """Give what was due from one moment to another."""
        return Heard([row for row in self.rows if first <= row[0] < last])

    def statuses(self) -> Counter[int]:
        """Count each status."""
        return Counter(status for _due, _took, status in self.rows)

    def slowest(self, share: float) -> float:
        """Give the time within which a share of all was answered that was not turned away, in seconds."""
        took = sorted(one for _due, one, status in self.rows if status not in REFUSED)
        return took[min(len(took) - 1, int(len(took) * share))] if took else 0.0


class Load:
    """A pool of clients that send whatever is due."""

    def __init__(self, place: Installation, port: int, lanes: int = LANES) -> None:
        """Open a case to begin with, and start the clients."""
        self.heard, self._sent = Heard(), 0
        self._due: queue.SimpleQueue[float | None] = queue.SimpleQueue()
        self._cases: list[str] = []
        self._locks: dict[str, Any] = {}
        self._seen: dict[str, int] = {}
        tokens = [place.tokens[key] for key in ("JPN", "FRA")]
        first = Line(port, tokens[0])
        for _case in range(8):
            self._open(first)
        first.close()
        self._clients = [threading.Thread(target=self._work, args=(Line(port, tokens[0]), n)) for n in range(lanes)]
        for one in self._clients:
            one.daemon = True
            one.start()

    def send(self, a_second: float, seconds: float) -> None:
        """Let requests fall due at a pace for a while."""
        begun, number = time.perf_counter(), 0
        while (now := time.perf_counter() - begun) < seconds:
            while number < now * a_second:
                self._due.put(begun + number / a_second)
                number += 1
                self._sent += 1
            time.sleep(0.005)

    def settle(self, seconds: float) -> None:
        """Wait until all that was due is answered, no longer than so many seconds."""
        last = time.perf_counter() + seconds
        while len(self.heard.rows) < self._sent and time.perf_counter() < last:
            time.sleep(0.05)

    def end(self) -> None:
        """Let the clients end."""
        while not self._due.empty():
            self._due.get()
        for _client in self._clients:
            self._due.put(None)
        for one in self._clients:
            one.join(60)

    def _work(self, line: Line, number: int) -> None:
        chance = random.Random(number)
        while (due := self._due.get()) is not None:
            try:
                status = self._one(line, chance)
            except NO_ANSWER:
                try:  # a connection that rested too long was closed by the server; that is no fault of anybody's
                    status = self._one(line, chance)
                except NO_ANSWER:
                    status = 0
            self.heard.rows.append((due, time.perf_counter() - due, status))
        line.close()

    def _one(self, line: Line, chance: random.Random) -> int:
        drawn, ref = chance.random(), chance.choice(self._cases)
        if drawn < 0.4:
            return line.ask("GET", f"/cases/{ref}").status
        if drawn < 0.7:
            return line.ask("GET", "/cases?size=50").status
        if drawn < 0.9:
            return self._state(line, ref)
        return self._open(line)

    def _state(self, line: Line, ref: str) -> int:
        with self._locks[ref]:  # one office speaks in a case at a time; races are other tests
            body = {"step": "make_statement", "filing": {"text": "Held"}, "seen": self._seen[ref]}
            answer = line.ask("POST", f"/cases/{ref}/acts", body)
            if answer.status == 201 or answer.status == 409:
                self._seen[ref] = answer.value["seen"]
        return 201 if answer.status == 409 else answer.status

    def _open(self, line: Line) -> int:
        opened = line.ask("POST", "/cases", {"procedure": "berth", "title": "Under load"})
        if opened.status != 201:
            return opened.status
        ref = opened.value["ref"]
        asked = line.ask("POST", f"/cases/{ref}/acts", {"step": "ask", "filing": request_body(), "seen": 0})
        if asked.status == 201:
            self._locks[ref], self._seen[ref] = threading.Lock(), 1
            self._cases = [*self._cases[-200:], ref]
        return asked.status
