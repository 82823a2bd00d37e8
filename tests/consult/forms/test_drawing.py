"""A form says what is asked, what is missing and what is wrong, each at its place."""

from typing import Any

from consult import forms
from consult.forms import FieldView, FormView
from tests.consult.forms.every_kind import BODY, DOCUMENTS, OST, PARTIES, SPEC, ZONE
from workflows.kernel.bodies import problems
from workflows.kernel.fields import FilingSpec, keyed, text
from workflows.kernel.words import PRODUCT


def draw(body: dict[str, Any], checked: bool = False) -> FormView:
    """Draw the filing over a body, checked or not."""
    faults = [(one.field, one.sentence) for one in problems(SPEC, body)] if checked else []
    return forms.draw(SPEC, body, faults, parties=PARTIES, documents=DOCUMENTS, zones=(ZONE,))


def field(view: FormView, path: str) -> FieldView:
    """Find a question of the form, at the top."""
    return next(one for one in view.fields if one.path == path)


def test_a_complete_filing_has_nothing_missing_and_no_faults() -> None:
    """Unknown and withheld count as answered."""
    view = draw({**BODY, "mass": {"unknown": True}}, checked=True)

    assert view.completeness.is_complete
    assert () == view.faults


def test_what_is_missing_is_listed_with_a_link_to_its_input() -> None:
    """Inside a list only the entries in use ask anything."""
    body = {**BODY, "stations": [{"quiet": True}]}
    del body["title_text"]

    missing = draw(body).completeness.missing

    expected = [("Title of the activity", "f-title_text"), ("Stations 1: Name", "f-stations-0-name")]
    assert expected == [(one.label, one.anchor) for one in missing]


def test_a_fault_stands_at_the_part_it_speaks_of() -> None:
    """A latitude beyond the pole is marked at the latitude, a date at its question, an entry in its list."""
    site = {"body": "moon", "shape": "point", "lat": "95", "lon": "0"}
    view = draw({**BODY, "site": site, "earliest": "soon", "stations": [{"name": ""}]}, checked=True)

    anchors = {one.label: one.anchor for one in view.faults}
    expected = {
        "Earliest start": "f-earliest",
        "Place, Latitude, degrees": "f-site--lat",
        "Stations 1: Name": "f-stations-0-name",
    }
    assert expected == anchors
    assert () == field(view, "site").errors
    assert "soon" == field(view, "earliest").control.value
    assert "text" == field(view, "earliest").control.type


def test_a_fault_of_no_question_is_said_above_the_form() -> None:
    """A field that the filing does not have, and the filing as a whole."""
    view = forms.draw(SPEC, BODY, [("colour", "This filing has no such field."), ("", "Too late.")])

    assert [("colour", ""), ("", "")] == [(one.label, one.anchor) for one in view.faults]


def test_an_answer_given_and_declared_unknown_is_a_fault_in_plain_words() -> None:
    """Both are shown; the reader keeps one."""
    view = draw({**BODY, "mass": {"unknown": True, "given": {"value": "12", "unit": "kg"}}}, checked=True)

    mass = field(view, "mass")
    assert ("An answer is given and also declared not known. Keep one of the two.",) == mass.errors
    assert ("12", True) == (mass.control.value, mass.unknown)


def test_a_question_carries_its_provision_with_binding_grade_and_paraphrase() -> None:
    """The product's own questions are never shown as law."""
    view = draw({})

    law, own = field(view, "title_text").provision, field(view, "urgency").provision
    assert ("OST IX s3", "LAW_T", "V") == (law.citation, law.binding, law.grade)
    assert law.says
    assert own.is_product
    assert "DEFAULT" == own.binding


def test_chosen_parties_stand_first_and_unknown_ones_are_not_lost() -> None:
    """The order of the answer is kept, the rest stands by kind."""
    view = draw({"affected": ["XYZ", "FRA"]})

    groups = [(name, [one.value for one in options]) for name, options in field(view, "affected").control.groups]
    assert ("Chosen", ["XYZ", "FRA"]) == groups[0]
    assert [("States", ["JPN", "KOR"]), ("Intergovernmental organisations", ["ESA"])] == groups[1:3]


def test_the_party_s_own_zone_is_offered_first() -> None:
    """UTC follows."""
    options = field(draw({}), "landing").controls[2].options

    assert [(ZONE, True), ("UTC", False)] == [(one.value, one.chosen) for one in options]


def test_questions_that_follow_one_another_under_one_article_are_one_part() -> None:
    """Each part is named once, and says how far it is answered."""
    view = draw(BODY)

    titles = [one.title for one in view.sections]
    assert "Duty to consult before proceeding" == titles[0]
    assert len(titles) == len(set(titles))
    assert view.completeness.asked == sum(one.asked for one in view.sections)


def test_headings_of_the_author_begin_parts() -> None:
    """Where there are headings, they alone decide."""
    fields = [text(f"Question {i}", OST("IX", 3), section="Later" if i == 2 else "") for i in range(4)]
    spec = FilingSpec("x", "Notice", tuple(keyed(f"q{i}", one) for i, one in enumerate(fields)))

    view = forms.draw(spec, {})

    assert [("Notice", 2), ("Later", 2)] == [(one.title, len(one.fields)) for one in view.sections]


def test_a_short_form_is_one_part() -> None:
    """A handful of questions needs no parts."""
    spec = FilingSpec("x", "Remark", (keyed("a", text("A", PRODUCT)), keyed("b", text("B", OST("IX")))))

    assert ["Remark"] == [one.title for one in forms.draw(spec, {}).sections]
