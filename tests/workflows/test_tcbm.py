"""Notices of transparency: what each kind asks and aims at, who answers, and that nothing is inferred from silence."""

from dataclasses import replace
from typing import Any

import pytest

from tests.workflows.kernel.play import Play, hand
from workflows.confidence.kinds import KINDS
from workflows.confidence.notices import CONSULTATION
from workflows.confidence.terms import (
    BREAKUP,
    EMERGENCY,
    HAZARD,
    LAUNCH,
    MANOEUVRE,
    ORBITAL,
    POLICY,
    REENTRY,
    VISIT,
    NoticeTerms,
)
from workflows.kernel.describe import sentence
from workflows.kernel.procedure import Procedure
from workflows.kernel.view import Facts
from workflows.tcbm import notice

CHINA, USA, BRAZIL, JAPAN, OFFICE = "CHN", "USA", "BRA", "JPN", "OOSA"
ALONE = Facts()
LIFT_OFF = "2027-03-10T08:00"
LEADS = {LAUNCH: "2027-03-03", BREAKUP: "2026-12-10", VISIT: "2027-01-09"}
SERIES = ("weekly", "first_daily", "daily", "first_hourly", "hourly", "exchange")


def of(kind: str) -> Procedure:
    """Build the notice of a kind."""
    return notice(replace(NoticeTerms(), kind=kind))


def instant(at: str) -> dict[str, str]:
    """Write an instant as filings do."""
    return {"at": f"{at}:00+00:00", "zone": "UTC"}


def cleared(kind: str = LAUNCH, at: str = "2027-02-01", event: str = LIFT_OFF) -> Play:
    """Play until China has cleared a notice."""
    play = Play(of(kind), at, {"sender": [CHINA]}, ALONE)
    filing = {"begins_at": instant(event)} if KINDS[kind].lead else {}
    play.take("clear", hand(CHINA, "clear"), at, filing=filing)
    return play


def send(play: Play, at: str, event: str = LIFT_OFF, to: tuple[str, ...] = (USA, BRAZIL), **filing: Any) -> None:
    """Send the notice, or its new version."""
    begins = {"begins_at": instant(event)} if "event_occurred" in play.procedure.live else {}
    play.take("send", CHINA, at, filing={"addressees": list(to), "sharing": "named", **begins} | filing)


def sent(kind: str = LAUNCH, at: str = "2027-02-01", event: str = LIFT_OFF, **filing: Any) -> Play:
    """Play until China has told the United States and Brazil, on Monday 1 February 2027."""
    play = cleared(kind, at, event)
    send(play, at, event, **filing)
    return play


def running(play: Play) -> dict[str, str]:
    """Give the limits of the series that run, with their ends."""
    kept = {key: limit for key, limit in play.case.limits.items() if limit.status == "running"}
    return {key: play.ends(key) for key in kept if key in SERIES}


@pytest.mark.parametrize("kind", list(KINDS), ids=str)
def test_every_kind_is_soft_and_every_number_is_the_product_s(kind: str) -> None:
    """The notice rests on a text that binds nobody; no text that it rests on has a number."""
    built = of(kind)
    assert {"SOFT"} == {str(cited.binding) for cited in built.under}
    assert {"DEFAULT"} == {str(limit.binding) for limit in built.limits}
    assert built.title == KINDS[kind].title


@pytest.mark.parametrize(("kind", "due"), LEADS.items(), ids=list(LEADS))
def test_the_product_counts_back_from_the_time_planned(kind: str, due: str) -> None:
    """Seven days before a launch, ninety before a break-up, sixty before a visit, on 10 March 2027."""
    play = cleared(kind, "2026-11-01")
    assert due == play.ends("lead")
    assert "lead" not in {limit.key for limit in of(ORBITAL).limits}


def test_a_manoeuvre_is_told_seventy_two_hours_before_to_the_second() -> None:
    """Hours are counted as hours."""
    assert "2027-03-07T08:00:00" == cleared(MANOEUVRE).ends("lead")


@pytest.mark.parametrize(
    ("at", "flags"),
    [
        ("2026-12-09", set()),
        ("2026-12-10", set()),
        ("2026-12-11", {"short_notice"}),
        ("2027-03-10T07:59", {"short_notice"}),
        ("2027-03-10T08:00", {"no_notice_recorded_before_event"}),
    ],
    ids=str,
)
def test_a_break_up_told_less_than_ninety_days_before_is_marked_as_short_and_never_as_late(
    at: str, flags: set[str]
) -> None:
    """The day before, the day, the day after; and at the moment itself there was no notice before it."""
    play = cleared(BREAKUP, "2026-11-01")
    send(play, at)
    assert flags == set(play.case.flags)
    assert not play.acts[-1].late


def test_after_the_event_the_sentence_says_how_much_time_had_passed_and_no_more() -> None:
    """A notice that comes after the event is taken; fifteen days are a fact."""
    play = cleared(BREAKUP, "2021-11-30", "2021-11-15T03:00")
    send(play, "2021-11-30", "2021-11-15T03:00")
    told = sentence(play.procedure, next(act for act in play.acts if act.step == "send"))
    assert "15 days after the time that it names" in told
    assert "late" not in told


@pytest.mark.parametrize(("at", "status"), [("2027-02-05", "running"), ("2027-02-08", "running")], ids=str)
def test_a_cleared_notice_is_to_be_sent_in_five_working_days(at: str, status: str) -> None:
    """Cleared on Monday 1 February 2027: until Monday 8 February."""
    play = cleared()
    play.pass_time(at)
    assert (status, "2027-02-08") == (play.case.limits["sending"].status, play.ends("sending"))


def test_clearance_and_what_is_planned_stay_within_the_sender_s_own_state() -> None:
    """Nobody else learns of a notice before it is sent."""
    play = cleared()
    act = play.acts[-1]
    assert ("C4", ()) == (act.level, tuple(act.told))
    no = play.refused("send", hand(CHINA, "clear"), "2027-02-01")
    assert "standing" == no.kind


def test_no_notice_goes_to_its_own_sender_and_its_window_does_not_end_before_it_opens() -> None:
    """Both are slips of the filing."""
    play = cleared()
    assert "addressees" == play.refused("send", CHINA, "2027-02-01", filing={"addressees": [CHINA]}).refusals[0].field
    filing = {"addressees": [USA], "begins_at": instant(LIFT_OFF), "ends_at": instant("2027-03-10T07:00")}
    assert "ends_at" == play.refused("send", CHINA, "2027-02-01", filing=filing).refusals[0].field


@pytest.mark.parametrize(("kind", "office"), [(LAUNCH, False), (REENTRY, True), (EMERGENCY, True), (POLICY, True)])
def test_notices_for_the_united_nations_reach_the_secretariat_and_others_do_not(kind: str, office: bool) -> None:
    """The kind says to whom it goes; the secretariat may circulate it."""
    play = sent(kind)
    assert office == (OFFICE in play.case.parties.get("secretariat", ()))
    assert office == ("circulate" in play.procedure.rows)
    assert ("C1" if office else "C2") == next(act for act in play.acts if act.step == "send").level


def test_a_notice_marked_as_public_is_public_and_another_is_for_those_named() -> None:
    """The sender marks it."""
    for sharing, level in (("public", "C0"), ("named", "C2")):
        play = sent(sharing=sharing)
        assert level == next(act for act in play.acts if act.step == "send").level


def test_the_secretariat_circulates_and_whoever_finds_the_notice_owes_nothing() -> None:
    """A reader has no stake."""
    play = sent(BREAKUP, "2026-11-01")
    play.take("circulate", hand(OFFICE, "office"), "2026-11-02", filing={"circulated_to": [JAPAN]})
    assert (JAPAN,) == play.case.parties["reader"]
    assert "reader" not in play.procedure.stakes


def test_without_an_acknowledgement_the_notice_is_sent_once_more_and_nothing_is_inferred() -> None:
    """E1: sent on Monday, three working days until Thursday; on Friday it may be sent again, once."""
    play = sent()
    no = play.refused("resend", CHINA, "2027-02-04", track=USA)
    assert "runs until" in str(no) or "Wait for the period" in str(no)
    assert "2027-02-04" == play.ends("acknowledgement:USA")
    play.take("resend", CHINA, "2027-02-05", track=USA)
    assert ("2027-02-10", "lapsed 2027-02-04") == (play.ends("acknowledgement:USA"), play.ends("acknowledgement:BRA"))
    play.pass_time("2027-02-12")
    no = play.refused("resend", CHINA, "2027-02-12", track=USA)
    assert "nothing is inferred" in str(no)
    assert ("sent", "served") == (play.state(), play.state("addressee:USA"))


def test_an_addressee_found_later_gets_a_full_period_and_nothing_changes_for_the_others() -> None:
    """E2: added on 15 February; three working days until 18 February."""
    play = sent()
    play.take("acknowledge", hand(USA, "draft"), "2027-02-02")
    play.take("add_addressees", CHINA, "2027-02-15", filing={"addressees": [JAPAN]})
    assert "2027-02-18" == play.ends("acknowledgement:JPN")
    assert ("served", "acknowledged") == (play.state("addressee:JPN"), play.state("addressee:USA"))
    no = play.refused("add_addressees", CHINA, "2027-02-16", filing={"addressees": [JAPAN]})
    assert "already here" in str(no)


def test_a_cancelled_event_ends_the_notice_and_everybody_is_told() -> None:
    """E3: nothing runs on."""
    play = sent()
    act = play.take("cancel", CHINA, "2027-02-10")
    assert "cancelled" == play.state()
    assert {USA, BRAZIL} <= set(act.told)
    assert not [key for key, limit in play.case.limits.items() if limit.status == "running"]


def test_a_draft_is_withdrawn_without_anybody_learning_of_it() -> None:
    """Before it is sent there is no notice."""
    play = Play(of(LAUNCH), "2027-02-01", {"sender": [CHINA]}, ALONE)
    act = play.take("withdraw", hand(CHINA, "draft"), "2027-02-02")
    assert ("withdrawn", ()) == (play.state(), tuple(act.told))


def test_a_complaint_about_the_content_opens_a_clarification_and_each_question_is_answered_on_its_own() -> None:
    """E4: with two questions open, the first answer leaves the clarification open."""
    play = sent()
    play.take("ask", USA, "2027-02-03")
    assert {CONSULTATION} == {cited for row in play.procedure.rows["ask"] for cited in row.under}
    assert ("clarification_open", "2027-02-13") == (play.state(), play.ends("answer:USA"))
    play.take("ask", BRAZIL, "2027-02-05")
    play.take("answer", hand(CHINA, "draft"), "2027-02-08", track=USA)
    assert ("clarification_open", "acknowledged") == (play.state(), play.state("addressee:USA"))
    play.take("refuse", CHINA, "2027-02-09", track=BRAZIL)
    assert ("acknowledged", "acknowledged") == (play.state(), play.state("addressee:BRA"))


@pytest.mark.parametrize(("at", "late"), [("2027-02-12", False), ("2027-02-13", False), ("2027-02-14", True)], ids=str)
def test_an_answer_after_ten_days_is_taken_and_marked(at: str, late: bool) -> None:
    """Asked on 3 February 2027: until 13 February; an aim of the product and no law."""
    play = sent()
    play.take("ask", USA, "2027-02-03")
    assert late == play.take("answer", CHINA, at, track=USA).late


def test_an_answer_after_the_event_is_attached_and_moves_nothing() -> None:
    """E5: the event does not wait for the answer, nor the answer for the event."""
    play = sent()
    play.take("ask", USA, "2027-03-09")
    play.take("occur", CHINA, "2027-03-10", filing={"occurred_at": instant(LIFT_OFF)})
    play.take("answer", CHINA, "2027-03-12", track=USA)
    assert ("event_occurred", "acknowledged") == (play.state(), play.state("addressee:USA"))
    play.take("close", CHINA, "2027-03-20")
    play.take("acknowledge", BRAZIL, "2027-03-21")
    assert ("closed", "acknowledged") == (play.state(), play.state("addressee:BRA"))
    assert play.acts[-1].late


def test_in_an_emergency_one_calls_first_and_the_form_follows() -> None:
    """E6: the call stays within the State until the notice is sent; a later one is before all."""
    play = Play(of(EMERGENCY), "2027-03-10T08:00", {"sender": [CHINA]}, ALONE)
    call = {"called_at": instant("2027-03-10T08:10")}
    first = play.take("log_call", hand(CHINA, "draft"), "2027-03-10T08:15", filing=call)
    play.take("clear", hand(CHINA, "clear"), "2027-03-10T08:20")
    send(play, "2027-03-10T08:30", "2027-03-10T07:00", known_at=instant("2027-03-10T07:30"))
    second = play.take("log_call", hand(CHINA, "draft"), "2027-03-10T09:00", filing=call)
    assert (("C4", ()), "C1") == ((first.level, tuple(first.told)), second.level)
    told = sentence(play.procedure, next(act for act in play.acts if act.step == "send"))
    assert "1 hour after it was known" in told
    to_come = {"called_at": instant("2027-03-11T08:10")}
    assert "still to come" in str(play.refused("log_call", CHINA, "2027-03-10T10:00", filing=to_come))


def test_a_third_state_asks_for_a_copy_and_the_sender_decides() -> None:
    """E7: given or not, without reasons; a reader reads and owes nothing."""
    play = sent()
    play.take("request_copy", JAPAN, "2027-02-05")
    assert "standing" == play.refused("give_copy", USA, "2027-02-06", track=f"copy:{JAPAN}").kind
    play.take("give_copy", CHINA, "2027-02-06", track=f"copy:{JAPAN}")
    assert ("given", (JAPAN,)) == (play.state(f"copy:{JAPAN}"), play.case.parties["reader"])
    play.take("request_copy", "KOR", "2027-02-07")
    play.take("refuse_copy", CHINA, "2027-02-08", track="copy:KOR")
    assert ("refused", (JAPAN,)) == (play.state("copy:KOR"), play.case.parties["reader"])
    assert "standing" == play.refused("request_copy", USA, "2027-02-08").kind


def test_a_copy_may_be_given_to_whoever_asked_by_another_way() -> None:
    """E7: whoever cannot see the notice cannot ask here; a reader is not addressed."""
    play = sent()
    play.take("send_copies", CHINA, "2027-02-06", filing={"readers": [JAPAN]})
    assert ((JAPAN,), False) == (play.case.parties["reader"], f"addressee:{JAPAN}" in play.case.tracks)
    no = play.refused("send_copies", CHINA, "2027-02-06", filing={"readers": [CHINA]})
    assert ("content", "readers") == (no.kind, no.refusals[0].field)


def test_doubt_about_adequacy_is_a_statement_and_moves_nothing() -> None:
    """E8: the product takes no view."""
    play = sent()
    play.take("contest_adequacy", USA, "2027-02-05")
    assert ("sent", True) == (play.state(), "adequacy_contested" in play.case.flags)


@pytest.mark.parametrize(
    ("happened", "marked"),
    [("2027-03-10T07:59", True), ("2027-03-10T08:00", False), ("2027-03-10T08:01", False)],
    ids=str,
)
def test_an_event_before_the_time_notified_is_marked_with_the_difference(happened: str, marked: bool) -> None:
    """E9: earlier by a minute, on time, later by a minute."""
    play = sent()
    play.take("occur", CHINA, "2027-03-11", filing={"occurred_at": instant(happened)})
    assert ("event_occurred", marked) == (play.state(), "discrepancy" in play.case.flags)
    assert "2027-03-25" == play.ends("post_event")


def test_what_is_still_to_come_has_not_happened() -> None:
    """The event is recorded once it is there."""
    no = sent().refused("occur", CHINA, "2027-03-09", filing={"occurred_at": instant(LIFT_OFF)})
    assert "still to come" in str(no)


@pytest.mark.parametrize(("at", "late"), [("2027-03-24", False), ("2027-03-25", False), ("2027-03-26", True)], ids=str)
def test_the_note_after_the_event_closes_the_notice(at: str, late: bool) -> None:
    """Fourteen days from 11 March 2027; a later note closes it all the same."""
    play = sent()
    play.take("occur", CHINA, "2027-03-11", filing={"occurred_at": instant(LIFT_OFF)})
    act = play.take("close", CHINA, at)
    assert ("closed", late) == (play.state(), act.late)


def test_a_scrubbed_launch_is_told_at_once_and_its_new_window_is_acknowledged_anew() -> None:
    """What changed is told first, the whole notice follows; those told acknowledge the new version."""
    play = sent()
    play.take("acknowledge", USA, "2027-02-02")
    play.take("update", hand(CHINA, "draft"), "2027-03-10T07:00", filing={"change": "scrubbed"})
    assert "updated" == play.state()
    send(play, "2027-03-10T07:30", "2027-03-12T08:00")
    assert ("sent", "served") == (play.state(), play.state("addressee:USA"))
    assert set() == set(play.case.flags), "a new version is not short notice"
    play.take("occur", CHINA, "2027-03-12T09:00", filing={"occurred_at": instant("2027-03-12T08:00")})
    assert "discrepancy" not in play.case.flags


def test_a_version_sent_after_the_event_leaves_the_event_where_it_is() -> None:
    """New data on what has happened are a new version; the event stays on record."""
    play = sent(HAZARD)
    play.take("occur", CHINA, "2027-03-11", filing={"occurred_at": instant(LIFT_OFF)})
    play.take("update", CHINA, "2027-03-12", filing={"change": "new_data"})
    send(play, "2027-03-12")
    assert "event_occurred" == play.state()


@pytest.mark.parametrize(
    ("at", "due"),
    [
        ("2027-02-01T00:00", {"weekly": "2027-02-08", "first_daily": "2027-03-04T08:00:00"}),
        ("2027-03-05T00:00", {"daily": "2027-03-06", "first_hourly": "2027-03-09T09:00:00"}),
        ("2027-03-09T12:00", {"hourly": "2027-03-09T13:00:00"}),
    ],
    ids=str,
)
def test_on_a_re_entry_new_versions_are_due_weekly_then_daily_then_hourly(at: str, due: dict[str, str]) -> None:
    """Predicted for 10 March 2027 at eight; as with information to the Secretary-General."""
    assert due == running(sent(REENTRY, at))


@pytest.mark.parametrize(("at", "state"), [("2027-02-08", "sent"), ("2027-02-09", "updated")], ids=str)
def test_when_the_interval_of_a_re_entry_has_passed_a_new_version_is_due(at: str, state: str) -> None:
    """The clock says so on the day after; it sends nothing."""
    play = sent(REENTRY)
    play.pass_time(at)
    assert state == play.state()


def test_an_exchange_on_policy_comes_round_each_year_and_has_no_event() -> None:
    """The clock proposes the next one and takes nothing."""
    play = sent(POLICY)
    assert {"exchange": "2028-02-01"} == running(play)
    play.pass_time("2028-02-02")
    assert "sent" == play.state()
    assert "occur" not in play.procedure.rows
    play.take("update", CHINA, "2028-02-03")
    send(play, "2028-02-04")
    assert {"exchange": "2029-02-04"} == running(play)
    play.take("close", CHINA, "2028-03-01")
    assert "closed" == play.state()


def test_a_request_for_consultation_is_opened_voluntarily_and_nobody_else_learns_of_it() -> None:
    """A notice is no consultation, and the request is no request under Article IX."""
    play = sent()
    act = play.take("request_consultation", USA, "2027-02-05", track=USA)
    link = next(effect for effect in act.effects if effect[0] == "begin")
    assert ("consultation", "ost9_request", (("profile", "voluntary"),)) == link[1:]
    assert ("C4", "sent") == (act.level, play.state())


def test_a_break_up_may_be_put_to_prior_consultation_as_well_and_other_kinds_may_not() -> None:
    """The notice does not replace the consultation."""
    play = sent(BREAKUP, "2026-11-01")
    act = play.take("open_consultation", CHINA, "2026-11-02")
    assert ("prior_consultation", "ost9") == next(e for e in act.effects if e[0] == "begin")[1:3]
    assert "open_consultation" not in of(LAUNCH).rows


def test_receipt_is_proved_by_opening_the_paper_or_by_hand_and_nothing_hangs_on_it() -> None:
    """The clock records what was opened here; an acknowledgement is still another act."""
    play = sent()
    play.take("record_receipt", hand(CHINA, "draft"), "2027-02-02", track=USA, filing={"channel": "portal"})
    assert ("received", "sent") == (play.state("addressee:USA"), play.state())
    rows = [row for row in play.procedure.rows["record_receipt"] if row.proof]
    assert ["opened"] == [row.proof.kind for row in rows if row.proof]
    assert "2027-02-04" == play.ends("acknowledgement:USA")


def test_what_was_played_is_read_back_the_same() -> None:
    """The edition from its text, each act from its JSON."""
    play = sent()
    play.take("ask", USA, "2027-02-03")
    play.take("answer", CHINA, "2027-02-08", track=USA)
    assert play.case == play.replayed()
