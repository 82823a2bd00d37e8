"""A machine that asks the API: a token issued behind the pages' back, and JSON in and out."""

import io
import json
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select, update
from werkzeug.test import TestResponse

from consult import standing
from consult.api.catalogue import NOUNS
from consult.models.parties import MANDATE, PERSON
from consult.models.tokens import ORGAN
from consult.models.tokens import PERSON as OWN
from consult.people.tokens import NewToken, issue_token
from tests.consult.web.world import AT, World

ALL = ("draft", "clear", "dispatch")
LAST_DAY = date(2027, 2, 1)


@dataclass
class Machine:
    """A system with a token."""

    world: World
    token: str
    headers: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> TestResponse:
        """Ask something; names of headers with underscores for hyphens."""
        named = {"Authorization": f"Bearer {self.token}", **self.headers}
        named |= {name.replace("_", "-"): value for name, value in headers.items()}
        more: dict[str, Any] = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
        return self.world.app.test_client().open(path, method=method, headers=named, **more)

    def get(self, path: str, **headers: str) -> TestResponse:
        """Read something."""
        return self.ask("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> TestResponse:
        """Send something."""
        return self.ask("POST", path, body, **headers)

    def send(self, path: str, **fields: Any) -> TestResponse:
        """Send a form, with a file where a field is one: its bytes and its name."""
        form = {name: (io.BytesIO(one[0]), one[1]) if isinstance(one, tuple) else one for name, one in fields.items()}
        named = {"Authorization": f"Bearer {self.token}", **self.headers}
        client = self.world.app.test_client()
        return client.post(path, data=form, headers=named, content_type="multipart/form-data")

    def given(self, path: str) -> Any:
        """Read something that is there."""
        answer = self.get(path)
        assert 200 == answer.status_code, answer.text
        return answer.json

    def made(self, path: str, body: Any, **headers: str) -> Any:
        """Send something that is taken."""
        answer = self.post(path, body, **headers)
        assert answer.status_code in (200, 201), answer.text
        return answer.json


def example_of(name: str) -> Any:
    """Give the body that the document shows for an operation."""
    return next(one.example for noun in NOUNS for one in noun.operations if one.name == name)


def standing_of(world: World, email: str, party: str = "") -> standing.Standing:
    """Give the first standing of a person, for a party where there are several."""
    with world.reading() as conn:
        person = conn.execute(select(PERSON.c.id).where(PERSON.c.email == email)).scalar_one()
        return next(one for one in standing.choices(conn, person, AT) if party in ("", one.party_key))


def let_dispatch(world: World, mandate_id: int) -> None:
    """Let a mandate of the seeded world dispatch through a system, as one recorded so would."""
    with world.writing() as conn:
        conn.execute(update(MANDATE).where(MANDATE.c.id == mandate_id).values(through_systems=True))


def machine(
    world: World,
    email: str,
    *,
    capacities: tuple[str, ...] | None = None,
    dispatches: bool = True,
    party: str = "",
    **scope: Any,
) -> Machine:
    """Give a machine with a token of its own person, with all that the mandate has unless said otherwise."""
    by = standing_of(world, email, party)
    if dispatches:
        let_dispatch(world, by.mandate_id)
    held = tuple(sorted(by.capacities - {"manage"})) if capacities is None else capacities
    new = NewToken(OWN, "Registry", by.mandate_id, held, LAST_DAY, **scope)
    with world.app.app_context(), world.writing() as conn:
        return Machine(world, issue_token(conn, by, new, AT))


def system_of(world: World, manager: str, responsible: str, capacities: tuple[str, ...] = ALL) -> Machine:
    """Give a machine with the token of a system, issued by a manager on the mandate of whoever is responsible."""
    mandate = standing_of(world, responsible).mandate_id
    new = NewToken(ORGAN, "Registry of the ministry", mandate, capacities, LAST_DAY)
    with world.app.app_context(), world.writing() as conn:
        return Machine(world, issue_token(conn, standing_of(world, manager), new, AT))
