"""Edge cases of the consultation: silence, added and joining States, late answers, urgency, adequacy, going ahead."""

import pytest

from tests.workflows.article_ix import (
    BRAZIL,
    FRANCE,
    JAPAN,
    KOREA,
    MEXICO,
    NOTHING_ELSE,
    NOTICE,
    REQUEST,
    accepted,
    asked,
    assessing,
    consulting,
    join,
    notice_with,
    received,
    request_with,
    served,
)
from tests.workflows.kernel.play import Play, hand, utc
from workflows.kernel.describe_words import checks_in_words
from workflows.kernel.reckoning import Period
from workflows.kernel.view import Facts

KOREAN = "addressee:KOR"


def test_silence_is_worded_neutrally_everywhere() -> None:
    """No reply recorded: neither consent nor breach, in states and effects."""
    states = {s.key: s.title for s in NOTICE.track_set("addressee").states}
    assert "No reply recorded" == states["silent"]
    assert "No reply recorded, grace passed" == states["silent_closed"]
    effects = {row.effect for row in NOTICE.steps if row.key in ("no_answer", "close_unanswered")}
    assert {"No reply is recorded. Silence is neither consent nor breach."} == effects


@pytest.mark.parametrize(
    ("at", "state"),
    [
        ("2027-02-11", "received"),
        ("2027-02-12T23:59", "received"),
        ("2027-02-13", "silent"),
        ("2027-02-26T23:59", "silent"),
        ("2027-02-27", "silent_closed"),
    ],
)
def test_a_state_that_never_answers_is_silent_the_day_after_and_closed_after_grace(at: str, state: str) -> None:
    """Reply by 12 February 2027, grace by 26 February: the day before, the day, the day after."""
    play = received(KOREA)
    play.pass_time(at)
    assert state == play.state(KOREAN)


def test_an_added_state_has_the_full_period_and_the_other_tracks_stay() -> None:
    """A party added midway: only its own track begins."""
    play = received(KOREA)
    play.take("record_no_objection", KOREA, "2027-01-20")
    play.take("add_addressee", JAPAN, "2027-02-01", filing={"party": BRAZIL})
    play.take("acknowledge", BRAZIL, "2027-02-03")
    assert ("no_objection", "acknowledged") == (play.state(KOREAN), play.state("addressee:BRA"))
    assert "2027-03-05" == play.ends("reply:BRA")
    assert () == play.case.flags


@pytest.mark.parametrize(("at", "flags"), [("2027-02-08", ()), ("2027-02-09", ("start_before_reply_ends",))])
def test_a_start_nearer_than_the_reply_is_marked_and_nothing_is_shortened(at: str, flags: tuple[str, ...]) -> None:
    """With a start on 10 March 2027 thirty days are left on 8 February, and not on the 9th."""
    play = received(KOREA, earliest_start="2027-03-10")
    play.take("add_addressee", JAPAN, at, filing={"party": BRAZIL})
    play.take("acknowledge", BRAZIL, at)
    assert flags == tuple(f for f in play.case.flags if f == "start_before_reply_ends")
    assert Period(days=30).key() == play.case.limits["reply:BRA"].length


def test_a_concluded_track_is_reopened_by_its_own_party_only() -> None:
    """A party added midway does not reopen the tracks of others."""
    play = consulting(KOREA, FRANCE)
    play.take("record_no_objection", FRANCE, "2027-01-25")
    assert "reopen_track@addressee:FRA" not in play.offered(JAPAN, "2027-01-26")
    play.take("reopen_track", FRANCE, "2027-01-26")
    assert "consulting" == play.state("addressee:FRA")


def test_a_withdrawn_case_tells_everybody_and_ends() -> None:
    """Withdrawal of the filing."""
    play = served()
    assert (FRANCE, KOREA) == play.take("withdraw", JAPAN, "2027-02-01").told
    assert "withdrawn" == play.state()


def test_an_assessment_is_withdrawn_inside_without_a_ministry() -> None:
    """Nothing was served, so nobody else learns of it."""
    play = assessing()
    assert () == play.take("withdraw", hand(JAPAN, "draft"), "2027-01-05").told


def test_a_state_that_leaves_is_out_and_the_case_goes_on_with_the_others() -> None:
    """Withdrawal of a party; the result is computed without it."""
    play = consulting(KOREA, FRANCE)
    play.take("leave", FRANCE, "2027-01-25")
    play.take("record_no_objection", KOREA, "2027-01-26")
    play.take("conclude", JAPAN, "2027-01-27")
    assert ("left", "concluded_agreed") == (play.state("addressee:FRA"), play.state())


def test_an_objection_is_no_veto() -> None:
    """The case ends without agreement and the activity may go ahead; nothing is computed from that."""
    play = consulting(KOREA)
    play.take("register_concern", KOREA, "2027-01-25")
    play.take("record_not_agreed", KOREA, "2027-01-26")
    play.take("conclude", JAPAN, "2027-01-27")
    play.take("report_proceeding", JAPAN, "2027-12-01")
    assert ("concluded_no_agreement", "proceeding", ()) == (play.state(), play.case.activity, play.case.flags)


def test_a_late_reply_revives_a_silent_track_and_is_marked_late() -> None:
    """Late reply in the period of grace, and after it."""
    for at in "2027-02-20", "2027-03-20":
        play = received(KOREA)
        assert play.take("reply", KOREA, at).late
        assert "acknowledged" == play.state(KOREAN)
        play.pass_time("2027-12-31")
        assert "acknowledged" == play.state(KOREAN)


def test_a_late_acknowledgement_is_taken_and_is_no_reply() -> None:
    """The period of grace goes on."""
    play = received(KOREA)
    assert play.take("acknowledge", KOREA, "2027-02-20").late
    play.pass_time("2027-02-27")
    assert "silent_closed" == play.state(KOREAN)


def test_a_late_reply_after_the_end_is_taken_into_the_record_and_reopens_nothing() -> None:
    """The terminal event has occurred."""
    play = received(KOREA)
    play.take("record_receipt", JAPAN, "2027-03-01", filing={"channel": "fax"})
    play.take("close_unanswered", JAPAN, "2027-03-02")
    assert play.take("reply", KOREA, "2027-03-03").late
    assert ("concluded_no_reply", "silent_closed") == (play.state(), play.state(KOREAN))


def test_the_one_who_answers_late_on_a_closed_request_is_the_planning_state() -> None:
    """The same on a request."""
    play = asked()
    for channel in "note", "fax":
        play.take("record_receipt", FRANCE, "2027-01-12", filing={"channel": channel})
    play.take("close_unanswered", FRANCE, "2027-03-02")
    assert "reply@planning:JPN" in play.offered(JAPAN, "2027-03-03")
    assert "reply@planning:JPN" not in play.offered(FRANCE, "2027-03-03")


def test_a_reply_that_wishes_for_talks_does_not_leave_the_other_side_without_an_end() -> None:
    """The window begins with it, so the planning State can conclude after sixty days."""
    play = received(KOREA)
    play.take("reply", KOREA, "2027-01-20")
    assert ("open", "2027-03-21") == (play.state(), play.ends("window"))
    play.take("conclude", JAPAN, "2027-03-22")
    assert "concluded_no_agreement" == play.state()


def test_a_state_that_has_laid_its_hand_on_talks_is_never_recorded_as_silent() -> None:
    """It has answered, though talks wait for the other hand; they begin whenever that is laid."""
    play = received(KOREA, FRANCE)
    play.take("enter_consultation", KOREA, "2027-02-01")
    play.pass_time("2027-06-01")
    assert ("received", "silent_closed") == (play.state(KOREAN), play.state("addressee:FRA"))
    play.take("enter_consultation", JAPAN, "2027-06-02", track=KOREA)
    assert ("consulting", "consulting") == (play.state(), play.state(KOREAN))


def test_completion_that_became_known_otherwise_is_recorded_with_its_source() -> None:
    """The requesting State may then close, and talks are no longer taken up."""
    play = asked()
    play.take("record_completion", FRANCE, "2027-01-20", filing={"source": "[exercise] An official statement"})
    assert ("request_pending", "completed", ("completion_by_source",)) == (
        play.state(),
        play.case.activity,
        play.case.flags,
    )
    play.take("close_inconsistent", FRANCE, "2027-01-21")
    assert "concluded_inconsistent_status" == play.state()


@pytest.mark.parametrize(
    ("urgency", "acknowledgement", "answer"),
    [
        ("normal", "2027-01-18", "2027-02-01"),
        ("urgent", "2027-01-14T12:00:00", "2027-01-18"),
        ("emergency", "2027-01-12T00:00:00", "2027-01-12T12:00:00"),
    ],
)
def test_urgency_shortens_the_product_periods(urgency: str, acknowledgement: str, answer: str) -> None:
    """From noon of 11 January 2027; every other period by its own table."""
    play = asked(urgency=urgency, urgency_reason="[exercise] Crews in orbit")
    assert (acknowledgement, answer) == (play.ends("acknowledgement:JPN"), play.ends("answer:JPN"))


def test_urgency_needs_a_reason_and_asks_for_a_report() -> None:
    """The reason is mandatory, and the report after the event becomes due."""
    play = asked(urgency="urgent", urgency_reason="[exercise] Crews in orbit")
    assert "post_event_report_required" in play.case.flags
    row = next(r for r in REQUEST.steps if r.key == "serve_request")
    said = (
        "“Why it is urgent” where “Urgency” is “Urgent: a safety purpose would be defeated by waiting” or "
        "“Emergency: risk to life”"
    )
    assert said in list(checks_in_words(row))


@pytest.mark.parametrize(("at", "refused"), [("2027-02-08", True), ("2027-02-09", False)])
def test_urgency_is_raised_to_urgent_only_within_thirty_days_of_the_start(at: str, refused: bool) -> None:
    """With a start on 10 March 2027; running periods stay as they were told."""
    play = received(KOREA, earliest_start="2027-03-10")
    filing = {"urgency": "urgent", "urgency_reason": "[exercise]"}
    if refused:
        assert "less than 30 days" in str(play.refused("raise_urgency", JAPAN, at, filing=filing))
    else:
        play.take("raise_urgency", JAPAN, at, filing=filing)
        assert "2027-02-12" == play.ends("reply:KOR")
        assert "urgent" == play.case.facts["urgency"]


@pytest.mark.parametrize(
    ("start", "urgency", "refused"),
    [
        ("2027-02-10", "urgent", True),
        ("2027-02-09", "urgent", False),
        ("2027-12-01", "urgent", True),
        ("2027-12-01", "emergency", False),
    ],
)
def test_a_notice_is_urgent_only_within_thirty_days_of_the_start(start: str, urgency: str, refused: bool) -> None:
    """Served on 11 January 2027: a far start does not shorten the periods of those addressed; danger to life does."""
    filing = {"earliest_start": start, "urgency": urgency, "urgency_reason": "[exercise]", "addressees": [KOREA]}
    play = assessing()
    if refused:
        assert "less than 30 days" in str(play.refused("serve_notice", JAPAN, "2027-01-11", filing=filing))
    else:
        play.take("serve_notice", JAPAN, "2027-01-11", filing=filing)
        assert urgency == play.case.facts["urgency"]


def test_an_emergency_is_declared_at_any_distance_and_urgency_is_not_lowered() -> None:
    """Raising only; what begins afterwards runs in hours."""
    play = received(KOREA)
    filing = {"urgency": "normal", "urgency_reason": "[exercise]"}
    assert "only be raised" in str(play.refused("raise_urgency", JAPAN, "2027-01-20", filing=filing))
    play.take("raise_urgency", JAPAN, "2027-01-20", filing=filing | {"urgency": "emergency"})
    join(play, "enter_consultation", "2027-01-21", KOREA)
    assert "2027-01-23T12:00:00" == play.ends("window")


@pytest.mark.parametrize(("start", "flags"), [("2027-04-11", ()), ("2027-04-10", ("short_notice",))])
def test_a_notice_less_than_ninety_days_ahead_is_marked_short(start: str, flags: tuple[str, ...]) -> None:
    """Ninety days after 11 January 2027 are 11 April; the notice is served all the same."""
    assert flags == served(KOREA, earliest_start=start).case.flags


def test_a_third_state_is_admitted_when_all_who_take_part_agree() -> None:
    """It gets a track and the full period; a State that is silent beyond grace does not hold it up."""
    play = received(KOREA, FRANCE)
    play.take("acknowledge", KOREA, "2027-01-14")
    play.take("reply", KOREA, "2027-01-20")
    play.take("request_join", MEXICO, "2027-03-01")
    play.take("admit_entrant", JAPAN, "2027-03-02", track="entrant:MEX")
    assert "requested" == play.state("entrant:MEX")
    play.take("admit_entrant", KOREA, "2027-03-02", track="entrant:MEX")
    assert ("admitted", "served") == (play.state("entrant:MEX"), play.state("addressee:MEX"))
    assert "silent_closed" == play.state("addressee:FRA")


def test_a_third_state_keeps_its_own_request_which_is_merged_by_consent_only() -> None:
    """One hand merges nothing."""
    play = asked()
    play.take("merge", FRANCE, "2027-01-20", filing={"case_reference": "OST9-2027-1"})
    assert "request_pending" == play.state()
    play.take("merge", JAPAN, "2027-01-20", filing={"case_reference": "OST9-2027-1"})
    assert "superseded" == play.state()


def test_adequacy_is_contested_and_answered_and_nothing_moves() -> None:
    """Statement and counter-statement stand side by side."""
    play = consulting(KOREA)
    play.take("contest_adequacy", KOREA, "2027-01-25")
    assert "answer_contest" not in play.offered(KOREA, "2027-01-26")
    play.take("answer_contest", JAPAN, "2027-01-26", filing={"act": 5})
    assert ("adequacy_contested", "adequacy_answered") == play.case.flags
    assert "consulting" == play.state()


def test_going_ahead_with_an_open_track_is_flagged_told_to_all_and_stops_nothing() -> None:
    """Consultation goes on over the remaining phases."""
    play = consulting(KOREA, FRANCE)
    act = play.take("report_proceeding", JAPAN, "2027-01-25")
    assert ("consulting", "proceeding", (FRANCE, KOREA)) == (play.state(), play.case.activity, act.told)
    assert ("proceeded_before_conclusion",) == play.case.flags
    assert "2027-03-21" == play.ends("window")


def test_going_ahead_when_every_track_has_a_result_is_not_flagged() -> None:
    """Nothing was open."""
    play = received(KOREA)
    play.take("record_no_objection", KOREA, "2027-01-20")
    play.take("report_proceeding", JAPAN, "2027-01-25")
    assert () == play.case.flags


def test_an_addressee_not_bound_by_the_treaty_has_a_voluntary_track() -> None:
    """A State not party that is affected is consulted all the same."""
    unbound = {"bound": False, "reason": "Brazil is not bound"}
    world = Facts({"available": False, f"bound:OST:{BRAZIL}:2027-01-11": unbound})
    play = served(KOREA, BRAZIL, world=world)
    assert ["OST", "voluntary"] == [t.basis for t in play.case.tracks.values()]


def test_a_filer_not_bound_on_the_date_is_told_why_and_of_the_voluntary_profile() -> None:
    """In 1961 the treaty was not in force."""
    reason = "The Outer Space Treaty entered into force on 10 October 1967"
    world = Facts({"bound": {"bound": False, "reason": reason}})
    refused = assessing(world=world).refused("serve_notice", JAPAN, "2027-01-11")
    assert reason in str(refused)
    assert "voluntary" in str(refused)
    play = served(KOREA, procedure=notice_with(profile="voluntary"), world=world)
    assert ("open", "voluntary") == (play.state(), play.case.tracks[KOREAN].basis)


def test_a_joint_notice_has_a_lead_and_each_named_state_confirms_its_own_duty() -> None:
    """A named State that denies is out; one that confirms may answer and report."""
    play = served(KOREA, joint_planning=[BRAZIL, MEXICO])
    play.take("confirm_joint_planning", BRAZIL, "2027-01-12")
    play.take("deny_joint_planning", MEXICO, "2027-01-12")
    assert ("joined", "not_joined") == (play.state("joint_planning:BRA"), play.state("joint_planning:MEX"))
    assert "report_proceeding" in play.offered(BRAZIL, "2027-01-13")
    assert "conclude" not in play.offered(BRAZIL, "2027-01-13")


def test_an_invited_body_gives_an_opinion_and_is_no_party() -> None:
    """A scientific body: its quality is kept on its track, and it decides nothing."""
    play = served(KOREA, invitees=[{"party": "COSPAR", "side": "scientific_body"}])
    play.take("attend", hand("COSPAR", "draft"), "2027-01-20")
    play.take("give_opinion", hand("COSPAR", "draft"), "2027-02-01")
    track = play.case.tracks["invitee:COSPAR"]
    assert ("opinion_given", "scientific_body") == (track.state, track.side)
    assert set() == {s for s in play.offered("COSPAR", "2027-02-02") if "record" in s or "conclude" in s}


def test_precaution_is_declared_beside_the_consultation() -> None:
    """The duty in the sentence before: a flag, and no move."""
    play = consulting(KOREA)
    play.take("declare_precaution", hand(JAPAN, "clear"), "2027-01-25", filing={"standard": "cospar"})
    assert ("consulting", ("precaution_declared",)) == (play.state(), play.case.flags)


def test_cooperation_ends_the_talks_when_all_agree_and_names_what_was_agreed() -> None:
    """With the last hand; before it nothing moves."""
    play = accepted()
    play.take("record_cooperation", FRANCE, "2027-02-01", filing={"reference": "[exercise] Letters"})
    assert "consulting" == play.state()
    play.take("record_cooperation", JAPAN, "2027-02-01", filing={"reference": "[exercise] Letters"})
    assert ("cooperation_agreed", ("cooperation_agreed",)) == (play.state(), play.case.flags)


def test_the_moon_agreement_binds_its_parties_only_and_gives_a_right_to_join() -> None:
    """Those addressed must be bound too; any other party joins without consent; help is sought by one hand."""
    unbound = {"bound": False, "reason": "Japan is not a party to the Moon Agreement"}
    world = Facts({"available": False, f"bound:MOON:{JAPAN}:2027-01-11": unbound})
    procedure = request_with(profile="moon-agreement")
    play = Play(procedure, "2027-01-04", {"requesting": [FRANCE]}, world)
    assert "not a party" in str(play.refused("serve_request", FRANCE, "2027-01-11", filing={"planning": [JAPAN]}))
    play.take("serve_request", FRANCE, "2027-01-11", filing={"planning": [KOREA]})
    play.take("join_as_of_right", MEXICO, "2027-01-12")
    play.take("seek_assistance", KOREA, "2027-01-13")
    assert ("taking_part", ("assistance_sought",)) == (play.state("interested:MEX"), play.case.flags)
    assert "without delay" in {s.words for s in procedure.standards}


@pytest.mark.parametrize("profile", ["remote-sensing", "direct-broadcast", "nps"])
def test_a_soft_profile_cites_soft_texts_and_asks_for_no_treaty(profile: str) -> None:
    """Soft and law are never mixed."""
    world = Facts({"available": False, "bound": {"bound": False, "reason": "Nobody is bound"}})
    procedure = request_with(profile=profile)
    play = asked(procedure=procedure, world=world)
    row = next(r for r in procedure.steps if r.key == "serve_request")
    assert {"SOFT"} == {str(c.binding) for c in row.under}
    assert "voluntary" == play.case.tracks["planning:JPN"].basis


def test_at_agency_level_a_mandated_liaison_files_alone_and_the_paper_says_what_it_is() -> None:
    """No ministry, no treaty: the agencies' own clause is cited as agreed between them."""
    procedure = notice_with(level="agency", agreement="Exercise arrangement", clause="clause 7")
    play = Play(procedure, "2027-01-04", {"planning": [JAPAN]}, NOTHING_ELSE)
    play.take("start_assessment", hand(JAPAN, "draft"), "2027-01-04")
    assert "mandate to file under the agreement" in str(
        play.refused("serve_notice", hand(JAPAN, "draft"), "2027-01-11")
    )
    act = play.take("serve_notice", hand(JAPAN, "draft", "dispatch"), "2027-01-11", filing={"addressees": [KOREA]})
    assert (("Exercise arrangement", "clause 7", "LAW_A"),) == act.basis
    assert "agency level, not a treaty filing" in procedure.title


def test_an_agency_matter_is_raised_to_treaty_level_by_a_link_and_goes_on() -> None:
    """What was filed stays an agency paper."""
    procedure = notice_with(level="agency")
    world = Facts({"available": True})
    play = served(KOREA, procedure=procedure, world=world)
    play.take("raise_to_treaty", KOREA, "2027-02-01")
    assert ("open", ("raised_to_treaty",)) == (play.state(), play.case.flags)
    assert "raise_to_treaty" not in NOTICE.rows


def test_a_period_that_an_agreement_gives_is_law_between_its_parties() -> None:
    """Only then may a period here be shown as more than a product default."""
    from workflows.article_ix.terms import NoticeTerms
    from workflows.kernel.terms import AGREEMENT
    from workflows.ost9 import notice

    agreed = NoticeTerms().layered(AGREEMENT, {"reply": "P20D"}, "EXERCISE article 5")
    limits = {limit.key: str(limit.binding) for limit in notice(agreed).limits}
    assert ("LAW_A", "DEFAULT") == (limits["reply"], limits["window"])


def test_a_suspension_stops_the_product_periods_until_the_agreed_day() -> None:
    """All who take part agree; the days are added."""
    play = consulting(KOREA)
    for party in JAPAN, KOREA:
        play.take("suspend", party, "2027-02-01", filing={"until": "2027-02-10"})
    assert "suspended" == play.state()
    play.take("resume", JAPAN, "2027-02-06", filing={"remark": "[exercise]"})
    play.take("resume", KOREA, "2027-02-06", filing={"remark": "[exercise]"})
    assert ("consulting", "2027-03-26") == (play.state(), play.ends("window"))


def test_the_record_of_a_long_case_reads_back_to_the_same_case() -> None:
    """Replay from stored text gives state, tracks, limits and flags."""
    play = consulting(KOREA, FRANCE)
    play.take("table_measures", JAPAN, "2027-02-01")
    play.take("ask_changes", KOREA, "2027-02-10")
    play.take("change_activity", JAPAN, "2027-02-20")
    play.take("report_proceeding", JAPAN, "2027-12-01")
    play.pass_time("2028-01-01")
    assert play.replayed() == play.case
    assert utc("2027-01-04") == play.case.opened_on
