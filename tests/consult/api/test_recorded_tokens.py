"""What the verifier finds of tokens: those made, widened, given another secret or revived in the table by whoever rules
the database, with no entry of the log; and acts that go beyond the token they name.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, insert, select, update

from consult import clock
from consult.digests import digest_secret
from consult.docket.replaying import replay_cases
from consult.models.logbook import AUDIT_ENTRY
from consult.models.tokens import ACT_SYSTEM, API_TOKEN
from consult.people.recorded_tokens import token_findings
from consult.people.tokens import revoke_token
from tests.consult.api.machine import Machine, machine, standing_of
from tests.consult.web.cases_world import build_cases, serve_berth
from tests.consult.web.world import AT, World
from tests.tampering import unguard


@pytest.fixture
def issued(tmp_path: Path) -> Iterator[tuple[World, Machine]]:
    """Give a world with one token that reads alone, of which nothing is found."""
    world = build_cases(tmp_path)
    asks = machine(world, "all@jpn.example", capacities=())
    assert [] == found(world)
    yield world, asks
    world.engine.dispose()


def found(world: World) -> list[str]:
    """Give what a replay finds."""
    with world.reading() as conn:
        sentences = [one.sentence for one in replay_cases(conn) if one.code == "token"]
        assert sentences == [one.sentence for one in token_findings(conn)]
    return sentences


def tamper(world: World, **values: Any) -> None:
    """Change the token in its table."""
    with world.writing() as conn:
        unguard(conn, "api_token")
        conn.execute(update(API_TOKEN).values(values))


@pytest.mark.parametrize(
    "values",
    [
        {"capacities": ["draft", "dispatch"]},
        {"valid_until": date(2036, 1, 1)},
        {"procedures": ["berth"]},
        {"token_hash": digest_secret("consult_of-the-host")},
        {"kind": "organ"},
        {"made_at": AT - timedelta(days=3)},
        {"mandate_id": 1},
    ],
    ids=lambda values: next(iter(values)),
)
def test_a_token_that_was_changed_in_its_table_is_found(issued: tuple[World, Machine], values: dict[str, Any]) -> None:
    """Wider, longer, with another secret, of another mandate: the entry says otherwise."""
    world, asks = issued
    tamper(world, **values)

    assert [f"Token {asks.token.split('_')[1]} is not one that the log issued so."] == found(world)


def test_a_token_that_was_made_in_its_table_is_found(issued: tuple[World, Machine]) -> None:
    """Whether it names no entry of a token, or the entry of another token."""
    world, _asks = issued
    with world.writing() as conn:
        real = conn.execute(select(API_TOKEN)).one()._asdict()
        other = conn.execute(select(func.min(AUDIT_ENTRY.c.seq))).scalar_one()
        for handle, seq in (("f0", other), ("f1", real["seq"])):
            row = {**real, "id": None, "handle": handle, "token_hash": digest_secret(handle), "seq": seq}
            conn.execute(insert(API_TOKEN).values({name: one for name, one in row.items() if name != "id"}))

    assert [f"Token {handle} is not one that the log issued so." for handle in ("f0", "f1")] == found(world)


def test_a_revoked_token_that_lives_again_is_found(issued: tuple[World, Machine]) -> None:
    """Its entry is left over; and one whose end no entry tells is found as well."""
    world, asks = issued
    handle = asks.token.split("_")[1]
    with world.app.app_context(), world.writing() as conn:
        revoke_token(conn, standing_of(world, "all@jpn.example"), handle, AT)
        seq = conn.execute(select(API_TOKEN.c.revoked_seq)).scalar_one()
    assert [] == found(world)

    tamper(world, revoked_at=None, revoked_by=None, revoked_seq=None)
    assert [f"Entry {seq} is of a token that does not stand so."] == found(world)
    tamper(world, revoked_at=AT, revoked_by=None, revoked_seq=None)
    assert f"Token {handle} was not revoked as the log says." in found(world)


def test_a_token_that_was_taken_away_is_found(issued: tuple[World, Machine]) -> None:
    """Its entry is of no token."""
    world, _asks = issued
    with world.writing() as conn:
        unguard(conn, "api_token")
        seq = conn.execute(select(API_TOKEN.c.seq)).scalar_one()
        conn.execute(API_TOKEN.delete())

    assert [f"Entry {seq} is of a token that does not stand so."] == found(world)


def test_an_act_beyond_its_token_is_found(tmp_path: Path) -> None:
    """An act that is said to be another token's, or of none; the one that it names covers it."""
    world = build_cases(tmp_path)
    with clock.frozen(AT):
        ref = serve_berth(world.signed_in("all@jpn.example"))
        asks = machine(world, "all@jpn.example")
        seen = asks.given(f"/api/v1/cases/{ref}")["seen"]
        body = {"step": "make_statement", "filing": {"text": "The relay serves all stations."}, "seen": seen}
        n = asks.made(f"/api/v1/cases/{ref}/acts", body)["n"]
        machine(world, "all@fra.example")
    assert [] == found(world)

    with world.writing() as conn:
        unguard(conn, "act_system")
        conn.execute(update(ACT_SYSTEM).values(token_id=2))
    assert [f"Act {n} of case {ref} goes beyond the token it names."] == found(world)
    with world.writing() as conn:
        conn.execute(ACT_SYSTEM.delete())
    assert [f"Act {n} of case {ref} goes beyond the token it names."] == found(world)
    world.engine.dispose()
