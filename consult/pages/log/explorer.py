"""The explorer: every entry of the log, what the reader may read as sentences, the rest as the seals they are."""

from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import Connection

from consult import casebook
from consult.docket import Docket
from consult.i18n import _
from consult.log.explorer import ACTS, HOST, PAGE, READABLE, Filters, list_entries
from consult.log.integrity import SelfCheck, check_stored, newest
from consult.log.own import KINDS
from consult.log.trust import Trust
from consult.pages.fields import Option
from consult.pages.log.lines import EntryLine, entry_line
from consult.pages.log.record import RecordLine, record_line
from consult.standing import Standing
from consult.visibility import Viewer, reads_own_chain
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Asked:
    """What the reader narrowed the list to, as typed; days are days of UTC."""

    kind: str = ""
    ref: str = ""
    party: str = ""
    step: str = ""
    since: date | None = None
    until: date | None = None
    office: str = ""

    def filters(self) -> Filters:
        """Give the filters; a step is found by its words too."""
        step = "_".join(self.step.lower().split())
        days = _start(self.since), _end(self.until)
        return Filters(self.kind, self.ref.strip().upper(), self.party, step, *days, self.office.strip())


@dataclass(frozen=True, slots=True)
class ExplorerPage:
    """One page of the log, with what the host says of the whole."""

    title: str
    record: RecordLine | None
    check: SelfCheck
    asked: Asked
    is_narrow: bool
    kinds: tuple[Option, ...]
    parties: tuple[Option, ...]
    lines: tuple[EntryLine, ...]
    following: int | None
    is_first: bool
    reads_nothing: bool
    may_take: bool


def explorer_page(
    conn: Connection,
    docket: Docket,
    standing: Standing,
    asked: Asked,
    now: datetime,
    *,
    trust: Trust | None,
    before: int | None,
    size: int = PAGE,
) -> ExplorerPage:
    """Draw up one page of the log; `trust` names the witnesses.

    Long because: one line a field of the page, in the order in which it is read.
    """
    viewer, names, filters = Viewer.of(standing), casebook.party_names(conn), asked.filters()
    last = newest(conn)
    listed = list_entries(conn, viewer, filters, before=before, size=size)
    return ExplorerPage(
        title=_("Record"),
        record=record_line(last, trust, now) if last else None,
        check=check_stored(conn, last),
        asked=asked,
        is_narrow=filters.narrow,
        kinds=_kinds(),
        parties=(Option(HOST, _("Host")), *(Option(key, name) for key, name in names.items())),
        lines=tuple(entry_line(conn, docket, line, names) for line in listed.lines),
        following=listed.following,
        is_first=before is None,
        reads_nothing=not viewer.sees_cases,
        may_take=reads_own_chain(viewer),
    )


def _kinds() -> tuple[Option, ...]:
    entries = (Option(key, str(words)) for key, words in KINDS.items())
    return (Option(READABLE, _("All that you may read")), Option(ACTS, _("Acts of cases")), *entries)


def _start(day: date | None) -> datetime | None:
    return datetime.combine(day, time(), UTC) if day else None


def _end(day: date | None) -> datetime | None:
    """Give the moment at which a day is over; the last day there is has no end."""
    return datetime.combine(day + timedelta(days=1), time(), UTC) if day and day < date.max else None
