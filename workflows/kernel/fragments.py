"""Parts that procedures share: the states and steps common to all, joining, and extension by agreement.

None of these has a provision of a treaty; they are the product's ways of doing what the parties agree anyway, and say
so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from .guards import Guard
from .language import (
    ANY_PARTY,
    BACK,
    BY_AGREEMENT,
    CLEAR,
    CLOCK,
    DISPATCH,
    DRAFT,
    EVERY_PARTY,
    FINAL,
    OPTIONAL,
    OUTSIDER,
    OWN,
    PRODUCT,
    STAY,
    TRACK,
    TRACK_PARTY,
    Citation,
    Extend,
    Filing,
    Link,
    NamesAct,
    NotBefore,
    On,
    Opens,
    Role,
    State,
    Step,
    TimeLimit,
    TrackSet,
    Until,
    date_field,
    document_field,
    long_text,
    party_field,
    text,
    whole,
)  # fmt: skip

SUSPENDED, WITHDRAWN, SUPERSEDED, VOIDED = "suspended", "withdrawn", "superseded", "voided_error"


class Withdrawal(Filing):
    """Withdrawal of the case."""

    reason = long_text("Reason, if you wish to give one", PRODUCT, need=OPTIONAL)


class Suspension(Filing):
    """Agreement to suspend."""

    reason = long_text("Reason", PRODUCT)
    until = date_field(
        "Last day", PRODUCT, help="After this day the case goes on by itself, unless the parties resume it before."
    )


class Resumption(Filing):
    """Agreement to resume."""

    remark = long_text("Remark", PRODUCT, need=OPTIONAL)


class Supersession(Filing):
    """Replacement by a newer case."""

    newer_case = text("Reference of the case that takes its place", PRODUCT)
    reason = long_text("Reason", PRODUCT, need=OPTIONAL)


class Voiding(Filing):
    """Filed in error."""

    reason = long_text("What was wrong", PRODUCT)


class Correction(Filing):
    """Correction of an earlier act."""

    act = whole("Number of the act that this corrects", PRODUCT, least=1)
    text = long_text("What stands there, and what should stand there", PRODUCT)
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class Supplement(Filing):
    """Supplement to an earlier act."""

    act = whole("Number of the act that this supplements", PRODUCT, least=1)
    text = long_text("What is added", PRODUCT)
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class Statement(Filing):
    """Statement for the record."""

    text = long_text("Statement", PRODUCT)
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class JoinRequest(Filing):
    """Request to take part."""

    grounds = long_text("Why you wish to take part", PRODUCT)


class Extending(Filing):
    """Agreement to extend a time limit."""

    reason = long_text("Reason", PRODUCT)


COMMON_STATES = (
    State(SUSPENDED, "Paused by recorded agreement; product clocks stop, legal clocks do not"),
    State(WITHDRAWN, "The filer withdrew; the record is kept", FINAL),
    State(SUPERSEDED, "Replaced by a newer case, which is linked", FINAL),
    State(VOIDED, "Filed in error; two persons approved; nothing is deleted", FINAL, "Voided as an error"),
)


def suspension_limit() -> TimeLimit:
    """The agreed end of a suspension, at which the clock resumes."""
    return TimeLimit(
        "suspension", Until("until"), PRODUCT, title="Agreed end of the suspension", takes="resume", zone="UTC"
    )


def common_steps(
    filer: Role, live: Iterable[str], ended: Iterable[str] = (), *, draft: str = "draft"
) -> tuple[Step, ...]:
    """The universal transitions, for the live states and the ended (resting or final) ones of a procedure."""
    running = tuple(s for s in live if s != draft)
    stopped = (*running, SUSPENDED)
    papers = _papers((*stopped, *ended))
    rows = (*_withdrawals(filer, stopped, draft), *_pauses(running), *_endings(filer, stopped), *papers)
    return tuple(_as_common(row) for row in rows)


def _withdrawals(filer: Role, stopped: tuple[str, ...], draft: str) -> tuple[Step, ...]:
    return (
        Step("withdraw", draft, WITHDRAWN, filer, DRAFT, PRODUCT, asks=Withdrawal, tell=OWN,
             title="Withdraw the case", effect="The draft is closed; nobody else learns of it."),
        Step("withdraw", stopped, WITHDRAWN, filer, DISPATCH, PRODUCT, asks=Withdrawal, stops=("*",),
             title="Withdraw the case", effect="The case ends; everybody in it is told."),
    )  # fmt: skip


def _pauses(running: tuple[str, ...]) -> tuple[Step, ...]:
    return (
        Step("suspend", running, SUSPENDED, EVERY_PARTY, DISPATCH, PRODUCT, asks=Suspension, pauses=("*",),
             starts=("suspension",), checks=(NotBefore("until"),),
             title="Suspend the case",
             effect="Product clocks stop until the agreed day; treaty and national limits run on."),
        Step("resume", SUSPENDED, BACK, EVERY_PARTY | CLOCK, DISPATCH, PRODUCT, asks=Resumption, resumes=("*",),
             stops=("suspension",), title="Resume the case", effect="The case goes on where it stopped."),
    )  # fmt: skip


def _endings(filer: Role, stopped: tuple[str, ...]) -> tuple[Step, ...]:
    return (
        Step("supersede", stopped, SUPERSEDED, filer, DISPATCH, PRODUCT, asks=Supersession, stops=("*",),
             link=Link("superseded_by", field="newer_case"),
             title="Replace the case by a newer one", effect="The case ends and points to the newer one."),
        Step("void_error", stopped, VOIDED, filer, CLEAR, PRODUCT, asks=Voiding, hands=2, stops=("*",),
             title="Void the case as filed in error",
             effect="Needs two persons of the filing party; the record is kept."),
    )  # fmt: skip


def _papers(everywhere: tuple[str, ...]) -> tuple[Step, ...]:
    own_act = (NamesAct("act"),)
    return (
        Step("correct", everywhere, STAY, ANY_PARTY, DISPATCH, PRODUCT, asks=Correction, checks=own_act,
             title="Correct an earlier act"),
        Step("supplement", everywhere, STAY, ANY_PARTY, DISPATCH, PRODUCT, asks=Supplement, checks=own_act,
             title="Supplement an earlier act"),
        Step("make_statement", everywhere, STAY, ANY_PARTY, DISPATCH, PRODUCT, asks=Statement,
             title="Place a statement on record"),
        Step("contest_adequacy", everywhere, STAY, ANY_PARTY, DISPATCH, PRODUCT, asks=Statement,
             flags=("adequacy_contested",),
             title="Contest the adequacy of the procedure",
             effect="Your view that the procedure was not adequate is recorded; the product takes no side."),
    )  # fmt: skip


def _as_common(row: Step) -> Step:
    return replace(row, common=True)


ENTRANT_STATES = (
    State("requested", "Has asked to take part"),
    State("admitted", "Takes part"),
    State("observing", "Was offered, and has, the place of an observer"),
    State("refused", "Was not admitted; a parallel case stays open to it"),
)


def entrants() -> TrackSet:
    """The track set of those who ask to join."""
    return TrackSet(
        "entrant",
        "requested",
        ENTRANT_STATES,
        "entrant",
        gone=("admitted", "refused"),
        ends=("admitted", "observing", "refused"),
    )


def leaving(of: str, live: Iterable[str], states: tuple[str, ...], limits: tuple[str, ...] = ()) -> tuple[Step, ...]:
    """A party leaves the talks; the case goes on with the others."""
    row = Step("leave", tuple(live), STAY, TRACK_PARTY, DISPATCH, PRODUCT, asks=Statement, track=On(of, states, "left"),
               stops=limits, tell="all", title="Leave the talks",
               effect="Your track ends; the case goes on with the others.")  # fmt: skip
    return (_as_common(row),)


def joining(
    live: Iterable[str],
    into: str,
    starts: tuple[str, ...] = (),
    right: Citation | None = None,
    when: Guard | None = None,
) -> tuple[Step, ...]:
    """Let a third State ask to join: admitted by all, or as of right where the instrument gives one; else observer or
    refusal.
    """
    states = tuple(live)
    admitted, observing, refused = (On("entrant", ("requested",), to) for to in ("admitted", "observing", "refused"))
    rows = [
        Step("request_join", states, STAY, OUTSIDER, DISPATCH, PRODUCT, asks=JoinRequest,
             opens=Opens("entrant", acting=True), title="Ask to take part"),
        Step("admit_entrant", states, STAY, EVERY_PARTY, DISPATCH, PRODUCT, track=admitted,
             opens=Opens(into, of_track=True), starts=starts, tell="all", title="Admit the entrant"),
        Step("offer_observer", states, STAY, ANY_PARTY, DISPATCH, PRODUCT, track=observing, tell="all",
             title="Offer the place of an observer", whom="to"),
        Step("refuse_entrant", states, STAY, ANY_PARTY, DISPATCH, PRODUCT, asks=Statement, track=refused, tell="all",
             title="Refuse the entrant"),
    ]  # fmt: skip
    if right is not None:
        rows.append(Step("join_as_of_right", states, STAY, OUTSIDER, DISPATCH, right, asks=JoinRequest,
                         opens=Opens(into, acting=True), starts=starts, when=when))  # fmt: skip
    return tuple(_as_common(row) for row in rows)


def extending(limits: Iterable[TimeLimit], live: Iterable[str]) -> tuple[Step, ...]:
    """Write one step for each limit that the parties may extend together, on its track where it runs on tracks."""
    states = tuple(live)
    rows = [
        Step(f"extend_{limit.key}", states, STAY, EVERY_PARTY, DISPATCH, limit.under, asks=Extending,
             track=On(limit.per) if limit.per else None, extends=Extend(limit.key), tell="all",
             title=f"Extend the period “{limit.title or limit.key}”")
        for limit in limits if limit.extend is not None and limit.extend.by == BY_AGREEMENT
    ]  # fmt: skip
    return tuple(_as_common(row) for row in rows)


class PartyAdded(Filing):
    """A party that is added midway."""

    party = party_field("State or organisation to add", PRODUCT)
    reason = long_text("Why it is added", PRODUCT)


__all__ = [
    "COMMON_STATES", "SUPERSEDED", "SUSPENDED", "TRACK", "VOIDED", "WITHDRAWN", "Correction", "Extending",
    "JoinRequest", "PartyAdded", "Resumption", "Statement", "Supersession", "Supplement", "Suspension", "Voiding",
    "Withdrawal", "common_steps", "entrants", "extending", "joining", "leaving", "suspension_limit",
]  # fmt: skip
