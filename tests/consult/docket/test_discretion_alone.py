"""What is offered and answered of relations to whoever sees them, has a hand in them, or neither: in a toy."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from consult.db import reading
from consult.docket import Refused
from consult.docket.discretion import discreet, discreet_offers, require_business, worded_for
from consult.models.cases import CASES
from consult.refusals import Unknown
from consult.visibility import Membership, Viewer
from tests.consult.docket.conftest import Office
from tests.consult.docket.test_discretion import BERTH
from tests.consult.docket.test_taking import asked
from tests.workflows.kernel.play import Play, hand, utc
from tests.workflows.kernel.toys import ASKED, ASKER, OFFICE, TALK, Paper, play, step
from workflows.kernel.actors import ANY_PARTY, TRACK_PARTY
from workflows.kernel.guards import NOT_OPEN, AllTracks, Refusal
from workflows.kernel.language import On, Opens, TrackSet
from workflows.kernel.offering import Offer, offers
from workflows.kernel.view import Facts, View

AT = utc("2026-01-05")
KOREA, FRANCE = Membership(tracks=frozenset({"talk:KOR"})), Membership(tracks=frozenset({"talk:FRA"}))
STRANGER, FILER = Membership(), Membership(is_filer=True)
BOTH = {"talk:KOR", "talk:FRA"}


def told(**rest: Any) -> Play:
    """Play until Japan has opened a talk with Korea and one with France, and laid its hand on a joint text."""
    found = play(
        [
            step("begin", opens=Opens("talk", "who"), asks=Paper),
            step("answer", by=TRACK_PARTY, track=On("talk", ("sent",), "heard")),
            step("assist", by=OFFICE, track=On("talk")),
            step("joint", by=ASKER & ASKED),
            step("settle", by=ANY_PARTY, when=AllTracks("talk", ("heard",))),
        ],
        **rest,
    )
    found.take("begin", "JPN", "2026-01-01", filing={"who": ["KOR", "FRA"]})
    found.take("joint", "JPN", "2026-01-02", digest="ab" * 32)
    return found


def shared(level: str, file: str = "") -> tuple[TrackSet, ...]:
    """Let talks be known beyond both sides."""
    return (TrackSet("talk", "sent", TALK, "talk", gone=("gone",), ends=("sent", "heard"), level=level, file=file),)


def view_of(found: Play, by: str) -> View:
    """Look at the case as a party."""
    return View(found.procedure, found.case, hand(by), AT, Facts())


def offered(found: Play, by: str, membership: Membership) -> dict[str, set[str]]:
    """List the relations on which each step is offered to a party."""
    given = discreet_offers(offers(found.case, hand(by), AT, Facts()), view_of(found, by), Viewer(by), membership)
    steps = {one.step.key for one in given if one.track}
    return {key: {one.track.key for one in given if one.track and one.step.key == key} for key in steps}


@pytest.mark.parametrize(
    ("by", "membership", "steps"),
    [
        ("JPN", FILER, {"answer": BOTH, "assist": BOTH}),
        ("KOR", KOREA, {"answer": {"talk:KOR"}, "assist": {"talk:KOR"}}),
        ("FRA", FRANCE, {"answer": {"talk:FRA"}, "assist": {"talk:FRA"}}),
        ("FRA", STRANGER, {"answer": {"talk:FRA"}}),
        ("OFF", STRANGER, {"assist": BOTH}),
        ("BRA", STRANGER, {}),
        ("BRA", Membership(takes_part=True, is_party=True), {}),
    ],
    ids=["who filed", "a side", "the other", "a hand alone", "an office", "a stranger", "a party beside"],
)
def test_steps_are_offered_on_relations_that_one_sees_or_has_a_hand_in(
    by: str, membership: Membership, steps: dict[str, set[str]]
) -> None:
    """And on no others, be they open or closed."""
    assert steps == offered(told(), by, membership)


@pytest.mark.parametrize(
    ("level", "file", "membership", "seen"),
    [
        ("C1", "", Membership(takes_part=True, offices=((frozenset(), None),)), True),
        ("C2", "", Membership(takes_part=True, offices=((frozenset(), None),)), False),
        ("C2", "", Membership(takes_part=True, is_party=True), True),
        ("C2", "talks", Membership(takes_part=True, offices=((frozenset({"talks"}), None),)), True),
        ("C2", "other", Membership(takes_part=True, offices=((frozenset({"talks"}), None),)), False),
    ],
)
def test_relations_that_are_shared_are_offered_to_those_with_whom_they_are(
    level: str, file: str, membership: Membership, seen: bool
) -> None:
    """By the level and the file of their set; a reason that tells of them is told alike."""
    clerk = replace(OFFICE, reads=(file,) if file else ())
    found = told(tracks=shared(level, file), roles=(ASKER, ASKED, clerk))
    telling = Refusal("France: sent, not heard.", reveals=("talk:FRA",))

    assert ({"answer": BOTH, "assist": BOTH} if seen else {}) == offered(found, "BRA", membership)
    (said,) = discreet((telling,), found.procedure, Viewer("BRA"), membership)
    assert (telling if seen else replace(telling, sentence=NOT_OPEN, reveals=())) == said


def the_joint(found: Play, by: str) -> tuple[Offer, Offer]:
    """Give the joint step as the case offers it, and as it is told."""
    plain = offers(found.case, hand(by), AT, Facts(), ("joint",))
    (kept,) = discreet_offers(plain, view_of(found, by), Viewer(by), STRANGER)
    return plain[0], kept


def test_who_laid_a_hand_on_which_text_is_told_to_those_whose_hands_are_needed() -> None:
    """Korea reads that Japan's hand lies there and that its own is waited for; the office reads nothing of it."""
    plain, kept = the_joint(told(), "KOR")
    assert (("JPN",), "ab" * 32, utc("2026-01-02"), True) == (kept.laid, kept.digest, kept.since, kept.waits_for_us)
    assert plain == kept

    plain, kept = the_joint(told(), "OFF")
    assert ("JPN",) == plain.laid
    assert ((), "", None, False) == (kept.laid, kept.digest, kept.since, kept.waits_for_us)


def test_a_reason_is_told_where_all_that_it_tells_of_is_seen() -> None:
    """Of two relations a side sees one; a day from which the step opens is left out with the sentence."""
    found = told()
    day = AT.date()
    both = Refusal("Neither is heard.", reveals=("talk:KOR", "talk:FRA"), opens_on=day)
    own = Refusal("Korea is not.", reveals=("talk:KOR",), opens_on=day)
    plain = Refusal("It is late.", opens_on=day)

    assert (Refusal(NOT_OPEN), own, plain) == discreet((both, own, plain, own), found.procedure, Viewer("KOR"), KOREA)
    assert (both, own, plain) == discreet((both, own, plain), found.procedure, Viewer("JPN"), FILER)


def test_why_a_step_is_closed_is_told_in_the_offer_as_in_a_refusal() -> None:
    """France has not answered: Japan reads so, and Korea that the step is not open."""
    found = told()
    found.take("answer", "KOR", "2026-01-03", track="KOR")
    read = {}
    for by, membership in (("JPN", FILER), ("KOR", KOREA)):
        given = offers(found.case, hand(by), AT, Facts(), ("settle",))
        (kept,) = discreet_offers(given, view_of(found, by), Viewer(by), membership)
        read[by] = [str(one) for one in kept.refusals]
    assert {"JPN": ["FRA is “Sent”; needed is “Heard”."], "KOR": [NOT_OPEN]} == read


@pytest.mark.parametrize(
    ("by", "membership", "named", "known"),
    [
        ("KOR", KOREA, "FRA", False),
        ("KOR", KOREA, "talk:FRA", False),
        ("KOR", KOREA, "KOR", True),
        ("KOR", KOREA, "talk:KOR", True),
        ("FRA", STRANGER, "FRA", True),
        ("JPN", FILER, "FRA", True),
        ("KOR", KOREA, "BRA", True),
        ("BRA", STRANGER, None, True),
    ],
)
def test_a_step_on_a_relation_that_one_neither_sees_nor_has_a_hand_in_is_unknown(
    by: str, membership: Membership, named: str | None, known: bool
) -> None:
    """By its key or its name; one that is not there, or none at all, is for the step itself to refuse."""
    view = view_of(told(), by)
    if known:
        require_business("answer", named, view, Viewer(by), membership)
        return
    with pytest.raises(Unknown):
        require_business("answer", named, view, Viewer(by), membership)


@pytest.mark.parametrize("key", ["begin", "joint", "no_such_step"])
def test_a_step_that_is_taken_on_no_relation_is_nobodys_secret(key: str) -> None:
    """Whatever is named with it."""
    require_business(key, "FRA", view_of(told(), "KOR"), Viewer("KOR"), KOREA)


def test_a_refusal_is_worded_for_whoever_reads_it_and_another_fault_stays_as_it_is(office: Office) -> None:
    """Japan filed and reads of France's berth; Korea reads that the step is not open."""
    ref = asked(office)
    telling = Refusal("France: served, not given.", reveals=("berth:FRA",))
    with reading(office.engine) as connection:
        row = connection.execute(select(CASES).where(CASES.c.ref == ref)).one()
        read = {}
        for who in ("JPN", "FRA", "KOR", "BRA"):
            fault = worded_for(connection, office.standings[who], row, BERTH, Refused((telling,)))
            assert isinstance(fault, Refused)
            read[who] = str(fault)
        other = ValueError("France: served, not given.")
        assert other is worded_for(connection, office.standings["KOR"], row, BERTH, other)
    assert {"JPN": telling.sentence, "FRA": telling.sentence, "KOR": NOT_OPEN, "BRA": NOT_OPEN} == read
