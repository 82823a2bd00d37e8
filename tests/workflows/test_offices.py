"""Offices beside a part in the dispute: neither is lost with the other, and one office is not had back by another."""

from dataclasses import replace

from tests.workflows.kernel.play import Play
from tests.workflows.test_neutrals import DISCLOSED, NEUTRAL, OTHER, nominated
from tests.workflows.test_settlement import ARBITRATOR, RULES, constituting, together

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


def former_mediator_before_a_tribunal() -> Play:
    """Play until a mediator that resigned on 20 April is named an arbitrator on 6 May."""
    play = nominated()
    track = f"mediator:{NEUTRAL}"
    play.take("take_office_as_mediator", NEUTRAL, "2026-04-12", track=track, filing=DISCLOSED)
    play.take("resign_as_mediator", NEUTRAL, "2026-04-20", track=track)
    together(play, "submit_jointly", "2026-05-04", filing={"question": "Is it owed?"})
    play.take("record_receipt", "KOR", "2026-05-05", track="respondent:KOR")
    named = ARBITRATOR | {"arbitrator": NEUTRAL}
    play.take("appoint_arbitrator", "JPN", "2026-05-06", track="seat:claimant", filing=named)
    play.take("appoint_arbitrator", "KOR", "2026-05-06", track="seat:respondent", filing=ARBITRATOR)
    office = ARBITRATOR | {"office": "PCA"}
    together(play, "choose_presiding", "2026-05-07", track="seat:presiding", filing=office)
    return play


def test_a_former_mediator_that_becomes_an_arbitrator_has_the_mediation_no_more() -> None:
    """The mediation still runs on 8 May; whoever resigned from it does not end it, though another office began."""
    play = former_mediator_before_a_tribunal()
    offered = play.offered(NEUTRAL, "2026-05-08")

    assert "end_mediation@stage:mediation" not in offered
    assert f"file_disclosure@arbitrator:{NEUTRAL}" in offered
    assert "running" == play.state("stage:mediation")


def test_a_former_mediator_is_told_of_nothing_that_comes_later() -> None:
    """Neither of what every office is told, nor of the next nomination; of its own, when it is nominated anew."""
    play = nominated()
    track = f"mediator:{NEUTRAL}"
    play.take("take_office_as_mediator", NEUTRAL, "2026-04-12", track=track, filing=DISCLOSED)
    play.take("resign_as_mediator", NEUTRAL, "2026-04-20", track=track)

    departed = play.take("record_departure", "JPN", "2026-04-21", filing={"notified_on": "2026-04-01"})
    assert ("KOR",) == departed.told
    together(play, "nominate_mediator", "2026-04-22", track="stage:mediation", filing={"neutral": OTHER})
    assert NEUTRAL not in play.acts[-1].told
    play.take("decline_to_be_mediator", OTHER, "2026-04-23", track=f"mediator:{OTHER}")
    together(play, "nominate_mediator", "2026-04-24", track="stage:mediation", filing={"neutral": NEUTRAL})
    assert NEUTRAL in play.acts[-1].told
