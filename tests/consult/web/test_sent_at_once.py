"""A paper in preparation that somebody of the party takes back while its page is being answered for another."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, select

from consult import clock, drafts
from consult.models.cases import ACT, DRAFT
from consult.models.parties import PERSON
from consult.standing import choices
from tests.consult.docket.conftest import empty_engine
from tests.consult.docket.racing import in_turn
from tests.consult.web.cases_world import begin, build_cases, fill_in, open_berth, version_of
from tests.consult.web.clearance_world import BODY, DRAFTER, HEAD
from tests.consult.web.world import AT, Visitor, World


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def paper(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[World, Visitor, str]]:
    """Let the head of delegation of Japan prepare its request; give who it is and the address of the paper."""
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres_url")
        empty_engine(url).dispose()
        world = build_cases(tmp_path, database_url=url)
    else:
        world = build_cases(tmp_path)
    with clock.frozen(AT):
        head = world.signed_in(HEAD)
        draft = begin(head, open_berth(head), "ask")
        fill_in(head, draft, do="save", **BODY)
        yield world, head, draft
    world.engine.dispose()


def discarding(world: World, draft: str) -> Callable[[Connection], Any]:
    """Let the drafter discard the paper as it stands."""
    ref = draft.rpartition("/")[2]

    def discards(connection: Connection) -> Any:
        by = choices(connection, person, AT)[0]
        return drafts.close(connection, by, ref, version, AT)

    with world.reading() as connection:
        person = connection.execute(select(PERSON.c.id).where(PERSON.c.email == DRAFTER)).scalar_one()
        version = connection.execute(select(DRAFT.c.version)).scalar_one()
    return discards


def posting(visitor: Visitor, address: str, form: str, **answers: Any) -> Callable[[], Any]:
    """Open a page; give what sends its form."""
    page = visitor.get(form).text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token is not None
    return lambda: visitor.client.post(address, data={"csrf_token": token[1], **answers})


def test_a_paper_that_is_discarded_as_it_is_sent_is_not_sent(paper: tuple[World, Visitor, str]) -> None:
    """20 November 2026: the head of delegation presses to send what the drafter is discarding: 409, and no act."""
    world, head, draft = paper
    sends = posting(head, f"{draft}/send", f"{draft}/send", seen="0", version=version_of(head, draft))
    _gone, answer = in_turn(world.engine, discarding(world, draft), sends)

    assert 409 == answer.status_code, answer.text
    assert "sent or discarded this paper in the meantime" in answer.text
    with world.reading() as connection:
        assert ["open"] == connection.execute(select(ACT.c.step)).scalars().all()


def test_what_was_typed_into_a_paper_that_is_discarded_at_this_moment_comes_back(
    paper: tuple[World, Visitor, str],
) -> None:
    """The head of delegation saves a longer text: it is not stored, and stands on the page to be copied."""
    world, head, draft = paper
    typed = {f"f/{name}": value for name, value in BODY.items()} | {"f/remark": "Typed for an hour"}
    saves = posting(head, draft, draft, do="save", version=version_of(head, draft), **typed)
    _gone, answer = in_turn(world.engine, discarding(world, draft), saves)

    assert 409 == answer.status_code, answer.text
    assert "Typed for an hour" in answer.text
    with world.reading() as connection:
        assert "Typed for an hour" not in str(connection.execute(select(DRAFT.c.body)).scalar_one())
