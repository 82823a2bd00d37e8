"""Whoever files over the API and does not give up: one request after another, each under a key of its own; what gets no
answer, or is told to come again, is sent again with the same key and the same words.
"""

import http.client
import json
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import Any

from sqlalchemy import Engine, select

from consult import clock
from consult.db import reading
from consult.digests import digest_secret
from consult.models.cases import ACT, CASES, IDEMPOTENCY
from tests.faults.programs import Installation

CASES_OF = 100
"""Statements that a filer places in a case before it opens the next one."""
LATER = (429, 502, 503)
NO_ANSWER = (OSError, http.client.HTTPException)


@dataclass
class Answer:
    """What was answered: status, the values, and the headers by names in small letters."""

    status: int
    value: Any
    headers: dict[str, str]


class Line:
    """A connection to the API under a token, kept from one request to the next and opened again when it broke."""

    def __init__(self, port: int, token: str, timeout: float = 30.0) -> None:
        """Keep where to ask, and as whom."""
        self.port, self.token, self.timeout = port, token, timeout
        self._connection: http.client.HTTPConnection | None = None

    def ask(self, method: str, path: str, body: Any = None, key: str = "") -> Answer:
        """Ask once; raise what breaks."""
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        headers |= {"Idempotency-Key": key} if key else {}
        content = None if body is None else json.dumps(body)
        try:
            if self._connection is None:
                self._connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.timeout)
            self._connection.request(method, f"/api/v1{path}", content, headers)
            answer = self._connection.getresponse()
            said = answer.read()
        except NO_ANSWER:
            self.close()
            raise
        named = {name.lower(): value for name, value in answer.getheaders()}
        is_json = "json" in named.get("content-type", "")
        return Answer(answer.status, json.loads(said) if is_json and said else None, named)

    def close(self) -> None:
        """End the connection."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None


@dataclass
class Tally:
    """What filers were answered: acknowledged by key with case and number, and how often each other thing came."""

    acknowledged: dict[str, tuple[str, int]] = field(default_factory=dict)
    statuses: Counter[int] = field(default_factory=Counter)
    unanswered: int = 0
    wrong: list[str] = field(default_factory=list)
    times: list[tuple[float, float]] = field(default_factory=list)
    """When each answer came and how long it took, by the clock that only runs forward."""


class Filer(threading.Thread):
    """Opens cases, serves a request in each, and places statements, until told to stop."""

    def __init__(self, line: Line, name: str, tally: Tally, ended: threading.Event) -> None:
        """Keep where to file, under which name, and where to count."""
        super().__init__(name=name, daemon=True)
        self.line, self.tally, self.ended = line, tally, ended
        self._numbers = count()

    def run(self) -> None:
        """File until told to stop; what is neither an answer nor a broken line is kept as a fault."""
        try:
            while not self.ended.is_set():
                self._fill_case()
        except Exception as fault:  # noqa: BLE001 - whatever ends a filer is what the test looks at
            self.tally.wrong.append(f"{self.name}: {fault!r}")
        finally:
            self.line.close()

    def _fill_case(self) -> None:
        opened = self._send("/cases", {"procedure": "berth", "title": f"Of {self.name}"})
        if opened is None:
            return
        ref = opened["ref"]
        filing = request_body()
        receipt = self._send(f"/cases/{ref}/acts", {"step": "ask", "filing": filing, "seen": 0}, ref)
        for _statement in range(CASES_OF):
            if receipt is None:
                return
            body = {"step": "make_statement", "filing": {"text": self.key()}, "seen": receipt["seen"]}
            receipt = self._send(f"/cases/{ref}/acts", body, ref)

    def key(self) -> str:
        """Name the next request."""
        return f"{self.name}-{next(self._numbers)}"

    def _send(self, path: str, body: dict[str, Any], ref: str = "") -> Any:
        """Send until it is acknowledged, or until told to stop; give the answer."""
        key = body["filing"]["text"] if "text" in body.get("filing", {}) else self.key()
        while not self.ended.is_set():
            begun = time.perf_counter()
            try:
                answer = self.line.ask("POST", path, body, key)
            except NO_ANSWER:
                self.tally.unanswered += 1
                time.sleep(0.02)
                continue
            now = time.perf_counter()
            self.tally.times.append((now, now - begun))
            self.tally.statuses[answer.status] += 1
            if answer.status in (200, 201):
                found = answer.value
                self.tally.acknowledged[key] = (ref or found["ref"], found.get("n", 0))
                return found
            if answer.status not in LATER:
                raise RuntimeError(f"{path}: {answer.status} {answer.value}")
            assert "retry-after" in answer.headers, answer.headers
            time.sleep(0.1)
        return None


def request_body() -> dict[str, Any]:
    """Write a request for a berth two months from now."""
    from_day = (clock.now() + timedelta(days=60)).date().isoformat()
    return {"vehicle": "Cargo 7", "size": "small", "from_day": from_day, "asked": ["FRA", "KOR"]}


def filers(place: Installation, port: int, tally: Tally, ended: threading.Event, clients: int) -> list[Filer]:
    """Start so many clients of Japan."""
    made = [Filer(Line(port, place.tokens["JPN"]), f"filer-{n}", tally, ended) for n in range(clients)]
    for one in made:
        one.start()
    return made


def under(key: str) -> str:
    """Write a key as the record keeps it."""
    return f"api:{digest_secret(key)}"


def recorded(engine: Engine) -> dict[str, list[tuple[str, int]]]:
    """Read under which keys requests were recorded, each with case and number of its act."""
    query = select(IDEMPOTENCY.c.key, CASES.c.ref, IDEMPOTENCY.c.act_n).select_from(IDEMPOTENCY.join(CASES))
    found: dict[str, list[tuple[str, int]]] = {}
    with reading(engine) as connection:
        for key, ref, n in connection.execute(query):
            found.setdefault(key, []).append((ref, n))
    return found


def statements(engine: Engine) -> int:
    """Count the statements on record."""
    with reading(engine) as connection:
        return len(connection.execute(select(ACT.c.id).where(ACT.c.step == "make_statement")).all())


def assert_each_once(place: Installation, tally: Tally) -> None:
    """See that every acknowledged filing is there as acknowledged, that none is there twice, and that the log verifies
    and every case follows from it."""
    engine = place.engine()
    kept = recorded(engine)
    lost = {key: where for key, where in tally.acknowledged.items() if kept.get(under(key)) != [where]}
    placed = [where for key, found in kept.items() for where in found if where[1] > 1]
    number = statements(engine)
    engine.dispose()

    assert [] == tally.wrong, tally.wrong
    assert {} == lost, list(lost.items())[:5]
    assert number == len(placed) == len(set(placed)), "each statement has one key, and each key one statement"
    checked = place.call("log", "verify", "--replay")
    assert 0 == checked.returncode, checked.stdout + checked.stderr
