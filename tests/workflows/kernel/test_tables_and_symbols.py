"""Conditions that a table or another answer bounds, symbols, facts out of tables, and acts on the track they open."""

from typing import Any

import pytest

from tests.workflows.kernel.play import Play, hand, utc
from workflows.kernel.checks_of_symbols import WrittenAs, is_written
from workflows.kernel.checks_of_tables import ListedUnder, NotMore, TakesPartIn
from workflows.kernel.guards_of_rolls import TrackForEach
from workflows.kernel.language import (
    DRAFT,
    FINAL,
    OPTIONAL,
    OWN,
    PRODUCT,
    STAY,
    Filing,
    Opens,
    Procedure,
    ProcedureError,
    Role,
    State,
    Step,
    TrackSet,
    choice,
    date_field,
    keyed,
    listing,
    parties_field,
    party_field,
    text,
    whole,
)
from workflows.kernel.sheets_of_reports import ReportSheet
from workflows.kernel.steps import LookUp
from workflows.kernel.view import Facts, View

HOUSE, GUEST = Role("house", "the house"), Role("guest", "a guest", stake=False, apart=True)


class Booking(Filing):
    """Booking."""

    hall = choice("Hall", {"blue": "Blue hall", "red": "Red hall"}, PRODUCT)
    day = choice("Day", {"monday": "Monday", "friday": "Friday", "any": "Any day"}, PRODUCT)
    starts_on = date_field("First day", PRODUCT, need=OPTIONAL)
    chairs = whole("Chairs", PRODUCT, least=1)
    seats = whole("Seats", PRODUCT, least=1)
    symbol = text("Symbol", PRODUCT, need=OPTIONAL)
    guests = parties_field("Guests", PRODUCT, need=OPTIONAL)
    cases = listing("Cases", PRODUCT, keyed("ref", text("Reference", PRODUCT)), need=OPTIONAL)


class Invitation(Filing):
    """Invitation."""

    guest = party_field("Guest", PRODUCT)


DAYS = LookUp("begins", "day", (("monday", "2027-03-01"), ("friday", "2027-03-05")), "starts_on")
BOOK = Step("book", "open", STAY, HOUSE, DRAFT, PRODUCT, Booking, keeps=("hall", "guests"), looks_up=(DAYS,))
INVITE = Step("invite", "open", STAY, HOUSE, DRAFT, PRODUCT, Invitation, level="C3", tell="track",
              opens=Opens("guest", "guest", here=True))  # fmt: skip
LEAVE = Step("leave", "open", "over", HOUSE, DRAFT, PRODUCT, tell=OWN)
GUESTS = TrackSet("guest", "invited", (State("invited", "Invited"),), "guest", "guest", ends=("invited",), level="C3")


def toy(*steps: Step) -> Procedure:
    """Make a procedure of these steps."""
    return Procedure(
        key="toy", edition=1, title="Toy", under=PRODUCT, opens="open", filer="house", prefix="TOY",
        roles=(HOUSE, GUEST), states=(State("open", "Open"), State("over", "Over", FINAL)), steps=steps,
        tracks=(GUESTS,),
    )  # fmt: skip


TOY = toy(BOOK, INVITE, LEAVE)


def played(world: Facts | None = None) -> Play:
    """Open a case on 1 January 2027."""
    return Play(TOY, "2027-01-01", {"house": ["JPN"]}, world or Facts())


def look(world: Facts | None = None, at: str = "2027-03-03", **body: Any) -> View:
    """Look at a booking that Japan files."""
    return View(TOY, played().case, hand("JPN"), utc(at), world or Facts(), step=BOOK, filing=body)


TABLE = (("monday", "blue", "2027-03-01"), ("friday", "blue", "2027-03-05"), ("any", "", ""))


def test_a_choice_goes_with_another_answer_and_is_not_over() -> None:
    """On 3 March Monday is over, Friday is of the blue hall alone, and any day goes with each."""
    check = ListedUnder("day", "hall", TABLE)
    assert check.check(look(hall="blue", day="friday")) is None
    assert check.check(look(hall="red", day="any")) is None
    over, other = check.check(look(hall="blue", day="monday")), check.check(look(hall="red", day="friday"))
    assert over is not None
    assert other is not None
    assert "“Day”: “Monday” was over on 1 March 2027; choose from “Friday” or “Any day”." == over.sentence
    assert "“Day”: “Friday” is not of “Red hall”; choose from “Any day”." == other.sentence
    assert "friday" == check.mend({"hall": "blue", "day": "monday"}, look())["day"]
    assert "“Day” goes with “Hall” and is not over" == check.words(Booking.spec)


@pytest.mark.parametrize(("on", "fits"), [("2027-03-04", True), ("2027-03-05", True), ("2027-03-06", False)])
def test_a_choice_is_over_on_the_day_after_its_last(on: str, fits: bool) -> None:
    """Friday is 5 March 2027."""
    assert fits == (ListedUnder("day", "hall", TABLE).check(look(at=on, hall="blue", day="friday")) is None)


def test_a_number_is_not_above_another_and_says_of_what_there_is_too_much() -> None:
    """Ten chairs for ten seats, and not eleven."""
    check = NotMore("chairs", "seats", "the hall is too small")
    assert check.check(look(chairs=10, seats=10)) is None
    refusal = check.check(look(chairs=11, seats=10))
    assert refusal is not None
    assert ("chairs", "“Chairs” (11) is above “Seats” (10): the hall is too small.") == (
        refusal.field,
        refusal.sentence,
    )
    assert {"chairs": 10, "seats": 10} == check.mend({"chairs": 11, "seats": 10}, look())


def test_only_cases_of_one_s_own_are_named() -> None:
    """A world that knows of no cases refuses none; else the first stray entry does, at its place."""
    check = TakesPartIn("cases", "ref")
    cases = [{"ref": "TOY-1"}]
    assert check.check(look(cases=cases)) is None
    ours = Facts({"matter": {"parties": ["JPN"], "offices": [], "open": False}})
    nobody_s = Facts({"matter": {"parties": [], "offices": [], "open": False}})
    assert check.check(look(ours, cases=cases)) is None
    refusal = check.check(look(nobody_s, cases=cases))
    assert refusal is not None
    assert "cases/0/ref" == refusal.field
    assert "You take part in no case “TOY-1”: name cases of your own." == refusal.sentence


FORMS = (("blue", ("B/{number}", "B/{year}/R.{number}")),)


def test_a_reference_is_written_as_the_series_that_the_case_has_chosen() -> None:
    """The blue hall has two series, the red one none; an ending is needed where it is asked."""
    check, ended = WrittenAs("symbol", "hall", FORMS), WrittenAs("symbol", "hall", FORMS, ended=True)
    for good in ("B/12", "B/2027/R.3", "B/12/Corr.1", "B/12/Add.1/Rev.2", "B/12*"):
        assert check.check(look(hall="blue", symbol=good)) is None
    assert check.check(look(hall="red", symbol="whatever")) is None
    refusal = check.check(look(hall="blue", symbol="C/12"))
    assert refusal is not None
    assert refusal.sentence == (
        "“Symbol”: “C/12” fits no series known here, which are “B/{number}” or “B/{year}/R.{number}”, followed by "
        "/Add.1, /Corr.1, /Rev.1: where they apply."
    )
    assert ended.check(look(hall="blue", symbol="B/12")) is not None
    assert ended.check(look(hall="blue", symbol="B/12/Corr.1")) is None
    for one in (check, ended):
        assert one.check(look(hall="blue", **one.mend({}, look(hall="blue")))) is None


@pytest.mark.parametrize("wrong", ["B/", "B/012", "B/12/", "B/12/Corr.", "B/12/Corr.0", "B/12\n", "xB/12", "B/１２"])
def test_a_slip_of_the_pen_fits_no_form(wrong: str) -> None:
    """The whole of the reference is looked at, and plain digits alone count."""
    assert not is_written(wrong, ("B/{number}",))


def test_a_fact_is_taken_from_a_table_unless_the_filing_tells_it() -> None:
    """Monday is 1 March; whoever knows better says so; a choice that the table lacks changes nothing."""
    play = played()
    play.take("book", "JPN", "2027-01-02", filing={"day": "monday", "hall": "blue"})
    assert "2027-03-01" == play.case.facts["begins"]
    play.take("book", "JPN", "2027-01-03", filing={"day": "any", "hall": "blue"})
    assert "2027-03-01" == play.case.facts["begins"]
    play.take("book", "JPN", "2027-01-04", filing={"day": "friday", "hall": "blue", "starts_on": "2027-03-06"})
    assert "2027-03-06" == play.case.facts["begins"]
    assert play.replayed() == play.case


def test_an_act_lies_on_the_track_that_it_opens_and_is_told_to_its_party_alone() -> None:
    """A second guest learns nothing of the first."""
    play = played()
    first, second = (play.take("invite", "JPN", "2027-01-02", filing={"guest": one}) for one in ("KOR", "FRA"))
    assert ("guest:KOR", ("KOR",)) == (first.track, first.told)
    assert ("guest:FRA", ("FRA",)) == (second.track, second.told)
    assert 1 == play.case.done["invite@guest:KOR"].count
    assert play.replayed() == play.case


def test_each_party_that_is_named_needs_a_track() -> None:
    """The first without one is named."""
    guard = TrackForEach("guests", "guest", "{party} was not invited.")
    play = played(Facts(names={"FRA": "France"}))
    play.take("book", "JPN", "2027-01-02", filing={"guests": ["KOR", "FRA"]})
    play.take("invite", "JPN", "2027-01-02", filing={"guest": "KOR"})
    view = View(TOY, play.case, hand("JPN"), utc("2027-01-03"), play.world)
    refusal = guard.check(view)
    assert refusal is not None
    assert "France was not invited." == refusal.sentence
    play.take("invite", "JPN", "2027-01-03", filing={"guest": "FRA"})
    assert guard.holds(View(TOY, play.case, hand("JPN"), utc("2027-01-03"), play.world))


def test_what_is_looked_up_is_asked_and_an_act_lies_on_one_track_alone() -> None:
    """A procedure that names a question nobody asks, or opens several tracks at once, is not made."""
    lost = Step("book", "open", STAY, HOUSE, DRAFT, PRODUCT, Booking, looks_up=(LookUp("begins", "week"),))
    with pytest.raises(ProcedureError, match="looks up “begins” by “week”, which it does not ask"):
        toy(lost, INVITE, LEAVE)
    many = Step("invite", "open", STAY, HOUSE, DRAFT, PRODUCT, Booking, opens=Opens("guest", "guests", here=True))
    with pytest.raises(ProcedureError, match="does not open exactly one track on which it can lie"):
        toy(BOOK, many, LEAVE)


def test_a_sheet_of_reports_names_only_what_there_is() -> None:
    """Steps, questions, lists, tracks and states are looked for."""
    sheet = ReportSheet(
        key="report", title="Report", says="What it covers.", scoped=("book",), body="hall", session="day",
        session_told="symbol", item="hall", item_told="symbol", kind="hall", since="starts_on", until="starts_on",
        cases="cases", case_ref="case", joint="guests", heading="symbol", language="hall", elsewhere="any",
        set="guest", told=("gone",), asked="invite", asked_cases="cases", consented=("nod",), allowed="allowed",
        objected=("leave",), answered=("leave",), words="words", issued=("book",), symbol="symbol", dated="dated",
        built="book", digest="document", ready=("shut",),
    )  # fmt: skip
    assert [
        "a guest has no state “gone”", "“invite” does not ask “cases”", "“leave” does not ask “words”",
        "“leave” does not ask “words”", "“book” does not ask “document”", "“book” does not ask “dated”",
        "there is no step “nod”", "no step of consent asks “allowed”", "“book” lists no “case” under “cases”",
        "there is no state “shut”",
    ] == list(sheet.findings(TOY))  # fmt: skip
