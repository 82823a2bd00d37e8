"""Beginning from the register: one's own notice with what stands there, and a request on the activity of another."""

import re

import pytest

from tests.consult.web.cases_world import fill_in
from tests.consult.web.consulted import BRAZIL, JAPAN, KOREA
from tests.consult.web.registered import HIDDEN, RIM, ROVER, S_BAND, begun, registered
from tests.consult.web.world import World

WHOLE = {
    **ROVER, "emissions": [{"band": S_BAND}], "meaning": "science", "phases": [{"name": "Descent"}],
    "contact": {"channel": "mail", "address": "duty@kari.example"},
}  # fmt: skip


def value(html: str, name: str) -> str:
    """Read what stands in a field of a form."""
    found = re.search(rf'name="f/{re.escape(name)}"[^>]*?(?:value="([^"]*)"|>([^<]*)</textarea>)', html, re.DOTALL)
    return (found[1] or found[2] or "").strip() if found else ""


def test_a_state_begins_its_own_notice_from_its_entry(berths: World) -> None:
    """The assessment begins with the title and the dates; the notice after it with place, band, contact and meaning."""
    registered(berths, "KOR", WHOLE, "LUN-0001")
    korea = berths.signed_in(KOREA)
    answer = begun(korea, "LUN-0001", "ost9")
    assert 303 == answer.status_code
    form = korea.get(answer.location).text
    assert "Polar rover" == value(form, "activity_title")
    assert "2027-03-01" == value(form, "earliest_start")
    assert "LUN-0001" == value(form, "registered")


def test_whoever_sees_an_activity_asks_for_consultation_on_it(berths: World) -> None:
    """Brazil is on no list of Korea's: its request begins with Korea, the facts and the entry, and not with what is
    Korea's own to say."""
    registered(berths, "KOR", WHOLE, "LUN-0001")
    brazil = berths.signed_in(BRAZIL)
    answer = begun(brazil, "LUN-0001", "ost9_request")
    assert 303 == answer.status_code
    form = brazil.get(answer.location).text
    assert "Polar rover" == value(form, "activity_title")
    assert re.search(r'name="f/planning" value="KOR" checked', form)
    assert "-89.46" == value(form, "place:lat")
    assert "duty@kari.example" not in form
    assert 'value="science" selected' not in form
    fill_in(brazil, answer.location, do="save", activity_title="Polar rover")
    assert 404 == berths.signed_in(KOREA).get(answer.location).status_code, "it is nobody else's before it is served"


@pytest.mark.parametrize(
    ("mail", "procedure"),
    [
        (BRAZIL, "ost9"),
        (KOREA, "ost9_request"),
        (BRAZIL, "berth"),
        (BRAZIL, "room"),
        (BRAZIL, "nonsense"),
        (BRAZIL, ""),
    ],
)
def test_nothing_else_is_begun_from_an_entry(berths: World, mail: str, procedure: str) -> None:
    """A notice of another's activity, a request on one's own, and procedures that ask for no entry: 404."""
    registered(berths, "KOR", WHOLE, "LUN-0001")
    assert 404 == begun(berths.signed_in(mail), "LUN-0001", procedure).status_code


def test_an_entry_that_does_not_exist_is_none(berths: World) -> None:
    """404, whoever asks."""
    assert 404 == begun(berths.signed_in(BRAZIL), "LUN-0404", "ost9_request").status_code


def test_whoever_may_not_write_begins_nothing(berths: World) -> None:
    """An adviser clears and does not write: the POST is refused."""
    registered(berths, "KOR", WHOLE, "LUN-0001")
    assert 404 == begun(berths.signed_in("adviser@jpn.example"), "LUN-0001", "ost9_request").status_code


def test_what_is_for_participants_fills_nobody_elses_form(berths: World) -> None:
    """France keeps its place for participants of the mechanism; Japan's request has no place."""
    registered(berths, "FRA", HIDDEN, "LUN-0009")
    japan = berths.signed_in(JAPAN)
    form = japan.get(begun(japan, "LUN-0009", "ost9_request").location).text
    assert "Hidden telescope" == value(form, "activity_title")
    assert RIM["lat"] not in form
    assert "-89.46" not in form
