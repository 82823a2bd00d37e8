"""Silences of a case as one reader may see them: each text that was frozen, its instant, what must be there, who spoke.

All is read from acts, tracks and limits through the one policy of visibility: where the act that opened a silence may
not be seen, there is no silence.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from consult.casebook import Entry
from consult.citations import law
from consult.i18n import _
from consult.pages.cases.limits import limit_is_visible
from consult.pages.cases.lines import title_of_case
from consult.pages.sheets.asked import Asked
from consult.pages.sheets.reading import Paper, entries, papers, struck
from consult.pages.silence_values import (
    ADOPTED,
    BROKEN,
    ENDED,
    RUNNING,
    STOPPED,
    TONES,
    Needed,
    SilenceView,
    Spoken,
)
from consult.visibility import may_see_track
from workflows.kernel.acts import STEP
from workflows.kernel.frozen import dataclass
from workflows.kernel.frozen_text import FROZEN
from workflows.kernel.sheets import SilenceSheet
from workflows.kernel.silence_papers import SILENCE, STOPS

OPENING = ("open_silence", "amend_and_retry")
CLOCKED = ("stop_silence", "stop_for_language", "resume_silence", "extend_silence", "withdraw_language")


@dataclass(frozen=True, slots=True)
class _Round:
    """The acts from one opening to the next that the reader may see, and whether it is the last one."""

    opening: Entry
    frozen: Mapping[str, Any]
    acts: tuple[Entry, ...]
    last: bool

    def of(self, *steps: str) -> list[Entry]:
        """Give the acts of some steps."""
        return [one for one in self.acts if one.act.step in steps]


def silences_of(asked: Asked, sheet: SilenceSheet) -> tuple[SilenceView, ...]:
    """Draw up every silence of a case, the last one first."""
    read = {paper.n: paper for paper in papers(asked, (*OPENING, *SAID, *CLOCKED))}
    return tuple(_view(asked, sheet, one, read) for one in reversed(_rounds(asked)))


SAID = ("break_silence", "make_explanation", "object_late", "confirm_adoption")


def _rounds(asked: Asked) -> list[_Round]:
    found = entries(asked)
    gone = struck(found)
    kept = [one for one in found if one.act.n not in gone]
    starts = [(i, frozen) for i, one in enumerate(kept) if (frozen := _frozen(one)) is not None]
    if not starts:
        return []  # the reader may know of the case and not of its silence
    ends = [i for i, _f in starts[1:]] + [len(kept)]
    pairs = zip(starts, ends, strict=True)
    return [_Round(kept[i], frozen, tuple(kept[i:end]), end == len(kept)) for (i, frozen), end in pairs]


def _frozen(entry: Entry) -> Mapping[str, Any] | None:
    """Give what an act froze."""
    if entry.act.kind != STEP:
        return None
    return next((dict(e[2]) for e in entry.act.effects if e[0] == "fact" and e[1] == FROZEN), None)


def _view(asked: Asked, sheet: SilenceSheet, one: _Round, read: Mapping[int, Paper]) -> SilenceView:
    """Draw up one silence.

    Long because: one line a field, in the order in which it is read.
    """
    opening, paper = one.opening.act, read.get(one.opening.act.n)
    status = _status(asked, sheet, one)
    ends_at = _ends_at(asked, one)
    objected = {entry.act.principal for entry in one.of("break_silence")}
    entitled = tuple(str(party) for party in one.frozen["entitled"])
    letters = _spoken(asked, one, read, "confirm_adoption")
    rule, kept = asked.seen.procedure.rule(SILENCE), asked.seen.case.limits.get(SILENCE) if one.last else None
    silent = entitled if status == ADOPTED else tuple(p for p in entitled if p not in objected)
    return SilenceView(
        ref=asked.seen.row.ref,
        case_title=title_of_case(asked.seen.row),
        procedure_title=law(asked.seen.procedure.title),
        exercise=asked.seen.row.exercise,
        n=opening.n,
        opened_at=opening.at,
        opened_by=_named(asked, opening.principal),
        heading=_heading(paper),
        words=str(paper.words.get("text") or "") if paper else "",
        digest=str(one.frozen["digest"]),
        status=status,
        says=_says(status),
        tone=TONES[status],
        ends_at=ends_at,
        zone=asked.standing.party_zone,
        left=_left(asked, status, ends_at),
        needed=_needed(asked, sheet, entitled) if one.last and status in (RUNNING, STOPPED) else (),
        entitled=tuple(_named(asked, party) for party in entitled),
        silent=tuple(_named(asked, party) for party in silent),
        broke=_spoken(asked, one, read, "break_silence"),
        explained=_spoken(asked, one, read, "make_explanation"),
        late=_spoken(asked, one, read, "object_late"),
        clock=tuple(_clock_lines(asked, one, read)),
        letter=letters[-1] if letters else None,
        opener=opening.principal,
        entitled_keys=entitled,
        silent_keys=silent,
        binding=(kept.binding if kept else "") or str(rule.binding),
        under=rule.cited(kept.basis if kept else ()),
    )


def _heading(paper: Paper | None) -> str:
    """Give what the text is called: the first short answer of its paper."""
    keys = [field.key for field in paper.spec.fields if field.kind == "text"] if paper else []
    return next((str(paper.words[key]) for key in keys if paper and paper.words.get(key)), "")


def _named(asked: Asked, party: str) -> str:
    return asked.names.get(party, party)


def _status(asked: Asked, sheet: SilenceSheet, one: _Round) -> str:
    """Say how a silence stands: as its acts tell; the last one as the case stands now."""
    went = {(entry.act.step, entry.act.went) for entry in one.acts if entry.act.kind == STEP}
    if ("break_silence", sheet.broken) in went:
        return BROKEN
    if ("expire_silence", sheet.adopted) in went:
        return ADOPTED
    limit = asked.seen.case.limits.get(SILENCE) if one.last else None
    if limit is None or asked.seen.case.state not in (sheet.state, sheet.adopted):
        return ENDED
    return {"running": RUNNING, "paused": STOPPED, "lapsed": ADOPTED}.get(limit.status, ENDED)


def _says(status: str) -> str:
    return {
        RUNNING: _("under silence"),
        STOPPED: _("under silence, the clock stands"),
        ADOPTED: _("adopted by silence"),
        BROKEN: _("silence broken"),
        ENDED: _("ended without a result"),
    }[status]


def _ends_at(asked: Asked, one: _Round) -> datetime | None:
    """Give the instant: as the case has it, else as the acts of the silence left it."""
    limit = asked.seen.case.limits.get(SILENCE)
    if one.last and limit is not None:
        return limit.expires_at if limit_is_visible(asked.seen, limit, asked.viewer, asked.membership) else None
    moved = (dict(e[2]) for entry in one.acts for e in entry.act.effects if e[0] == "limit" and e[1] == SILENCE)
    ends = [str(values["expires_at"]) for values in moved if values.get("expires_at")]
    return datetime.fromisoformat(ends[-1]) if ends else None


def _left(asked: Asked, status: str, ends_at: datetime | None) -> str:
    """Write what is left, to the second, by the clock of the server; of a clock that stands, what was left then."""
    limit = asked.seen.case.limits.get(SILENCE)
    if ends_at is None or limit is None or status not in (RUNNING, STOPPED):
        return ""
    since = limit.paused_at if status == STOPPED and limit.paused_at else asked.now
    return write_left(max(ends_at - since, timedelta()))


def write_left(left: timedelta) -> str:
    """Write a length of time to the second."""
    seconds = int(left.total_seconds())
    days, hours, minutes = seconds // 86_400, seconds % 86_400 // 3600, seconds % 3600 // 60
    return _(
        "%(days)s d %(hours)s h %(minutes)s min %(seconds)s s",
        days=days,
        hours=hours,
        minutes=minutes,
        seconds=seconds % 60,
    )


def _needed(asked: Asked, sheet: SilenceSheet, entitled: Sequence[str]) -> tuple[Needed, ...]:
    """Say whether the text is there in every language, and whether everybody entitled is reached."""
    tracks = [track for track in asked.seen.case.tracks.values() if sheet.set and track.set == sheet.set]
    seen = [t for t in tracks if may_see_track(
        asked.viewer, asked.membership, t.key, *asked.seen.procedure.audience_of_track(t.key))]  # fmt: skip
    away = [law(track.name) for track in seen if track.state != "posted"]
    world = asked.docket.world(asked.conn, asked.now, asked.seen.row.id)
    lost = [_named(asked, party) for party in entitled if not world.ask("reachable", party)]
    languages = Needed(_("Posted in every language that is needed"), not away, ", ".join(away))
    contacts = Needed(_("A contact point of everybody entitled has answered"), not lost, ", ".join(lost))
    return (languages, contacts) if seen else (contacts,)


def _spoken(asked: Asked, one: _Round, read: Mapping[int, Paper], *steps: str) -> tuple[Spoken, ...]:
    acts = (entry.act for entry in one.of(*steps) if entry.act.kind == STEP)
    return tuple(Spoken(_named(asked, a.principal), a.at, a.n, _words(read.get(a.n)), a.principal) for a in acts)


def _words(paper: Paper | None) -> str:
    """Give the first long text of a paper."""
    keys = [field.key for field in paper.spec.fields if field.kind == "long_text"] if paper else []
    return next((str(paper.words[key]) for key in keys if paper and paper.words.get(key)), "")


def _clock_lines(asked: Asked, one: _Round, read: Mapping[int, Paper]) -> list[Spoken]:
    """Tell what was done to the clock: stops with the precondition that fell, going on, more time."""
    lines = []
    for entry in one.of(*CLOCKED):
        act = entry.act
        title = law(asked.seen.procedure.rows[act.step][0].title)
        paper = read.get(act.n)
        fell = law(STOPS.get(str(paper.words.get("precondition")), "")) if paper else ""
        track = asked.seen.case.tracks.get(act.track or "")
        detail = fell or (law(track.name) if track else "") or _words(paper)
        key = "" if act.party == "clock" else act.principal
        by = _named(asked, key) if key else ""
        lines.append(Spoken(by, act.at, act.n, f"{title}: {detail}" if detail else title, key))
    return lines
