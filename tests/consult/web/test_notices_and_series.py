"""On the pages: what a State cleared stays with it, nobody sends another's notice, a request beside it is its own; a
series opens its meetings, and two projects of one owner are told apart."""

from typing import Any

import pytest

from consult import clock
from consult.docket.replaying import replay_cases
from consult.log.verify import verify
from tests.consult.web.consulted import BRAZIL, FRANCE, JAPAN, KOREA, acting, docket, moment, page, take
from tests.consult.web.world import SECRETARIAT, World
from workflows.confidence.kinds import KINDS

HIDDEN = ("cleared the notice", "Notice before the event", "Sending of the cleared notice")
LIFT_OFF = {"at": "2027-06-01T09:00:00+00:00", "zone": "UTC"}
PROJECTS = [
    {"key": "flames", "what": "Flames in weightlessness", "party": "JPN"},
    {"key": "bones", "what": "Loss of bone", "party": "JPN"},
    {"key": "plants", "what": "Growth of plants", "party": "KOR"},
]


def opened(world: World, procedure: str, day: str, **terms: Any) -> str:
    """Open a case of Japan, with terms."""
    at = moment(day)
    return str(docket(world).open(acting(world, JAPAN, at), procedure, at=at, title="", proposed=terms).ref)


def notice(world: World, kind: str = "launch_prenotification", **given: Any) -> str:
    """Send Japan's notice to Korea and France on 20 November 2026; give the reference."""
    ref = opened(world, "tcbm", "2026-11-20", kind=kind)
    take(world, JAPAN, "2026-11-20", ref, "clear", **({"begins_at": LIFT_OFF} if KINDS[kind].lead else {}))
    told = {"notice_title": "A launch", "addressees": ["KOR", "FRA"], "sharing": "named", "begins_at": LIFT_OFF}
    take(world, JAPAN, "2026-11-20", ref, "send", **told | given)
    return ref


def series(world: World, **terms: Any) -> str:
    """Let Japan and Korea establish a series on 20 and 21 November 2026; give the reference."""
    ref = opened(world, "dialogue", "2026-11-20", **terms)
    take(world, JAPAN, "2026-11-20", ref, "propose", series_title="Talks on space", partner="KOR", cycle=12)
    for mail in (KOREA, JAPAN):
        take(world, mail, "2026-11-21", ref, "establish", series_title="Talks on space", cycle=12)
    return ref


def test_before_it_is_sent_nobody_knows_of_a_notice_and_after_that_not_of_its_clearance(berths: World) -> None:
    """The planned time and the periods counted from it are the sender's own."""
    ref = opened(berths, "tcbm", "2026-11-20")
    take(berths, JAPAN, "2026-11-20", ref, "clear", begins_at=LIFT_OFF)
    with clock.frozen(moment("2026-11-20")):
        assert 404 == berths.signed_in(KOREA).get(f"/cases/{ref}").status_code
    assert "Sending of the cleared notice" in page(berths, JAPAN, "2026-11-21", f"/cases/{ref}")

    sent = notice(berths)
    for sheet in ("", "/sheets/docket", "/sheets/calendar"):
        told = page(berths, KOREA, "2026-11-24", f"/cases/{sent}{sheet}")
        assert "A launch" in told
        assert [] == [words for words in HIDDEN if words in told]
    with clock.frozen(moment("2026-11-24")):
        assert 404 == berths.signed_in(BRAZIL).get(f"/cases/{sent}").status_code


@pytest.mark.parametrize("step", ["send", "update", "cancel", "occur", "add_addressees"])
def test_an_addressee_has_no_button_for_the_sender_s_steps_and_no_way_past_it(berths: World, step: str) -> None:
    """The button is absent, and a form that is sent all the same is refused."""
    ref = notice(berths)
    korea = berths.signed_in(KOREA)
    assert f'value="{step}"' not in korea.get(f"/cases/{ref}").text
    assert f"/cases/{ref}/steps/{step}" not in korea.get(f"/cases/{ref}").text
    answer = korea.post(f"/cases/{ref}/steps/{step}", form_at="/cases", seen="1", track="", digest="")
    assert answer.status_code in (403, 409)
    assert "sent the notice to" in korea.get(f"/cases/{ref}").text


def test_a_public_notice_is_read_by_everybody_and_a_state_outside_may_ask_for_a_copy(berths: World) -> None:
    """From its sending on it is known that there is one; what was cleared before stays within the sender's State."""
    ref = notice(berths, sharing="public")
    told = page(berths, BRAZIL, "2026-11-24", f"/cases/{ref}")
    assert "sent the notice to" in told
    assert [] == [words for words in HIDDEN if words in told]
    take(berths, BRAZIL, "2026-11-24", ref, "request_copy")
    take(berths, JAPAN, "2026-11-25", ref, "give_copy", "copy:BRA")
    assert "a State that was given a copy" in page(berths, BRAZIL, "2026-11-26", f"/cases/{ref}")


def test_a_request_for_consultation_beside_a_notice_is_the_asking_state_s_own(berths: World) -> None:
    """The sender learns of it when it is served, and nothing on its page tells of it before."""
    ref = notice(berths)
    take(berths, KOREA, "2026-11-23", ref, "request_consultation", "addressee:KOR")
    own, other = (page(berths, mail, "2026-11-24", f"/cases/{ref}") for mail in (KOREA, JAPAN))
    assert "Request for consultation" in own
    assert "requested consultation" in own
    assert ("requested consultation" in other, "OST9R" in other) == (False, False)


def test_a_notice_for_the_united_nations_is_on_the_secretariat_s_pages(berths: World) -> None:
    """It may circulate it; a launch is told to those named alone."""
    for kind, status in (("high_risk_reentry", 200), ("launch_prenotification", 404)):
        ref = notice(berths, kind)
        with clock.frozen(moment("2026-11-24")):
            assert status == berths.signed_in(SECRETARIAT).get(f"/cases/{ref}").status_code


def test_a_call_opens_a_meeting_that_the_other_side_sees_once_it_is_called_there(berths: World) -> None:
    """The series shows the meeting to its caller first; a pause by one side is on the pages of both."""
    ref = series(berths)
    take(berths, KOREA, "2026-11-23", ref, "call_meeting")
    assert "Dialogue meeting" in page(berths, KOREA, "2026-11-24", f"/cases/{ref}")
    assert "MEET-" not in page(berths, JAPAN, "2026-11-24", f"/cases/{ref}")
    take(berths, JAPAN, "2026-11-25", ref, "suspend", "side:JPN")
    assert "Has paused the series" in page(berths, KOREA, "2026-11-26", f"/cases/{ref}")

    korea = berths.signed_in(KOREA)
    assert 'value="resume"' not in korea.get(f"/cases/{ref}").text
    answer = korea.post(f"/cases/{ref}/steps/resume", form_at="/cases", seen="1", track="side:JPN", digest="")
    assert answer.status_code in (403, 409)


def test_two_projects_of_one_owner_are_told_apart_by_their_names(berths: World) -> None:
    """The relation and the button name the project and its owner; a State outside sees nothing."""
    ref = series(berths, kind="joint_committee")
    dates = {"begins_on": "2026-12-01", "ends_on": "2029-12-01", "review_on": "2027-12-01"}
    for mail in (KOREA, JAPAN):
        take(berths, mail, "2026-11-23", ref, "adopt_outline", **dates, text="As listed.", projects=PROJECTS)
    told = page(berths, JAPAN, "2026-11-24", f"/cases/{ref}")
    assert all(f"{name} · " in told for name in ("flames", "bones", "plants"))
    assert "Outline of Cooperation" in page(berths, KOREA, "2026-11-24", f"/cases/{ref}/sheets/outline")
    with clock.frozen(moment("2026-11-24")):
        assert 404 == berths.signed_in(FRANCE).get(f"/cases/{ref}").status_code


def test_notices_and_series_stand_in_a_log_that_verifies_and_replays(berths: World) -> None:
    """What is opened beside them is sealed with the act that opened it."""
    take(berths, KOREA, "2026-11-23", notice(berths), "request_consultation", "addressee:KOR")
    committee = series(berths, kind="joint_committee")
    take(berths, JAPAN, "2026-11-23", committee, "put_dispute")
    take(berths, KOREA, "2026-11-24", committee, "call_meeting")
    with berths.reading() as conn:
        assert verify(conn).sound
        assert [] == list(replay_cases(conn))
