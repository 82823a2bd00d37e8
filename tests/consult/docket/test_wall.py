"""The wall between talks and evidence: documents, acts and references of talks are used nowhere else."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from consult import clock
from consult.docket import Filed, Refused
from consult.docket.wall import _references, require_usable
from consult.models.cases import ACT, CASES, FILING
from tests.consult.web.world import AT
from tests.house.rooms_world import MEDIATOR, Disputed, build_dispute, caucuses

WORDS = "Forty hours, not more"
STATEMENT = "make_statement"


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Disputed]:
    """Give a dispute with a private room on each side and a joint session."""
    with clock.frozen(AT):
        world = build_dispute(tmp_path_factory.mktemp("wall"), caucuses(WORDS, "JPN", "FRA", joint=True))
        yield world
    world.world.engine.dispose()


def refused(told: Disputed, party: str, name: str, step: str, **given: Any) -> tuple[str, str, str]:
    """Give kind, question and sentence of a refusal; nothing is recorded."""
    before = acts_in(told, name)
    with pytest.raises(Refused) as caught:
        told.take(party, name, step, AT, **given)
    assert before == acts_in(told, name)
    first = caught.value.refusals[0]
    return caught.value.kind, first.field, first.sentence


def acts_in(told: Disputed, name: str) -> int:
    """Count what parties and offices have on record in a case; the clock may record a lapse at any time."""
    with told.world.reading() as conn:
        case = select(CASES.c.id).where(CASES.c.ref == told.refs[name]).scalar_subquery()
        return len(conn.execute(select(ACT.c.n).where(ACT.c.case_id == case, ACT.c.party != "clock")).all())


def the_same(told: Disputed, party: str, name: str, words: str) -> dict[str, Any]:
    """Attach to a case the same bytes that a document of another case has."""
    return told.attach(party, name, f"{name} {words}", words)


def test_a_document_of_an_offer_in_a_private_room_is_no_evidence_for_whoever_saw_it(told: Disputed) -> None:
    """Not even for the party that made the offer: an offer that failed proves nothing."""
    document = the_same(told, "FRA", "dispute", f"{WORDS} FRA")
    kind, field, sentence = refused(told, "FRA", "dispute", STATEMENT, text="See the annex", document=document)
    assert ("content", "document") == (kind, field)
    assert (
        f"Document: This was said without prejudice in act 3 of {told.refs['with FRA']}, and stays there." == sentence
    )


def test_who_does_not_know_of_the_room_files_the_same_bytes_without_any_question(told: Disputed) -> None:
    """A refusal would tell that there is a room. Here France files what only Japan has offered."""
    document = the_same(told, "FRA", "dispute", f"{WORDS} JPN")
    before = acts_in(told, "dispute")
    told.take("FRA", "dispute", STATEMENT, AT, text="From our own archive", document=document)
    assert before + 1 == acts_in(told, "dispute")


def test_the_offer_may_go_on_within_its_room_and_into_a_new_offer_of_its_own_author(told: Disputed) -> None:
    """What stays without prejudice is no evidence there either."""
    paper = the_same(told, "FRA", "with FRA", f"{WORDS} FRA")
    told.take("FRA", "with FRA", "say", AT, text="Once more", document=paper)
    paper = the_same(told, "FRA", "together", f"{WORDS} FRA")
    told.take("FRA", "together", "make_offer", AT, terms="Now to all", document=paper)


def test_what_one_said_oneself_without_offering_it_may_be_said_elsewhere_and_what_others_said_may_not(
    told: Disputed,
) -> None:
    """Japan showed a paper in the joint session: it is Japan's to file, and not France's to use."""
    document = the_same(told, "FRA", "dispute", WORDS)
    _kind, field, sentence = refused(told, "FRA", "dispute", STATEMENT, text="They said so", document=document)
    assert "document" == field
    assert "It may be used elsewhere only when all parties agree to it there." in sentence
    told.take("JPN", "dispute", STATEMENT, AT, text="Our paper", document=the_same(told, "JPN", "dispute", WORDS))


def test_once_it_was_filed_openly_a_document_is_free_for_all(told: Disputed) -> None:
    """What is on record in the open does not become closed by being used in talks."""
    opened = told.attach("FRA", "dispute", "contract", "The contract")
    told.take("FRA", "dispute", STATEMENT, AT, text="The contract", document=opened)
    told.take(
        "FRA",
        "together",
        "make_offer",
        AT,
        terms="As agreed",
        document=the_same(told, "FRA", "together", "The contract"),
    )
    told.take(
        "JPN", "dispute", STATEMENT, AT, text="The same", document=the_same(told, "JPN", "dispute", "The contract")
    )


def test_the_reference_of_a_room_is_named_nowhere_outside_it(told: Disputed) -> None:
    """By the party in it and by the mediator; whoever does not know the room may type what he likes."""
    ref = told.refs["with JPN"]
    sentence = "Statement: This names a room, and nothing outside a room may tell that it exists."
    assert ("content", "text", sentence) == refused(told, "JPN", "dispute", STATEMENT, text=f"As I said in {ref}/3.")
    assert "text" == refused(told, MEDIATOR, "with FRA", "say", text=f"The other one is {ref}")[1]
    told.take("JPN", "with JPN", "say", AT, text=f"This is {ref}")
    told.take("FRA", "dispute", STATEMENT, AT, text=f"We never heard of {ref}")


def test_an_offer_in_the_dispute_is_not_named_until_all_parties_have_agreed_to_its_use(told: Disputed) -> None:
    """A supplement that names it, and its annex in another paper, are refused before and taken after."""
    annex = told.attach("JPN", "dispute", "plan", "A plan")
    n = told.take("JPN", "dispute", "make_offer", AT, terms="Half of it", document=annex)
    kind, field, sentence = refused(told, "FRA", "dispute", "supplement", act=n, text="Note this offer")
    assert ("content", "act") == (kind, field)
    assert f"without prejudice in act {n} of {told.refs['dispute']}" in sentence
    told.attach("FRA", "dispute", "their plan", "A plan")
    assert "document" == refused(told, "FRA", "dispute", STATEMENT, text="See", document=annex)[1]
    told.together("dispute", "lift_prejudice", AT, offers(told)[-1])
    told.take("FRA", "dispute", "supplement", AT, act=n, text="Note this offer")
    told.take("FRA", "dispute", STATEMENT, AT, text="See", document=annex)


def test_a_paper_of_the_other_sides_offer_goes_into_an_offer_of_ones_own_and_into_no_statement(told: Disputed) -> None:
    """What stays without prejudice, in the same case, is no evidence."""
    plan = told.attach("JPN", "dispute", "map", "A map of the orbit")
    told.take("JPN", "dispute", "make_offer", AT, terms="As drawn", document=plan)
    same = the_same(told, "FRA", "dispute", "A map of the orbit")
    assert "document" == refused(told, "FRA", "dispute", STATEMENT, text="See the map", document=same)[1]
    before = acts_in(told, "dispute")
    told.take("FRA", "dispute", "make_offer", AT, terms="As drawn, but later", document=same)
    assert before + 1 == acts_in(told, "dispute")


def test_whose_mandate_is_for_the_dispute_alone_is_told_nothing_of_a_room(told: Disputed) -> None:
    """A colleague of the same party who is in no room: neither a paper nor a reference of one is a question to him."""
    whole = told.by("FRA")
    narrow = replace(whole, cases=frozenset({told.refs["dispute"]}))
    paper = the_same(told, "FRA", "dispute", f"{WORDS} FRA")
    body = {"text": f"What is {told.refs['with FRA']}?", "document": paper}
    with told.world.reading() as conn:
        seen = told.docket.see(conn, whole, told.refs["dispute"], AT)
        asked = conn, whole, seen.row, seen.procedure, Filed(STATEMENT, body=body), told.docket.editions
        with pytest.raises(Refused) as caught:
            require_usable(*asked)
        assert ["document", "text"] == [one.field for one in caught.value.refusals]
        require_usable(conn, narrow, *asked[2:])


def test_a_step_that_asks_nothing_in_writing_uses_nothing(told: Disputed) -> None:
    """Whatever is sent with it is refused elsewhere."""
    with told.world.reading() as conn:
        seen = told.docket.see(conn, told.by("FRA"), told.refs["dispute"], AT)
        filed = Filed("no_such_step", body={"text": f"What is {told.refs['with FRA']}?"})
        require_usable(conn, told.by("FRA"), seen.row, seen.procedure, filed, told.docket.editions)


def test_a_reference_is_found_however_deep_it_lies_and_not_within_another_word() -> None:
    """In a text, in a list, in an answer with more about it."""
    ref = "ROOM-2026-AB23CD"
    assert [ref] * 4 == list(_references({"given": [f"See {ref}/3.", {"text": ref}], "note": f"({ref}), {ref}"}))
    assert [] == list(_references([f"9{ref}", f"{ref}4", f"A-{ref}", "ROOM-2026-AB23C", "ROOM-2026-AB01CD", 7, None]))


def offers(told: Disputed) -> list[str]:
    """List the offers of the dispute as the claimant sees them."""
    with told.world.reading() as conn:
        seen = told.docket.see(conn, told.by("JPN"), told.refs["dispute"], AT)
    return [key for key in seen.case.tracks if key.startswith("offer:")]


def test_an_answer_is_as_little_citable_as_the_offer(told: Disputed) -> None:
    """Both belong to the same offer, and are lifted with it."""
    told.take("JPN", "dispute", "make_offer", AT, terms="A third")
    track = offers(told)[-1]
    n = told.take("FRA", "dispute", "answer_offer", AT, track, answer="decline")
    assert "act" == refused(told, "JPN", "dispute", "supplement", act=n, text="They declined")[1]


def test_no_act_of_talks_is_told_to_anybody_but_the_parties(told: Disputed) -> None:
    """The tribunal and the mediator take part in the dispute, and are served with no offer made in it."""
    with told.world.reading() as conn:
        case = select(CASES.c.id).where(CASES.c.ref == told.refs["dispute"]).scalar_subquery()
        bodies = conn.execute(select(ACT.c.body).where(ACT.c.case_id == case, ACT.c.step == "make_offer")).scalars()
        assert not any("CPA" in body or "PCA" in body for body in bodies)
        assert conn.execute(select(FILING.c.level).where(FILING.c.kind == "offer").distinct()).scalars().all()
