"""Calls of a working group (``working_group_call``): a mandate, questions, a closing, contributions, a compilation.

Soft: practice of the Committee (COPUOS_P): the secretariat asks for inputs, and States answer through their missions.
The closing is what the call says, and no law: what comes later is marked late and never refused. Each contribution can
be prepared as a submission of its own (``copuos``), with consent and clearance. First instance: the working group on
legal aspects of space resource activities [src]. See ``NOT_MODELLED``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from workflows import Form
from workflows.kernel import guards as g
from workflows.kernel.advice import Advice
from workflows.kernel.checks_of_extension import AfterEnd
from workflows.kernel.checks_of_symbols import WrittenAs
from workflows.kernel.checks_of_tables import ListedUnder
from workflows.kernel.fragments import COMMON_STATES, SUSPENDED, common_steps
from workflows.kernel.language import (
    BY_OWNER,
    CLOCK,
    DISPATCH,
    DRAFT,
    FINAL,
    OFFICE,
    OUTSIDER,
    OWN,
    PRODUCT,
    STAY,
    TRACK_PARTY,
    Ahead,
    Extend,
    Extension,
    Levels,
    Link,
    Moves,
    NotToCome,
    On,
    Opens,
    Procedure,
    Role,
    State,
    Step,
    TimeLimit,
    TrackSet,
    Until,
)
from workflows.kernel.terms import Terms
from workflows.reporting import items
from workflows.submitting.calls import Call, Cancelled, Compilation, Contribution, Discussion, LaterClosing, Note
from workflows.submitting.handling import FORMS as SYMBOLS
from workflows.submitting.papers import Remark
from workflows.submitting.terms import CALLS, DOCUMENTS

KEY, TITLE = "working_group_call", "Call of a working group"
EDITION = 1
FILE = "contributions"
CONVENER = Role(
    "working_group", "the working group, through its chair and the secretariat", stake=False, office=True,
    reads=(FILE,),
)  # fmt: skip
CONTRIBUTOR = Role("contributor", "a State, organisation or observer that contributes", stake=False)
OPENING, CALL_OPEN, CLOSED_CALL, COMPILED, DISCUSSED, CLOSED, CANCELLED = (
    "draft", "call_open", "under_compilation", "compilation_issued", "discussed", "closed", "cancelled",
)  # fmt: skip
PREPARED, SUBMITTED, LATE, INCLUDED, WITHDRAWN = "prepared", "submitted", "submitted_late", "included", "withdrawn"
CONTRIBUTION, KEPT = "contribution", (CLOSED_CALL, COMPILED)
NOT_MODELLED = (
    "Who may contribute: the call says it, and the secretariat looks.",
    "The working group's own sessions, its draft recommendations, and how it adopts them.",
    "Whether a submission that is prepared for a call came to be issued: the contributor says so by contributing.",
)
NOTES = (
    "What comes after the closing is marked late and is not refused; whether it is in the compilation, or in an "
    "addendum, the secretariat says.",
    "A contribution binds nobody, and a question left unanswered means nothing.",
)
# fmt: off


@dataclass(frozen=True)
class CallTerms(Terms):
    """Terms of a call: it has none; its closing stands in the call itself."""


STATES = (
    State(OPENING, "The call is being prepared; nobody else sees it"),
    State(CALL_OPEN, "The call is public; contributions are taken"),
    State(CLOSED_CALL, "The day of the call has passed; late contributions are still taken", label="Being compiled"),
    State(COMPILED, "The compilation is public"),
    State(DISCUSSED, "The working group has discussed the compilation"),
    State(CLOSED, "The call is over", FINAL),
    State(CANCELLED, "The call was cancelled; contributions stay on record", FINAL),
)
CONTRIBUTIONS = TrackSet(CONTRIBUTION, SUBMITTED, (
    State(PREPARED, "A submission is being prepared for the call"),
    State(SUBMITTED, "With the working group"),
    State(LATE, "With the working group; it came after the closing"),
    State(INCLUDED, "In the compilation, or in an addendum to it"),
    State(WITHDRAWN, "Withdrawn by its contributor"),
), "contribution", CONTRIBUTOR.key, gone=(WITHDRAWN,), ends=(SUBMITTED, LATE, INCLUDED), level="C2", file=FILE)
BY_CONVENER: dict[str, Any] = {"by": CONVENER, "capacity": OFFICE, "level": "C0", "tell": "all"}
TO_CONVENER: dict[str, Any] = {"level": "C2", "file": FILE, "tell": "all"}


def working_group_call(terms: CallTerms) -> Procedure:
    """Build the procedure of a call."""
    closing = TimeLimit("closing", Until("closes_at"), CALLS, title="Closing of the call", takes="close_call",
                        zone="UTC", exact=True, owner=CONVENER.key, level="C1", extend=Extension(BY_OWNER))
    return Procedure(
        key=KEY, edition=EDITION, title=TITLE, under=(CALLS,), opens=OPENING, filer=CONVENER.key, prefix="CALL",
        roles=(CONVENER, CONTRIBUTOR), tracks=(CONTRIBUTIONS,), limits=(closing,),
        states=(*STATES, *(one for one in COMMON_STATES if one.key != SUSPENDED)),
        steps=(*_calling(), *_contributing(), *_taking_back(), *_compiling(), *_common()),
        levels=Levels(existence="C2", case="C2", track="C3", own="C4"), not_modelled=NOT_MODELLED, notes=NOTES,
        terms=terms.plain(),
        summary="A working group puts questions by a closing day; States, organisations and observers contribute, the "
                "secretariat issues a compilation, and the working group discusses it.",
    )


def _calling() -> Iterator[Step]:
    agenda = tuple((one.key, one.body, "") for one in items())
    yield Step("publish_call", OPENING, CALL_OPEN, under=CALLS, asks=Call, starts=("closing",), publishes=True,
               keeps=("body", "item", "closes_at"), **BY_CONVENER, title="Publish the call",
               checks=(ListedUnder("item", "body", agenda, CALLS), Ahead("closes_at", 24, CALLS)),
               effect="Everybody may read the call and contribute.")
    yield Step("extend_call", CALL_OPEN, STAY, under=CALLS, asks=LaterClosing, **BY_CONVENER,
               extends=Extend("closing", until_field="closes_at"), checks=(AfterEnd("closes_at", "closing"),),
               title="Extend the call", effect="Contributions are in time until the later instant, for everybody.")
    yield Step("publish_note", (CALL_OPEN, *KEPT), STAY, under=PRODUCT, asks=Note, **BY_CONVENER,
               title="Publish a note on the call", added="What one contributor is told about the call all are told.",
               effect="Everybody reads the note.")
    yield Step("cancel_call", (CALL_OPEN, CLOSED_CALL), CANCELLED, under=CALLS, asks=Cancelled,
               **BY_CONVENER, stops=("*",), title="Cancel the call",
               added="A working group may be discontinued, or ask otherwise.",
               effect="The call ends without a compilation; everybody who contributed is told.")
    yield Step("close_call", CALL_OPEN, CLOSED_CALL, CLOCK, under=CALLS, level="C0", tell="all", title="Close the call",
               effect="The closing has passed. What comes now is taken and marked late.")


def _contributing() -> Iterator[Step]:
    anybody = OUTSIDER | CONTRIBUTOR
    late: dict[str, Any] = {"within": "closing", "added": "Late contributions are taken and marked late."}
    for capacity in (DISPATCH, OFFICE):
        yield Step("prepare_contribution", (CALL_OPEN, CLOSED_CALL), STAY, anybody, capacity, CALLS, Remark,
                   opens=Opens(CONTRIBUTION, acting=True, numbered=True, to=PREPARED), **TO_CONVENER,
                   link=Link("contribution", "copuos", title="Contribution to the call of a working group"),
                   title="Prepare a contribution", added="A contribution can be drawn from the record, with consent.",
                   effect="A submission of its own is opened with this act, in your name and in preparation.")
        asked: dict[str, Any] = {"capacity": capacity, "under": CALLS, "asks": Contribution, **TO_CONVENER,
                                 "link": Link("submission", field="submission"), "title": "Contribute"}
        effect = "The contribution is with the working group. It becomes public with the compilation."
        yield Step("contribute", CALL_OPEN, STAY, anybody, **asked, effect=effect,
                   opens=Opens(CONTRIBUTION, acting=True, numbered=True))
        yield Step("contribute", KEPT, STAY, anybody, **asked, **late, effect=effect,
                   opens=Opens(CONTRIBUTION, acting=True, numbered=True, to=LATE))
        yield Step("submit_contribution", CALL_OPEN, STAY, TRACK_PARTY, **{**asked, "title": "Submit the contribution"},
                   track=On(CONTRIBUTION, (PREPARED,), SUBMITTED), whom="number", effect=effect,
                   added="What was prepared is submitted when its author says so.")
        yield Step("submit_contribution", KEPT, STAY, TRACK_PARTY, **{**asked, "title": "Submit the contribution"},
                   track=On(CONTRIBUTION, (PREPARED,), LATE), whom="number", effect=effect, **late)


def _taking_back() -> Iterator[Step]:
    for capacity in (DISPATCH, OFFICE):
        here: dict[str, Any] = {"by": TRACK_PARTY, "capacity": capacity, "under": CALLS, "whom": "number",
                                **TO_CONVENER}
        yield Step("replace_contribution", (CALL_OPEN, CLOSED_CALL), STAY, asks=Contribution, **here,
                   track=On(CONTRIBUTION, (SUBMITTED, LATE)), begins=("contribute", "submit_contribution"),
                   title="Replace the contribution", added="Until the compilation a contribution may be put better.",
                   effect="The new text takes the place of the former, which stays on record.")
        yield Step("withdraw_contribution", (CALL_OPEN, *KEPT), STAY, asks=Remark, **here,
                   track=On(CONTRIBUTION, (PREPARED, SUBMITTED, LATE), WITHDRAWN), title="Withdraw the contribution",
                   added="Nobody has to contribute.", effect="It is not in the compilation.")


def _compiling() -> Iterator[Step]:
    dated = NotToCome("dated_on")
    yield Step("issue_compilation", CLOSED_CALL, COMPILED, under=DOCUMENTS, asks=Compilation, **BY_CONVENER,
               moves=Moves(CONTRIBUTION, INCLUDED, (SUBMITTED,)), title="Issue the compilation",
               checks=(WrittenAs("symbol", "body", SYMBOLS, DOCUMENTS), dated),
               effect="The compilation is public under its symbol, with every contribution that came in time.")
    some = g.Says(g.AnyTrack(CONTRIBUTION, (LATE,)), "No late contribution is waiting.", DOCUMENTS)
    yield Step("issue_addendum", (COMPILED, DISCUSSED), STAY, under=DOCUMENTS, asks=Compilation, **BY_CONVENER,
               when=some, moves=Moves(CONTRIBUTION, INCLUDED, (LATE,)), title="Issue an addendum",
               checks=(WrittenAs("symbol", "body", SYMBOLS, DOCUMENTS, ended=True), dated),
               added="What came late is added to the compilation.",
               effect="The late contributions are public beside the compilation.")
    yield Step("record_discussion", (COMPILED, DISCUSSED), DISCUSSED, under=CALLS, asks=Discussion, **BY_CONVENER,
               checks=(NotToCome("held_on"),), title="Record the discussion",
               effect="What came of the discussion is on record.")
    yield Step("close_group_call", (COMPILED, DISCUSSED), CLOSED, under=CALLS, asks=Remark, **BY_CONVENER,
               stops=("*",), title="End the call", effect="The call is over; submissions that began with it go on.")


def _common() -> Iterator[Step]:
    """The universal transitions; a public call is not suspended or withdrawn but extended or cancelled in public."""
    live = (CALL_OPEN, CLOSED_CALL, COMPILED, DISCUSSED)
    for row in common_steps(CONVENER, (OPENING, *live), (CLOSED, CANCELLED), draft=OPENING):
        frm = tuple(state for state in row.frm if state != SUSPENDED)
        if row.key in ("suspend", "resume") or not frm or (row.key == "withdraw" and row.tell != OWN):
            continue
        in_office = row.by == CONVENER and row.capacity is not DRAFT
        yield replace(row, frm=frm, capacity=OFFICE if in_office else row.capacity)


ADVISED = Advice(not_by_itself="A working group opens it, through its chair and the secretariat; whoever is asked "
                               "contributes there, or prepares a submission from it.")
FORMS = (Form(KEY, TITLE, CallTerms, working_group_call, advice=ADVISED),)
