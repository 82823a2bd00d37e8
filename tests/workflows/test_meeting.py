"""A meeting: agenda, delegations, the gavel, the record and what follows, each kind by its own rules."""

import pytest

from tests.workflows.kernel.play import Play
from workflows.kernel.view import Facts
from workflows.meeting import meeting
from workflows.meetings.frame import KINDS, MeetingTerms

DIALOGUE = meeting(MeetingTerms(kind="dialogue"))
CONSULTATION = meeting(MeetingTerms(kind="consultation"))
PLENARY = meeting(MeetingTerms(kind="plenary", charter="copuos-draft"))
ROLLS = {"roll:lunar_participation:copuos-draft:member": ["ROU", "PAK", "DEU", "IND"],
         "roll:lunar_participation:copuos-draft:observer": ["BRA"]}  # fmt: skip
BEGINS = {"at": "2027-06-15T10:00:00+02:00", "zone": "Europe/Vienna"}
CALL = {"meeting_title": "Third meeting", "place": "Beijing", "planned_on": "2027-06-15"}
NAMED = {**CALL, "parties": "CHN", "items": [{"text": "Lunar data"}]}
BOTH = ("USA", "CHN")


def called() -> Play:
    """Play until the United States has called China, on 1 February 2027."""
    play = Play(DIALOGUE, "2027-01-10", {"convener": ["USA"]})
    play.take("call_meeting", "USA", "2027-02-01", filing=NAMED)
    return play


def together(play: Play, step: str, at: str, **rest: object) -> None:
    """Let both sides take a step on the same text."""
    for party in BOTH:
        play.take(step, party, at, **rest)


def scheduled() -> Play:
    """Play until both have announced a delegation and confirmed the meeting for 15 June 2027."""
    play = called()
    for party in BOTH:
        play.take("announce_delegation", party, "2027-05-01")
    together(play, "confirm", "2027-05-10", filing={"starts_at": BEGINS, "place": "Beijing"})
    return play


def held() -> Play:
    """Play until the meeting is in session."""
    play = scheduled()
    together(play, "hold", "2027-06-15T08:00", filing={"present": list(BOTH)})
    return play


def plenary(*present: str) -> Play:
    """Play a plenary of Romania's chair until it is in session with those present."""
    play = Play(PLENARY, "2027-01-10", {"convener": ["ROU"]}, Facts(ROLLS))
    play.take("call_meeting", "ROU", "2027-02-01", filing={**CALL, "items": [{"text": "Form of notices"}]})
    play.take("confirm", "ROU", "2027-05-01", filing={"starts_at": BEGINS, "place": "Vienna"})
    for party in (*present, "BRA"):
        play.take("announce_delegation", party, "2027-06-01")
    play.take("hold", "ROU", "2027-06-15T08:00", filing={"present": [*present, "BRA"]})
    return play


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_one_procedure_whose_periods_are_all_aims_of_the_product(kind: str) -> None:
    """No period of a meeting is law, and what a mechanism convenes says that it is a proposal."""
    made = meeting(MeetingTerms(kind=kind))
    assert {"DEFAULT"} >= {str(limit.binding) for limit in made.limits} - {"SOFT"}
    assert (kind in ("plenary", "working_group")) is ("proposal, not law" in made.title)


def test_a_meeting_counts_back_from_its_first_day() -> None:
    """Called 120 days before, items 45 days before, confirmed 30 days before 15 June 2027."""
    play = called()
    assert ("2027-02-15", "2027-05-01", "2027-05-16") == (
        play.ends("calling"), play.ends("items"), play.ends("confirmation"))  # fmt: skip
    assert ("agenda_negotiation", "proposed") == (play.state(), play.state("item:1"))


def test_a_joint_item_needs_the_other_side_and_what_it_leaves_is_listed_as_raised_by_one() -> None:
    """Whoever put it forward cannot agree to it; at the confirmation it stays as raised by one side."""
    play = called()
    assert "item:1" not in {one.partition("@")[2] for one in play.offered("USA", "2027-02-02") if "agree_item" in one}
    play.take("add_item", "CHN", "2027-02-03", filing={"words": "Samples"})
    play.take("agree_item", "CHN", "2027-02-04", track="item:1")
    for party in BOTH:
        play.take("announce_delegation", party, "2027-05-01")
    together(play, "confirm", "2027-05-10", filing={"starts_at": BEGINS, "place": "Beijing"})
    assert ("adopted", "raised") == (play.state("item:1"), play.state("item:2"))


def test_a_late_item_is_taken_and_marked_late() -> None:
    """The period for items has passed on 2 May 2027; an aim of the product forbids nothing."""
    act = called().take("add_item", "CHN", "2027-05-03", filing={"words": "Samples"})
    assert act.late


def test_a_reservation_strikes_nothing_and_only_the_proposer_strikes_its_item() -> None:
    """An objection to an item leaves it listed, with a reservation."""
    play = called()
    play.take("reserve_item", "CHN", "2027-02-05", track="item:1")
    assert "raised" == play.state("item:1")
    assert "strike_item@item:1" not in play.offered("CHN", "2027-02-06")
    play.take("strike_item", "USA", "2027-02-06", track="item:1")
    assert "struck" == play.state("item:1")


def test_a_meeting_is_confirmed_by_both_and_not_before_both_delegations_are_named() -> None:
    """One hand alone leaves it where it is."""
    play = called()
    play.take("announce_delegation", "USA", "2027-05-01")
    why = play.refused("confirm", "USA", "2027-05-02", filing={"starts_at": BEGINS, "place": "Beijing"})
    assert str(why).startswith("Fewer than 2 (delegation) are")
    play.take("announce_delegation", "CHN", "2027-05-03")
    play.take("confirm", "USA", "2027-05-04", filing={"starts_at": BEGINS, "place": "Beijing"})
    assert "agenda_negotiation" == play.state()
    play.take("confirm", "CHN", "2027-05-05", filing={"starts_at": BEGINS, "place": "Beijing"})
    assert ("scheduled", BEGINS) == (play.state(), play.case.facts["starts_at"])


def test_a_meeting_does_not_end_before_it_begins() -> None:
    """The instants are compared as instants, whatever zones they are given in."""
    play = called()
    for party in BOTH:
        play.take("announce_delegation", party, "2027-05-01")
    ends = {"at": "2027-06-15T07:59:00+00:00", "zone": "UTC"}
    why = play.refused("confirm", "USA", "2027-05-02", filing={"starts_at": BEGINS, "ends_at": ends, "place": "B"})
    assert "“It is to end” lies after “The meeting begins”." == str(why)


def test_the_reminder_of_a_postponed_meeting_recurs_every_ninety_days_until_it_has_a_date() -> None:
    """Postponed on 1 June 2027: 30 August, 28 November; a new date stops it."""
    play = scheduled()
    play.take("postpone", "CHN", "2027-06-01", filing={"reason": "Nobody can travel."})
    assert ("postponed", "2027-08-30") == (play.state(), play.ends("reminder"))
    play.pass_time("2027-09-01")
    assert "2027-11-28" == play.ends("reminder")
    play.take("reset", "USA", "2027-10-01", filing={"starts_at": {**BEGINS, "at": "2027-12-01T10:00:00+01:00"}})
    assert ("scheduled", "stopped 2027-11-28") == (play.state(), play.ends("reminder"))


def test_an_unscheduled_meeting_stands_at_once_and_opens_when_both_are_named() -> None:
    """The hotline skips the agenda and its periods."""
    play = Play(DIALOGUE, "2027-01-10", {"convener": ["USA"]})
    play.take("call_at_once", "USA", "2027-01-10", filing={**NAMED, "starts_at": BEGINS, "reason": "A close approach."})
    assert ("scheduled", set()) == (play.state(), set(play.case.limits))
    assert "hold" not in play.offered("CHN", "2027-01-11")
    for party in BOTH:
        play.take("announce_delegation", party, "2027-01-11")
    assert "hold" in play.offered("CHN", "2027-01-11")


def test_an_observer_of_a_dialogue_needs_both_chairs() -> None:
    """One hand leaves the observer outside; with both it may send a delegation and decides nothing."""
    play = called()
    play.take("admit_observer", "USA", "2027-02-10", filing={"observer": "KOR"})
    assert "KOR" not in play.case.parties.get("observer", ())
    play.take("admit_observer", "CHN", "2027-02-11", filing={"observer": "KOR"})
    assert {"announce_delegation"} == {one for one in play.offered("KOR", "2027-02-12") if "make" not in one}


def test_either_side_prevents_a_conclusion_and_both_present_conclude() -> None:
    """An objection leaves the item without consensus; new words are put and concluded by both hands."""
    play = held()
    words = {"conclusion": "Data go out in a year."}
    play.take("put_to_meeting", "USA", "2027-06-15T09:00", track="item:1", filing=words)
    play.take("object", "CHN", "2027-06-15T09:05", track="item:1")
    assert "objected" == play.state("item:1")
    assert "gavel@item:1" not in play.offered("USA", "2027-06-15T09:06")
    better = {"conclusion": "Data go out in two years."}
    play.take("put_to_meeting", "CHN", "2027-06-15T10:00", track="item:1", filing=better)
    together(play, "gavel", "2027-06-15T10:10", track="item:1", filing=better)
    assert "concluded" == play.state("item:1")


def test_whoever_is_absent_has_not_objected_and_cannot() -> None:
    """India is a member and announced no delegation: it cannot object, and the gavel falls without it."""
    play = plenary("ROU", "DEU")
    play.take("put_to_meeting", "ROU", "2027-06-15T09:00", track="item:1")
    why = play.refused("object", "IND", "2027-06-15T09:01", track="item:1")
    assert ("Only a party that is present speaks and objects; absence is no objection.", "LCM decisions") == (
        str(why), str(why.under[0]))  # fmt: skip
    play.take("gavel", "ROU", "2027-06-15T09:02", track="item:1")
    assert "concluded" == play.state("item:1")


def test_one_member_present_prevents_consensus_and_a_second_objection_is_recorded_too() -> None:
    """The chair cannot conclude; the item is left open when the meeting ends."""
    play = plenary("ROU", "DEU", "IND")
    play.take("put_to_meeting", "ROU", "2027-06-15T09:00", track="item:1")
    play.take("object", "IND", "2027-06-15T09:01", track="item:1")
    act = play.take("object", "DEU", "2027-06-15T09:02", track="item:1")
    assert ("objected", "DEU") == (play.state("item:1"), act.party)
    assert "No consensus" in str(play.refused("gavel", "ROU", "2027-06-15T09:03", track="item:1"))
    play.take("enter_record_drafting", "ROU", "2027-06-15T12:00")
    assert ("record_drafting", "left_open") == (play.state(), play.state("item:1"))


def test_an_observer_does_not_object_and_speaks_once_the_chair_gives_the_floor() -> None:
    """The charter gives observers a voice on invitation and no veto."""
    play = plenary("ROU", "DEU")
    play.take("put_to_meeting", "ROU", "2027-06-15T09:00", track="item:1")
    assert not {one for one in play.offered("BRA", "2027-06-15T09:01") if one.startswith(("object", "speak"))}
    play.take("give_floor", "ROU", "2027-06-15T09:02", track="delegation:BRA")
    assert "speak@item:1" in play.offered("BRA", "2027-06-15T09:03")
    assert "object@item:1" not in play.offered("BRA", "2027-06-15T09:03")


def test_only_chair_or_secretariat_under_the_charter_calls_a_plenary() -> None:
    """Germany is a member and no chair."""
    play = Play(PLENARY, "2027-01-10", {"convener": ["DEU"]}, Facts(ROLLS))
    why = play.refused("call_meeting", "DEU", "2027-02-01", filing=CALL)
    assert "DEU is neither a chair nor the secretariat under this charter." == str(why)


def test_credentials_that_are_missing_bar_nobody_and_the_finding_stands() -> None:
    """The other side finds on credentials; a delegation whose credentials are missing takes its seat all the same."""
    play = scheduled()
    play.take("present_credentials", "CHN", "2027-06-01", track="delegation:CHN")
    assert "find_on_credentials@delegation:CHN" not in play.offered("CHN", "2027-06-02")
    play.take("find_on_credentials", "USA", "2027-06-02", track="delegation:CHN", filing={"finding": "missing"})
    assert "missing" == play.state("delegation:CHN")
    together(play, "hold", "2027-06-15T08:00", filing={"present": list(BOTH)})
    assert "present" == play.state("delegation:CHN")


@pytest.mark.parametrize(("day", "alone"), [("2027-08-13", False), ("2027-08-14", False), ("2027-08-15", True)])
def test_after_sixty_days_either_side_leaves_the_record_unagreed(day: str, alone: bool) -> None:
    """The meeting ended on 15 June 2027; until 14 August only both together leave it so."""
    play = held()
    play.take("enter_record_drafting", "CHN", "2027-06-15T12:00")
    play.take("leave_record_unagreed", "CHN", day)
    assert ("record_unagreed" if alone else "record_drafting") == play.state()


def test_each_side_files_its_own_record_only_where_none_was_agreed() -> None:
    """Two national records stand side by side."""
    play = held()
    play.take("enter_record_drafting", "CHN", "2027-06-15T12:00")
    together(play, "leave_record_unagreed", "2027-06-20")
    together(play, "file_own_record", "2027-06-25")
    assert ("record_unagreed", 2) == (play.state(), play.case.done["file_own_record"].count)


def test_an_action_item_has_owner_and_day_and_a_reminder_fourteen_days_after_it() -> None:
    """Due on 1 September 2027, reminder on 15 September; the meeting closes when it has moved on."""
    play = held()
    play.take("enter_record_drafting", "CHN", "2027-06-15T12:00")
    together(play, "agree_record", "2027-06-20", filing={"text": "Both sides talked of lunar data."})
    item = {"owner": "CHN", "task": "Send the list.", "due_on": "2027-09-01"}
    together(play, "open_actions", "2027-06-21", filing=item)
    assert ("CHN", "2027-09-01") == (play.case.tracks["action:1"].party, play.ends("action_due:1"))
    assert "report_action@action:1" not in play.offered("USA", "2027-06-22")
    play.pass_time("2027-09-02")
    assert "2027-09-15" == play.ends("action_reminder:1")
    why = play.refused("close_meeting", "USA", "2027-09-02")
    assert "An action item is neither done nor taken up elsewhere." == str(why)
    play.take("move_action_on", "USA", "2027-09-03", track="action:1")
    together(play, "close_meeting", "2027-09-04")
    assert ("closed", play.case) == (play.state(), play.replayed())


def test_a_member_that_objects_holds_up_the_record_until_another_version_is_tabled() -> None:
    """In a plenary the chair finds that nobody objects; between the versions it cannot."""
    play = plenary("ROU", "DEU", "IND")
    play.take("enter_record_drafting", "ROU", "2027-06-15T12:00")
    words = [{"key": "1", "text": "Nothing was concluded."}]
    play.take("table_text", "ROU", "2027-06-16", filing={"clauses": words})
    play.take("object_to_record", "IND", "2027-06-17")
    assert "A member objects to the record" in str(
        play.refused("agree_record", "ROU", "2027-06-18", filing={"clauses": words})
    )
    version = play.case.facts["tabled"]["version"]
    play.take("table_text", "ROU", "2027-06-19", filing={"follows": version, "clauses": words})
    play.take("agree_record", "ROU", "2027-06-20", filing={"clauses": words})
    assert ("record_agreed", play.case) == (play.state(), play.replayed())


def test_statements_are_public_in_a_plenary_and_for_the_parties_between_them() -> None:
    """Agenda and record keep their own levels: parties only, or everybody convened."""
    levels = {
        made.terms["kind"]: tuple(made.rows[step][0].level for step in ("add_item", "speak", "agree_record"))
        for made in (PLENARY, CONSULTATION, meeting(MeetingTerms(kind="working_group")))
    }
    assert {
        "plenary": ("C1", "C0", "C2"),
        "consultation": ("C2", "C2", "C2"),
        "working_group": ("C1", "C1", "C2"),
    } == levels
    assert "C0" == DIALOGUE.rows["issue_statement"][0].level
