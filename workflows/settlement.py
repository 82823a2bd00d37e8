"""Staged settlement of a dispute on the ladder of the parties' own agreement (``settlement``).

Law: UNC 2(3) and 33(1) oblige to peaceful means of the parties' own choice and to none in particular; everything else
depends on consent, in the agreement's clause or at the time. From the clause come the stages, their order and times,
who may enter them, and the rules of an arbitration, each with its grade (see ``workflows/agreements``). Not modelled:
the enforcement of awards, and whether a stage was exhausted where that is in dispute. The private room of a mediator
is a case of its own (``room``), which nothing here tells of.
"""

from __future__ import annotations

from datetime import date

from workflows import Form, ladder
from workflows.agreements.filed import arrangement_filed
from workflows.agreements.known import Known
from workflows.agreements.tree import Arrangement, arrangement
from workflows.dispute import frame
from workflows.dispute.arbitration import arbitration
from workflows.dispute.drafting import DRAFT_OF_SETTLEMENT, drafts
from workflows.dispute.endings import common, endings, restarting_inactivity
from workflows.dispute.files import RECORD, filed_away, lying_in
from workflows.dispute.limits import limits, standards
from workflows.dispute.neutrals import ending_mandates
from workflows.dispute.offers import offer_sets, offers
from workflows.dispute.positions import positions
from workflows.dispute.receiving import AWARD, asked_sets
from workflows.dispute.shape import Shape
from workflows.dispute.sheets import sheets
from workflows.dispute.stages import stages
from workflows.dispute.terms import SettlementTerms
from workflows.dispute.titles import titled
from workflows.kernel.advice import BOTH, COMPLETED, UNDER_WAY, Advice, Caution, Ground
from workflows.kernel.fragments import COMMON_STATES, entrants
from workflows.kernel.language import Levels, Procedure, Role, Source, TrackSet
from workflows.kernel.terms import TermsError
from workflows.parties.reading import InstrumentError

EDITION = 2
CHARTER = Source("UNC")("33(1)")
NOT_MODELLED = (
    "The private room of a mediator with one side: it is a case of its own, and nothing of it stands here.",
    "Offers that somebody writes by hand into another paper: only documents, acts and references are checked.",
    "Whether a stage was exhausted, where that is in dispute: before a tribunal it is a plea for the tribunal.",
    "Enforcement of an award before national courts.",
    "Several texts of a settlement drafted side by side, and alternatives in brackets within a clause.",
    "The proceedings of a court, beyond its being seised and its judgment.",
    "What a clause says on costs, applicable law, publication and the level of what is said to a neutral: the page of "
    "the agreement shows it, and no step acts on it.",
)
NOTES = (
    "No means of settlement is owed but what the parties agreed.",
    "Taking part in a stage admits nothing.",
    "A respondent that is silent stops no arbitration.",
)


def settlement(terms: SettlementTerms) -> Procedure:
    """Build the procedure for the ladder of the agreement that the terms name."""
    return on_ladder(arrangement_of(terms), terms)


def arrangement_of(terms: SettlementTerms) -> Arrangement:
    """Give the clause that the terms name: of a shipped agreement, or of the edition that parties recorded."""
    text = terms.text_of("agreement")
    if text is None:
        return arrangement(terms.agreement)
    try:
        return arrangement_filed(text.body, text.ref)
    except InstrumentError as fault:
        raise TermsError("agreement", f"its recorded text cannot be read: {fault.reason}") from fault


def on_ladder(found: Arrangement, terms: SettlementTerms) -> Procedure:
    """Build the procedure for a clause, whichever file or form it came from."""
    s = Shape(ladder.rungs(found, (), date.max, Known()), terms)
    states = frame.stage_states(s.kinds, s.invited)
    ours = filed_away((*stages(s), *endings(s), *positions(s), *drafts(s)), s.rungs)
    rows = restarting_inactivity(s, titled(ending_mandates(s, (*ours, *lying_in(RECORD, arbitration(s))))))
    return Procedure(
        key="settlement", edition=EDITION, title=f"Settlement of a dispute: {s.arrangement.agreement.title}",
        under=(CHARTER, s.arrangement.agreement.cited), opens="draft", filer="claimant", prefix="DIS",
        level=terms.level,
        roles=_roles(s), states=(*frame.OPENING, *states, frame.DEADLOCK, *frame.ARBITRATION_STATES, *frame.CLOSING,
        *COMMON_STATES),
        tracks=(*frame.tracks(_joined(s), _neutrals(s)), *asked_sets(s), AWARD, *offer_sets()),
        steps=(*rows, *offers(s), *filed_away(common(s), s.rungs)), limits=limits(s), standards=standards(s),
        sheets=(*sheets(s), DRAFT_OF_SETTLEMENT),
        levels=Levels(existence=s.arrangement.clause.confidentiality or "C2", case="C2", track="C2", own="C4"),
        not_modelled=NOT_MODELLED, notes=NOTES, terms=terms.plain(),
        summary="Partners that disagree climb the stages that their agreement provides, and stop where it stops.",
    )  # fmt: skip


def _roles(s: Shape) -> tuple[Role, ...]:
    third = (frame.THIRD,) if _joined(s) else ()
    convener = (frame.LEAD, frame.PARTNER) if any(s.by_kind(ladder.BY_CONVENING)) else ()
    neutrals = [each for role in _neutrals(s) for each in (frame.reading(role, s.kinds), frame.nominated(role))]
    arbitrators = (frame.TRIBUNAL, frame.ARBITRATOR, frame.NAMED_ARBITRATOR)
    return (frame.CLAIMANT, frame.RESPONDENT, *third, *convener, *neutrals, frame.AUTHORITY, *arbitrators)


def _neutrals(s: Shape) -> tuple[Role, ...]:
    """Give the offices of the stages that the ladder has."""
    return tuple(dict.fromkeys(role for kind, role in frame.NEUTRALS.items() if kind in s.kinds))


def _joined(s: Shape) -> tuple[TrackSet, ...]:
    return () if s.arrangement.clause.third_party_join == "none" else (frame.JOINED, entrants())


ADVICE = Advice(
    grounds=(
        Ground(
            matters=("dispute", "damage"), stages=(UNDER_WAY, COMPLETED), binds=BOTH, under=CHARTER,
            why="Parties to a dispute seek a settlement by peaceful means of their own choice: on the ladder of their "
                "agreement where they have one, else step by step by consent.",
            not_then="There is no dispute yet; before one there is consultation.",
            voluntary="The Charter does not bind both sides on that day: a settlement is sought by consent.",
            cautions=(Caution("One way at a time: while a claim for damage runs under the Convention it is not pursued "
                              "elsewhere.", Source("LC")("XI(2)")),),
        ),
    )
)  # fmt: skip
FORMS = (
    Form("settlement", "Settlement of a dispute", SettlementTerms, settlement, advice=ADVICE, reported="disputes"),
)
