"""Registration after the publication: changes, supervision, loss, a second entry, requests to identify, stations."""

from typing import Any

import pytest

from tests.workflows.kernel.play import hand
from tests.workflows.registered import DATA, PROCEDURE, furnished, recorded

MODULE = {"key": "Laboratory", "whose": "ours", "docked_on": "2027-06-10", "designator": "2027-020A"}


def test_a_change_of_status_is_typed_and_told_within_the_period_of_its_own_law() -> None:
    """Sixty days from the change for China, from memory; the record of it is for its own State until it is told."""
    play = recorded()
    changes = [{"change": "disposal_orbit"}, {"change": "separated", "designator": "2027-012C"}]
    act = play.take("status_change", hand("CHN", "draft"), "2028-01-20",
                    filing={"changed_on": "2028-01-01", "changes": changes})  # fmt: skip
    limit = play.case.limits["status_update"]
    assert ("status_update_due", "C4", (), "2028-03-01", "LAW_N") == (
        play.state(), act.level, act.told, str(limit.expires_on), limit.binding,
    )  # fmt: skip
    late = play.take("enter_furnished", "CHN", "2028-03-02", filing={"changed_on": "2028-01-01", "changes": changes})
    assert ("furnished", True, ("OOSA",)) == (play.state(), late.late, late.told)
    play.take("record", "OOSA", "2028-05-01", filing={"published_on": "2028-04-30"})
    assert "recorded" == play.state()


def test_another_state_has_a_target_for_the_change_and_no_law() -> None:
    """The number is the same, the binding is not."""
    play = recorded("JPN")
    play.take("status_change", "JPN", "2028-01-20", filing={"changed_on": "2028-01-01"})
    assert "DEFAULT" == play.case.limits["status_update"].binding


def test_a_launching_state_learned_of_later_is_furnished_as_a_correction() -> None:
    """It takes part from then on; what was furnished before stays on record."""
    play = recorded()
    play.take("correct_furnishing", "CHN", "2027-09-01", filing={**DATA, "new_launchers": ["FRA"]})
    assert ("furnished", "named", ("FRA",)) == (
        play.state(), play.state("launcher:FRA"), play.case.parties["co_launcher"],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("at", "alone"), [("2028-02-08", False), ("2028-02-09", False), ("2028-02-10", True)], ids=str
)  # fmt: skip
def test_a_change_of_supervision_takes_the_notes_of_both_states(at: str, alone: bool) -> None:
    """Thirty days from 10 January by a target; then the State of registry goes on alone."""
    play = recorded()
    body = {"transferred_on": "2028-01-01", "supervising": "CAN"}
    act = play.take("supervision_transfer", "CHN", "2028-01-10", filing=body)
    assert ("supervision_changed", "2028-02-09", "GA62_101") == (
        play.state(),
        play.ends("supervision"),
        act.basis[0][0],
    )
    play.pass_time(at)
    assert alone == ("enter_recorded" in play.offered("CHN", at))
    note = play.take("enter_recorded", "CAN", at)
    assert (alone, "recorded", ("CHN", "OOSA")) == (note.late, play.state(), note.told)


def test_only_the_state_that_is_named_last_confirms_a_change_of_supervision() -> None:
    """One that supervised before has no hand in the next change."""
    play = recorded()
    for at, state in ("2028-01-10", "CAN"), ("2029-01-10", "BRA"):
        play.take("supervision_transfer", "CHN", at, filing={"transferred_on": "2028-01-01", "supervising": state})
        if state == "CAN":
            play.take("enter_recorded", "CAN", "2028-01-20")
    assert "This is for BRA, and not for CAN." == str(play.refused("enter_recorded", "CAN", "2029-01-20"))
    play.take("enter_recorded", "BRA", "2029-01-21")
    assert "recorded" == play.state()


@pytest.mark.parametrize("start", [recorded, furnished], ids=["recorded", "furnished"])
def test_an_object_that_is_lost_is_told_of_and_its_record_completed(start: Any) -> None:
    """Also before its publication; the final record is the keeper's or, where that is silent, the State's own."""
    play = start()
    act = play.take("loss", "CHN", "2027-07-10", filing={"lost_on": "2027-07-01", "mode": "reentered"})
    assert ("object_lost", "2027-07-31", ("REG", "IV(3)", "LAW_T")) == (play.state(), play.ends("loss"), act.basis[0])
    play.take("enter_closed", "CHN", "2027-08-01")
    assert ("closed", play.case) == (play.state(), play.replayed())


def test_what_came_down_is_linked_to_the_case_on_the_object_found() -> None:
    """By its reference; both cases show the link."""
    links = {row.link.kind for row in PROCEDURE.steps if row.link and row.link.field and not row.common}
    assert {"found_object", "supervision", "other_entry", "object_to_identify", "contested_entry"} == links


def test_a_second_entry_is_settled_and_one_of_them_annotated() -> None:
    """Reported by a launching State or by the keeper; the published entry stays meanwhile."""
    play = recorded()
    play.take("double_entry_found", "OOSA", "2027-09-01", filing={"other": "FRA"})
    assert ("registrant_disputed", "2027-10-01", "2027-10-31") == (
        play.state(), play.ends("double_entry"), play.ends("settling"),
    )  # fmt: skip
    assert "register_provisionally" not in play.offered("CHN", "2027-12-01")
    body = {"registrant": "CHN", "annotation": "The entry of France refers to that of China."}
    for party in ("CHN", "FRA"):
        play.take("settle_registrant", party, "2027-12-02", filing=body, exact=True)
    assert ("recorded", "CHN") == (play.state(), play.case.facts["registrant"])


def test_an_entry_may_be_contested_without_being_moved() -> None:
    """Both notes stand side by side."""
    play = recorded()
    play.take("correct_furnishing", "CHN", "2027-09-01", filing={**DATA, "new_launchers": ["FRA"]})
    play.take("contest_entry", "FRA", "2027-09-10", filing={"reasons": "We launched it.", "case": "REGO-2027-ABCDEF"})
    play.take("state_position", "CHN", "2027-09-20")
    assert ("furnished", True) == (play.state(), "entry_contested" in play.case.flags)


@pytest.mark.parametrize(("at", "late"), [("2027-06-24", False), ("2027-06-25", False), ("2027-06-26", True)], ids=str)
def test_any_state_asks_for_help_to_identify_an_object_and_is_answered(at: str, late: bool) -> None:
    """Directly or through the Secretary-General; the registration stays where it is."""
    play = recorded()
    play.take("identify_object_request", "AUS", "2027-06-10")
    play.take("identify_object_request", "OOSA", "2027-06-11", filing={"party": "CHL"})
    assert ("recorded", "2027-06-25", "2027-06-26") == (
        play.state(),
        play.ends("enquiry:AUS"),
        play.ends("enquiry:CHL"),
    )
    act = play.take("answer_enquiry", "CHN", at, track="enquiry:AUS")
    assert (late, "answered", "asked") == (act.late, play.state("enquiry:AUS"), play.state("enquiry:CHL"))
    assert ("REG", "VI", "LAW_T") == act.basis[0]


def test_modules_stand_beside_the_entry_of_their_station_and_leave_it() -> None:
    """Each by its name; a name is there once."""
    play = recorded(object_kind="station")
    play.take("add_modules", "CHN", "2027-06-15", filing={"modules": [MODULE, {**MODULE, "key": "Hub"}]})
    assert ("attached", "attached") == (play.state("module:Laboratory"), play.state("module:Hub"))
    why = play.refused("add_modules", "CHN", "2027-06-16", filing={"modules": [MODULE]})
    assert "already here" in str(why)
    play.take("module_left", "CHN", "2030-01-01", track="module:Hub", filing={"left_on": "2029-12-31"})
    assert ("gone", "attached", "recorded") == (
        play.state("module:Hub"), play.state("module:Laboratory"), play.state(),
    )  # fmt: skip


def test_a_foreign_module_is_registered_by_its_own_state_and_has_a_note_on_jurisdiction() -> None:
    """Jurisdiction follows the registry, so that what holds between the two is told."""
    play = recorded(object_kind="station")
    foreign = {**MODULE, "whose": "foreign", "registered_by": "FRA"}
    why = play.refused("add_modules", "CHN", "2027-06-15", filing={"modules": [foreign]}, exact=True)
    assert ("OST VIII s1", "interface") == (str(why.under[0]), why.refusals[0].field)
    play.take("add_modules", "CHN", "2027-06-15", filing={"modules": [foreign], "interface": "Agreement of 2025."})
    assert "attached" == play.state("module:Laboratory")


def test_the_sheet_of_a_station_is_voluntary_and_replaced_by_a_later_one() -> None:
    """Its questions are the product's or soft; no period runs for it, and everybody may read it."""
    play = recorded(object_kind="station")
    body = {"as_of": "2027-06-10", "persons": 3, "of_states": ["CHN", "FRA"]}
    for at in ("2027-06-15", "2028-06-15"):
        act = play.take("file_station_sheet", "CHN", at, filing=body)
        assert ("C0", "recorded") == (act.level, play.state())
    spec = PROCEDURE.rows["file_station_sheet"][0].filing
    assert spec is not None
    assert {"activity_plan", "supply", "persons", "life", "end"} <= {one.key for one in spec.fields}
    assert not [row for row in PROCEDURE.rows["file_station_sheet"] if row.starts]


@pytest.mark.parametrize("step", ["add_modules", "file_station_sheet"])
def test_what_is_for_stations_is_not_open_for_a_satellite(step: str) -> None:
    """Refused with the reason, and not offered."""
    play = recorded()
    why = play.refused(step, "CHN", "2027-06-15")
    assert ("This is for a station and its modules.", "closed") == (str(why), why.kind)
    assert step not in play.offered("CHN", "2027-06-15")
