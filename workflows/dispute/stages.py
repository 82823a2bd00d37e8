"""Rows of a dispute before any tribunal: notice, talks, invitations, neutrals, lapse, skipping and return.

Law: UNC 2(3) and 33(1), by which the means are the parties' own choice; the clause for order and times; the model law
on mediation for an invitation without an answer, which the inviter may elect to take as a rejection. Not modelled:
rules of a mediation itself; the rooms of a mediator are cases of their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workflows.agreements.clause import CONCILIATION, EXPERT, GOOD_OFFICES, MEDIATION
from workflows.dispute import papers
from workflows.dispute.beginning import begun, meetings
from workflows.dispute.convening import convening, lead_named
from workflows.dispute.frame import AGAIN, CLAIMANT, ENDED_STAGE, NEUTRALS, SEATED
from workflows.dispute.limits import (
    exit_limit,
    invitation_limit,
    runs,
    stage_limit,
)  # fmt: skip
from workflows.dispute.meanwhile import PARALLEL, admitting, elsewhere, meanwhile, performing
from workflows.dispute.neutrals import neutral
from workflows.dispute.receiving import asked_of, receipts
from workflows.dispute.shape import Shape, is_talk
from workflows.dispute.urgent import STATED, urgent
from workflows.kernel import guards as g
from workflows.kernel.language import (
    ANY_PARTY,
    BACK,
    CLOCK,
    DISPATCH,
    DRAFT,
    EVERY_PARTY,
    OFFICE,
    PRODUCT,
    STAY,
    TRACK_PARTY,
    Binding,
    EachOther,
    Extend,
    Grade,
    NotOneself,
    On,
    Opens,
    Other,
    Source,
    Step,
    Taker,
)  # fmt: skip
from workflows.ladder import AT_NOTICE, BY_CONVENING, BY_INVITATION, JOINTLY, Rung

CHARTER = Source("UNC")("33(1)")
MODEL_LAW = Source("ML2002", Binding.LAW_A, Grade.S)
MANILA = Source("MANILA", Binding.SOFT, Grade.M)("I(5)")
# fmt: off


def stages(s: Shape) -> tuple[Step, ...]:
    """Give all rows of this part."""
    rows = [*_notice(s)]
    for rung in s.rungs:
        if is_talk(rung):
            rows += _talks(s, rung)
        elif rung.entry == BY_INVITATION:
            rows += [*_invitation(s, rung), *neutral(s, rung), *_special(s, rung)]
        if rung in s.diplomatic:
            rows += [*_endings(s, rung), *_by_agreement(s, rung)]
    return (*rows, *convening(s), *urgent(s), *meetings(s), *meanwhile(s), *_evidence(s))


def _notice(s: Shape) -> Iterator[Step]:
    known = tuple((rung.key, None) for rung in s.rungs)
    named = tuple((rung.key, f"{rung.title[:1].lower()}{rung.title[1:]}") for rung in s.rungs)
    own = () if s.arbitration else (Opens("stage", keys=((s.tribunal, None),), to="not_applicable"),)
    yield Step("serve_notice_of_dispute", "draft", "notified", CLAIMANT, DISPATCH,
               (CHARTER, s.arrangement.agreement.cited), papers.NoticeOfDispute,
               opens=(Opens("stage", keys=known, titles=named), *own, Opens("respondent", "respondents"), Opens("claim",
               "claims")),
               when=s.members, starts=("acknowledgement",), tell="all",
               checks=(NotOneself("respondents"), elsewhere(), *admitting(s)), names=lead_named(s),
               flags=(STATED, PARALLEL), keeps=("urgency", "parallel"),
               effect="Each respondent is served. The first stage of your agreement begins when receipt is proved."
                      + performing(s))
    yield from receipts(s)
    yield Step("acknowledge", s.live, STAY, TRACK_PARTY, DRAFT, PRODUCT, papers.Remark, receipt=True,
               track=On("respondent", ("served",), "received"), stops=("acknowledgement",), tell="all",
               effect="Receipt is acknowledged; nothing is admitted.")
    yield from _first(s)


def _first(s: Shape) -> Iterator[Step]:
    """Row 2, and row 21c: what follows on receipt, and what when nothing is left."""
    first = next((rung for rung in s.rungs if rung.entry == AT_NOTICE), None)
    received = g.AllTracks("respondent", ("received",))
    if first is not None:
        yield Step("open_talks", "notified", first.stage.kind, CLOCK, under=first.placed.by.cited, follows=received,
                   track=s.on(first, ("not_started",), "running"), starts=begun(first), tell="all",
                   effect="The first stage has begun.")
    yield Step("enter_deadlock", (*(t for t in s.talks if t != "deadlock"),), "deadlock", CLOCK,
               under=s.cite("arb_consent"),
               follows=s.nothing_left(), starts=("deadlock_review",), tell="all",
               effect="No stage runs and none may be entered by one party alone. Every invitation and a joint "
                      "submission "
                      "stay open.")
    if first is None:
        yield Step("enter_deadlock", "notified", "deadlock", CLOCK, under=CHARTER, follows=received & s.nothing_left(),
                   starts=("deadlock_review",), tell="all",
                   effect="No agreement obliges anybody to a means of settlement. Every invitation stays open.")


def _talks(s: Shape, rung: Rung) -> Iterator[Step]:
    if rung.entry in (AT_NOTICE, BY_CONVENING):
        return
    by = EVERY_PARTY if rung.entry == JOINTLY else s.mover
    yield Step("request_talks", s.talks, rung.stage.kind, by, DISPATCH, rung.placed.by.cited, papers.Invitation,
               track=s.on(rung, AGAIN, "running"), when=s.opening(rung), opens=asked_of(rung), starts=begun(rung),
               stops=("deadlock_review",), tell="all", effect="The other side accedes; the stage has begun.")


def _invitation(s: Shape, rung: Rung) -> Iterator[Step]:
    kind, word = rung.stage.kind, "offer" if rung.stage.kind == GOOD_OFFICES else "invite"
    cited = MODEL_LAW("4(2)") if kind == MEDIATION else MANILA if kind == GOOD_OFFICES else rung.placed.by.cited
    answers: dict[str, Any] = {"stops": (invitation_limit(rung),), "tell": "all"}
    begin = begun(rung)
    for frm, invited, began in ((s.before, f"{kind}_invited", kind), (SEATED, STAY, STAY)):
        yield Step(f"{word}_{kind}", frm, invited, ANY_PARTY, DISPATCH, cited, papers.Invitation,
                   track=s.on(rung, AGAIN, "invited"), when=s.opening(rung), starts=(invitation_limit(rung),),
                   stops=("deadlock_review",), tell="all",
                   effect="Nobody has to accept. If there is no answer in time, you may choose to treat that as a "
                          "rejection.")
        yield Step(f"accept_{kind}", frm, began, EachOther(f"{word}_{kind}"), DISPATCH, cited, papers.Remark,
                   track=s.on(rung, ("invited",), "running"), within=invitation_limit(rung), starts=begin, **answers,
                   effect="The stage begins when every other party has accepted.")
        yield Step(f"reject_{kind}", frm, STAY, Other(f"{word}_{kind}"), DISPATCH, cited, papers.Declaration,
                   track=s.on(rung, ("invited",), "refused"), **answers,
                   effect="The invitation is rejected; no reason is owed.")
        yield Step(f"elect_rejection_of_{kind}", frm, STAY, Taker(f"{word}_{kind}"), DISPATCH, cited,
                   track=s.on(rung, ("invited",), "refused"), when=g.Lapsed(invitation_limit(rung)), **answers,
                   effect="You treat the silence as a rejection. Until you do, a late acceptance counts.")


def _special(s: Shape, rung: Rung) -> Iterator[Step]:
    """Rows 9 and 10: a report that both accept settles, and an expert's decision leads back."""
    kind, role = rung.stage.kind, NEUTRALS.get(rung.stage.kind)
    if kind == CONCILIATION and role is not None:
        yield Step("report", (*s.talks, *SEATED), STAY, role, OFFICE, rung.placed.by.cited, papers.Report,
                   track=s.on(rung, ("running",), STAY), starts=("report_reply",), stops=runs(rung), tell="all",
                   effect="The report recommends terms; they bind nobody unless all accept them.")
        yield Step("accept_report", s.talks, "closed_settled", EVERY_PARTY, DISPATCH, rung.placed.by.cited,
                   papers.Settlement,
                   track=s.on(rung, ("running",), "settled"), when=g.Done("report"), stops=("*",), tell="all",
                   effect="The recommended terms settle the dispute.")
        yield Step("reject_report", (*s.talks, *SEATED), STAY, ANY_PARTY, DISPATCH, rung.placed.by.cited,
                   papers.Declaration,
                   track=s.on(rung, ("running",), "failed"), when=g.Done("report"), stops=("report_reply",), tell="all",
                   effect="The report is rejected and the stage has failed.")
        yield Step("lapse_report", (*s.talks, *SEATED), STAY, CLOCK, under=s.terms.cite("report_reply"),
                   track=s.on(rung, ("running",), "lapsed"), tell="all", effect="Nobody accepted the report in time.")
    if kind == EXPERT and role is not None:
        for frm, to in ((EXPERT,), BACK), (SEATED, STAY):
            yield Step("decide_question", frm, to, role, OFFICE, rung.placed.by.cited, papers.Report,
                       track=s.on(rung, ("running",), "settled"), stops=runs(rung), tell="all",
                       effect="The technical question is decided as the clause says; the dispute goes on where it "
                              "stood.")


def _endings(s: Shape, rung: Rung) -> Iterator[Step]:
    """Rows 5b, 8 and 12: one party may end a stage as the clause allows, and its time may pass."""
    where, stage = (*s.talks, *SEATED), rung.stage
    if stage.exit_unilateral != "no":
        yield Step(f"end_{stage.kind}" if rung.entry == BY_INVITATION else "declare_negotiation_failed", where, STAY,
                   ANY_PARTY,
                   DISPATCH, _exit(rung), papers.Declaration, track=s.on(rung, ("running",), "failed"),
                   when=g.Lapsed(exit_limit(rung)) if stage.exit_after_days else None, stops=runs(rung), tell="all",
                   effect="The stage has failed; what comes next in your agreement opens.")
    if stage.days:
        yield Step(f"lapse_{rung.key}", where, STAY, CLOCK, under=rung.placed.given["days"].cited,
                   track=s.on(rung, ("running",), "lapsed"), tell="all",
                   effect="The time of the stage has passed.")
        if stage.extend == "by_agreement":
            yield Step(f"extend_{rung.key}", where, STAY, EVERY_PARTY, DISPATCH, rung.placed.given["days"].cited,
                       papers.Skip,
                       track=s.on(rung, ("running",), STAY), extends=Extend(stage_limit(rung)), tell="all",
                       effect="The stage lasts longer by its own length.")


def _exit(rung: Rung) -> Any:
    given = rung.placed.given.get("exit_unilateral")
    return given.cited if given else PRODUCT


def _by_agreement(s: Shape, rung: Rung) -> Iterator[Step]:
    """Row 11 and the return to an earlier stage: all parties together go where they like."""
    if s.arrangement.clause.skip_rule == "none":
        return
    begin = begun(rung)
    yield Step("go_to_stage", s.before, rung.stage.kind, EVERY_PARTY, DISPATCH, s.cite("skip_rule"), papers.Skip,
               track=s.on(rung, (*AGAIN, "invited"), "running"), starts=begin, stops=("deadlock_review",), tell="all",
               effect="The stage begins at once. A stage before it counts as exhausted only if you leave it out too.")
    yield Step("leave_out_stage", s.before, STAY, EVERY_PARTY, DISPATCH, s.cite("skip_rule"), papers.Skip,
               track=s.on(rung, ("not_started", "invited", "running"), "skipped_by_agreement"), stops=runs(rung),
               tell="all",
               effect="The stage counts as exhausted.")


def _evidence(s: Shape) -> Iterator[Step]:
    yield Step("record_stage_evidence", (*s.live,), STAY, ANY_PARTY, DISPATCH, PRODUCT, papers.Evidence,
               track=On("stage"),
               tell="all", common=True,
               effect="What was done in a stage is on record; it decides nothing.")
    yield Step("object_to_stage", (*s.live,), STAY, ANY_PARTY, DISPATCH, PRODUCT, papers.Objection,
               track=On("stage", ("invited", "running", *ENDED_STAGE)), tell="all", common=True,
               flags=("stage_contested",),
               effect="The objection is logged; before a tribunal it is a plea for the tribunal.")
