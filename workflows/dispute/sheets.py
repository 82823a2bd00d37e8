"""The sheets of a dispute: ladder, positions, commitments, tribunal.

The ladder is written down as it is when the case is opened: a case climbs the ladder of its own edition, whatever the
file of the agreement says later. Who the parties are is not known then; a reservation therefore names its party, and
the page compares.
"""

from __future__ import annotations

from workflows.agreements import agreements
from workflows.agreements.clause import KINDS, LEVELS
from workflows.dispute.limits import seats
from workflows.dispute.positions import AGREED
from workflows.dispute.shape import Shape
from workflows.kernel.sheets import Commitments, Ladder, Positions, Rung, Seats, Sheet, Why
from workflows.ladder import CLOSED, ENTRIES
from workflows.ladder import Rung as Found

AGREED_LATER = "agreed"
"""What a clause writes that leaves the appointing authority to the special agreement."""


def sheets(s: Shape) -> tuple[Sheet, ...]:
    """Give the sheets of a dispute on this ladder."""
    return (_ladder(s), _positions(), _commitments(), _tribunal(s))


def _ladder(s: Shape) -> Ladder:
    return Ladder(
        key="ladder",
        title="Ladder",
        says="The stages of your agreement in order: where each stands, what enters it now, and what must come first.",
        set="stage",
        begun=("invited", "running"),
        rungs=tuple(_rung(s, rung) for rung in s.rungs),
    )


def _rung(s: Shape, rung: Found) -> Rung:
    reserved = [one for agreement in s.arrangement.line for one in agreement.reservations]
    return Rung(
        key=rung.key,
        title=rung.title,
        kind=KINDS[rung.stage.kind],
        between=LEVELS[rung.stage.level],
        given_by=_title(s, rung.placed.by.by),
        under=rung.placed.by.cited,
        entry=ENTRIES[rung.entry],
        after=rung.after,
        mandatory=bool(rung.stage.mandatory),
        reasons=(
            *(Why(one.says, one.cited) for one in rung.reasons),
            *(Why(one.says, one.cited, one.party) for one in reserved if one.kind == rung.stage.kind),
        ),
        closed=rung.entry == CLOSED,
    )


def _title(s: Shape, key: str) -> str:
    """Give the title of an agreement of the line; one that is not shipped is only there."""
    found = next((one for one in s.arrangement.line if one.key == key), None) or agreements().get(key)
    return found.title if found else key


def _positions() -> Positions:
    return Positions(
        key="positions",
        title="Positions",
        says="What each party says on each claim, in its own words and without prejudice; silence admits nothing.",
        level="C2",
        set="claim",
        step="state_position",
        choice="stance",
        reasons="reasons",
        agreed=AGREED,
    )


def _commitments() -> Commitments:
    return Commitments(
        key="commitments",
        title="Commitments",
        says="What was agreed to be done: by whom, by when, with what evidence, and what the other side says of it.",
        level="C2",
        set="commitment",
        due="due_on",
        words="text",
        reported="report_performance",
        disputed="dispute_performance",
    )


def _tribunal(s: Shape) -> Seats:
    clause = s.arrangement.clause
    rules = s.arrangement.rules
    named = clause.appointing_authority or (rules.appointing_authority if rules else "")
    sided = ("appoint_arbitrator",) if any(side for _, side in seats(s)) else ()
    return Seats(
        key="tribunal",
        title="Tribunal",
        says="The seats of the tribunal: who sits, on whose appointment, what runs, and who appoints if nobody does.",
        set="seat",
        filled=(*sided, "choose_presiding", "authority_appoints"),
        name="name",
        disclosure="disclosure",
        challenged="challenge_arbitrator",
        filling="seat",
        challenging="challenge",
        otherwise="" if named == AGREED_LATER else named,
        otherwise_under=s.cite("appointing_authority" if clause.appointing_authority else "arb_rules"),
    )
