"""Placeholders are valid, marked, and never take the place of what an author wrote."""

from datetime import UTC, datetime
from typing import Any

import pytest

from workflows.kernel.acts import Hand
from workflows.kernel.bodies import problems
from workflows.kernel.language import (
    AS_KNOWN,
    FINAL,
    OPTIONAL,
    PRODUCT,
    Filing,
    Future,
    NotBefore,
    NotOneself,
    Opens,
    Procedure,
    Role,
    State,
    Step,
    TrackSet,
    WhenThen,
    band_field,
    choice,
    contact_field,
    date_field,
    decimal,
    designator_field,
    document_field,
    group,
    instant_field,
    keyed,
    listing,
    long_text,
    money,
    orbit_field,
    organ_field,
    parties_field,
    party_field,
    period_field,
    person_field,
    place_field,
    provision_field,
    text,
    whole,
    yes_no,
)  # fmt: skip
from workflows.kernel.opening import open_case
from workflows.kernel.placeholders import Known, fill
from workflows.kernel.view import Facts, View

AT = datetime(2026, 1, 1, 12, tzinfo=UTC)
ASKING, ASKED = Role("asking"), Role("asked")


class Everything(Filing):
    """Everything that can be asked."""

    title_of = text("Title", PRODUCT)
    body = long_text("Text", PRODUCT)
    kind = choice("Kind", {"a": "A", "b": "B"}, PRODUCT)
    kinds = choice("Kinds", {"a": "A", "b": "B"}, PRODUCT, many=True)
    sure = yes_no("Sure", PRODUCT)
    number = whole("Number", PRODUCT, least=3)
    size = decimal("Size", PRODUCT, units=("km",))
    cost = money("Cost", PRODUCT)
    start = date_field("Start", PRODUCT)
    end = date_field("End", PRODUCT, need=AS_KNOWN)
    launch = instant_field("Launch", PRODUCT)
    length = period_field("Length", PRODUCT)
    lead = party_field("Lead", PRODUCT)
    asked = parties_field("Asked", PRODUCT)
    organ = organ_field("Organ", PRODUCT)
    person = person_field("Person", PRODUCT)
    contact = contact_field("Contact", PRODUCT)
    place = place_field("Place", PRODUCT)
    orbit = orbit_field("Orbit", PRODUCT)
    band = band_field("Band", PRODUCT)
    object = designator_field("Object", PRODUCT)
    rule = provision_field("Rule", PRODUCT)
    paper = document_field("Paper", PRODUCT)
    items = listing("Items", PRODUCT, keyed("name", text("Name", PRODUCT)), least=2)
    craft = group("Craft", PRODUCT, keyed("name", text("Name", PRODUCT, need=OPTIONAL)))
    remark = text("Remark", PRODUCT, need=OPTIONAL)
    why = text("Why", PRODUCT, need=OPTIONAL)


STEP = Step(
    "ask", "draft", "asked", ASKING, under=PRODUCT, asks=Everything, opens=Opens("berth", "asked"),
    checks=(Future("start", 300), NotBefore("end", "start"), NotOneself("asked"), WhenThen("kind", ("a",), "why")),
)  # fmt: skip
PROCEDURE = Procedure(
    key="all", edition=1, title="All", under=PRODUCT, opens="draft", filer="asking", prefix="A", roles=(ASKING, ASKED),
    states=(State("draft", "Being prepared"), State("asked", "Asked", FINAL)), steps=(STEP,),
    tracks=(TrackSet("berth", "served", (State("served", "Served"),), role="asked", ends=("served",)),),
)  # fmt: skip
VIEW = View(PROCEDURE, open_case(PROCEDURE, {"asking": ["JPN"]}, AT), Hand("JPN"), AT, Facts())
KNOWN = Known({}, {"asking": ("JPN",), "asked": ("KOR", "FRA")})


def filled(body: dict[str, Any] | None = None, known: Known = KNOWN) -> dict[str, Any]:
    """Fill a body for the one step."""
    return fill(STEP, body, VIEW, known)


def test_an_empty_body_becomes_one_that_may_be_filed() -> None:
    """Every kind of field has a valid placeholder, and every check holds."""
    body = filled()
    view = View(PROCEDURE, VIEW.case, VIEW.hand, AT, Facts(), STEP, filing=body)
    assert () == problems(Everything.spec, body)
    assert [None] * 4 == [check.check(view) for check in STEP.checks]


def test_invented_texts_are_marked() -> None:
    """Nobody takes a placeholder for a statement of a party."""
    body = filled()
    assert ("[exercise] Title", "[exercise] Text") == (body["title_of"], body["body"])
    assert ("XTS", {"office": "[exercise] Person"}) == (body["cost"]["currency"], body["person"])


def test_a_field_that_may_be_left_out_stays_out_unless_a_check_asks_for_it() -> None:
    """The least is filled in that makes the filing whole."""
    assert (True, False) == ("why" in filled(), "remark" in filled())


def test_the_parties_are_those_of_the_role_that_the_step_gives() -> None:
    """Tracks are opened for those whom the exercise means."""
    assert ["KOR", "FRA"] == filled()["asked"]


def test_without_a_role_everybody_else_is_meant() -> None:
    """A party does not address itself."""
    assert ["KOR", "PER"] == filled(known=Known({}, {"x": ("JPN", "KOR"), "y": ("PER",)}))["asked"]


def test_where_everybody_takes_part_already_a_party_is_invented() -> None:
    """A track cannot be opened twice, and nobody real is drawn in."""
    assert ["Exercise State 1"] == filled(known=Known({}, {"asking": ("JPN",)}))["asked"]


def test_dates_lie_well_ahead_and_facts_come_first() -> None:
    """A fact of the same key is used where it fits the field."""
    known = Known({"start": "2027-05-01", "launch": "2027-05-02", "number": "many"}, KNOWN.parties)
    body = filled(known=known)
    assert ("2027-05-01", {"at": "2027-05-02T12:00:00+00:00", "zone": "UTC"}) == (body["start"], body["launch"])
    assert (3, "2026-10-28") == (body["number"], filled()["start"])


@pytest.mark.parametrize("given", [{"start": "2026-01-02"}, {"kind": "b", "end": "2020-01-01"}, {"asked": ["JPN"]}])
def test_what_an_author_wrote_is_never_changed(given: dict[str, Any]) -> None:
    """Even where a check will refuse it."""
    assert given == {key: value for key, value in filled(given).items() if key in given}


def test_groups_and_lists_are_completed_from_within() -> None:
    """What an entry lacks is filled in, what it has stays."""
    body = filled({"items": [{"name": "One"}, {}]})
    assert [{"name": "One"}, {"name": "[exercise] Name"}] == body["items"]


def test_a_field_declared_unknown_stays_unknown() -> None:
    """A declaration is an answer."""
    assert {"unknown": True} == filled({"end": {"unknown": True}})["end"]
