"""A token of every account of the seeded world, the same in each world, with all that its mandate has."""

import json
from datetime import date
from typing import Any

from sqlalchemy import func, insert, select, update
from werkzeug.test import TestResponse

from consult.digests import digest_secret
from consult.models.logbook import AUDIT_ENTRY
from consult.models.parties import MANDATE, PERSON
from consult.models.tokens import API_TOKEN
from tests.consult.web.world import AT, World


def token_of(email: str) -> str:
    """Give the token of an account."""
    return f"consult_{digest_secret(email)[:12]}_of-{email.replace('@', '-at-')}"


def give_token(world: World, email: str) -> None:
    """Make the token of an account; a second time nothing is made. A mandate that manages lets it. No entry of the log
    tells of it, so that the log is as long as it was."""
    with world.writing() as connection:
        person = connection.execute(select(PERSON.c.id).where(PERSON.c.email == email)).scalar_one()
        mandate = connection.execute(select(MANDATE).where(MANDATE.c.person_id == person)).first()
        digest = digest_secret(token_of(email))
        if (
            mandate is None
            or connection.execute(select(API_TOKEN.c.id).where(API_TOKEN.c.token_hash == digest)).first()
        ):
            return
        values = {
            "handle": digest[:12],
            "token_hash": digest,
            "kind": "person",
            "name": "Registry",
            "mandate_id": mandate.id,
            "capacities": mandate.capacities,
            "valid_until": date(2027, 2, 1),
            "made_by": person,
            "made_at": AT,
            "seq": connection.execute(select(func.min(AUDIT_ENTRY.c.seq))).scalar_one(),
        }
        connection.execute(insert(API_TOKEN).values(values))
        if "manage" in mandate.capacities:
            connection.execute(update(MANDATE).where(MANDATE.c.id == mandate.id).values(through_systems=True))


def ask(world: World, email: str, method: str, address: str, body: dict[str, Any] | None = None) -> TestResponse:
    """Ask the API in the name of an account, without a browser."""
    world.app.config.update(API_A_MINUTE=1_000_000, API_MISSES_A_MINUTE=1_000_000)
    more = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
    headers = {"Authorization": f"Bearer {token_of(email)}"}
    return world.app.test_client().open(address, method=method, headers=headers, **more)
