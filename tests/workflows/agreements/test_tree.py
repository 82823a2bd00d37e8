"""What holds where several levels of agreements speak, and who gave each value."""

from pathlib import Path

import pytest

from tests.workflows.agreements.files import write
from workflows.agreements.tree import arrangement
from workflows.parties.reading import InstrumentError

TREATY = """key = "treaty"
title = "Treaty"
kind = "treaty"
instrument = "IGA98"
provision = "23"

[clause]
arb_consent = "case_by_case"
appointing_authority = "agreed"
seat = "Geneva"

[[stage]]
kind = "negotiation"
level = "agency"
title = "Agencies"
mandatory = true
days = 60
start_event = "receipt"

[[stage]]
kind = "negotiation"
level = "government"
title = "Governments"
mandatory = true
days = 90

[[stage]]
kind = "arbitration"
mandatory = false
"""
BELOW = """key = "below"
title = "Memorandum"
kind = "memorandum"
parent = "treaty"
instrument = "IGA98"
grade = "M"
{prevails}

[clause]
arb_consent = "advance"
language = "French"

[[stage]]
kind = "negotiation"
level = "joint_committee"
title = "Committee"
mandatory = true
days = 20

[[stage]]
kind = "negotiation"
level = "agency"
title = "Heads of agencies"
mandatory = true
days = 30

[[stage]]
kind = "mediation"
mandatory = false
"""


def joined(folder: Path, prevails: str = "") -> object:
    """Write the two and join them."""
    write(folder, "treaty", TREATY)
    write(folder, "below", BELOW.format(prevails=prevails))
    return arrangement("below", folder)


def test_the_higher_text_holds_where_two_differ_and_the_lower_one_is_named_as_overruled(tmp_path: Path) -> None:
    """The treaty asks for consent case by case; the memorandum cannot change that."""
    found = joined(tmp_path)
    given = found.given["arb_consent"]
    assert ("case_by_case", "treaty", (("below", "advance"),)) == (found.clause.arb_consent, given.by, given.overruled)


def test_a_lower_text_prevails_where_it_says_so(tmp_path: Path) -> None:
    """And what it overrules is named."""
    found = joined(tmp_path, 'prevails = "own"')
    given = found.given["arb_consent"]
    assert ("advance", "below", (("treaty", "case_by_case"),)) == (found.clause.arb_consent, given.by, given.overruled)


def test_a_level_that_is_silent_takes_what_stands_above_it_and_then_the_general_profile(tmp_path: Path) -> None:
    """Seat from the treaty, language from the memorandum, the number of arbitrators from nobody."""
    found = joined(tmp_path)
    assert ("Geneva", "treaty") == (found.clause.seat, found.given["seat"].by)
    assert ("French", "below") == (found.clause.language, found.given["language"].by)
    assert (3, "gen", "DEFAULT") == (
        found.clause.arbitrators,
        found.given["arbitrators"].by,
        found.given["arbitrators"].cited.binding,
    )


def test_stages_of_a_lower_level_come_first_or_take_the_place_of_the_same_stage_above(tmp_path: Path) -> None:
    """The committee first; the heads of agencies where the treaty says agencies; mediation before arbitration."""
    found = joined(tmp_path)
    assert [
        ("negotiation_joint_committee", "Committee", "below"),
        ("negotiation_agency", "Heads of agencies", "below"),
        ("negotiation_government", "Governments", "treaty"),
        ("mediation", "Mediation", "below"),
        ("arbitration", "Arbitration", "treaty"),
    ] == [(p.key, p.stage.title, p.by.by) for p in found.stages]


def test_a_stage_in_the_place_of_another_takes_from_it_what_it_does_not_say(tmp_path: Path) -> None:
    """The higher period holds, and the event that starts it."""
    placed = joined(tmp_path).stages[1]
    assert (60, "treaty", (("below", 30),)) == (
        placed.stage.days,
        placed.given["days"].by,
        placed.given["days"].overruled,
    )
    assert ("receipt", "treaty") == (placed.stage.start_event, placed.given["start_event"].by)


def test_an_agreement_above_itself_is_refused(tmp_path: Path) -> None:
    """A circle has no top."""
    write(tmp_path, "treaty", TREATY.replace('kind = "treaty"', 'parent = "below"', 1))
    write(tmp_path, "below", BELOW.format(prevails=""))
    with pytest.raises(InstrumentError, match=r"below.toml: parent: 'below' stands above itself"):
        arrangement("below", tmp_path)


def test_the_memorandum_of_japan_stands_under_the_treaty_of_1998() -> None:
    """Its own two stages come first; what the treaty says keeps its provision."""
    found = arrangement("iss-mou-1998-jpn")
    assert ["iss-mou-1998-jpn", "iss-iga-1998"] == [one.key for one in found.line]
    assert ("Government-level consultation", "IGA98 23(2)") == (
        found.stages[2].stage.title,
        str(found.stages[2].by.cited),
    )
