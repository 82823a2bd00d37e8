"""A dispute between systems that know nothing but what the API answers: a State, another one, and an institution."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import jsonschema

from consult import clock, create_app, migrate
from consult.db import writing
from consult.demo.seeding import seed
from consult.digests import digest_secret
from consult.people.tokens import NewToken, issue_token
from consult.settings import Settings
from tests.consult.api.machine import Machine, let_dispatch, standing_of
from tests.consult.web.world import PASSWORD, World

BEGINNING = datetime(2026, 8, 20, 9, 0, tzinfo=UTC)
LAST_DAY = date(2027, 7, 31)


def settlement_world(folder: Path) -> World:
    """Build a world with the desks of the demonstration, and no case."""
    app = create_app(Settings.for_tests(folder))
    app.testing = True
    parts = app.extensions["consult"]
    migrate.upgrade(parts.engine)
    with writing(parts.engine) as connection:
        seed(connection, parts.passwords.hash(PASSWORD, ""), {"PCA": "Permanent Court of Arbitration"}, BEGINNING)
    return World(app, {}, {})


@contextmanager
def on(day: str, hour: int = 9) -> Iterator[datetime]:
    """Let it be a day at an hour in UTC."""
    at = datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC).replace(hour=hour)
    with clock.frozen(at):
        yield at


class System:
    """The system of a party: it starts at the desk and at its cases, and goes on by what the answers offer and link."""

    def __init__(self, world: World, key: str) -> None:
        """Get a token on the mandate of the party's desk."""
        self.key = key
        by = standing_of(world, f"exercise@{key.lower()}.example")
        let_dispatch(world, by.mandate_id)
        held = tuple(sorted(by.capacities - {"manage"}))
        with world.app.app_context(), world.writing() as conn:
            new = NewToken("person", "Registry", by.mandate_id, held, LAST_DAY)
            self.asks = Machine(world, issue_token(conn, by, new, BEGINNING))

    def case(self) -> dict[str, Any]:
        """Read the newest dispute of the party, from the list to the case."""
        newest = self.asks.given("/api/v1/cases?procedure=settlement&size=1")["items"][0]
        found: dict[str, Any] = self.asks.given(newest["href"])
        return found

    def offer(self, case: dict[str, Any], step: str, track: str = "") -> dict[str, Any]:
        """Find a step among the offers of a case, open or closed."""
        found = (one for one in case["offers"] if one["step"] == step and track in ("", one["track"]))
        return next(found)

    def body(self, case: dict[str, Any], step: str, track: str = "", **answers: Any) -> tuple[str, dict[str, Any]]:
        """Put a step together as the case offers it: where it is taken, and what is sent. What is filed fits the schema
        that the offer names."""
        offer = self.offer(case, step, track)
        body: dict[str, Any] = {"step": offer["step"], "track": offer["track"] or None, "seen": case["seen"]}
        if offer["way"] == "waiting":
            body["digest"] = offer["digest"]
        elif offer["filing"]:
            schema = case["schemas"][offer["schema"].removeprefix("/schemas/")]
            jsonschema.validate(answers, schema)
            body["filing"] = answers
        return offer["take"], body

    def take(self, step: str, track: str = "", **answers: Any) -> dict[str, Any]:
        """Take a step of the newest dispute as it is offered; give the receipt."""
        where, body = self.body(self.case(), step, track, **answers)
        receipt: dict[str, Any] = self.asks.made(where, body, Idempotency_Key=digest_secret(json.dumps(body)))
        return receipt

    def refused(self, step: str, track: str = "", **answers: Any) -> tuple[int, Any]:
        """Try a step of the newest dispute that is not open; give status and problem."""
        where, body = self.body(self.case(), step, track, **answers)
        answer = self.asks.post(where, body)
        assert "application/problem+json" == answer.mimetype
        return answer.status_code, answer.json

    def tracks(self) -> dict[str, str]:
        """Give where each relation of the newest dispute stands, by following its link."""
        lines = self.asks.given(self.case()["hrefs"]["tracks"])["items"]
        return {one["key"]: one["track"]["state_key"] for one in lines}

    def deadlines(self) -> dict[str, tuple[str, str, str]]:
        """Give the limits of the newest dispute that run, by key: the day, its zone, and how it binds."""
        lines = self.asks.given(self.case()["hrefs"]["deadlines"])["items"]
        running = (one for one in lines if one["status"] == "running")
        return {one["key"]: (one["expires_on"], one["zone"], one["binding"]) for one in running}
