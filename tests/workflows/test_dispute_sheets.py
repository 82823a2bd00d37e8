"""The sheets that a dispute declares: from which keys each is drawn, and a ladder that no later file changes."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from workflows.agreements import SETTLEMENT, agreements
from workflows.dispute.terms import SettlementTerms
from workflows.kernel.case import Case, Hand
from workflows.kernel.conditions import conditions
from workflows.kernel.editions import freeze, thaw
from workflows.kernel.machine import perform
from workflows.kernel.procedure import ProcedureError
from workflows.kernel.sheets import Commitments, Ladder, Positions, Rung, Seats
from workflows.kernel.view import Facts, View
from workflows.settlement import settlement

RULES = settlement(SettlementTerms(agreement="pca-os-2011"))
BY_KIND: dict[type, Any] = {type(sheet): sheet for sheet in RULES.sheets}
LADDER, SEATS = BY_KIND[Ladder], BY_KIND[Seats]
POSITIONS, COMMITMENTS = BY_KIND[Positions], BY_KIND[Commitments]


@pytest.mark.parametrize("key", sorted(key for key, one in agreements().items() if one.procedure == SETTLEMENT))
def test_the_ladder_of_every_agreement_is_written_into_its_edition(key: str) -> None:
    """Every rung with title, giver, provision and entry, in the order of the ladder; read back it is the same."""
    built = settlement(SettlementTerms(agreement=key))
    ladder = next(sheet for sheet in thaw(freeze(built)).sheets if isinstance(sheet, Ladder))

    assert ladder in built.sheets
    assert all(rung.title and rung.given_by and rung.entry and rung.between for rung in ladder.rungs)
    stages = [key for row in built.steps for o in row.opens if o.set == "stage" for key, _ in o.keys]
    assert [rung.key for rung in ladder.rungs] == stages[: len(ladder.rungs)]


def test_a_rung_names_what_comes_before_it_and_who_gave_it() -> None:
    """Under the Outer Space Rules arbitration waits for negotiation and mediation, and one party alone may begin it."""
    arbitration = next(rung for rung in LADDER.rungs if rung.key == "arbitration")

    assert ("negotiation", "mediation") == arbitration.after
    assert "Clause with the PCA Outer Space Rules of 2011" == arbitration.given_by
    assert "PCA_OS 3" == str(arbitration.under)
    assert "One party alone may begin it." == arbitration.entry


def test_who_appoints_where_nobody_does_is_as_the_clause_says() -> None:
    """The clause names the Secretary-General; where it leaves the question to the parties the sheet names nobody."""
    open_clause = settlement(SettlementTerms(agreement="iss-iga-1998"))
    seats = next(sheet for sheet in open_clause.sheets if isinstance(sheet, Seats))

    assert "Secretary-General of the Permanent Court of Arbitration" == SEATS.otherwise
    assert "" == seats.otherwise


STRAY = Rung(
    key="duel", title="Duel", kind="Duel", between="between", given_by="Nobody", under=LADDER.rungs[0].under, entry="."
)


@pytest.mark.parametrize(
    ("sheet", "finding"),
    [
        (replace(LADDER, set="rungs"), "the sheet “ladder”: there is no track set “rungs”"),
        (replace(LADDER, begun=("begun",)), "the sheet “ladder”: a stage has no state “begun”"),
        (replace(LADDER, rungs=(*LADDER.rungs, STRAY)), "the sheet “ladder”: no step opens the rung “duel”"),
        (
            replace(LADDER, rungs=LADDER.rungs[1:]),
            "the sheet “ladder”: a rung comes after “negotiation”, which there is not",
        ),
        (replace(POSITIONS, step="shout"), "the sheet “positions”: there is no step “shout”"),
        (replace(POSITIONS, choice="mood"), "the sheet “positions”: “state_position” does not ask “mood”"),
        (replace(POSITIONS, set="seat"), "the sheet “positions”: “state_position” is not taken on a seat"),
        (replace(COMMITMENTS, reported="boast"), "the sheet “commitments”: there is no step “boast”"),
        (replace(COMMITMENTS, due="someday"), "the sheet “commitments”: “record_commitments” does not ask “someday”"),
        (replace(SEATS, filling="hurry"), "the sheet “tribunal”: there is no limit “hurry”"),
        (replace(SEATS, name="alias"), "the sheet “tribunal”: “appoint_arbitrator” does not ask “alias”"),
    ],
)
def test_a_sheet_that_names_what_the_procedure_lacks_is_refused_when_it_is_made(sheet: Any, finding: str) -> None:
    """The author reads which sheet, and what it names."""
    others = tuple(one for one in RULES.sheets if one.key != sheet.key)

    with pytest.raises(ProcedureError) as fault:
        replace(RULES, sheets=(*others, sheet))

    assert finding in fault.value.findings


def notified() -> Any:
    """Give a dispute of Japan and Korea whose notice was served on 1 September 2026, with one claim."""
    at = datetime(2026, 9, 1, 9, tzinfo=UTC)
    case = Case(RULES, RULES.opens, at, parties={"claimant": ("JPN",)})
    claims = [{"key": "data", "claim": "Hand over the raw data."}]
    filing = {
        "dispute_title": "Raw data",
        "respondents": ["KOR"],
        "agreement": "Article 9",
        "facts": "Raw data were withheld.",
        "claims": claims,
    }
    by = Hand("JPN", frozenset({"dispatch"}))
    return perform(case, "serve_notice_of_dispute", by=by, at=at, world=Facts(), filing=filing).case


@pytest.mark.parametrize("party", ["JPN", "KOR"])
def test_each_party_may_state_its_position_on_a_claim_as_often_as_it_likes(party: str) -> None:
    """Each side says where it stands on 2 September, and otherwise an hour later; the claim does not move."""
    case, by = notified(), Hand(party, frozenset({"dispatch"}))
    for hour, stance in (9, "denied"), (10, "admitted"):
        at = datetime(2026, 9, 2, hour, tzinfo=UTC)
        filing = {"stance": stance}
        case = perform(case, "state_position", by=by, at=at, world=Facts(), track="claim:data", filing=filing).case

    assert "pending" == case.tracks["claim:data"].state
    assert 2 == case.done["state_position@claim:data"].count


def test_the_conditions_of_a_step_are_told_one_by_one_met_and_unmet() -> None:
    """On 2 September arbitration still waits for two stages, each with the text that asks for it."""
    case = notified()
    row = RULES.rows["give_notice_of_arbitration"][0]
    view = View(RULES, case, Hand("JPN"), datetime(2026, 9, 2, 9, tzinfo=UTC), Facts(), step=row)
    found = {one.words: one for one in conditions(view)}

    assert {"“Negotiation” must come first.", "“Mediation” must come first."} == set(found)
    assert all(one.refusal is not None and one.under for one in found.values())
    assert ("stage:negotiation",) == found["“Negotiation” must come first."].reveals
