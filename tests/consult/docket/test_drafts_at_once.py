"""A paper in preparation on which two of a party lay their hands in the same moment: nothing leaves that was taken
back, and nothing is stored in what was sent or discarded.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, select, update

from consult import drafts
from consult.clearing.comments import comment
from consult.db import reading, writing
from consult.docket import Filed, NotCleared, Receipt
from consult.models.cases import ACT, DRAFT
from consult.models.clearing import DRAFT_COMMENT
from consult.refusals import Closed
from tests.consult.docket.conftest import START, Office
from tests.consult.docket.racing import in_turn
from tests.consult.docket.test_taking import BODY
from workflows.kernel.editions import digest_of

LATER = START + timedelta(minutes=5)
OTHER = {**BODY, "vehicle": "Cargo 8"}
Does = Callable[[Connection], Any]


@pytest.fixture
def paper(office: Office) -> tuple[str, str]:
    """Let Japan prepare its request of 20 November 2026; give the reference of its case and that of the paper."""
    japan = office.standings["JPN"]
    opened = office.docket.open(japan, "berth", at=START, title="")
    with writing(office.engine) as connection:
        return str(opened.ref), drafts.start(connection, japan, opened.case_id, "ask", None, BODY, START)


def written(office: Office, does: Does) -> Any:
    """Do something in a transaction of its own."""
    with writing(office.engine) as connection:
        return does(connection)


def discards(office: Office, draft: str) -> Does:
    """Discard a paper as it was begun."""
    return lambda connection: drafts.close(connection, office.standings["JPN"], draft, 0, LATER)


def saves(office: Office, draft: str, **more: Any) -> Does:
    """Store another text over the first."""
    japan = office.standings["JPN"]
    return lambda connection: drafts.save(connection, japan, draft, OTHER, 0, LATER, **more)


def sends(office: Office, ref: str, draft: str) -> Any:
    """Send a paper as it was read before anybody else did anything."""
    filed = Filed("ask", None, BODY, key=f"draft:{draft}:0", draft=(draft, 0))
    return office.docket.take(office.standings["JPN"], ref, filed, at=LATER)


def steps(office: Office) -> list[str]:
    """List the steps that were taken."""
    with reading(office.engine) as connection:
        return list(connection.execute(select(ACT.c.step).order_by(ACT.c.id)).scalars())


def kept(office: Office) -> Any:
    """Read the paper as it stands."""
    with reading(office.engine) as connection:
        return connection.execute(select(DRAFT)).one()


@pytest.mark.parametrize("how", ["discarded", "raised", "changed"])
def test_a_paper_that_is_taken_back_as_it_is_sent_does_not_leave(
    office: Office, paper: tuple[str, str], how: str
) -> None:
    """Japan's drafter discards the paper, raises it to C3, or writes another text; the mission has pressed to send."""
    ref, draft = paper
    first = {
        "discarded": discards(office, draft),
        "raised": saves(office, draft, level="C3"),
        "changed": saves(office, draft),
    }[how]
    _done, answer = in_turn(office.engine, first, lambda: sends(office, ref, draft))

    assert isinstance(answer, Closed), answer
    assert ["open"] == steps(office)


def test_a_text_is_not_stored_in_a_paper_that_is_sent_at_this_moment(office: Office, paper: tuple[str, str]) -> None:
    """The mission's dispatch is closing the paper; the drafter's form saves itself, and is told that it came late."""
    _ref, draft = paper

    def closes(connection: Connection) -> None:
        drafts.close_filed(connection, draft, LATER)

    _done, answer = in_turn(office.engine, closes, lambda: written(office, saves(office, draft)))

    assert isinstance(answer, drafts.Gone), answer
    assert (0, BODY) == (kept(office).version, kept(office).body)


def test_a_paper_is_closed_with_the_act_that_sends_it(office: Office, paper: tuple[str, str]) -> None:
    """Between the act and the end of the paper nobody stores a text that would be lost."""
    ref, draft = paper
    assert isinstance(sends(office, ref, draft), Receipt)
    assert LATER == kept(office).closed_at
    with writing(office.engine) as connection, pytest.raises(drafts.Gone):
        drafts.save(connection, office.standings["JPN"], draft, OTHER, 0, LATER)
    assert sends(office, ref, draft).repeated


def test_a_comment_does_not_come_to_a_paper_that_is_discarded_at_this_moment(
    office: Office, paper: tuple[str, str]
) -> None:
    """With a paper that is discarded what was said on it goes: no word is left on it afterwards."""
    _ref, draft = paper

    def says(connection: Connection) -> int:
        return comment(connection, office.standings["JPN"], draft, "", "Whose berth?", (), LATER)

    _done, answer = in_turn(office.engine, discards(office, draft), lambda: written(office, says))

    assert isinstance(answer, drafts.Gone), answer
    with reading(office.engine) as connection:
        assert [] == connection.execute(select(DRAFT_COMMENT)).all()


def test_the_clearance_that_counts_is_that_of_the_moment_in_which_a_paper_leaves(
    office: Office, paper: tuple[str, str]
) -> None:
    """It was cleared when the mission read it; the head of delegation took that back while the mission pressed."""
    ref, draft = paper
    japan = office.standings["JPN"]
    mission = replace(japan, capacities=frozenset({"draft", "dispatch"}))
    cleared = {"cleared_digest": digest_of(BODY), "cleared_office": "Head of delegation"}
    filed = Filed("ask", None, BODY, key=f"draft:{draft}:0", draft=(draft, 0), **cleared)

    def takes_back(connection: Connection) -> None:
        connection.execute(update(DRAFT).values(dict.fromkeys(cleared)))

    def dispatches() -> Any:
        return office.docket.take(mission, ref, filed, at=LATER)

    with writing(office.engine) as connection:
        connection.execute(update(DRAFT).values(cleared))
    _done, answer = in_turn(office.engine, takes_back, dispatches)

    assert isinstance(answer, NotCleared), answer
    assert ["open"] == steps(office)
