"""What a party has declared to stand begins its own later papers, and nobody else's; not once it has ended."""

from typing import Any

import pytest

from consult import clock
from tests.consult.web.cases_world import begin, fill_in
from tests.consult.web.consulted import JAPAN, KOREA, acting, docket, moment, take
from tests.consult.web.test_from_register import value
from tests.consult.web.world import World

CONTACT = {"channel": "mail", "address": "space-desk@mofa.example"}
SAID: dict[str, Any] = {
    "addressees": ["KOR"], "sent_by": "Note verbale through the mission in Vienna", "contact": CONTACT,
    "operator": "The agency", "authorising_authority": "The cabinet office", "talks_language": "English",
    "responsibility": "We answer for it under our act on space.", "meaning": "science",
}  # fmt: skip
FIELDS = ("sent_by", "operator", "authorising_authority", "talks_language", "responsibility")


def opened(world: World, mail: str, procedure: str, *, exercise: bool = False) -> str:
    """Open a case on 20 November 2026; give its reference."""
    at = moment("2026-11-20")
    return str(docket(world).open(acting(world, mail, at), procedure, at=at, title="", exercise=exercise).ref)


def declared(world: World, mail: str = JAPAN, *, exercise: bool = False, **given: Any) -> str:
    """Declare permanent information on 20 November 2026; give the reference."""
    ref = opened(world, mail, "declaration", exercise=exercise)
    take(world, mail, "2026-11-20", ref, "declare", **SAID | given)
    return ref


def notice(world: World, mail: str = JAPAN, *, exercise: bool = False) -> str:
    """Begin a notice of a planned activity, after its assessment, on 21 November 2026; give its form."""
    ref = opened(world, mail, "ost9", exercise=exercise)
    take(world, mail, "2026-11-20", ref, "start_assessment", operator="")
    with clock.frozen(moment("2026-11-21")):
        visitor = world.signed_in(mail)
        return str(visitor.get(begin(visitor, ref, "serve_notice")).text)


def first_paper(world: World, procedure: str, step: str, mail: str = JAPAN) -> str:
    """Begin the first paper of a case on 21 November 2026; give its form."""
    ref = opened(world, mail, procedure)
    with clock.frozen(moment("2026-11-21")):
        visitor = world.signed_in(mail)
        return str(visitor.get(begin(visitor, ref, step)).text)


def test_a_notice_begins_with_what_its_own_party_declared(berths: World) -> None:
    """Channel, contact, authority, responsibility and meaning; whom the declaration addressed is not among them."""
    declared(berths)
    form = notice(berths)
    assert [SAID[name] for name in FIELDS if name != "operator"] == [
        value(form, name) for name in FIELDS if name != "operator"
    ]
    assert CONTACT["address"] in form
    assert 'value="science" selected' in form
    assert 'name="f/addressees" value="KOR" checked' not in form


def test_nobody_else_s_notice_begins_with_it_though_it_was_told(berths: World) -> None:
    """Korea reads the declaration as its addressee; its own notice has none of its words."""
    ref = declared(berths)
    with clock.frozen(moment("2026-11-21")):
        assert 200 == berths.signed_in(KOREA).get(f"/cases/{ref}").status_code
    form = notice(berths, KOREA)
    assert [] == [SAID[name] for name in FIELDS if SAID[name] in form and name != "talks_language"]
    assert CONTACT["address"] not in form


@pytest.mark.parametrize("step", ["end", "withdraw", "suspend"])
def test_what_has_ended_or_rests_begins_nothing(berths: World, step: str) -> None:
    """Ended, withdrawn, or suspended as long as nobody has acknowledged it: the notice begins without it."""
    ref = declared(berths)
    given = {"until": "2027-06-01"} if step == "suspend" else {}
    take(berths, JAPAN, "2026-11-20", ref, step, **given)
    form = notice(berths)
    assert SAID["responsibility"] not in form
    assert CONTACT["address"] not in form


def test_the_latest_version_begins_a_paper_and_not_the_one_before(berths: World) -> None:
    """A new authority is declared: the old one is in no paper any more."""
    ref = declared(berths)
    take(berths, JAPAN, "2026-11-20", ref, "replace", **SAID | {"authorising_authority": "The new ministry"})
    form = notice(berths)
    assert "The new ministry" == value(form, "authorising_authority")
    assert SAID["authorising_authority"] not in form


def test_the_first_paper_of_a_case_begins_with_it_too(berths: World) -> None:
    """The assessment asks for the operator, a lunar notice for operator, contact and meaning."""
    declared(berths)
    assert SAID["operator"] == value(first_paper(berths, "ost9", "start_assessment"), "operator")
    lunar = first_paper(berths, "lunar_notice", "notify")
    assert SAID["operator"] == value(lunar, "operator")
    assert CONTACT["address"] in lunar


def test_what_the_party_said_in_the_case_is_nearer(berths: World) -> None:
    """The operator of this activity stands, not the one declared for all."""
    declared(berths)
    ref = opened(berths, JAPAN, "ost9")
    take(berths, JAPAN, "2026-11-20", ref, "start_assessment", operator="A company")
    with clock.frozen(moment("2026-11-21")):
        japan = berths.signed_in(JAPAN)
        form = japan.get(begin(japan, ref, "serve_notice")).text
    assert "A company" == value(form, "operator")
    assert SAID["responsibility"] == value(form, "responsibility")


def test_a_request_on_the_activity_of_another_is_not_answered_with_one_s_own(berths: World) -> None:
    """Who operates it is another's, and may be unknown; who files, and what one relies on, is one's own."""
    declared(berths)
    form = first_paper(berths, "ost9_request", "serve_request")
    assert (value(form, "operator"), value(form, "authorising_authority")) == ("", "")
    assert SAID["sent_by"] == value(form, "sent_by")
    assert 'value="science" selected' in form


def test_what_was_withheld_is_not_carried(berths: World) -> None:
    """An operator that is withheld in the declaration is asked anew."""
    declared(berths, operator={"withheld": "proprietary"})
    form = first_paper(berths, "ost9", "start_assessment")
    assert "" == value(form, "operator")
    assert "proprietary" not in form


def test_an_exercise_begins_nothing_in_earnest_and_the_other_way_round(berths: World) -> None:
    """A drill with invented authorities leaves real notices alone, and a real declaration begins no exercise."""
    declared(berths, exercise=True)
    assert SAID["responsibility"] not in notice(berths)
    assert SAID["responsibility"] == value(notice(berths, exercise=True), "responsibility")


def test_a_later_declaration_of_the_party_begins_with_the_earlier_and_stands_instead(berths: World) -> None:
    """Two declarations of one party: the later one counts."""
    declared(berths)
    ref = opened(berths, JAPAN, "declaration")
    with clock.frozen(moment("2026-11-21")):
        japan = berths.signed_in(JAPAN)
        assert SAID["responsibility"] == value(japan.get(begin(japan, ref, "declare")).text, "responsibility")
    declared(berths, sent_by="Through the embassy")
    assert "Through the embassy" == value(notice(berths), "sent_by")


@pytest.mark.parametrize("step", ["replace", "declare_year", "end"])
def test_an_addressee_has_no_button_for_the_declaring_state_s_steps_and_no_way_past_it(
    berths: World, step: str
) -> None:
    """The button is absent, and a form that is sent all the same is refused."""
    ref = declared(berths)
    with clock.frozen(moment("2026-11-21")):
        korea = berths.signed_in(KOREA)
        assert f'value="{step}"' not in korea.get(f"/cases/{ref}").text
        answer = korea.post(f"/cases/{ref}/steps/{step}", form_at="/cases", seen="1", track="", digest="")
        assert answer.status_code in (403, 409)
        assert f'value="{step}"' in berths.signed_in(JAPAN).get(f"/cases/{ref}").text


def test_whoever_files_changes_what_the_paper_began_with(berths: World) -> None:
    """The words are a beginning; what is saved is what was written."""
    declared(berths)
    ref = opened(berths, JAPAN, "ost9")
    with clock.frozen(moment("2026-11-21")):
        japan = berths.signed_in(JAPAN)
        draft = begin(japan, ref, "start_assessment")
        fill_in(japan, draft, do="save", activity_title="Landing", operator="Another company")
        assert "Another company" == value(japan.get(draft).text, "operator")
