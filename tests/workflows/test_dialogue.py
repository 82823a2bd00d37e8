"""A series of meetings: silence ends nothing, either side pauses alone, and a committee agrees on an outline."""

from dataclasses import replace
from typing import Any

import pytest

from tests.workflows.kernel.play import Play, hand
from workflows.dialogue import dialogue
from workflows.dialogues.frame import HELD
from workflows.dialogues.terms import COMMITTEE, SeriesTerms
from workflows.kernel.view import Facts
from workflows.meeting import meeting
from workflows.meetings.frame import DIALOGUE, KINDS, STATES, MeetingTerms

USA, CHINA, JAPAN = "USA", "CHN", "JPN"
SERIES = dialogue(SeriesTerms())
JOINT = dialogue(replace(SeriesTerms(), kind=COMMITTEE))
ALONE = Facts()
OUTLINE: dict[str, Any] = {
    "outline_title": "Outline 2027 to 2031",
    "begins_on": "2027-04-01",
    "ends_on": "2031-03-31",
    "review_on": "2029-04-01",
    "text": "As listed.",
    "projects": [{"key": "flames", "what": "Flames", "party": USA}, {"key": "bones", "what": "Bones", "party": CHINA}],
}


def proposed(of: Any = SERIES, world: Facts = ALONE) -> Play:
    """Play until the United States has proposed a series to China on 11 January 2027."""
    play = Play(of, "2027-01-11", {"proposing": [USA]}, world)
    play.take("propose", USA, "2027-01-11", filing={"partner": CHINA})
    return play


def both(play: Play, step: str, at: str, **rest: Any) -> None:
    """Lay the hands of both governments on one text."""
    play.take(step, CHINA, at, **rest)
    filing = rest.pop("filing", None)
    play.take(step, USA, at, filing=filing, **rest)


def established(of: Any = SERIES, world: Facts = ALONE) -> Play:
    """Play until both have established it, on 1 February 2027."""
    play = proposed(of, world)
    both(play, "establish", "2027-02-01", filing={"series_title": "Series", "cycle": 12})
    return play


def called(world: Facts = ALONE) -> Play:
    """Play until China has called a first meeting."""
    play = established(world=world)
    play.take("call_meeting", CHINA, "2027-03-01")
    return play


def committee() -> Play:
    """Play until a joint committee has adopted its outline, on 15 March 2027."""
    play = established(JOINT)
    both(play, "adopt_outline", "2027-03-15", filing=OUTLINE)
    return play


def test_no_period_of_a_series_is_law_and_the_days_of_an_outline_are_agreed() -> None:
    """Every number is the product's; the day of a review is what both agreed on, which no pause moves."""
    bindings = {limit.key: str(limit.binding) for limit in JOINT.limits}
    assert {"answer": "DEFAULT", "sleep": "DEFAULT", "review": "LAW_A", "outline": "LAW_A"} == bindings
    assert {"DEFAULT"} == {str(limit.binding) for limit in SERIES.limits}
    assert SERIES.under[0].is_product
    assert JOINT.rows["put_dispute"][0].under == JOINT.under


def test_one_government_alone_establishes_nothing() -> None:
    """Both hands lie on the same terms of reference; other words begin anew."""
    play = proposed()
    play.take("establish", CHINA, "2027-01-20", filing={"series_title": "Series", "cycle": 12})
    assert "proposed" == play.state()
    play.take("establish", USA, "2027-01-21", filing={"series_title": "Series", "cycle": 6})
    assert "proposed" == play.state()
    play.take("establish", CHINA, "2027-01-22", filing={"series_title": "Series", "cycle": 6})
    assert "running" == play.state()


def test_no_government_proposes_a_series_to_itself() -> None:
    """Two sides are needed."""
    play = Play(SERIES, "2027-01-11", {"proposing": [USA]}, ALONE)
    no = play.refused("propose", USA, "2027-01-11", filing={"partner": USA})
    assert ("content", "partner") == (no.kind, no.refusals[0].field)


@pytest.mark.parametrize(
    ("at", "state"), [("2027-03-11", "proposed"), ("2027-03-12", "proposed"), ("2027-03-13", "dormant")], ids=str
)
def test_an_invitation_without_an_answer_is_dormant_and_not_ended(at: str, state: str) -> None:
    """E1: sixty days from 11 January 2027 end on 12 March; the day before, the day, the day after."""
    play = proposed()
    assert "2027-03-12" == play.ends("answer")
    play.pass_time(at)
    assert state == play.state()


def test_an_answer_after_that_is_an_answer() -> None:
    """E5: late acceptance establishes the series; until then no meeting is called."""
    play = proposed()
    no = play.refused("call_meeting", USA, "2027-03-20")
    assert "not established yet" in str(no)
    both(play, "establish", "2027-04-01", filing={"series_title": "Series", "cycle": 12})
    assert ("running", "2028-10-01") == (play.state(), play.ends("sleep"))


def test_a_government_may_decline_and_after_it_was_established_it_ends_by_notice() -> None:
    """Saying no is the invited government's own."""
    play = proposed()
    assert "standing" == play.refused("decline_series", USA, "2027-01-20").kind
    play.take("decline_series", CHINA, "2027-01-20")
    assert "ended" == play.state()
    again = established()
    again.pass_time("2028-08-02")
    assert "ended by notice" in str(again.refused("decline_series", CHINA, "2028-08-03"))


@pytest.mark.parametrize(
    ("at", "state"), [("2028-07-31", "running"), ("2028-08-01", "running"), ("2028-08-02", "dormant")], ids=str
)
def test_eighteen_months_without_a_meeting_make_a_series_dormant(at: str, state: str) -> None:
    """Established on 1 February 2027."""
    play = established()
    play.pass_time(at)
    assert state == play.state()


def test_a_call_wakes_a_dormant_series_and_the_months_are_counted_anew() -> None:
    """Nothing had ended."""
    play = established()
    play.pass_time("2028-08-02")
    play.take("call_meeting", CHINA, "2028-09-01")
    assert ("running", "2030-03-01") == (play.state(), play.ends("sleep"))


def test_a_meeting_is_a_case_of_its_own_of_the_kind_of_a_dialogue() -> None:
    """It is opened with the call, at the level of the series; a record that is not agreed is a matter of that case."""
    for step in ("call_meeting", "call_hotline"):
        row = SERIES.rows[step][0]
        assert row.link is not None
        assert ("meeting", "meeting", (("kind", DIALOGUE), ("level", "treaty"))) == (
            row.link.kind,
            row.link.procedure,
            row.link.gives,
        )
    agency = dialogue(replace(SeriesTerms(), level="agency"))
    given = [row.link.gives for row in agency.rows["call_meeting"] if row.link]
    assert [(("kind", DIALOGUE), ("level", "agency"))] * 2 == given
    assert set(HELD) <= {state.key for state in STATES}
    assert DIALOGUE in KINDS


def test_a_meeting_that_its_own_case_shows_as_held_is_recorded_by_one_side() -> None:
    """The months are counted from the day on which it was held."""
    play = called(Facts({"linked:meeting": ["record_drafting"]}))
    filing = {"held_on": "2027-06-01"}
    play.take("record_held", USA, "2027-06-10", filing=filing, track="meeting:1")
    assert ("held", "2028-12-01") == (play.state("meeting:1"), play.ends("sleep"))


def test_a_meeting_held_elsewhere_needs_the_hands_of_both() -> None:
    """A linked case that is counted already proves no second meeting."""
    play = called(Facts({"linked:meeting": ["closed"]}))
    play.take("record_held", USA, "2027-06-10", filing={"held_on": "2027-06-01"}, track="meeting:1")
    play.take("call_meeting", USA, "2027-07-01")
    play.take("record_held", USA, "2027-08-10", filing={"held_on": "2027-08-01"}, track="meeting:2")
    assert "called" == play.state("meeting:2")
    play.take("record_held", CHINA, "2027-08-11", filing={"held_on": "2027-08-01"}, track="meeting:2")
    assert ("held", "2029-02-01") == (play.state("meeting:2"), play.ends("sleep"))


def test_no_meeting_is_recorded_before_its_day_or_before_the_last_one() -> None:
    """What is still to come was not held; what lies before the last one was counted."""
    play = called(Facts({"linked:meeting": ["held", "held"]}))
    no = play.refused("record_held", USA, "2027-06-10", filing={"held_on": "2027-06-12"}, track="meeting:1")
    assert "still to come" in str(no)
    play.take("record_held", USA, "2027-06-10", filing={"held_on": "2027-06-10"}, track="meeting:1")
    play.take("call_meeting", USA, "2027-07-01")
    no = play.refused("record_held", USA, "2027-07-02", filing={"held_on": "2027-06-09"}, track="meeting:2")
    assert "on record already" in str(no)


def test_a_meeting_that_fell_through_is_no_meeting_of_the_series() -> None:
    """The months run on."""
    play = called()
    play.take("record_fell_through", CHINA, "2027-05-01", track="meeting:1")
    assert ("fell_through", "2028-08-01") == (play.state("meeting:1"), play.ends("sleep"))


def test_another_agency_joins_where_both_chairs_agree() -> None:
    """E2: one hand waits for the other."""
    play = established()
    act = play.take("admit_agency", USA, "2027-03-01", filing={"agency": "USA/other"})
    assert "hand" == act.kind
    act = play.take("admit_agency", CHINA, "2027-03-02", filing={"agency": "USA/other"})
    assert "step" == act.kind


def test_one_side_pauses_alone_and_product_clocks_stop() -> None:
    """E3: by notice; the other side need not agree."""
    play = established()
    play.take("suspend", CHINA, "2027-03-01")
    assert ("suspended", "paused", "here") == (play.state(), play.state("side:CHN"), play.state("side:USA"))
    play.pass_time("2029-01-01")
    assert "suspended" == play.state()
    assert "standing" == play.refused("resume", JAPAN, "2029-01-02").kind
    assert "standing" == play.refused("resume", USA, "2029-01-02", track="side:CHN").kind
    assert "does not apply" in str(play.refused("resume", USA, "2029-01-02"))
    play.take("resume", CHINA, "2029-02-01")
    assert "running" == play.state()
    assert "2030-07-03" < play.ends("sleep") < "2030-07-08"


def test_where_both_pause_the_series_goes_on_when_neither_does() -> None:
    """Each side takes back its own pause, and nobody that of the other."""
    play = established()
    play.take("suspend", CHINA, "2027-03-01")
    assert "does not apply" in str(play.refused("suspend", CHINA, "2027-03-02"))
    assert "standing" == play.refused("suspend", CHINA, "2027-03-02", track="side:USA").kind
    play.take("suspend", USA, "2027-03-05")
    play.take("resume", CHINA, "2027-04-01")
    assert ("suspended", "here") == (play.state(), play.state("side:CHN"))
    play.take("resume", USA, "2027-05-01")
    assert "running" == play.state()


def test_an_item_to_which_one_side_objects_stays_on_the_agenda_of_the_meeting_with_a_reservation() -> None:
    """E4 and E8 are the meeting's own: its procedure for dialogues has both steps."""
    rows = meeting(replace(MeetingTerms(), kind=DIALOGUE)).rows
    assert {"reserve_item", "leave_record_unagreed", "open_actions", "call_at_once"} <= set(rows)


def test_a_matter_that_cannot_wait_is_called_as_an_unscheduled_meeting() -> None:
    """E6: also by one side alone, also of a dormant series, which it wakes."""
    play = established()
    play.pass_time("2028-08-02")
    filing = {"starts_at": {"at": "2028-09-01T09:00:00+00:00", "zone": "UTC"}, "reason": "A close approach."}
    play.take("call_hotline", USA, "2028-09-01", filing=filing)
    assert ("running", "called") == (play.state(), play.state("meeting:1"))


def test_a_third_state_observes_where_both_agree_and_reads_no_record() -> None:
    """E7: an observer has no stake."""
    play = established()
    play.take("admit_observer", USA, "2027-03-01", filing={"observer": JAPAN})
    assert () == play.case.parties.get("observer", ())
    play.take("admit_observer", CHINA, "2027-03-02", filing={"observer": JAPAN})
    assert (JAPAN,) == play.case.parties["observer"]
    assert "standing" == play.refused("call_meeting", JAPAN, "2027-03-03").kind
    levels = {row.level for row in SERIES.steps if not row.common and row.key != "admit_observer"}
    assert {"C2"} == levels


def test_a_series_is_withdrawn_by_whoever_proposed_it_and_ended_by_either() -> None:
    """E3 of the common cases: the record is kept."""
    play = proposed()
    assert "standing" == play.refused("withdraw", CHINA, "2027-01-20").kind
    play.take("withdraw", USA, "2027-01-20")
    assert "withdrawn" == play.state()
    for who in (USA, CHINA):
        other = established()
        other.take("end", who, "2027-06-01")
        assert "ended" == other.state()
        assert not [one for one in other.case.limits.values() if one.status == "running"]


def test_doubt_about_adequacy_is_a_statement() -> None:
    """E8 of the common cases: the product takes no side."""
    play = established()
    play.take("contest_adequacy", CHINA, "2027-03-01")
    assert ("running", True) == (play.state(), "adequacy_contested" in play.case.flags)


def test_an_outline_is_agreed_by_both_and_gives_each_project_its_owner() -> None:
    """One hand adopts nothing; the day of review and the end are those of the text."""
    play = established(JOINT)
    play.take("adopt_outline", CHINA, "2027-03-15", filing=OUTLINE)
    assert "project:flames" not in play.case.tracks
    play.take("adopt_outline", USA, "2027-03-16", filing=OUTLINE)
    assert ("under_way", USA) == (play.state("project:flames"), play.case.tracks["project:flames"].party)
    assert ("2029-04-01", "2031-03-31") == (play.ends("review"), play.ends("outline"))
    assert "adopt_outline" not in SERIES.rows


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"ends_on": "2027-03-31"}, "ends_on"),
        ({"review_on": "2027-03-31"}, "review_on"),
        ({"review_on": "2031-04-01"}, "ends_on"),
        ({"projects": [{"key": "a", "what": "A", "party": JAPAN}]}, "projects"),
        ({"projects": [{"key": "a", "what": "A", "party": USA}, {"key": "a", "what": "B", "party": USA}]}, "projects"),
        ({"text": None}, "text"),
    ],
    ids=["ends before", "reviewed before", "reviewed after its end", "owner elsewhere", "twice", "no text"],
)
def test_an_outline_holds_together(wrong: dict[str, Any], field: str) -> None:
    """Its dates are in order, its owners are the two governments, each project has a name of its own, it has words."""
    no = established(JOINT).refused("adopt_outline", CHINA, "2027-03-15", filing=OUTLINE | wrong, exact=True)
    assert field == no.refusals[0].field.partition("/")[0]


def test_an_outline_is_reviewed_by_both_and_the_next_review_has_its_day() -> None:
    """Nothing is reviewed before there is one."""
    assert "No outline" in str(established(JOINT).refused("review_outline", CHINA, "2027-03-15"))
    play = committee()
    both(play, "review_outline", "2028-04-02", filing={"reviewed_on": "2028-04-01", "review_on": "2028-10-01"})
    assert "2028-10-01" == play.ends("review")


def test_when_the_day_of_review_has_passed_a_review_is_proposed_and_nothing_is_taken() -> None:
    """The outline goes on to hold."""
    play = committee()
    assert {"review": "review_outline", "outline": "adopt_outline"} == {
        limit.key: limit.proposes for limit in JOINT.limits if limit.proposes
    }
    play.pass_time("2029-04-02")
    assert ("lapsed 2029-04-01", "2031-03-31") == (play.ends("review"), play.ends("outline"))


def test_a_pause_stops_the_clocks_of_the_product_and_no_day_that_was_agreed() -> None:
    """The outline goes on to hold while one side pauses."""
    play = committee()
    play.take("suspend", CHINA, "2027-04-01")
    assert ("paused", "running") == (play.case.limits["sleep"].status, play.case.limits["review"].status)


def test_before_it_is_established_a_committee_adopts_no_outline_and_takes_no_dispute() -> None:
    """An invitation without an answer is dormant, and nothing runs in it."""
    play = proposed(JOINT)
    play.pass_time("2027-03-13")
    for step in ("adopt_outline", "put_dispute", "list_dispute", "call_meeting"):
        assert "not established yet" in str(play.refused(step, USA, "2027-03-14"))


def test_an_outline_may_be_adopted_while_no_meeting_is_called() -> None:
    """A dormant committee agrees by both hands as well; that wakes nothing."""
    play = established(JOINT)
    play.pass_time("2028-08-02")
    both(play, "adopt_outline", "2028-09-01", filing=OUTLINE)
    assert ("dormant", "under_way") == (play.state(), play.state("project:flames"))


def test_a_project_is_reported_by_its_owner_and_given_up_by_both() -> None:
    """Nobody reports for another."""
    play = committee()
    assert "standing" == play.refused("complete_project", CHINA, "2027-06-01", track="project:flames").kind
    play.take("report_project", hand(USA, "draft"), "2027-06-01", track="project:flames")
    play.take("complete_project", USA, "2027-07-01", track="project:flames")
    play.take("give_up_project", USA, "2027-07-02", track="project:bones")
    assert ("done", "under_way") == (play.state("project:flames"), play.state("project:bones"))
    play.take("give_up_project", CHINA, "2027-07-03", track="project:bones")
    assert "given_up" == play.state("project:bones")


def test_a_dispute_on_the_agenda_opens_a_case_on_the_stages_of_the_agreement() -> None:
    """The committee is its first stage; what is settled there needs both, what is left to the next stage does not."""
    play = committee()
    act = play.take("put_dispute", CHINA, "2027-05-03")
    begun = next(effect for effect in act.effects if effect[0] == "begin")
    assert ("dispute", "settlement", (("agreement", "station-framework"), ("level", "treaty"))) == begun[1:]
    play.take("settle_dispute", USA, "2027-05-10", track="dispute:1")
    assert "listed" == play.state("dispute:1")
    play.take("settle_dispute", CHINA, "2027-05-11", track="dispute:1")
    play.take("list_dispute", USA, "2027-06-01", filing={"reference": "DIS-2027-1"})
    play.take("leave_dispute", USA, "2027-07-01", track="dispute:2")
    assert ("settled", "not_settled") == (play.state("dispute:1"), play.state("dispute:2"))


def test_under_a_clause_that_does_not_begin_in_a_committee_no_dispute_is_put_there() -> None:
    """The ladder of the agreement says where a dispute begins; the product adds no stage."""
    general = dialogue(replace(SeriesTerms(), kind=COMMITTEE, agreement="gen"))
    assert not {"put_dispute", "list_dispute"} & set(general.rows)
    assert general.under[0].is_product
    assert "adopt_outline" in general.rows


def test_what_was_played_is_read_back_the_same() -> None:
    """The edition from its text, each act from its JSON."""
    play = committee()
    play.take("put_dispute", CHINA, "2027-05-03")
    play.take("suspend", CHINA, "2027-06-01")
    play.take("resume", CHINA, "2027-07-01")
    assert play.case == play.replayed()
