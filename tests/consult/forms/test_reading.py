"""From a sent form to a body: nothing typed is lost, and the buttons of lists work without script."""

from typing import Any

import pytest
from werkzeug.datastructures import MultiDict

from consult import forms
from tests.consult.forms.every_kind import SPEC
from workflows.article_ix.notices import Notice
from workflows.kernel.bodies import problems


def read(**answers: Any) -> dict[str, Any]:
    """Read a form given without the prefix; two underscores part a question from its part."""
    return forms.read(SPEC, MultiDict({f"f/{name.replace('__', ':')}": text for name, text in answers.items()}))


def test_an_empty_form_is_an_empty_body() -> None:
    """Blank inputs are no answers."""
    assert {} == read(title_text="  ", mass__value="", mass__unit="", landing__zone="Asia/Tokyo")


@pytest.mark.parametrize(
    ("answers", "key", "kept"),
    [
        ({"objects": "many"}, "objects", "many"),
        ({"earliest": "31 June"}, "earliest", "31 June"),
        ({"mass__value": "1,5"}, "mass", {"value": "1,5", "unit": "kg"}),
        ({"margin__unit": "km"}, "margin", {"value": "", "unit": "km"}),
        ({"duration__amount": "two"}, "duration", {"amount": "two"}),
        ({"landing__date": "2027-06-20"}, "landing", {"date": "2027-06-20"}),
        ({"crewed": "perhaps"}, "crewed", "perhaps"),
        ({"frequency__from": "1"}, "frequency", {"from": "1", "to": "", "unit": ""}),
        ({"site__body": "moon", "site__points": "here"}, "site", {"body": "moon", "points": "here", "shape": "point"}),
    ],
)
def test_what_cannot_be_read_is_kept_as_typed_and_named(answers: dict[str, str], key: str, kept: Any) -> None:
    """The body holds the raw text, and the validation names the field."""
    body = read(**answers)

    assert kept == body[key]
    assert key in {
        one.field.partition("/")[0] for one in problems(SPEC, body) if one.sentence != "This must be answered."
    }


def test_a_skipped_hour_is_kept_as_typed() -> None:
    """On the night when clocks go forward a time between does not exist."""
    body = read(landing__date="2027-03-28", landing__time="02:30", landing__zone="Europe/Paris")

    assert {"date": "2027-03-28", "time": "02:30", "zone": "Europe/Paris"} == body["landing"]


@pytest.mark.parametrize(("offset", "expected"), [("", "+02:00"), ("+02:00", "+02:00"), ("+01:00", "+01:00")])
def test_a_doubled_hour_is_the_first_unless_the_second_is_chosen(offset: str, expected: str) -> None:
    """On the night when clocks go back the form asks which of the two is meant."""
    body = read(landing__date="2027-10-31", landing__time="02:30", landing__zone="Europe/Paris", landing__offset=offset)

    assert {"at": f"2027-10-31T02:30:00{expected}", "zone": "Europe/Paris"} == body["landing"]


def test_a_form_asks_which_of_two_equal_times_is_meant_only_where_there_are_two() -> None:
    """The choice appears with the doubled hour."""
    twice = {"landing": {"at": "2027-10-31T02:30:00+01:00", "zone": "Europe/Paris"}}
    once = {"landing": {"at": "2027-10-30T02:30:00+02:00", "zone": "Europe/Paris"}}

    kinds = [forms.draw(SPEC, body).fields for body in (twice, once)]

    parts = [next(one for one in fields if one.path == "landing").controls[-1] for fields in kinds]
    assert ["select", "hidden"] == [part.type for part in parts]
    assert ["+01:00"] == [option.value for option in parts[0].chosen]


def test_an_answer_that_is_also_declared_unknown_keeps_both() -> None:
    """The reader decides; the validation refuses until one is gone."""
    body = read(mass__value="12", mass__unknown="yes")

    assert {"unknown": True, "given": {"value": "12", "unit": "kg"}} == body["mass"]
    assert "mass" in {one.field for one in problems(SPEC, body)}


def test_blank_entries_of_a_list_are_no_entries_and_gaps_close() -> None:
    """Numbers of entries are only their order."""
    body = read(**{"stations/7/name": "South", "stations/2/name": "North", "stations/3/name": ""})

    assert [{"name": "North"}, {"name": "South"}] == body["stations"]


def press(do: str, **answers: str) -> forms.Pressed:
    """Press a button of a list."""
    return forms.press(SPEC, MultiDict({**{f"f/{name}": text for name, text in answers.items()}, "do": do}))


def test_a_button_adds_an_entry_after_those_there_are() -> None:
    """Blank entries that were added before stay, and the reader is put at the new one."""
    pressed = press("add:stations", **{"stations/0:row": "1", "stations/0/name": "North", "stations/1:row": "1"})

    assert ([{"name": "North"}, {}, {}], "f-stations-2") == (pressed.body["stations"], pressed.anchor)


def test_an_entry_is_added_beside_a_question_that_is_called_as_a_declaration_is() -> None:
    """The notice asks what is withheld; the list before it keeps its entries."""
    typed = {"f/affected/0/activity": "Imaging", "f/withheld/0:row": "1", "do": "add:affected"}

    pressed = forms.press(Notice.spec, MultiDict(typed))

    assert [{"activity": "Imaging"}, {}] == pressed.body["affected"]
    assert "f-affected-1" == pressed.anchor


def test_a_button_removes_an_entry() -> None:
    """The others close up."""
    pressed = press("remove:stations/0", **{"stations/0/name": "North", "stations/1/name": "South"})

    assert ([{"name": "South"}], "f-stations") == (pressed.body["stations"], pressed.anchor)


def test_a_list_inside_a_list_has_its_own_buttons() -> None:
    """The path names the entry of the outer list."""
    answers = {"stations/0/name": "North", "stations/0/windows/0/day": "2027-06-01"}

    added = press("add:stations/0/windows", **answers).body["stations"][0]["windows"]
    removed = press("remove:stations/0/windows/0", **answers).body["stations"]

    assert [{"day": "2027-06-01"}, {}] == added
    assert [{"name": "North", "windows": []}] == removed


@pytest.mark.parametrize(
    "do", ["add:title_text", "add:nothing", "remove:stations/x", "remove:stations/9", "remove:", "add:a/b/c"]
)
def test_an_unknown_button_changes_nothing(do: str) -> None:
    """A forged button leaves the body as it was typed."""
    assert [{"name": "North"}] == press(do, **{"stations/0/name": "North"}).body["stations"]


def test_only_buttons_of_lists_count_as_pressed_here() -> None:
    """Saving and sending belong to the page."""
    assert forms.is_pressed(MultiDict({"do": "add:stations"}))
    assert not forms.is_pressed(MultiDict({"do": "save"}))
    assert not forms.is_pressed(MultiDict())
