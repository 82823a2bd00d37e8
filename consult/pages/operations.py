"""The page of the people who run an installation: what lives, waits, is late or failed, and what was found; no word of
what States file."""

import os
import platform
from collections.abc import Mapping
from datetime import datetime, timedelta

from consult.doctor import Degree, Finding
from consult.doctor.files import LEAST_FREE
from consult.i18n import _, _l, ngettext
from consult.metrics.installation import by_topic
from consult.operations.state import Endpoint, Operated, Run
from consult.operations.work import Failed
from consult.signs import Sign, own_version
from consult.slowness import Slow
from workflows.kernel.frozen import dataclass

LATE = timedelta(minutes=15)
UNSEALED = timedelta(minutes=30)
"""How old the newest checkpoint may become while the log is idle: three heartbeats."""
KEPT_TOO_LONG = timedelta(days=3)
TONES = {Degree.WRONG: "bad", Degree.LOOK: "warn", Degree.SOUND: "plain"}
DEGREES = {Degree.WRONG: _l("wrong"), Degree.LOOK: _l("look"), Degree.SOUND: _l("sound")}
AMISS = (Degree.WRONG, Degree.LOOK)
PAUSED: Mapping[str, object] = {
    "gone": _l("its receiver said that it is gone for good"),
    "failing": _l("it did not answer for too many days"),
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One line: what, how it stands, since or until when, and whether it needs a look ("warn") or a hand ("bad")."""

    what: str
    says: str
    at: datetime | None = None
    tone: str = "plain"


@dataclass(frozen=True, slots=True)
class Process:
    """A worker or a web server: machine and process, what it runs and of how many processes, since when, its last sign
    of life, and whether that is recent."""

    name: str
    says: str
    since: datetime
    at: datetime
    lives: bool


@dataclass(frozen=True, slots=True)
class FindingLine:
    """One finding of the examination."""

    part: str
    degree: str
    tone: str
    says: str
    mends: str


@dataclass(frozen=True, slots=True)
class OperationsPage:
    """How an installation stands."""

    title: str
    version: str
    differs: bool
    """Whether web servers and workers run different versions; what was found says which."""
    revision: str
    newest: str
    servers: tuple[Process, ...]
    workers: tuple[Process, ...]
    queue: tuple[Fact, ...]
    failing: tuple[Failed, ...]
    set_aside: tuple[Failed, ...]
    messages: tuple[Fact, ...]
    reasons: tuple[tuple[str, int], ...]
    endpoints: tuple[tuple[Endpoint, str], ...]
    log: tuple[Fact, ...]
    storage: tuple[Fact, ...]
    runs: tuple[Run, ...]
    amiss: tuple[FindingLine, ...]
    sound: tuple[FindingLine, ...]
    slow: tuple[Slow, ...]
    answers: str
    """The machine and the process that answered, which are those of the slow statements."""

    @property
    def wrong(self) -> int:
        """Count what was found wrong."""
        return sum(one.tone == "bad" for one in self.amiss)


def operations_page(seen: Operated, now: datetime) -> OperationsPage:
    """Draw up the page from what was seen at a moment."""
    return OperationsPage(
        title=_("Operations"),
        version=own_version(),
        differs=seen.stands.versions(now) > 1,
        revision=seen.revision,
        newest=seen.newest,
        servers=tuple(_process(one, now, of_many=True) for one in seen.stands.servers),
        workers=tuple(_process(one, now) for one in seen.stands.work.workers),
        queue=_queue(seen, now),
        failing=seen.failing,
        set_aside=seen.set_aside,
        messages=_messages(seen, now),
        reasons=tuple((reason or _("No server is named by which they could leave."), n) for reason, n in seen.reasons),
        endpoints=tuple((one, str(PAUSED.get(one.why, one.why))) for one in seen.endpoints),
        log=_log(seen, now),
        storage=_storage(seen, now),
        runs=seen.runs,
        amiss=tuple(_finding(one) for degree in AMISS for one in seen.findings if one.degree is degree),
        sound=tuple(_finding(one) for one in seen.findings if one.degree is Degree.SOUND),
        slow=seen.slow,
        answers=f"{platform.node()} {os.getpid()}",
    )


def _process(one: Sign, now: datetime, *, of_many: bool = False) -> Process:
    runs = _("version %(version)s", version=one.version) if one.version else _("a version that does not tell its name")
    number = ngettext("%(num)s process", "%(num)s processes", one.processes)
    return Process(one.name, f"{runs}, {number}" if of_many else runs, one.since, one.at, one.lives(now))


def _finding(one: Finding) -> FindingLine:
    return FindingLine(one.part, str(DEGREES[one.degree]), TONES[one.degree], one.says, one.mends)


def _queue(seen: Operated, now: datetime) -> tuple[Fact, ...]:
    stands, work = seen.stands, seen.stands.work
    waits = ", ".join(f"{topic} {number}" for topic, number in by_topic(work.waiting).items() if number) or _("nothing")
    tone, due = "bad" if _is_old(work.oldest_due, now, LATE) else "plain", stands.overdue
    return (
        Fact(_("Waiting"), waits),
        Fact(_("Under way"), str(work.leased)),
        Fact(_("Oldest work due since"), "" if work.oldest_due else _("none"), work.oldest_due, tone),
        Fact(
            _("Ended and not yet recorded as lapsed"),
            ngettext("%(num)s period", "%(num)s periods", due),
            stands.overdue_since,
            "bad" if _is_old(stands.overdue_since, now, LATE) else "plain",
        ),
    )


def _messages(seen: Operated, now: datetime) -> tuple[Fact, ...]:
    return tuple(
        Fact(
            channel,
            _("%(waiting)s wait, %(failed)s were given up in the last seven days", waiting=m.waiting, failed=m.failed),
            m.oldest,
            "warn" if m.failed or _is_old(m.oldest, now, timedelta(hours=1)) else "plain",
        )
        for channel, m in seen.stands.messages.items()
    )


def _log(seen: Operated, now: datetime) -> tuple[Fact, ...]:
    log = seen.stands.log
    old = log.signed_at is None or _is_old(log.signed_at, now, UNSEALED)
    return (
        Fact(_("Entries"), str(log.size)),
        Fact(_("Not sealed yet"), str(log.unsealed), None, "bad" if log.unsealed and old else "plain"),
        Fact(_("Newest checkpoint"), "" if log.signed_at else _("none"), log.signed_at, "bad" if old else "plain"),
    )


def _storage(seen: Operated, now: datetime) -> tuple[Fact, ...]:
    stands = seen.stands
    newest = seen.runs[0].done_at if seen.runs and seen.runs[0].done_at else stands.retained_at
    return (
        Fact(_("Documents"), _megabytes(seen.documents_bytes)),
        Fact(_("Database"), _megabytes(stands.database_bytes)),
        _room(stands.free_bytes),
        Fact(_("Newest backup"), "" if stands.backup_at else _("none is known"), stands.backup_at,
             "plain" if stands.backup_at else "warn"),
        Fact(_("Retention last ran"), "" if newest else _("never"), newest,
             "warn" if newest is None or _is_old(newest, now, KEPT_TOO_LONG) else "plain"),
    )  # fmt: skip


def _room(free: int | None) -> Fact:
    if free is None:
        return Fact(_("Room left"), _("not known"), tone="warn")
    return Fact(_("Room left"), _megabytes(free), tone="warn" if free < LEAST_FREE else "plain")


def _is_old(since: datetime | None, now: datetime, patience: timedelta) -> bool:
    return since is not None and now - since > patience


def _megabytes(number: int) -> str:
    megabytes = number / 1_048_576
    if megabytes >= 1024:
        return _("%(number)s GB", number=f"{megabytes / 1024:.1f}")
    return _("%(number)s MB", number=f"{megabytes:.1f}")
