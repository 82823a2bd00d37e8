"""Filings: what each kind of field takes and what it says to what it does not take."""

from typing import Any

import pytest

from workflows.kernel.bodies import CHECKS, problems
from workflows.kernel.fields import KINDS, Field, Filing, FilingSpec, choice, group, keyed, listing, text, whole
from workflows.kernel.words import PRODUCT

DIGEST = "a" * 64
POINT = {"body": "moon", "shape": "point", "lat": "-43.1", "lon": "359.5"}
OF = {
    "choice": {"options": (("a", "A"), ("b", "B"))},
    "choices": {"options": (("a", "A"), ("b", "B"))},
    "decimal": {"units": ("km", "m")},
    "list": {"of": (Field("Name", "text", PRODUCT, key="name"),), "least": 1},
    "group": {"of": (Field("Name", "text", PRODUCT, key="name"),)},
    "whole": {"least": 1, "most": 9},
}
GOOD: dict[str, list[Any]] = {
    "text": ["A line"],
    "long_text": ["Two\nlines\twith a tab"],
    "choice": ["a"],
    "choices": [["a"], ["a", "b"]],
    "yes_no": [True, False],
    "whole": [1, 9],
    "decimal": [{"value": "-1.50", "unit": "km"}],
    "money": [{"amount": "100.00", "currency": "EUR"}],
    "date": ["2028-02-29"],
    "instant": [{"at": "2026-05-01T12:00:00+02:00", "zone": "Europe/Vienna"}],
    "period": ["P30D", "PT72H", "P10WD"],
    "party": ["JPN", "ESA"],
    "parties": [["JPN", "KOR"]],
    "organ": ["JAXA"],
    "person": [{"office": "Director"}, {"office": "Director", "name": "N."}],
    "contact": [{"channel": "email", "address": "desk@example.org", "hours": "always"}],
    "place": [
        POINT,
        {**POINT, "shape": "circle", "radius_km": "2"},
        {**POINT, "shape": "ellipse", "semi_major_km": "2", "semi_minor_km": "1"},
        {
            "body": "earth",
            "shape": "corridor",
            "width_km": "5",
            "points": [{"lat": "1", "lon": "2"}, {"lat": "1", "lon": "3"}],
        },
        {"body": "other", "shape": "polygon", "points": [{"lat": "1", "lon": str(i)} for i in range(3)]},
    ],
    "orbit": [{"regime": "LEO"}, {"regime": "LEO", "apogee_km": "500", "inclination_deg": "98.2"}],
    "band": [{"from": "2.1", "to": "2.2", "unit": "GHz"}],
    "designator": ["1998-067A", "2026-001"],
    "provision": [{"instrument": "OST", "provision": "IX"}],
    "document": [{"digest": DIGEST}, {"digest": DIGEST, "kind": "map", "level": "C3", "language": "fr"}],
    "list": [[{"name": "x"}]],
    "group": [{"name": "x"}],
}
BAD: dict[str, list[tuple[Any, str]]] = {
    "text": [(1, "Write this as text."), ("x" * 401, "At most 400 characters; this has 401."),
             ("a\nb", "One line only."),
             ("a\x00b", "control characters"), ("\ud800", "control characters")],
    "long_text": [(["x"], "Write this as text."), ("x" * 20_001, "At most 20000 characters")],
    "choice": [("c", "Choose from: a, b."), (["a"], "Choose from"), (3, "Choose from")],
    "choices": [("a", "Choose from"), (["a", "z"], "Choose from"), ([{}], "Choose from")],
    "yes_no": [("yes", "Answer yes or no."), (1, "Answer yes or no.")],
    "whole": [(0, "from 1 to 9"), (10, "from 1 to 9"), ("3", "Give a whole number."), (True, "Give a whole number."),
              (1.5, "Give a whole number."), (2**60, "Give a whole number.")],
    "decimal": [({"value": 1.5, "unit": "km"}, "Give a number and its unit."),
                ({"value": "1e9", "unit": "km"}, "Give a number"),
                ({"value": "1", "unit": "mi"}, "The unit is one of: km, m."), ({"value": "1"}, "Give a number"),
                ("1 km", "Give a number")],
    "money": [({"amount": "1", "currency": "euro"}, "three-letter code"),
              ({"amount": 1, "currency": "EUR"}, "an amount")],
    "date": [("2027-02-29", "a date that exists"), ("1 May", "a date that exists"), (20260501, "a date that exists"),
             ("20260501", "a date that exists")],
    "instant": [({"at": "2026-05-01T12:00:00", "zone": "UTC"}, "with its offset"),
                ({"at": "2026-05-01T12:00:00Z", "zone": "Mars"}, "time zone"),
                ({"at": "noon", "zone": "UTC"}, "with its offset"), ({"at": 3, "zone": "UTC"}, "with its offset"),
                ("2026-05-01T12:00:00Z", "with its offset"),
                ({"at": "2026-05-01T12:00:00Z", "zone": "../etc"}, "time zone")],
    "period": [("30 days", "Give a period"), ("P0D", "Give a period"), (30, "Give a period")],
    "party": [("", "This must be answered."), (["JPN"], "Name a State"), ("<b>", "Name a State"),
              ("x" * 81, "Name a State")],
    "parties": [("JPN", "Name States"), (["JPN", "JPN"], "named twice"), ([1], "Name States"),
                ([f"P{i}" for i in range(501)], "At most 500.")],
    "organ": [({}, "This must be answered."), (3, "Write this as text.")],
    "person": [({"name": "N."}, "This must be answered."), ({"office": "D", "phone": "1"}, "Give: name, office."),
               ("Director", "Give: name")],
    "contact": [({"channel": "email"}, "This must be answered."),
                ({"channel": "x" * 401, "address": "a"}, "At most 400 characters")],
    "place": [({**POINT, "lat": "91"}, "Latitude"), ({**POINT, "lon": "361"}, "Longitude"),
              ({"body": "mars"}, "on which body"),
              ({**POINT, "shape": "blob"}, "The shape is one of"),
              ({**POINT, "shape": "circle"}, "a size in kilometres"),
              ({"body": "earth", "shape": "polygon", "points": [{"lat": "1", "lon": "1"}]}, "needs its points"),
              ({"body": "earth", "shape": "corridor", "width_km": "1", "points": [1, 2]}, "Latitude"),
              ("there", "on which body")],
    "orbit": [({}, "This must be answered."), ({"apogee_km": "5"}, "which orbit"),
              ({"regime": "LEO", "apogee_km": "-5"}, "such an orbit"),
              ({"regime": "LEO", "inclination_deg": "181"}, "such an orbit"),
              ({"regime": "LEO", "speed": "1"}, "which orbit")],
    "band": [({"from": "2", "to": "1", "unit": "GHz"}, "may not lie below"),
             ({"from": "1", "to": "2", "unit": "THz"}, "the unit"),
             ({"from": "a", "to": "2", "unit": "Hz"}, "may not lie below"), ("S band", "lower and the upper")],
    "designator": [("98-067A", "international designator"), (1998, "international designator"),
                   ("1998-067ABCD", "international designator")],
    "provision": [({"instrument": "OST"}, "This must be answered."), ("OST IX", "Give: instrument, provision.")],
    "document": [({"digest": "abc"}, "Attach a document."), ({"digest": DIGEST, "level": "C9"}, "The level is one of"),
                 ({"digest": DIGEST, "name": "x.pdf"}, "named by digest"), ("x.pdf", "Attach a document."),
                 ({"digest": 5}, "Attach a document.")],
    "list": [([], "This must be answered."), ("x", "Give a list"), ([1], "Give a list"),
             ([{"name": ""}], "This must be answered."),
             ([{"name": "x"}] * 501, "at most 500 entries")],
    "group": [("x", "Give the fields of this group."), ({"name": 1}, "Write this as text."),
              ({"other": "x"}, "This must be answered.")],
}  # fmt: skip


def spec(kind: str, need: str = "required", **rest: Any) -> FilingSpec:
    """Make a filing with one field of a kind."""
    return FilingSpec("f", "F", (Field("Label", kind, PRODUCT, need, "it", **{**OF.get(kind, {}), **rest}),))


def said(kind: str, value: Any, **rest: Any) -> list[str]:
    """List the sentences about one value."""
    return [problem.sentence for problem in problems(spec(kind, **rest), {"it": value})]


def test_every_kind_of_field_has_a_check_and_examples_here() -> None:
    """The list of kinds is closed, and nothing on it goes untested."""
    assert set(CHECKS) == KINDS == set(GOOD) == set(BAD)


@pytest.mark.parametrize(("kind", "value"), [(kind, value) for kind, values in GOOD.items() for value in values])
def test_a_good_value_is_taken(kind: str, value: Any) -> None:
    """Nothing is said about it."""
    assert [] == said(kind, value)


@pytest.mark.parametrize(("kind", "value", "part"), [(kind, *case) for kind, cases in BAD.items() for case in cases])
def test_a_bad_value_is_answered_with_a_sentence(kind: str, value: Any, part: str) -> None:
    """The sentence says what is expected, and names the field."""
    found = problems(spec(kind), {"it": value})

    assert any(part in problem.sentence for problem in found), [p.sentence for p in found]
    assert {"it"} == {problem.field.split("/")[0] for problem in found}


@pytest.mark.parametrize("body", [None, [], "x", 3])
def test_a_body_is_a_set_of_fields(body: Any) -> None:
    """Anything else is refused as a whole."""
    assert ["A filing is a set of named fields."] == [p.sentence for p in problems(spec("text"), body)]


def test_a_field_that_the_filing_does_not_have_is_named() -> None:
    """Nothing is dropped in silence."""
    found = problems(spec("text"), {"it": "x", "more": 1})

    assert [("more", "This filing has no such field.")] == [(p.field, p.sentence) for p in found]


@pytest.mark.parametrize("value", [None, "", "  ", [], {}])
def test_a_required_field_must_be_answered(value: Any) -> None:
    """Blank is no answer, and neither is a declaration that it is not known."""
    assert ["This must be answered."] == said("text", value)
    assert ["This must be answered; it cannot be declared unknown."] == said("text", {"unknown": True})


def test_a_field_as_known_is_answered_or_declared_unknown() -> None:
    """Leaving it blank is neither."""
    assert [] == said("text", {"unknown": True}, need="as_known")
    assert ["Answer this, or declare that it is not known."] == said("text", None, need="as_known")
    assert ["This must be answered; it cannot be declared unknown."] == said(
        "text", {"unknown": "maybe"}, need="as_known"
    )
    assert [] == said("text", None, need="optional")


@pytest.mark.parametrize(
    ("value", "sentences"),
    [
        ("-0.1", ["Give a number that is not below 0."]),
        ("0", []),
        ("1", []),
        ("1.000001", ["Give a number that is not above 1."]),
    ],
)
def test_a_number_with_a_unit_keeps_its_bounds(value: str, sentences: list[str]) -> None:
    """A distance is never negative, a probability never above one."""
    assert sentences == said("decimal", {"value": value, "unit": "km"}, least=0, most=1)


def test_information_is_withheld_under_a_category_and_only_where_that_is_allowed() -> None:
    """The category is one of three."""
    assert [] == said("text", {"withheld": "security"}, withholdable=True)
    assert ["This cannot be withheld."] == said("text", {"withheld": "security"})
    assert ["Name the category"] == [s[:17] for s in said("text", {"withheld": "mood"}, withholdable=True)]


def test_a_fault_inside_a_list_is_named_by_its_path() -> None:
    """List, entry, field."""
    found = problems(spec("list"), {"it": [{"name": "x"}, {"name": 3}]})

    assert ["it/1/name"] == [problem.field for problem in found]


def test_a_list_needs_its_least_number() -> None:
    """Two are needed."""
    assert ["At least 2 are needed."] == said("list", [{"name": "x"}], least=2)


@pytest.mark.parametrize(
    ("make", "part"),
    [
        (lambda: Field("X", "colour", PRODUCT), "there is no field type “colour”"),
        (lambda: choice("X", {}, PRODUCT), "a choice needs options"),
        (lambda: listing("X", PRODUCT), "a list needs the fields it holds"),
        (lambda: group("X", PRODUCT), "a group needs the fields it holds"),
    ],
)
def test_a_field_that_makes_no_sense_is_refused_when_it_is_written(make: Any, part: str) -> None:
    """The author learns it at once."""
    with pytest.raises(ValueError, match=part):
        make()


def test_a_filing_inherits_fields_and_may_replace_them() -> None:
    """The title is the first sentence of its docstring; keys are the names of the attributes."""

    class First(Filing):
        """First paper. It has two fields."""

        name = text("Name", PRODUCT)
        count = whole("Count", PRODUCT)

    class SecondPaper(First):
        """Second paper."""

        count = text("Count in words", PRODUCT)
        inside = group("Inside", PRODUCT, keyed("a", text("A", PRODUCT)))

    assert ("first", "First paper", ("name", "count")) == (
        First.spec.key,
        First.spec.title,
        tuple(f.key for f in First.spec.fields),
    )
    assert ("second_paper", ["name", "count", "inside"]) == (
        SecondPaper.spec.key,
        [f.key for f in SecondPaper.spec.fields],
    )
    assert ("text", None) == (SecondPaper.spec.field("count").kind, SecondPaper.spec.field("none"))
