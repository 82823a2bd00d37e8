"""Offices beside a part in the dispute: neither is lost with the other, and one office is not had back by another."""

from dataclasses import replace

import pytest

from tests.workflows.kernel.play import Play
from tests.workflows.test_neutrals import DISCLOSED, NEUTRAL, OTHER, mediating, nominated
from tests.workflows.test_settlement import ARBITRATOR, RULES, constituting, together

LEAVING = {"grounds": "Illness."}
ARBITRATOR_OF = {"arbitrator": ARBITRATOR, "authority": {}}


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


@pytest.mark.parametrize(
    ("step", "track", "field"),
    [
        ("appoint_arbitrator", "seat:respondent", "arbitrator"),
        ("ask_appointing_authority", "seat:claimant", "authority"),
    ],
)
@pytest.mark.parametrize("called", ["KOR", "JPN"])
def test_no_party_is_named_for_an_office(step: str, track: str, field: str, called: str) -> None:
    """Neither oneself nor the other side, as arbitrator on 20 March or as authority on 1 July."""
    day = "2026-07-01" if field == "authority" else "2026-03-20"
    refused = constituting().refused(step, "KOR", day, track=track, filing={**ARBITRATOR_OF[field], field: called})

    sentence = f"{called} is a party to this case and has no office in it."
    assert (field, sentence, "content") in [(one.field, one.sentence, one.kind) for one in refused.refusals]


def test_no_party_is_nominated_to_mediate() -> None:
    """Not even where both agree on 10 April."""
    refused = mediating().refused(
        "nominate_mediator", "JPN", "2026-04-10", track="stage:mediation", filing={"neutral": "KOR"}
    )

    assert ["neutral"] == [one.field for one in refused.refusals]


def test_a_mediator_leaves_while_a_tribunal_is_being_formed() -> None:
    """In office since 12 April; the dispute went to arbitration on 4 May, and the office is given up on the 5th."""
    play = nominated()
    track = f"mediator:{NEUTRAL}"
    play.take("take_office_as_mediator", NEUTRAL, "2026-04-12", track=track, filing=DISCLOSED)
    together(play, "submit_jointly", "2026-05-04", filing={"question": "Is it owed?"})
    assert f"end_mandate_of_mediator@{track}" in play.offered("JPN", "2026-05-05")

    play.take("resign_as_mediator", NEUTRAL, "2026-05-05", track=track)

    assert ("arb_notice", "ended") == (play.state(), play.state(track))
