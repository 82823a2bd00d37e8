"""What is drawn and sent back unchanged is what was drawn."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from consult import forms
from consult.forms.reading import PERIOD_UNITS
from tests.consult.forms.browsing import sent
from tests.consult.forms.every_kind import BODY, DOCUMENTS, KINDS, PARTIES, SPEC, URGENCY, ZONE
from workflows.kernel.bodies import problems
from workflows.kernel.fields import KINDS as ALL_KINDS
from workflows.kernel.fields import WITHHOLDING, FilingSpec
from workflows.kernel.reckoning import Period

ZONES = (ZONE, "Europe/Paris", "America/Sao_Paulo", "Australia/Lord_Howe", "UTC")
plain = st.text(st.characters(exclude_categories=("C", "Zl", "Zp")), min_size=1, max_size=40).filter(str.strip)
stripped = plain.map(str.strip)
numbers = st.decimals(0, 180, places=3).map(str)
bodies_of_place = st.sampled_from(["earth", "moon", "other"])
latitudes, longitudes = st.decimals(-90, 90, places=4).map(str), st.decimals(-180, 180, places=4).map(str)
points = st.fixed_dictionaries({"lat": latitudes, "lon": longitudes})


@st.composite
def instants(draw: st.DrawFn) -> dict[str, str]:
    """Make an instant in a zone, both times of a doubled hour among them."""
    zone = draw(st.sampled_from(ZONES))
    at = datetime.fromtimestamp(draw(st.integers(1_767_225_600, 1_893_456_000)), UTC)
    return {"at": at.astimezone(ZoneInfo(zone)).isoformat(), "zone": zone}


@st.composite
def places(draw: st.DrawFn) -> dict[str, Any]:
    """Make a place of any shape."""
    shape = draw(st.sampled_from(["point", "circle", "ellipse", "corridor", "polygon"]))
    place: dict[str, Any] = {"body": draw(bodies_of_place), "shape": shape}
    if shape in ("corridor", "polygon"):
        place["points"] = draw(st.lists(points, min_size=3, max_size=5))
    else:
        place |= draw(points)
    sizes = {"circle": ["radius_km"], "ellipse": ["semi_major_km", "semi_minor_km"], "corridor": ["width_km"]}
    return place | {size: draw(numbers) for size in sizes.get(shape, [])}


def some_of(options: Mapping[str, str]) -> st.SearchStrategy[list[str]]:
    """Choose some options, in their order."""
    chosen = st.sets(st.sampled_from(sorted(options)), min_size=1)
    return chosen.map(lambda keys: [key for key in options if key in keys])


VALUES: dict[str, st.SearchStrategy[Any]] = {
    "text": plain,
    "long_text": st.lists(plain, min_size=1, max_size=3).map("\n".join),
    "choice": st.sampled_from(sorted(URGENCY)),
    "choices": some_of(KINDS),
    "yes_no": st.booleans(),
    "whole": st.integers(1, 40),
    "decimal": st.fixed_dictionaries({"value": numbers, "unit": st.just("kg")}),
    "money": st.fixed_dictionaries({"amount": numbers, "currency": st.sampled_from(["EUR", "JPY"])}),
    "date": st.dates(date(1957, 1, 1), date(9999, 12, 31)).map(date.isoformat),
    "instant": instants(),
    "period": st.builds(lambda unit, n: Period(**{unit: n}).key(), st.sampled_from(PERIOD_UNITS), st.integers(1, 999)),
    "party": st.sampled_from(["JPN", "FRA", "ESA", "XYZ"]),
    "parties": st.lists(st.sampled_from(["JPN", "FRA", "ESA", "XYZ"]), unique=True, min_size=1),
    "organ": plain,
    "person": st.fixed_dictionaries({"office": stripped}, optional={"name": stripped}),
    "contact": st.fixed_dictionaries({"channel": stripped, "address": stripped}, optional={"hours": stripped}),
    "place": places(),
    "orbit": st.fixed_dictionaries({"regime": stripped}, optional={"apogee_km": numbers, "inclination_deg": numbers}),
    "band": st.fixed_dictionaries({"from": st.just("1"), "to": st.just("2.5"), "unit": st.sampled_from(["Hz", "GHz"])}),
    "designator": st.just("1998-067A"),
    "provision": st.fixed_dictionaries({"instrument": st.sampled_from(["OST", "XX"]), "provision": stripped}),
    "document": st.fixed_dictionaries(
        {"digest": st.sampled_from([DOCUMENTS[0].digest, "0" * 64])},
        optional={"kind": st.just("annex"), "level": st.sampled_from(["C0", "C4"]), "language": st.just("fr")},
    ),
    "list": st.lists(
        st.fixed_dictionaries(
            {"name": plain},
            optional={
                "state": st.just("FRA"),
                "quiet": st.booleans(),
                "windows": st.lists(st.fixed_dictionaries({"day": st.just("2027-06-01")}), min_size=1, max_size=3),
            },
        ),
        min_size=1,
        max_size=4,
    ),
    "group": st.fixed_dictionaries({"form": st.just("written")}, optional={"from_day": st.just("2027-02-01")}),
}
FIRST_OF_KIND = {spec.kind: spec for spec in reversed(SPEC.fields)}


def again(spec: FilingSpec, body: Mapping[str, Any]) -> dict[str, Any]:
    """Draw a body, send the form as it stands, and read it."""
    view = forms.draw(spec, body, parties=PARTIES, documents=DOCUMENTS, zones=(ZONE,))
    return forms.read(spec, sent(view))


def test_every_kind_has_a_question_and_values_here() -> None:
    """A kind that is added to the language fails here until its inputs are tested."""
    assert set(ALL_KINDS) == set(VALUES) == set(FIRST_OF_KIND)


@pytest.mark.parametrize("kind", sorted(VALUES))
@settings(max_examples=60)
@given(data=st.data())
def test_a_valid_answer_of_every_kind_comes_back_as_it_was(kind: str, data: st.DataObject) -> None:
    """Draw, send, read is the identity on valid bodies."""
    asked = FIRST_OF_KIND[kind]
    spec = FilingSpec("one", "One question", (asked,))
    body = {asked.key: data.draw(VALUES[kind])}

    assert () == problems(spec, body)
    assert body == again(spec, body)


def test_a_whole_filing_comes_back_as_it_was() -> None:
    """Lists in lists, groups and declarations among the answers."""
    body = {**BODY, "mass": {"unknown": True}, "frequency": {"withheld": WITHHOLDING[0]}}

    assert body == again(SPEC, body)


KEYS = ("unknown", "withheld", "given", "at", "zone", "date", "time", "value", "unit", "body", "points", "lat", "name")
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=60)
@given(st.dictionaries(st.sampled_from([one.key for one in SPEC.fields]), json_values))
def test_any_json_can_be_drawn_shown_and_read_again(body: dict[str, Any]) -> None:
    """A body from elsewhere may be anything: nothing raises, and a second round changes nothing more."""
    once = again(SPEC, body)

    assert once == again(SPEC, once)
    assert len(SPEC.fields) == len(forms.show(SPEC, body))


typed = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\r"), max_size=12)
BLANK = sent(forms.draw(SPEC, {}, zones=(ZONE,)))


@settings(max_examples=60)
@example({"f/landing:date": "0", "f/landing:zone": ""})
@given(st.dictionaries(st.sampled_from(sorted(BLANK)), typed))
def test_whatever_was_typed_is_there_again(answers: dict[str, str]) -> None:
    """Unreadable input survives a round through the form as it was typed."""
    form = BLANK.copy()
    for name, text in answers.items():
        form.setlist(name, [text])

    once = forms.read(SPEC, form)

    assert once == again(SPEC, once)
