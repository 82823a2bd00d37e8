"""How a dispute ends: settlement whole or in part, withdrawal, inactivity, compliance, non-compliance, and who joins
or leaves.

Law: UNCITRAL2010 36 for settlement and withdrawal before a tribunal, PCA2012 34 for execution; the clause on third
parties and on leaving the agreement. Not modelled: enforcement before national courts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from workflows.dispute import papers
from workflows.dispute.beginning import begun
from workflows.dispute.frame import (
    ARBITRAL,
    AWARDED,
    CLAIMANT,
    ENDED_STAGE,
    ENDS,
    EXECUTING,
    SEATED,
    TRIBUNAL,
)  # fmt: skip
from workflows.dispute.joined import respond_joined, with_full_time
from workflows.dispute.shape import Shape
from workflows.kernel import guards as g
from workflows.kernel.fragments import common_steps, joining
from workflows.kernel.joint_text import signed
from workflows.kernel.language import (
    ANY_PARTY,
    CLOCK,
    DISPATCH,
    EVERY_PARTY,
    OFFICE,
    PRODUCT,
    STAY,
    TRACK_PARTY,
    Binding,
    Grade,
    Moves,
    On,
    Opens,
    Other,
    Source,
    Step,
)  # fmt: skip
from workflows.kernel.subjects import stating_subjects

PCA = Source("PCA2012", Binding.LAW_A)
UNCITRAL = Source("UNCITRAL2010", Binding.LAW_A, Grade.M)
CHARTER = Source("UNC")("33(1)")
OVER = Moves("stage", "settled", ("running", "invited"))
# fmt: off


def endings(s: Shape) -> tuple[Step, ...]:
    """Give all rows of this part."""
    return (*_settlement(s), *_withdrawal(s), *_inactivity(s), *_commitments(), *_compliance(s), *_parties(s))


def _settlement(s: Shape) -> Iterator[Step]:
    everywhere = (*s.live, *AWARDED, *EXECUTING)
    done: dict[str, Any] = {"stops": ("*",), "tell": "all", "checks": signed("terms")}
    yield Step("settle", everywhere, "closed_settled", EVERY_PARTY, DISPATCH, (CHARTER, UNCITRAL("36")),
               papers.Settlement,
               moves=(OVER, Moves("claim", "settled", ("pending",))), level="C2", **done,
               effect="The dispute is settled on the terms that all sides have signed.")
    yield Step("settle_claim", everywhere, STAY, EVERY_PARTY, DISPATCH, (CHARTER, UNCITRAL("36")), papers.Settlement,
               track=On("claim", ("pending",), "settled"), tell="all", checks=signed("terms"),
               effect="This claim is settled; the rest of the dispute goes on.")
    yield Step("withdraw_one_claim", everywhere, STAY, CLAIMANT, DISPATCH, UNCITRAL("36"), papers.Withdrawing,
               track=On("claim", ("pending",), "withdrawn"), when=~g.Done("respond"), tell="all",
               effect="This claim is withdrawn; the rest goes on.")


def _withdrawal(s: Shape) -> Iterator[Step]:
    done: dict[str, Any] = {"stops": ("*",), "moves": Moves("stage", "failed", ("running", "invited")), "tell": "all"}
    early = g.Says(~g.Done("respond"),
                   "After the response a withdrawal needs the respondent's consent or an order of the tribunal.",
                   UNCITRAL("36"))
    yield Step("withdraw_dispute", s.live, "closed_withdrawn", CLAIMANT, DISPATCH, UNCITRAL("36"), papers.Withdrawing,
               when=early, **done, effect="The dispute is withdrawn and closed.")
    yield Step("withdraw_by_consent", s.live, "closed_withdrawn", EVERY_PARTY, DISPATCH, UNCITRAL("36"),
               papers.Withdrawing,
               **done, effect="The dispute is withdrawn with the consent of all.")
    yield Step("terminate_proceedings", SEATED, "closed_withdrawn", TRIBUNAL, OFFICE, UNCITRAL("36"), papers.Order,
               **done,
               effect="The tribunal ends the proceedings.")
    yield Step("discontinue_together", s.live, "closed_discontinued", EVERY_PARTY, DISPATCH, PRODUCT,
               papers.Withdrawing,
               **done, effect="All parties end the case; nothing is decided.")


def _inactivity(s: Shape) -> Iterator[Step]:
    yield Step("propose_discontinuance", s.live, STAY, CLOCK, under=s.terms.cite("inactivity"), starts=("objection",),
               tell="all",
               flags=("discontinuance_proposed",),
               effect="Nobody has acted for long; unless somebody objects the case is discontinued.")
    yield Step("object_to_discontinuance", s.live, STAY, ANY_PARTY, DISPATCH, PRODUCT, papers.Remark,
               when=g.Flagged("discontinuance_proposed"), clears=("discontinuance_proposed",), stops=("objection",),
               tell="all", effect="The case goes on.")
    yield Step("discontinue", s.live, "closed_discontinued", CLOCK, under=s.terms.cite("objection"), stops=("*",),
               tell="all",
               moves=Moves("stage", "lapsed", ("running", "invited")),
               effect="Nobody objected; the case is discontinued.")


def restarting_inactivity(s: Shape, steps: Iterable[Step]) -> Iterator[Step]:
    """Let every act of a party or an office in an open dispute count the time without any act anew."""
    for row in steps:
        begun = row.key == "serve_notice_of_dispute" or set(row.frm) & set(s.live)
        counts = row.by is not CLOCK and begun and "*" not in row.stops
        yield replace(row, starts=(*row.starts, "inactivity")) if counts else row


def _commitments() -> Iterator[Step]:
    where = ("closed_settled", *EXECUTING)
    yield Step("record_commitments", where, STAY, EVERY_PARTY, DISPATCH, PRODUCT, papers.Commitments,
               opens=Opens("commitment", "commitments"), starts=("performance",), tell="all",
               effect="The commitments are on record with the day on which they are due.")
    yield Step("report_performance", where, STAY, TRACK_PARTY, DISPATCH, PRODUCT, papers.Compliance,
               track=On("commitment", ("due", "disputed"), "evidenced"), within="performance", tell="all",
               effect="Evidence of performance is on record.")
    others = Other("report_performance")
    yield Step("confirm_performance", where, STAY, others, DISPATCH, PRODUCT, papers.Remark, stops=("performance",),
               track=On("commitment", ("evidenced", "disputed"), "performed"), tell="all",
               effect="Performance is confirmed.")
    yield Step("dispute_performance", where, STAY, others, DISPATCH, PRODUCT, papers.Objection,
               track=On("commitment", ("evidenced",), "disputed"), tell="all",
               effect="Performance is disputed, with the reasons.")


def _compliance(s: Shape) -> Iterator[Step]:
    yield Step("report_compliance", EXECUTING, STAY, ANY_PARTY, DISPATCH, PCA("34"), papers.Compliance,
               stops=("first_report",),
               within="first_report", tell="all", effect="What was done to carry the award out is on record.")
    yield Step("confirm_complied", "compliance", "closed_complied", Other("report_compliance"), DISPATCH, PCA("34"),
               papers.Remark,
               stops=("*",), tell="all", effect="The award or judgment is carried out; the case is closed.")
    yield Step("record_noncompliance", ("compliance", "closed_settled"), "noncompliance_recorded", ANY_PARTY, DISPATCH,
               PRODUCT,
               papers.Objection, starts=("noncompliance_reply", "follow_up"), stops=("first_report",), tell="all",
               effect="Your statement is on record; the other side may reply. No breach is found.")
    yield Step("reply_to_noncompliance", "noncompliance_recorded", STAY, Other("record_noncompliance"), DISPATCH,
               PRODUCT,
               papers.Evidence, within="noncompliance_reply", stops=("noncompliance_reply",), tell="all",
               effect="The reply is on record.")
    yield from _after_noncompliance(s)


def _after_noncompliance(s: Shape) -> Iterator[Step]:
    """Row 21b: evidence, talks on the ladder anew, or the statement overtaken."""
    follow: dict[str, Any] = {"stops": ("noncompliance_reply", "follow_up"), "tell": "all"}
    yield Step("resume_compliance", "noncompliance_recorded", "compliance", ANY_PARTY, DISPATCH, PCA("34"),
               papers.Compliance,
               **follow, starts=("first_report",), effect="Execution is followed again.")
    first = next((rung for rung in s.rungs if rung.stage.kind in s.talks), None)
    if first is not None:
        yield Step("reopen_ladder", "noncompliance_recorded", first.stage.kind, ANY_PARTY, DISPATCH,
                   (CHARTER, first.placed.by.cited), papers.Invitation, **follow, starts=begun(first),
                   moves=(Moves("stage", "not_started", (*ENDED_STAGE, "settled", "running", "invited")),
                          Moves("stage", "running", keys=(first.key,))),
                   effect="The ladder of the agreement begins anew with its first stage.")
    yield Step("confirm_after_all", "noncompliance_recorded", "closed_complied", ANY_PARTY, DISPATCH, PCA("34"),
               papers.Remark,
               when=g.Done("reply_to_noncompliance"), stops=("*",), tell="all",
               effect="The statement of non-compliance is overtaken; the case is closed.")


def _parties(s: Shape) -> Iterator[Step]:
    join = s.arrangement.clause.third_party_join
    if join != "none":
        right = s.cite("third_party_join") if join == "right" else None
        joined = joining((*s.before, *ARBITRAL), "third", right=right, when=g.InState(ARBITRAL) if right else None)
        yield from (timed for row in joined for timed in with_full_time(row))
        yield from respond_joined(s)
        yield Step("leave_dispute", s.live, STAY, TRACK_PARTY, DISPATCH, PRODUCT, papers.Remark, tell="all",
                   track=On("third", ("taking_part",), "left"),
                   effect="The party that joined leaves; the dispute goes on.")
    yield Step("record_departure", (*s.live, *AWARDED, *EXECUTING), STAY, ANY_PARTY, DISPATCH,
               s.cite("withdrawal_effect"),
               papers.Departure, flags=("left_agreement",), tell="all", common=True,
               effect="The clause goes on for facts from before, as the agreement says; the case is not moved.")


def common(s: Shape) -> Iterator[Step]:
    """The universal transitions; a dispute is withdrawn by rows of its own."""
    for row in common_steps(CLAIMANT, ("draft", *s.live, *AWARDED, *EXECUTING), ENDS):
        if row.key != "withdraw" or row.frm == ("draft",):
            yield row
    yield stating_subjects((*s.live, *AWARDED, *EXECUTING))
