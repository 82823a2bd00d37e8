"""The author of a clause is warned of traps and silences, and is never stopped by them."""

from pathlib import Path

from tests.workflows.agreements.files import write
from workflows.agreements import agreements
from workflows.agreements.traps import by_profile, silent, traps
from workflows.agreements.tree import arranged, arrangement, read_line

BLOCKING = """key = "blocking"
title = "A clause that one party can block"
instrument = "PACT"

[clause]
arb_consent = "advance"
appointing_authority = "The registrar"

[[stage]]
kind = "negotiation"
mandatory = true
exit_unilateral = "no"

[[stage]]
kind = "arbitration"
mandatory = false
"""


def test_a_stage_that_one_party_can_block_for_ever_is_named(tmp_path: Path) -> None:
    """It must come first, and nothing ends it."""
    found = traps(arranged(read_line(write(tmp_path, "blocking", BLOCKING))))
    assert ["negotiation.days"] == [trap.key for trap in found]
    assert "One party can block “Negotiation” for ever" in found[0].says
    mended = BLOCKING.replace('exit_unilateral = "no"', 'exit_unilateral = "no"\ndays = 30')
    assert () == traps(arranged(read_line(write(tmp_path, "mended", mended))))


def test_arbitration_without_consent_in_advance_is_named_with_the_clause() -> None:
    """As in the treaty of 1998."""
    found = traps(arrangement("iss-iga-1998"))
    assert [("arb_consent", "IGA98 23(4)")] == [(trap.key, str(trap.cited)) for trap in found]


def test_a_ladder_without_a_decision_and_a_long_one_are_named(tmp_path: Path) -> None:
    """Nothing at its end, or an end far off."""
    assert ["stage"] == [trap.key for trap in traps(arrangement("apsco-2005"))]
    long = BLOCKING.replace('exit_unilateral = "no"', "days = 400")
    found = traps(arranged(read_line(write(tmp_path, "long", long))))
    assert ["The stages that must come first last 400 days together."] == [trap.says for trap in found]


def test_what_a_sheet_does_not_record_is_named_as_soft() -> None:
    """The model for stations records all; the treaty of 1998 as shipped records nothing."""
    assert () == silent(agreements()["station-framework"])
    found = silent(agreements()["iss-iga-1998"])
    assert (5, {"SOFT"}) == (len(found), {trap.cited.binding.value for trap in found})


def test_values_that_only_the_general_profile_gives_are_named() -> None:
    """The profile itself takes none from itself."""
    assert () == by_profile(arrangement("gen"))
    assert "skip_rule" in by_profile(arrangement("iss-iga-1998"))
    assert "arb_consent" not in by_profile(arrangement("iss-iga-1998"))
