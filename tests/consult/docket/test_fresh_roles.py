"""The roles that acts give: each once, though several relations of a kind come into a case one after the other."""

from consult.docket.case_rows import fresh_roles
from tests.consult.docket.conftest import START
from tests.workflows.test_rescue_persons import searching


def test_a_second_state_that_offers_help_gets_its_role_and_the_first_keeps_its_own() -> None:
    """1 June 2027: New Zealand offers help by telephone at six, Brazil at half past six."""
    play = searching()
    before = play.case
    play.take("record_offer", "AUS", "2027-06-01T06:00", filing={"party": "NZL"})
    first = play.case
    play.take("record_offer", "AUS", "2027-06-01T06:30", filing={"party": "BRA"})

    assert ["NZL"] == [row["party"] for row in fresh_roles(before, first, START)]
    assert ["BRA"] == [row["party"] for row in fresh_roles(first, play.case, START)]
    assert {"NZL", "BRA"} <= {str(row["party"]) for row in fresh_roles(None, play.case, START)}
