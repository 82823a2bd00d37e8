"""Refused attempts on the pages: what is sent and refused is kept; what is only looked at is not."""

from typing import Any

import pytest
from sqlalchemy import select

from consult.db import gate
from consult.models.audit import audit_head
from consult.models.logbook import ATTEMPT
from tests.consult.web.cases_world import begin, fill_in, serve_berth, version_of
from tests.consult.web.world import World, masked


def kept(world: World) -> list[tuple[Any, ...]]:
    """List the attempts that are kept: for whom, case, step, status."""
    with world.reading() as connection:
        rows = connection.execute(select(ATTEMPT).order_by(ATTEMPT.c.id)).all()
        return [(row.party, row.ref, row.step, row.status) for row in rows]


def size(world: World) -> int:
    """Give how many leaves the log has."""
    with world.reading() as connection:
        return int(connection.execute(select(audit_head.c.size)).scalar_one())


def test_a_step_of_somebody_else_is_refused_kept_and_not_offered(berths: World) -> None:
    """France tries to settle Japan's request: the button is not on its page, and the hand-made form is kept."""
    ref = serve_berth(berths.signed_in("all@jpn.example"))
    france, before = berths.signed_in("all@fra.example"), size(berths)

    assert f"/cases/{ref}/steps/settle" not in france.get(f"/cases/{ref}").text
    refused = france.post(f"/cases/{ref}/steps/settle", form_at=f"/cases/{ref}", seen="1")

    assert 403 == refused.status_code
    assert [("FRA", ref, "settle", 403)] == kept(berths)
    assert before == size(berths)


def test_whoever_may_not_know_the_case_is_answered_as_if_there_were_none_and_kept(berths: World) -> None:
    """Brazil sends a form to a case of others and to one that does not exist: the same answer, two attempts."""
    ref = serve_berth(berths.signed_in("all@jpn.example"))
    brazil = berths.signed_in("all@bra.example")

    there = brazil.post(f"/cases/{ref}/steps/settle", form_at="/desk", seen="1")
    nowhere = brazil.post("/cases/BERTH-2026-NOSUCH/steps/settle", form_at="/desk", seen="1")

    assert (404, masked(there.text)) == (nowhere.status_code, masked(nowhere.text))
    assert [("BRA", ref, "settle", 404), ("BRA", "BERTH-2026-NOSUCH", "settle", 404)] == kept(berths)


def test_a_paper_begun_without_right_is_kept_by_its_route(berths: World) -> None:
    """Brazil begins a paper in a case of others, and a liaison invites people without managing any."""
    ref = serve_berth(berths.signed_in("all@jpn.example"))
    brazil = berths.signed_in("all@bra.example")

    assert 404 == brazil.post(f"/cases/{ref}/drafts", form_at="/desk", step="give").status_code
    assert 404 == brazil.post("/my-party/people", form_at="/desk", name="Somebody").status_code

    assert [("BRA", ref, "cases.start_draft", 404), ("BRA", "", "people.invite", 404)] == kept(berths)


def test_looking_is_no_attempt(berths: World) -> None:
    """Pages that are not there for Brazil, and the page of a step that is closed: nothing is kept."""
    ref = serve_berth(berths.signed_in("all@jpn.example"))
    brazil = berths.signed_in("all@bra.example")
    for address in (f"/cases/{ref}", f"/cases/{ref}/acts/1", f"/cases/{ref}/steps/settle"):
        assert 404 == brazil.get(address).status_code

    assert [] == kept(berths)


def test_an_answer_that_is_missing_is_no_attempt(berths: World) -> None:
    """France presses send on an answer without words: the form says what is missing, and nothing is kept."""
    ref = serve_berth(berths.signed_in("all@jpn.example"))
    france = berths.signed_in("all@fra.example")
    draft = begin(france, ref, "give", "berth:FRA")
    fill_in(france, draft, text="")

    answer = france.post(f"{draft}/send", form_at=draft, seen="1", version=version_of(france, draft))

    assert 422 == answer.status_code
    assert [] == kept(berths)


@pytest.mark.sqlite("writers wait at a gate")
def test_a_refusal_that_cannot_be_kept_is_not_answered(berths: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody keeps the database: 503 instead of the refusal; sent again later it is refused and kept."""
    ref = serve_berth(berths.signed_in("all@jpn.example"))
    brazil = berths.signed_in("all@bra.example")
    brazil.get("/desk")
    monkeypatch.setattr(gate(berths.engine), "seconds", 0.05)
    with gate(berths.engine).held():
        assert 503 == brazil.post(f"/cases/{ref}/drafts", form_at="/desk", step="give").status_code
    assert [] == kept(berths)
    assert 404 == brazil.post(f"/cases/{ref}/drafts", form_at="/desk", step="give").status_code
    assert 1 == len(kept(berths))
