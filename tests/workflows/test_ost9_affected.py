"""Whom a notice addresses: the States that a comparison with the register finds, or a reason why not (OST IX s3)."""

import json
from typing import Any

import pytest

from tests.workflows.article_ix import BRAZIL, FRANCE, JAPAN, KOREA, MEXICO, NOTICE, assessing
from tests.workflows.kernel.play import hand, utc
from workflows.kernel.checks_of_affected import CoversAffected
from workflows.kernel.guards import Refused
from workflows.kernel.placeholders import fill
from workflows.kernel.view import Facts, View

FOUND = Facts({"available": False, "affected": [
    {"party": KOREA, "why": "its rover works 3 km from the landing."}, {"party": BRAZIL, "why": ""},
]})  # fmt: skip
RIM = {"body": "moon", "shape": "circle", "lat": "-89.5", "lon": "120", "radius_km": "5"}
BAND = {"from": "8400", "to": "8450", "unit": "MHz"}


def refused(*addressees: str, left_out: list[dict[str, str]] | None = None) -> Refused:
    """Try to serve a notice, with what is given and nothing else filled in for the comparison."""
    filing: dict[str, Any] = {"addressees": list(addressees), "earliest_start": "2027-12-01"}
    play = assessing(world=FOUND)
    row = NOTICE.rows["serve_notice"][0]
    view = View(NOTICE, play.case, hand(JAPAN), utc("2027-01-11"), FOUND, step=row)
    body = {**fill(row, filing, view), "left_out": left_out or []}
    return play.refused("serve_notice", JAPAN, "2027-01-11", filing=body, exact=True)


def test_a_state_that_the_comparison_finds_is_addressed_or_left_out_with_a_reason() -> None:
    """Korea is found and neither: refused at the States addressed, with why, and where the reason would go."""
    (refusal,) = refused(FRANCE, BRAZIL).refusals
    assert "addressees" == refusal.field
    assert "KOR may be affected: its rover works 3 km from the landing." in refusal.sentence
    assert "States found by comparison that are not addressed, and why" in refusal.sentence
    assert NOTICE.under == refusal.under


@pytest.mark.parametrize("reason", ["", "   ", None])
def test_leaving_a_state_out_without_a_reason_is_refused_at_the_reason(reason: Any) -> None:
    """Naming it in the list is not enough."""
    entry = {"party": KOREA} | ({} if reason is None else {"reason": reason})
    fields = {refusal.field for refusal in refused(BRAZIL, left_out=[entry]).refusals}
    assert {"left_out/0/reason"} == fields


def test_a_state_that_no_comparison_names_is_added_freely() -> None:
    """Mexico is addressed besides; nobody asks why, and a reason given beside its activity is kept."""
    play = assessing(world=FOUND)
    affected = [{"activity": "Observatory", "party": MEXICO, "reason": "Light"}, {"activity": "Rover", "party": KOREA}]
    filing = {
        "addressees": [KOREA, BRAZIL, MEXICO], "earliest_start": "2027-12-01", "left_out": [], "affected": affected,
    }  # fmt: skip
    play.take("serve_notice", JAPAN, "2027-01-11", filing=filing)
    assert {"addressee:KOR", "addressee:BRA", "addressee:MEX"} <= set(play.case.tracks)


def test_a_notice_with_reasons_is_served_on_those_addressed_alone_and_replays_without_a_register() -> None:
    """Brazil is left out with a reason and gets no track; the record is read back in a world that knows of nobody."""
    play = assessing(world=FOUND)
    left_out = [{"party": BRAZIL, "reason": "It has landed and ended its operations."}]
    filing = {"addressees": [KOREA], "earliest_start": "2027-12-01", "left_out": left_out}
    act = play.take("serve_notice", JAPAN, "2027-01-11", filing=filing)
    assert "addressee:BRA" not in play.case.tracks
    assert BRAZIL not in act.told
    assert play.replayed() == play.case
    assert "rover" not in json.dumps(act.to_json()), "what was found may rest on what others do not read"


def test_what_a_notice_says_of_place_orbit_and_band_is_compared_and_its_prose_is_not() -> None:
    """One place, one orbit and the bands stand for the lists of a description."""
    check = next(one for one in NOTICE.rows["serve_notice"][0].checks if isinstance(one, CoversAffected))
    body = {
        "earliest_start": "2027-12-01", "latest_end": "2027-12-20", "phases": "Descent", "place": RIM,
        "bands": [{"band": BAND}], "grounds": "Dust",
    }  # fmt: skip
    asked = check.described(body)
    assert {"earliest_start", "latest_end", "areas", "emissions"} == set(asked)
