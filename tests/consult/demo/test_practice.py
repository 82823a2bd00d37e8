"""Practice: a newcomer consults with somebody who answers, in an exercise of his own."""

from dataclasses import replace

import pytest

from consult import clock, create_app
from consult.db import reading
from consult.demo import practice
from consult.demo.seeding import desk_of, standing_of
from consult.demo.telling import Telling
from consult.demo.world import world
from consult.docket import Docket
from consult.refusals import Closed, Unknown
from consult.standing import Standing
from tests.consult.api.machine import machine
from tests.consult.demo.conftest import AT, Demonstration
from tests.consult.web.world import Visitor, World
from workflows.kernel.story import Event

MAIL = "counsellor@jpn.example"
NEWCOMER, COLLEAGUE = "JPN", "FRA"
EXPECTED = [
    ("start_assessment", True), ("serve_notice", True), ("acknowledge", False), ("ask_information", False),
    ("supply_information", True), ("enter_consultation", False), ("enter_consultation", True),
    ("record_no_objection", False), ("conclude", True),
]  # fmt: skip


def docket_of(copied: Demonstration) -> Docket:
    """Give the docket that pages use."""
    return Docket(copied.engine, copied.settings.instance, exercise=True)


def newcomer(copied: Demonstration, key: str = NEWCOMER) -> Standing:
    """Give the standing of somebody who may do everything for a party."""
    with reading(copied.engine) as connection:
        found = desk_of(connection, key, "treaty", AT)
    assert found is not None
    return found


def take(copied: Demonstration, by: Standing, ref: str, event: Event) -> None:
    """Take the newcomer's own step of the story, with marked placeholders for what the story leaves open."""
    with reading(copied.engine) as connection:
        other = practice.other_side(connection, by, AT)
    tale = practice.tale_of(by.party_key, other.party_key, ref)
    telling = Telling(docket_of(copied), tale, facts={}, refs={event.case: ref})
    telling.play(100 + practice.script().events.index(event), replace(event, at=AT, on=None))


def test_the_other_side_answers_step_by_step_whenever_it_is_asked(copied: Demonstration) -> None:
    """From the assessment to the conclusion; asked out of turn it says whose turn it is."""
    docket, by = docket_of(copied), newcomer(copied)
    ref = practice.begin(docket, by, AT, "one")
    assert ref == practice.begin(docket, by, AT, "one")
    with pytest.raises(Closed, match="serve your notice first"):
        practice.answer(docket, by, ref, AT)
    for event in practice.script().events:
        if event.by == (practice.NEWCOMER,):
            take(copied, by, ref, event)
            continue
        assert event.step == practice.answer(docket, by, ref, AT)
    with reading(copied.engine) as connection:
        (case,) = practice.cases_of(connection, by)
        assert EXPECTED == [(task.step, task.is_mine) for task in practice.tasks_of(connection, case) if task.is_done]
        assert ("concluded_agreed", True) == (case.state, case.exercise)
    with pytest.raises(Closed, match="The story is over"):
        practice.answer(docket, by, ref, AT)


def test_the_other_side_waits_for_the_newcomer(copied: Demonstration) -> None:
    """After its two first answers it asks for information and says nothing more until it has some."""
    docket, by = docket_of(copied), newcomer(copied)
    ref = practice.begin(docket, by, AT, "two")
    for event in practice.script().events[:2]:
        take(copied, by, ref, event)
    assert ["acknowledge", "ask_information"] == [practice.answer(docket, by, ref, AT) for _turn in range(2)]
    with pytest.raises(Closed, match="It is your turn"):
        practice.answer(docket, by, ref, AT)


def test_nobody_answers_in_a_case_that_is_not_ones_own_practice(copied: Demonstration) -> None:
    """Not in another exercise of one's party, and not in the practice of somebody else."""
    docket, by = docket_of(copied), newcomer(copied)
    ref = practice.begin(docket, by, AT, "three")
    other = docket.open(by, "ost9", at=AT, title="Another exercise", exercise=True).ref
    with pytest.raises(Unknown):
        practice.answer(docket, by, other, AT)
    with pytest.raises(Unknown):
        practice.answer(docket, newcomer(copied, COLLEAGUE), ref, AT)


def test_the_page_leads_from_opening_to_the_first_answer(copied: Demonstration) -> None:
    """Before, it lists the tasks; afterwards it has the button only while the other side is next, and the POST without
    button is refused."""
    app = create_app(copied.settings)
    app.testing = True
    with clock.frozen(AT):
        visitor = Visitor(app.test_client())
        visitor.post("/sign-in", form_at="/sign-in", email=MAIL, password=world().password)
        begun = visitor.post("/practice", form_at="/practice")
        assert 303 == begun.status_code, begun.text
        ref = begun.location.rpartition("/")[2]
        asking = f'action="/practice/{ref}/answer"'
        assert asking not in visitor.get("/practice").text
        assert 409 == visitor.post(f"/practice/{ref}/answer", form_at="/practice").status_code
        with reading(copied.engine) as connection:
            by = standing_of(connection, "exercise@jpn.example", "treaty", AT)
        assert by is not None
        for event in practice.script().events[:2]:
            take(copied, by, ref, event)
        assert asking in visitor.get("/practice").text
        assert 303 == visitor.post(f"/practice/{ref}/answer", form_at="/practice").status_code
        assert "acknowledged receipt" in visitor.get(f"/cases/{ref}").text
    app.extensions["consult"].engine.dispose()


def test_a_machine_practises_as_a_person_does_and_one_that_reads_alone_lets_nobody_answer(
    copied: Demonstration,
) -> None:
    """The same key opens one case; asked out of turn the other side says whose turn it is; on the page of somebody who
    prepares nothing the button is absent."""
    app = create_app(copied.settings)
    app.testing = True
    path = "/api/v1/practice"
    with clock.frozen(AT):
        seeded = World(app, {}, {})
        asks, reads = machine(seeded, "exercise@jpn.example"), machine(seeded, "exercise@jpn.example", capacities=())
        case = asks.made(path, None, Idempotency_Key="one")
        assert case == asks.made(path, None, Idempotency_Key="one")
        refused = asks.post(f"{path}/{case['ref']}/answer")
        assert (409, True) == (refused.status_code, "serve your notice first" in refused.json["detail"])
        with reading(copied.engine) as connection:
            by = standing_of(connection, "exercise@jpn.example", "treaty", AT)
        assert by is not None
        for event in practice.script().events[:2]:
            take(copied, by, case["ref"], event)
        told = {one["ref"]: one for one in asks.given(path)["cases"]}[case["ref"]]
        assert [True, True, False] == [one["done"] for one in told["tasks"][:3]]
        assert [None] == [one["answer"] for one in reads.given(path)["cases"] if one["ref"] == case["ref"]]
        denied = reads.post(told["answer"])
        assert (409, True) == (denied.status_code, "takes no part in what your party prepares" in denied.json["detail"])
        after = asks.made(told["answer"], None)["cases"]
        assert [True] == [one["tasks"][2]["done"] for one in after if one["ref"] == case["ref"]]
        assert 404 == asks.post(f"{path}/OST9-2026-NOSUCH/answer").status_code
    app.extensions["consult"].engine.dispose()
