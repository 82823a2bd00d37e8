"""The budget of the page that is looked at most: printed, and never failing a build."""

import statistics
from pathlib import Path

from sqlalchemy import select

from consult import clock
from consult.db import reading
from consult.docket import Filed
from consult.models.parties import MANDATE, PERSON
from consult.standing import of_mandate
from tests.bench.conftest import seconds
from tests.consult.web.cases_world import build_cases, serve_berth
from tests.consult.web.world import AT, World

ACTS, ROUNDS = 200, 15
WHO = "all@jpn.example"


def file_statements(world: World, ref: str, n: int) -> None:
    """Place n statements on record."""
    with reading(world.engine) as connection:
        of = select(MANDATE.c.id).join(PERSON, PERSON.c.id == MANDATE.c.person_id).where(PERSON.c.email == WHO)
        standing = of_mandate(connection, connection.execute(of).scalar_one(), AT)
    assert standing is not None
    docket = world.app.extensions["consult"].docket
    for number in range(n):
        docket.take(standing, ref, Filed("make_statement", body={"text": f"Round {number}"}), at=AT)


def test_a_case_page_with_two_hundred_acts(tmp_path: Path) -> None:
    """Budget: 40 ms of server time, sign-in, standing, offers, timeline and drawing included."""
    with clock.frozen(AT):
        world = build_cases(tmp_path)
        visitor = world.signed_in(WHO)
        ref = serve_berth(visitor)
        first = statistics.median(seconds(lambda: visitor.get(f"/cases/{ref}")) for _i in range(ROUNDS))
        file_statements(world, ref, ACTS)
        page = visitor.get(f"/cases/{ref}")
        long = statistics.median(seconds(lambda: visitor.get(f"/cases/{ref}")) for _i in range(ROUNDS))
        world.engine.dispose()

    assert page.text.count(f"/cases/{ref}/acts/") >= ACTS
    print(f"\ncase page: {first * 1000:.0f} ms with one act, {long * 1000:.0f} ms with {ACTS} more (budget 40)")
