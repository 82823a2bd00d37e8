"""Offices beside a part in the dispute: neither is lost with the other, and one office is not had back by another."""

from dataclasses import replace

from tests.workflows.test_settlement import ARBITRATOR, RULES, constituting

LEAVING = {"grounds": "Illness."}


def test_a_party_whose_name_was_put_on_a_seat_is_still_waited_for_when_the_seat_is_vacant() -> None:
    """On 20 March Korea names Japan for its seat and on the 25th takes it back: the withdrawal still needs Japan.

    Told on rules that do not refuse the name, as the editions of cases begun earlier.
    """
    rows = (replace(row, checks=()) if row.key == "appoint_arbitrator" else row for row in RULES.steps)
    play = constituting(replace(RULES, steps=tuple(rows)))
    filing = ARBITRATOR | {"arbitrator": "JPN"}
    play.take("appoint_arbitrator", "KOR", "2026-03-20", track="seat:respondent", filing=filing)
    play.take("record_vacancy", "KOR", "2026-03-25", track="seat:respondent", filing=LEAVING | {"arbitrator": "JPN"})

    assert "hand" == play.take("withdraw_by_consent", "KOR", "2026-03-26").kind
    assert "arb_constituting" == play.state()
