"""Conditions on who stands on a side, on whom tracks are about, on a period from a day, and on a date that is kept."""

import pytest

from tests.workflows.kernel.play import Play, hand, utc
from tests.workflows.kernel.toys import Paper, play, step
from workflows.kernel import guards as g
from workflows.kernel.checks_of_days import StillRuns
from workflows.kernel.checks_of_parties import AmongTracks
from workflows.kernel.editions import freeze, thaw
from workflows.kernel.guards_of_sides import AboutAnother, Several, SomeOfKind
from workflows.kernel.language import ANY_PARTY, PRODUCT, On, Opens, Period, Source, date_field, whole
from workflows.kernel.sheets import Seats
from workflows.kernel.view import Facts, View
from workflows.kernel.words import humanise

TREATY = Source("OST")
PLAIN = "{party} is not among them."
AMONG = AmongTracks("who", "talk", ("sent",), PLAIN, TREATY("IX"))
RUNS = StillRuns("learned", Period(years=1), TREATY("IX"))


class Told(Paper):
    """Told paper."""

    learned = date_field("Learned on", PRODUCT, need="optional")
    number = whole("Number", PRODUCT, need="optional")


def playing(world: Facts | None = None, **rest: object) -> Play:
    """Play a case in which a step is guarded or checked."""
    return play([
        step("first", asks=Told, opens=Opens("talk", "who", about=True), keeps=("learned",)),
        step("sides", opens=Opens("talk", keys=(("a", "asker"), ("b", "asked")))),
        step("act", asks=Told, **rest),
        step("on_track", by=ANY_PARTY, track=On("talk"), when=Several()),
        step("hear", track=On("talk", ("sent",), "heard")),
    ], world)  # fmt: skip


def test_a_side_is_several_where_its_role_has_more_than_one_party() -> None:
    """Of the track at hand, or of a role that is named."""
    found = Play(playing().procedure, "2026-01-01", {"asker": ["JPN", "FRA"], "asked": ["KOR"]})
    found.take("sides", "JPN", "2026-01-01")
    assert "on_track@talk:a" in found.offered("KOR", "2026-01-01")
    why = found.refused("on_track", "KOR", "2026-01-01", track="talk:b")
    assert "There is only one party on this side." == str(why)
    view = View(found.procedure, found.case, hand("JPN"), utc("2026-01-01"), Facts())
    assert (None, True) == (Several("asker").check(view), Several("asked").check(view) is not None)
    assert ["the side is several parties", "there are several of asker"] == [
        Several().words(),
        Several("asker").words(),
    ]


@pytest.mark.parametrize(("kind", "holds"), [("igo", True), ("state", False)])
def test_somebody_of_a_kind_on_a_side_is_asked_of_the_world(kind: str, holds: bool) -> None:
    """One of them is enough."""
    guard = SomeOfKind("asked", ("igo",), TREATY("IX"))
    found = playing(Facts(answers={"kind:KOR": kind}), when=guard)
    assert holds == ("act" in found.offered("JPN", "2026-01-01"))
    assert "asked is an intergovernmental organisation" == guard.words()
    if not holds:
        why = found.refused("act", "JPN", "2026-01-01")
        assert "Nobody on this side is an intergovernmental organisation." == str(why)


def test_whom_a_field_names_has_to_be_whom_a_track_is_about() -> None:
    """In one of the states that are given; the least change names all of those."""
    found = playing(checks=(AMONG,))
    found.take("first", "JPN", "2026-01-01", filing={"who": ["KOR", "FRA"]})
    found.take("hear", "JPN", "2026-01-01", track="talk:FRA")
    why = found.refused("act", "JPN", "2026-01-01", filing={"who": ["KOR", "FRA"]})
    assert ("FRA is not among them.", "content", "who", "OST IX") == (
        str(why), why.kind, why.refusals[0].field, str(why.under[0]))  # fmt: skip
    assert "step" == found.take("act", "JPN", "2026-01-01", filing={"who": ["KOR"]}).kind
    view = View(found.procedure, found.case, hand("JPN"), utc("2026-01-01"), Facts(), filing={})
    assert {"who": ["KOR"]} == AMONG.mend({"who": ["FRA"]}, view)
    assert "“Who” names only those whose talk is “Sent”" == AMONG.words(Told.spec, found.procedure)


def test_a_track_may_have_to_be_about_another_than_oneself() -> None:
    """One about oneself alone does not do."""
    guard = AboutAnother("talk", ("sent",), TREATY("IX"))
    found = playing(when=guard)
    found.take("first", "JPN", "2026-01-01", filing={"who": ["JPN"]})
    assert "There is no talk but yourself that is “Sent”." == str(found.refused("act", "JPN", "2026-01-01"))
    view = View(found.procedure, found.case, hand("JPN"), utc("2026-01-01"), Facts(), filing={})
    assert {"who": ["JPN"]} == AMONG.mend({}, view)
    found.take("first", "JPN", "2026-01-02", filing={"who": ["FRA"]})
    assert "act" in found.offered("JPN", "2026-01-02")
    assert "at least one talk other than oneself is “Sent”" == guard.words(found.procedure)


@pytest.mark.parametrize(("day", "taken"), [("2027-03-01", True), ("2027-03-02", False)])
def test_a_period_from_a_day_that_is_named_has_not_passed(day: str, taken: bool) -> None:
    """A year from 1 March 2026 ends with 1 March 2027; where no day is named nothing is counted."""
    found = playing(checks=(RUNS,))
    assert "step" == found.take("act", "JPN", "2027-01-01", filing={}, exact=True).kind
    if taken:
        assert "step" == found.take("act", "JPN", day, filing={"learned": "2026-03-01"}).kind
        return
    why = found.refused("act", "JPN", day, filing={"learned": "2026-03-01"})
    assert ("“Learned on”: 1 year from 1 March 2026 ended on 1 March 2027.", "learned") == (
        str(why), why.refusals[0].field)  # fmt: skip
    view = View(found.procedure, found.case, hand("JPN"), utc(day), Facts(), filing={})
    assert [{"learned": day}, {}] == [RUNS.mend(body, view) for body in ({"learned": "2026-03-01"}, {})]
    assert "“Learned on” not longer than 1 year ago" == RUNS.words(Told.spec)


def test_an_instrument_may_have_to_bind_on_a_date_that_the_case_keeps() -> None:
    """Withdrawn since, it still binds for what happened before; what it will bind later does not open the step."""
    unbound = {"bound": False, "reason": "It was left.", "since": "2026-02-01"}
    guard = g.Bound("OST", TREATY("IX"), on="learned")
    found = playing(Facts(answers={"bound:OST:JPN:2026-01-01": unbound}), when=guard)
    assert "2026-02-01" not in str(found.refused("act", "JPN", "2026-01-01").opens_on)
    found.take("first", "JPN", "2026-01-01", filing={"who": ["KOR"], "learned": "2025-06-01"})
    assert "act" in found.offered("JPN", "2026-01-01")
    assert "OST is in force and binds the party on the date of “Learned on”" == guard.words(found.procedure)


def test_of_several_rows_the_one_that_only_the_filing_holds_up_is_the_one_that_refuses() -> None:
    """What another row would need is not said beside it."""
    found = play([
        step("act", asks=Told, when=g.Flagged("nothing")),
        step("act", asks=Told, checks=(RUNS,)),
    ])  # fmt: skip
    why = found.refused("act", "JPN", "2027-03-02", filing={"learned": "2026-03-01"})
    assert ("content", ["learned"]) == (why.kind, [one.field for one in why.refusals])


def test_seats_of_a_text_without_disclosure_and_challenge_leave_these_out() -> None:
    """What is named has to be there all the same."""
    seats = Seats(key="s", title="S", says="S.", set="talk", filled=("act",), name="number", filling="")
    found = playing()
    assert [] == list(seats.findings(found.procedure))
    stray = Seats(key="s", title="S", says="S.", set="talk", filled=("act",), name="stray", filling="none")
    assert ["“act” does not ask “stray”", "there is no limit “none”"] == list(stray.findings(found.procedure))


def test_an_edition_keeps_these_conditions() -> None:
    """Read back, they are the same values."""
    found = playing(when=Several("asker") | SomeOfKind("asked", ("igo",)), checks=(AMONG, RUNS))
    assert found.procedure == thaw(freeze(found.procedure))


@pytest.mark.parametrize(("key", "words"), [
    ("record_no_objection", "Record no objection"), ("KOR", "Kor"), ("the Republic of Korea", "The Republic of Korea"),
], ids=["key", "code", "name"])  # fmt: skip
def test_a_key_is_turned_into_words_and_a_name_stays_as_it_is(key: str, words: str) -> None:
    """What a track is about has a name and no key."""
    assert words == humanise(key)
