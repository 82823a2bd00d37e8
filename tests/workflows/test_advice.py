"""Which procedure: what the procedures of the catalogue say of themselves, judged by facts as somebody tells them."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from workflows import catalogue
from workflows.advising import Counsel, Heard, advise, forums, matters
from workflows.advising.reading import forums as read_forums
from workflows.kernel.advice import Advice, Ground
from workflows.kernel.words import PRODUCT
from workflows.parties.reading import InstrumentError

AUSTRIA, CHINA, JAPAN, KAZAKHSTAN = "AUT", "CHN", "JPN", "KAZ"
DAY = date(2026, 11, 20)
HEARD = Heard("interference", "planned", "earth_orbit", "ours", AUSTRIA, (CHINA,), DAY, DAY)


def ask(**facts: Any) -> Counsel:
    """Ask with some facts other than those of a planned activity of Austria in orbit that may touch China's."""
    return advise(replace(HEARD, **facts), catalogue())


def applying(counsel: Counsel) -> list[str]:
    """List the procedures that apply, in their order."""
    return [one.key for one in counsel.ways]


def barred(counsel: Counsel, key: str) -> str:
    """Give the sentences that bar a procedure."""
    return " ".join(said.says for one in (*counsel.ways, *counsel.barred) if one.key == key for said in one.barred)


def status(counsel: Counsel, key: str) -> str:
    """Give the sentences on who is bound, and what is to be looked at first."""
    found = next(one for one in counsel.ways if one.key == key)
    return " ".join(said.says for said in (*found.status, *found.cautions, *found.why))


@pytest.mark.parametrize("key", sorted(catalogue()))
def test_every_procedure_says_when_it_is_used_or_that_it_is_not_used_by_itself(key: str) -> None:
    """And is for matters that are in the table."""
    advice = catalogue()[key].advice
    assert advice is not None
    assert set(advice.matters) <= set(matters())


@pytest.mark.parametrize("key", sorted(matters()))
def test_everything_that_can_be_asked_is_answered_by_a_procedure_or_by_another_forum(key: str) -> None:
    """No question of the page leads nowhere."""
    here = [form.key for form in catalogue().values() if form.advice and key in form.advice.matters]
    assert here or any(key in one.matters for one in forums())


def test_one_asks_before_one_s_own_activity_and_requests_before_another_s() -> None:
    """The duty is that of the planning State, the request that of another one; each names the other way."""
    ours, theirs = ask(), ask(side="theirs")
    assert ["ost9"] == applying(ours)
    assert "A request is made by another State" in barred(ours, "ost9_request")
    assert ["ost9_request"] == applying(theirs)
    assert "the other side may ask it for consultation" in barred(theirs, "ost9")


def test_what_is_over_is_barred_with_the_ways_that_are_left() -> None:
    """Article IX speaks of what is planned or goes on."""
    over = ask(stage="completed")
    assert [] == applying(over)
    assert "What is over is for information (Articles V and XI), for a claim" in barred(over, "ost9")


@pytest.mark.parametrize(
    ("on", "said"),
    [
        (date(1983, 12, 29), "held on a voluntary basis"),
        (date(1983, 12, 30), "China is bound by the Outer Space Treaty since 30 December 1983"),
        (date(1983, 12, 31), "China is bound by the Outer Space Treaty since 30 December 1983"),
    ],
)
def test_who_is_bound_is_judged_on_the_day_of_the_event(on: date, said: str) -> None:
    """The day before China's accession, the day itself, and the day after."""
    assert said in status(ask(on=on), "ost9")


def test_the_moon_agreement_comes_before_the_general_law_between_its_parties_and_says_whom_it_does_not_bind() -> None:
    """Austria and Kazakhstan are bound on the day; China is no party, and remains with the Outer Space Treaty."""
    counsel = ask(place="celestial_body", others=(KAZAKHSTAN, CHINA))
    first = counsel.ways[0]
    assert ("ost9", 0) == (first.key, first.rank)
    assert ["8(3)", "IX s3"] == [said.under[0].provision for said in first.why]
    assert "China is not a party to the Moon Agreement" in barred(counsel, "ost9")
    assert "lunar_notice" in applying(counsel)


def test_a_visit_to_a_station_in_orbit_is_barred_and_one_on_the_moon_is_not() -> None:
    """Article XII is for celestial bodies."""
    there = ask(matter="visit", side="theirs", place="celestial_body")
    orbit = ask(matter="visit", side="theirs")
    assert (["ost12"], []) == (applying(there), applying(orbit))
    assert "A station in orbit, or a site on Earth, is visited by invitation" in barred(orbit, "ost12")


def test_damage_on_the_earth_is_for_liability_without_fault_and_damage_in_orbit_for_fault() -> None:
    """The place decides which article is cited; a dispute stands beside either."""
    facts: dict[str, Any] = {"matter": "damage", "stage": "completed", "side": "theirs", "others": (JAPAN,)}
    for place, article in (("earth", "II"), ("earth_orbit", "III")):
        counsel = ask(place=place, **facts)
        claim = next(one for one in counsel.ways if one.key == "liability")
        assert [article] == [said.under[0].provision for said in claim.why]
        assert "settlement" in applying(counsel)


@pytest.mark.parametrize(
    ("today", "late"),
    [(date(2026, 11, 19), False), (date(2026, 11, 20), False), (date(2026, 11, 21), True)],
)
def test_after_the_year_of_article_x_the_claim_is_told_what_more_it_has_to_show(today: date, late: bool) -> None:
    """The day before the year ends, its last day, and the day after; the claim is never barred by it alone."""
    facts: dict[str, Any] = {
        "matter": "damage",
        "stage": "completed",
        "side": "theirs",
        "place": "earth",
        "others": (JAPAN,),
    }
    counsel = ask(on=date(2025, 11, 20), today=today, **facts)
    assert late == ("More than a year has passed" in status(counsel, "liability"))


def test_a_claim_is_barred_where_the_convention_did_not_bind_on_the_day_and_settlement_is_left() -> None:
    """Austria's accession took effect in 1980."""
    facts: dict[str, Any] = {
        "matter": "damage",
        "stage": "completed",
        "side": "theirs",
        "place": "earth",
        "others": (JAPAN,),
    }
    counsel = ask(on=date(1979, 7, 11), **facts)
    assert ["settlement"] == applying(counsel)
    assert "Austria is not shown to be bound by the Liability Convention before" in barred(counsel, "liability")


def test_without_another_party_the_answer_says_that_it_has_to_be_named() -> None:
    """Both sides have to be bound; the own one is."""
    assert "The other side has to be bound as well" in status(ask(others=()), "ost9")


def test_weapons_are_not_here_and_the_conference_on_disarmament_is_named() -> None:
    """No procedure, two forums, the first for the whole of it."""
    counsel = ask(matter="weapons")
    assert ([], []) == (applying(counsel), list(counsel.barred))
    assert [("CD", True), ("GA1", False)] == [(one.key, one.whole) for one in counsel.elsewhere]


def test_the_assignment_of_frequencies_is_for_the_union() -> None:
    """Administrations act there, not space agencies."""
    assert ["ITU"] == [one.key for one in ask(matter="frequencies", place="spectrum").elsewhere]


def test_a_party_whose_status_is_not_recorded_is_not_taken_as_bound() -> None:
    """The answer errs on the side of not bound, and says that it has to be looked up."""
    assert "Look it up before anything is filed" in status(ask(others=("ARABSAT",)), "ost9")


def test_a_ground_that_is_limited_says_why_in_a_sentence() -> None:
    """No is an answer with a reason: a limit without a sentence, and a sentence without a limit, are mistakes."""
    with pytest.raises(ValueError, match="says why: not_then"):
        Ground(matters=("visit",), under=PRODUCT, why="Because.", stages=("planned",))
    with pytest.raises(ValueError, match="says why: not_there"):
        Ground(matters=("visit",), under=PRODUCT, why="Because.", not_there="Not there.")
    with pytest.raises(ValueError, match="knows nothing of nowhere"):
        Ground(matters=("visit",), under=PRODUCT, why="Because.", places=("nowhere",), not_there="Not there.")


def test_a_procedure_is_used_on_some_ground_or_says_why_not_by_itself() -> None:
    """One of the two, and never both."""
    with pytest.raises(ValueError, match="has grounds on which it is used"):
        Advice()


def test_the_special_comes_before_law_that_before_what_is_agreed_and_that_before_what_binds_nobody() -> None:
    """Three procedures for one matter, in the order of their force."""
    kept = {key: catalogue()[key] for key in ("lunar_notice", "ost9", "ost11")}
    counsel = advise(replace(HEARD, matter="lunar_activity", place="celestial_body", others=()), kept)
    assert ["ost11", "lunar_notice"] == applying(counsel)


def test_a_forum_whose_provision_is_not_in_the_library_stops_the_load(tmp_path: Path) -> None:
    """File, line and reason are named."""
    path = tmp_path / "forums.toml"
    path.write_text(
        '[[forum]]\nkey = "CD"\nmatters = ["weapons"]\nsays = "There."\ninstrument = "OST"\n'
        'provision = "XCIX"\ngrade = "V"\n'
    )
    with pytest.raises(InstrumentError, match=r"forums\.toml:6: there is no provision OST XCIX"):
        read_forums(path)
