"""A rescue and a registration in the browser: what is not somebody's is refused when it is sent, and has no button."""

import re
from typing import Any

from tests.consult.web.cases_world import begin, clear, fill_in, version_of
from tests.consult.web.consulted import BRAZIL, JAPAN, KOREA, acting, docket, moment, take
from tests.consult.web.world import World

DAY = "2026-11-20"
LEARNED = {"at": "2026-11-20T08:30:00+00:00", "zone": "UTC"}
CONTACT = {"contact:channel": "telephone", "contact:address": "+999 1"}
ALERT = {"event": "unintended", "learned_at": LEARNED, "place_kind": "own_territory"}


def opened(world: World, mail: str, procedure: str) -> str:
    """Open a case; give its reference."""
    at = moment(DAY)
    return str(docket(world).open(acting(world, mail, at), procedure, at=at, title="").ref)


def alerted(world: World) -> str:
    """Let Japan notify Korea of a landing in Japan."""
    ref = opened(world, JAPAN, "rescue_persons")
    take(world, JAPAN, DAY, ref, "information", **ALERT)
    take(world, JAPAN, DAY, ref, "notify", authorities=["KOR"], reach="reached", **ALERT)
    return ref


def has_button(page: str, step: str) -> bool:
    """Say whether a page offers a step."""
    return re.search(rf'(value="|/steps/){step}"', page) is not None


def sent(visitor: Any, ref: str, step: str, acts: int, **answers: str) -> tuple[int, str]:
    """Prepare a paper, clear it and send it with the number of acts on record; give status and words of the answer."""
    draft = begin(visitor, ref, step)
    fill_in(visitor, draft, do="save", **answers)
    clear(visitor, draft)
    given = {"form_at": f"{draft}/send", "seen": str(acts), "version": version_of(visitor, draft)}
    answer = visitor.post(f"{draft}/send", **given)
    return int(answer.status_code), str(answer.text)


def test_on_its_territory_the_territorial_state_directs_and_the_authority_has_no_button(berths: World) -> None:
    """Korea reads the notice; it neither sees the step nor may begin its paper."""
    ref = alerted(berths)
    korea, japan = berths.signed_in(KOREA), berths.signed_in(JAPAN)
    assert (False, True) == tuple(has_button(one.get(f"/cases/{ref}").text, "start_sar") for one in (korea, japan))
    status, words = sent(korea, ref, "start_sar", 2, plan="Two ships.", **CONTACT)
    assert (409, True) == (status, "In its own territory the State that notified directs the operation." in words)
    assert 303 == sent(japan, ref, "start_sar", 2, plan="Two ships.", **CONTACT)[0]


def test_a_third_state_knows_of_no_rescue_and_its_offer_is_recorded_for_it(berths: World) -> None:
    """Brazil's offer came by telephone: it sees its own, and no report of the operation."""
    ref = alerted(berths)
    brazil = berths.signed_in(BRAZIL)
    assert 404 == brazil.get(f"/cases/{ref}").status_code
    take(berths, JAPAN, DAY, ref, "start_sar")
    take(berths, JAPAN, DAY, ref, "record_offer", party="BRA")
    take(berths, JAPAN, DAY, ref, "report_progress", progress="Two aircraft are on their way.")
    page = brazil.get(f"/cases/{ref}").text
    assert (True, False) == ("recorded an offer of help" in page, "reported on progress" in page)
    take(berths, JAPAN, DAY, ref, "accept_help", "offer:BRA")
    assert "reported on progress" in brazil.get(f"/cases/{ref}").text


def test_only_the_state_that_was_chosen_enters_the_object(berths: World) -> None:
    """Japan opened the case, Korea was chosen: Japan has no button and is refused, Korea enters."""
    ref = opened(berths, JAPAN, "registration")
    named = [{"party": "KOR", "part": "procures"}]
    take(berths, JAPAN, DAY, ref, "several_launchers", launchers=named)
    for mail in (JAPAN, KOREA):
        take(berths, mail, DAY, ref, "agree", registrant="KOR", jurisdiction="None.")
    take(berths, JAPAN, DAY, ref, "launch_success", entered_orbit_on="2026-11-18")
    korea, japan = berths.signed_in(KOREA), berths.signed_in(JAPAN)
    shown = tuple(has_button(one.get(f"/cases/{ref}").text, "enter_registry") for one in (korea, japan))
    assert (True, False) == shown
    status, words = sent(japan, ref, "enter_registry", 4, number="1")
    assert (409, True) == (status, "This is for the Republic of Korea, and not for Japan." in words)
