"""Lines of time limits, and what may be said of their passing."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from consult.citations import Cited, cite, law
from consult.docket import Seen
from consult.docket.owing import owners_of
from consult.i18n import _, _l
from consult.library.periods import write_period
from consult.visibility import Membership, Viewer, deadline_is_visible
from workflows.kernel import silence_papers
from workflows.kernel.case import Limit
from workflows.kernel.frozen import dataclass
from workflows.kernel.limits import TimeLimit
from workflows.kernel.procedure import Procedure
from workflows.kernel.reckoning import Period
from workflows.kernel.words import humanise

_STATUS = {
    "running": _l("running"),
    "paused": _l("stopped for the time being"),
    "stopped": _l("met or no longer needed"),
}
_TRIGGERS = {"dispatch": _l("from dispatch"), "receipt": _l("from proven receipt")}


DEADLINE, INSTANT, SILENCE = "deadline", "instant", "silence"
"""What the end of a limit is: that of a period, a moment at which something happens by itself, that of a silence."""


def kind_of_limit(rule: TimeLimit) -> str:
    """Say which kind of date the end of a limit is: the silence of whatever procedure is a kind of its own."""
    if rule.key == silence_papers.SILENCE:
        return SILENCE
    return INSTANT if rule.takes else DEADLINE


def limit_is_visible(seen: Seen, limit: Limit, viewer: Viewer, membership: Membership) -> bool:
    """Say whether a viewer may see a limit of a case."""
    level, file = seen.procedure.audience_of(limit.limit, limit.track)
    return deadline_is_visible(viewer, membership, limit.track, level, file)


@dataclass(frozen=True, slots=True)
class LimitLine:
    """A time limit as it runs: what, for whom, under which rule, from what, until when, and what may be said of its
    passing."""

    title: str
    track: str
    owner: str
    under: tuple[Cited, ...]
    binding: str
    grade: str
    length: str
    trigger: str
    starts_on: datetime | None
    expires_on: date | None
    expires_at: datetime | None
    safe_at: datetime | None
    zone: str
    status: str
    says: str
    mine: bool
    reminded: str = ""
    key: str = ""
    rule: str = ""
    track_key: str = ""
    owners: tuple[str, ...] = ()
    at_expiry: str = ""
    kind: str = ""

    @property
    def is_law(self) -> bool:
        """Say whether only this limit, by its binding, may be called expired."""
        return self.binding.startswith("LAW")


@dataclass(frozen=True, slots=True)
class NextDate:
    """When the next limit of a case ends: a day in its zone, or an instant."""

    expires_on: date | None
    expires_at: datetime | None
    zone: str

    @classmethod
    def of(cls, row: Any) -> "NextDate | None":
        """Take what the register has, if anything runs out."""
        return cls(row.expires_on, row.expires_at, row.zone) if row is not None and row.expires_at else None


def limit_line(seen: Seen, limit: Limit, names: Mapping[str, str], viewer: Viewer) -> LimitLine:
    """Draw up one limit.

    Long because: one line a field.
    """
    rule = seen.procedure.rule(limit.limit)
    track = seen.case.tracks.get(limit.track or "")
    owners, cited = owners_of(seen.case, limit), rule.cited(limit.basis)
    binding = limit.binding or str(rule.binding)
    return LimitLine(
        title=law(rule.title) or humanise(rule.key),
        track=names.get(track.party or "", track.name) if track else "",
        owner=", ".join(names.get(party, party) for party in owners),
        under=tuple(cite(c) for c in cited),
        binding=binding,
        grade=str((rule.grade if cited == rule.under else cited[0].grade) or ""),
        length=write_period(Period.parse(limit.length)) if limit.length else "",  # none where it ends on a day given
        trigger=write_trigger(limit.trigger, seen.procedure, backwards=rule.backwards),
        starts_on=limit.starts_on,
        expires_on=limit.expires_on,
        expires_at=limit.expires_at,
        safe_at=limit.safe_at if limit.safe_at and limit.expires_at and limit.safe_at < limit.expires_at else None,
        zone=limit.zone,
        status=limit.status,
        says=_status(limit, binding),
        mine=viewer.party in owners,
        key=limit.key,
        rule=limit.limit,
        track_key=limit.track or "",
        owners=tuple(owners),
        at_expiry=_at_expiry(rule, seen.procedure),
        kind=kind_of_limit(rule),
    )


def _at_expiry(rule: TimeLimit, procedure: Procedure) -> str:
    """Say what the clock does when a limit ends: it records a step, or lays one on a desk; else nothing by itself."""
    if rule.takes:
        return _("Recorded by itself: %(step)s", step=_title_of(procedure, rule.takes))
    if rule.proposes:
        return _("Proposed: %(step)s", step=_title_of(procedure, rule.proposes))
    return ""


def _title_of(procedure: Procedure, step: str) -> str:
    rows = procedure.rows.get(step, ())
    return law(rows[0].title) if rows else humanise(step)


def _status(limit: Limit, binding: str) -> str:
    """Say where a limit stands; only law expires, a product target is passed."""
    if limit.status == "lapsed":
        return (
            _("expired")
            if binding.startswith("LAW")
            else _("target passed")
            if binding == "DEFAULT"
            else _("period over")
        )
    if limit.status == "armed":
        return _("waits for proof of receipt") if limit.trigger == "receipt" else _("has not started")
    return str(_STATUS[limit.status])


def write_trigger(trigger: str, procedure: Procedure, *, backwards: bool = False) -> str:
    """Say from what a limit runs, or before what it ends; a day that a paper gives is called as the paper asks it."""
    if trigger in _TRIGGERS:
        return str(_TRIGGERS[trigger])
    found = (row.filing.field(trigger) for row in procedure.steps if row.filing)
    label = next((field.label for field in found if field), "")
    what = f"“{law(label)}”" if label else humanise(trigger).lower()
    return _("before: %(what)s", what=what) if backwards else _("from: %(what)s", what=what)
