"""The clocks of a dispute: those of the stages as the clause gives them, those of the rules of arbitration, the
product's.

A period keeps the binding and grade of the text that gives it. Not modelled: periods that the tribunal sets otherwise
than by an order with a date.
"""

from __future__ import annotations

from collections.abc import Iterator

from workflows.agreements.clause import CONCILIATION, GOOD_OFFICES, MEDIATION
from workflows.dispute.frame import NEUTRALS
from workflows.dispute.joined import joined_limit
from workflows.dispute.receiving import AWARD, request_begins, response_begins, stage_begins
from workflows.dispute.shape import Shape
from workflows.kernel.fragments import suspension_limit
from workflows.kernel.language import (
    BY_AGREEMENT,
    ByTrack,
    Citation,
    Dispatch,
    Extension,
    FromFiling,
    Period,
    Standard,
    TimeLimit,
    Until,
)  # fmt: skip
from workflows.kernel.limits import Start
from workflows.ladder import AT_NOTICE, BY_CONVENING, BY_INVITATION, Rung

# fmt: off
WINDOWS = {"interpretation": ("interpretation_request", "interpretation"), "correction": ("correction_request",
"correction"),
           "additional": ("additional_request", "additional")}
"""Requests after an award: the period for asking and the period for answering, by their keys in a set of rules."""


BEGINNING, APPOINTMENT, FIRST_MEETING = "beginning", "appointment", "first_meeting"


def stage_limit(rung: Rung) -> str:
    """Name the clock of a stage."""
    return f"days_{rung.key}"


def exit_limit(rung: Rung) -> str:
    """Name the clock after which one party may declare a stage failed."""
    return f"exit_{rung.key}"


def invitation_limit(rung: Rung) -> str:
    """Name the clock of an invitation."""
    return f"invitation_{rung.key}"


def appointment_limit(rung: Rung) -> str:
    """Name the clock for the choice of a neutral."""
    return f"appointment_{rung.key}"


def waits_for_neutral(rung: Rung) -> bool:
    """Say whether a stage waits for somebody in its middle to be appointed, within a period."""
    return bool(rung.stage.appoint_days) and rung.entry == BY_INVITATION and rung.stage.kind in NEUTRALS


def counts_from(rung: Rung) -> str:
    """Say from which event the time of a stage counts: a first meeting, the appointment, or its beginning."""
    if rung.stage.start_event == FIRST_MEETING:
        return FIRST_MEETING
    named = rung.stage.start_event == APPOINTMENT and rung.entry == BY_INVITATION and rung.stage.kind in NEUTRALS
    return APPOINTMENT if named or (waits_for_neutral(rung) and rung.stage.start_event is None) else BEGINNING


def runs(rung: Rung) -> tuple[str, ...]:
    """List the clocks of a stage that end with it."""
    days = (stage_limit(rung),) if rung.stage.days else ()
    return (*days, *((exit_limit(rung),) if rung.stage.exit_after_days else ()))


def limits(s: Shape) -> tuple[TimeLimit, ...]:
    """Give all clocks."""
    return (*_opening(s), *_stages(s), *_arbitration(s), *_after(s), *_endings(s), suspension_limit())


def standards(s: Shape) -> tuple[Standard, ...]:
    """Give the aims by which nothing lapses."""
    return tuple(
        Standard(f"target_{rung.key}", rung.placed.by.cited, f"{rung.title}: promptly",
                 since="ask_lead_partner" if rung.entry == BY_CONVENING else "serve_notice_of_dispute",
                 target=Period(days=rung.stage.target_days))
        for rung in s.rungs if rung.stage.target_days
    )


def _opening(s: Shape) -> Iterator[TimeLimit]:
    yield TimeLimit("acknowledgement", s.terms.acknowledgement, s.terms.cite("acknowledgement"), Dispatch(),
                    "Acknowledgement", per="respondent")


def _stages(s: Shape) -> Iterator[TimeLimit]:
    for rung in s.diplomatic:
        stage, given = rung.stage, rung.placed.given
        if stage.days:
            extend = Extension(BY_AGREEMENT, stage.extend_times) if stage.extend == "by_agreement" else None
            start = _start(rung)
            yield TimeLimit(stage_limit(rung), Period(days=stage.days), given["days"].cited, start,
                            title=f"{rung.title}: its time",
                            takes=f"lapse_{rung.key}", extend=extend, zone="UTC")
        if stage.exit_after_days:
            begins = stage_begins(rung) if rung.entry == AT_NOTICE else Dispatch()
            yield TimeLimit(exit_limit(rung), Period(days=stage.exit_after_days), given["exit_after_days"].cited,
                            begins, title=f"{rung.title}: before one party may give up", zone="UTC")
        if stage.kind in s.invited and rung.entry == BY_INVITATION:
            length, cited = _answer(s, rung)
            yield TimeLimit(invitation_limit(rung), length, cited, title=f"{rung.title}: answer to the invitation",
                            zone="UTC")
        if waits_for_neutral(rung):
            yield TimeLimit(appointment_limit(rung), Period(days=rung.stage.appoint_days), given["appoint_days"].cited,
                            title=f"{rung.title}: choice of the neutral", zone="UTC")
    if CONCILIATION in s.kinds:
        length, cited = _reply(s)
        yield TimeLimit("report_reply", length, cited, title="Reply to the report", zone="UTC", takes="lapse_report")


def _start(rung: Rung) -> Start:
    """Say from what the time of a stage counts."""
    where = counts_from(rung)
    return stage_begins(rung) if where == BEGINNING else FromFiling("met_on") if where == FIRST_MEETING else Dispatch()


def _reply(s: Shape) -> tuple[Period, Citation]:
    """Give the time for a reply to a report as the clause has it, else the product's."""
    placed = s.arrangement.stage(CONCILIATION)
    if placed is not None and placed.stage.reply_days:
        return Period(days=placed.stage.reply_days), placed.given["reply_days"].cited
    return s.terms.report_reply, s.terms.cite("report_reply")


def _answer(s: Shape, rung: Rung) -> tuple[Period, Citation]:
    """Give the time for an answer and what gives it."""
    days = s.arrangement.clause.med_no_reply_days
    if rung.stage.kind in (MEDIATION, CONCILIATION) and days:
        return Period(days=days), s.cite("med_no_reply_days")
    name = "offer_reply" if rung.stage.kind == GOOD_OFFICES else "invitation"
    return getattr(s.terms, name), s.terms.cite(name)


def _ruled(s: Shape, key: str, otherwise: str) -> tuple[Period, Citation]:
    """Give a period of the rules, else the product's."""
    found = s.arrangement.periods.get(key)
    return (found.length, found.cited) if found else (getattr(s.terms, otherwise), s.terms.cite(otherwise))


def _arbitration(s: Shape) -> Iterator[TimeLimit]:
    length, cited = _ruled(s, "response", "response")
    yield TimeLimit("response", length, cited, response_begins(s), "Response to the notice of arbitration",
                    per="respondent")
    yield from joined_limit(s, length, cited)
    # Every seat counts from the constituting phase; the text counts the second party's from the first appointment.
    seats = {key: _ruled(s, name, "appointment") for key, name in _seat_periods(s).items()}
    longest, cited = max(seats.values(), key=lambda pair: pair[0].days or 0)
    yield TimeLimit("seat", ByTrack(tuple((key, length) for key, (length, _) in seats.items()), longest), cited,
                    title="Appointment of an arbitrator", per="seat", zone="UTC")
    length, cited = _ruled(s, "challenge", "challenge")
    yield TimeLimit("challenge", length, cited, title="Challenge of an arbitrator", per="seat", zone="UTC")
    yield TimeLimit("statement", Until("due_on"), s.cite("arb_rules"), title="Written statement that was ordered",
                    zone="UTC")


def _seat_periods(s: Shape) -> dict[str, str]:
    return {key: {"sole": "sole", "presiding": "presiding"}.get(key, "second") for key, _ in seats(s)}


def seats(s: Shape) -> tuple[tuple[str, str | None], ...]:
    """List the seats of the tribunal with the side that fills each; sole and presiding are for both together."""
    number = s.arrangement.clause.arbitrators or 3
    if number == 1:
        return (("sole", None),)
    each = range(1, number // 2 + 1)
    sides = [(side if number == 3 else f"{side}_{i}", side) for side in ("claimant", "respondent") for i in each]
    return (*sides, ("presiding", None))


def seat_titles(s: Shape) -> tuple[tuple[str, str], ...]:
    """Name the seats."""
    return tuple((key, f"the {side}'s seat" if side else f"the {key} seat") for key, side in seats(s))


def _after(s: Shape) -> Iterator[TimeLimit]:
    for name, (asking, answering) in WINDOWS.items():
        length, cited = _ruled(s, asking, "window")
        yield TimeLimit(f"ask_{name}", length, cited, request_begins(s, asking), f"Request after the award: {name}",
                        per=AWARD.key, zone="UTC")
        length, cited = _ruled(s, answering, "answer_to_request")
        yield TimeLimit(f"answer_{name}", length, cited, title=f"Answer to the request: {name}", zone="UTC")
    length, cited = _ruled(s, "correction_own", "window")
    yield TimeLimit("own_correction", length, cited, title="Correction of the tribunal's own motion", zone="UTC")
    yield TimeLimit("first_report", s.terms.first_report, s.terms.cite("first_report"),
                    title="First report on execution",
                    zone="UTC")
    yield TimeLimit("performance", Until("due_on"), s.terms.cite("first_report"), title="Performance", per="commitment",
                    zone="UTC")
    yield TimeLimit("noncompliance_reply", s.terms.noncompliance_reply, s.terms.cite("noncompliance_reply"),
                    title="Reply to a statement of non-compliance", zone="UTC")
    yield TimeLimit("follow_up", s.terms.follow_up, s.terms.cite("follow_up"), title="Follow-up", zone="UTC")


def _endings(s: Shape) -> Iterator[TimeLimit]:
    yield TimeLimit("deadlock_review", s.terms.deadlock_review, s.terms.cite("deadlock_review"),
                    title="Review of the deadlock",
                    zone="UTC")
    yield TimeLimit("inactivity", s.terms.inactivity, s.terms.cite("inactivity"), title="Time without any act",
                    zone="UTC",
                    takes="propose_discontinuance")
    yield TimeLimit("objection", s.terms.objection, s.terms.cite("objection"), title="Objection to discontinuance",
                    zone="UTC", takes="discontinue")
