"""Cases opened from within another: help to answer and a meeting; what each party sees of them on that page."""

import re
from datetime import UTC, datetime
from typing import Any

from consult import clock
from tests.consult.web.cases_world import clear, fill_in, send, serve_berth
from tests.consult.web.test_absences import words
from tests.consult.web.world import Visitor, World

HELP = "Ask for help to answer"
REQUEST: dict[str, Any] = {
    "topic": "Power of the relay",
    "kind": "assessment",
    "helper": "KOR",
    "what": "Secret question on the receiver",
    "due_on": "2026-12-10",
}


def begin(visitor: Visitor, ref: str, procedure: str) -> Any:
    """Press the button on the page of a case; by hand where there is none."""
    once = re.search(rf'name="procedure" value="{procedure}"><input type="hidden" name="once" value="([^"]+)"',
                     visitor.get(f"/cases/{ref}").text)  # fmt: skip
    more = {"once": once[1]} if once else {}
    return visitor.post(f"/cases/{ref}/beside", form_at="/my-party", procedure=procedure, **more)


def sent(visitor: Visitor, draft: str, **answers: Any) -> str:
    """Fill in, clear and send a paper; give the reference of its case."""
    fill_in(visitor, draft, **answers)
    clear(visitor, draft)
    answer = send(visitor, draft)
    assert 303 == answer.status_code, answer.text
    return str(answer.location).split("/")[2]


def file(visitor: Visitor, ref: str, step: str, **answers: Any) -> None:
    """File one further paper in a case."""
    answer = visitor.post(f"/cases/{ref}/drafts", form_at=f"/cases/{ref}", step=step, track="")
    assert 303 == answer.status_code, answer.text
    sent(visitor, str(answer.location), **answers)


def test_an_addressee_asks_for_help_and_the_other_side_knows_of_it_only_when_it_is_told(berths: World) -> None:
    """France asks Korea; Japan finds neither case nor link; told, it finds state and day, and not the question."""
    japan, france, korea = (berths.signed_in(f"all@{key}.example") for key in ("jpn", "fra", "kor"))
    ref = serve_berth(japan)
    begun = begin(france, ref, "assistance")
    assert 303 == begun.status_code
    assert f'value="{ref}"' in france.get(begun.location).text
    help_ref = sent(france, begun.location, case=ref, **REQUEST)

    assert "Secret question" in korea.get(f"/cases/{help_ref}/acts/1").text
    assert 404 == japan.get(f"/cases/{help_ref}").status_code
    assert help_ref not in japan.get(f"/cases/{ref}").text
    own = words(france.get(f"/cases/{ref}").text)
    assert f"help to answer: Power of the relay {help_ref} Help to answer Asked" in own

    file(korea, help_ref, "accept_help")
    file(france, help_ref, "tell_others", case=ref, informed=["JPN"])
    told = words(japan.get(f"/cases/{ref}").text)
    assert f"Power of the relay {help_ref} Help to answer Accepted" in told
    assert "Help is needed · Republic of Korea : 10 December 2026 24:00 Europe/Paris" in told
    assert 404 == japan.get(f"/cases/{help_ref}/acts/1").status_code
    for address in (f"/cases/{help_ref}/acts/1", f"/cases/{help_ref}", f"/cases/{ref}", "/desk"):
        assert "Secret question" not in japan.get(address).text

    file(france, help_ref, "tell_more", informed=["BRA"])
    assert 200 == berths.signed_in("all@bra.example").get(f"/cases/{help_ref}").status_code
    file(korea, help_ref, "deliver_help", result="Secret result")
    file(france, help_ref, "share_result", case=ref, informed=["JPN"], summary="Below the threshold")
    acts = "".join(japan.get(f"/cases/{help_ref}/acts/{n}").text for n in range(1, 9))
    assert "Below the threshold" in acts
    assert "Secret result" not in acts


def test_whoever_owes_no_answer_has_no_button_and_is_refused(berths: World) -> None:
    """The party that filed the case, a clearer, and a stranger; and nothing stands beside what stands beside a case."""
    japan, france = berths.signed_in("all@jpn.example"), berths.signed_in("all@fra.example")
    ref = serve_berth(japan)
    assert HELP in france.get(f"/cases/{ref}").text
    assert f"/cases/{ref}/beside" in france.get(f"/cases/{ref}").text
    for visitor in (japan, berths.signed_in("adviser@jpn.example")):
        assert HELP not in visitor.get(f"/cases/{ref}").text
        assert 404 == begin(visitor, ref, "assistance").status_code
    assert 404 == begin(berths.signed_in("all@bra.example"), ref, "assistance").status_code
    assert 404 == begin(france, ref, "nosuch").status_code

    help_ref = sent(france, begin(france, ref, "assistance").location, case=ref, **REQUEST)
    assert f"/cases/{help_ref}/beside" not in france.get(f"/cases/{help_ref}").text
    assert 404 == begin(france, help_ref, "assistance").status_code


def test_a_reference_to_a_case_of_others_is_refused_without_telling_whether_it_is_there(berths: World) -> None:
    """Brazil knows the reference of Japan's case; it is answered as an invented one is."""
    ref = serve_berth(berths.signed_in("all@jpn.example"))
    brazil = berths.signed_in("all@bra.example")
    opened = brazil.post("/notices/new", form_at="/notices/new?procedure=assistance", procedure="assistance", title="")
    answer = brazil.post(f"{opened.location}/drafts", form_at=opened.location, step="ask_help", track="")
    pages = []
    for named in (ref, "BERTH-2026-NOSUCH"):
        fill_in(brazil, answer.location, case=named, **REQUEST)
        pages.append(brazil.get(f"{answer.location}/send").text)
    assert all("You are no party to an open case of this reference." in page for page in pages)


def test_the_day_for_help_passes_and_nothing_of_the_main_case_moves(berths: World) -> None:
    """On 10 December 2026 help is still expected, on the day after it has lapsed; the berth stays as it was."""
    japan, france = berths.signed_in("all@jpn.example"), berths.signed_in("all@fra.example")
    ref = serve_berth(japan)
    help_ref = sent(france, begin(france, ref, "assistance").location, case=ref, **REQUEST)
    before = words(japan.get(f"/cases/{ref}").text)
    for at, state in (
        (datetime(2026, 12, 10, 22, 59, tzinfo=UTC), "Asked"),  # the day ends in Paris, for which it was asked
        (datetime(2026, 12, 10, 23, 0, tzinfo=UTC), "Lapsed"),
    ):
        with clock.frozen(at):
            page = words(berths.signed_in("all@fra.example").get(f"/cases/{ref}").text)
            assert f"{help_ref} Help to answer {state}" in page
    assert before == words(japan.get(f"/cases/{ref}").text)


def test_a_meeting_proposed_from_a_case_shows_its_date_there(berths: World) -> None:
    """The other parties are named already; the first day stands on the page of the case, for all of them."""
    japan, france = berths.signed_in("all@jpn.example"), berths.signed_in("all@fra.example")
    ref = serve_berth(japan)
    begun = begin(japan, ref, "meeting")
    meeting = sent(japan, begun.location, meeting_title="Talks on the berth", place="Paris, and by link",
                   planned_on="2027-01-15", serves=ref, parties=["FRA", "KOR"])  # fmt: skip
    for visitor in (japan, france):
        page = words(visitor.get(f"/cases/{ref}").text)
        assert f"Talks on the berth {meeting}" in page
        assert "Meeting, as planned: 15 January 2027 · Paris, and by link" in page
    assert 404 == begin(berths.signed_in("all@bra.example"), ref, "meeting").status_code
