"""Files that were asked for, as the page of reports lists them: how far each is, and what may be done with it."""

from collections.abc import Mapping
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import Connection

from consult.i18n import _
from consult.outputs import rows
from consult.outputs.makers import Maker
from consult.outputs.taking import may_have, require_covered
from consult.standing import Standing
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class OutputLine:
    """One file: what it is, how far, why not, and until when it lies ready."""

    key: str
    what: str
    title: str
    name: str
    media: str
    state: str
    done: int
    total: int
    reason: str
    digest: str
    size: int
    asked_at: datetime
    expires_at: datetime
    is_mine: bool

    @property
    def is_under_way(self) -> bool:
        """Say whether it is still being made, so that the page looks again."""
        return self.state in rows.UNDER_WAY

    @property
    def may_retry(self) -> bool:
        """Say whether it may be made again."""
        return self.state in (rows.FAILED, rows.GONE)

    @property
    def said_size(self) -> str:
        """Write the size in words."""
        if self.size >= 1_000_000:
            return _("%(size)s MB", size=f"{self.size / 1_000_000:.1f}")
        return _("%(size)s kB", size=max(1, round(self.size / 1000)))


@dataclass(frozen=True, slots=True)
class OutputsPage:
    """The files that people of a party asked for and that the reader may have, the last ones or those after one of
    them; the key after which a page follows, None at the end."""

    title: str
    lines: tuple[OutputLine, ...]
    following: str | None = None

    @property
    def waits(self) -> bool:
        """Say whether anything is being made."""
        return any(one.is_under_way for one in self.lines)


def outputs_page(
    conn: Connection,
    by: Standing,
    makers: Mapping[str, Maker],
    at: datetime,
    *,
    after: str = "",
    size: int = rows.LISTED,
) -> OutputsPage:
    """Draw up the list of files for one reader, as if there were none but those that he may have. Unknown where the
    one after which it is to go on is none of these, or is there no more."""
    before = None
    if after:
        last = rows.find_output(conn, by.party_key, after)
        require_covered(by, last, makers[last.what])
        before = last.id
    mine = (row for row in rows.outputs_of(conn, by.party_key, before=before) if may_have(by, row, makers[row.what]))
    found = tuple(islice(mine, size + 1))
    lines = tuple(output_line(row, by, at) for row in found[:size])
    return OutputsPage(_("Reports"), lines, lines[-1].key if len(found) > size else None)


def output_line(row: Any, by: Standing, at: datetime) -> OutputLine:
    """Draw up one file; one whose time is over is gone, even before the background work has removed it."""
    is_over = row.state == rows.READY and row.expires_at <= at
    return OutputLine(
        row.key,
        row.what,
        row.title,
        row.name,
        row.media,
        rows.GONE if is_over else row.state,
        row.done,
        row.total,
        row.reason,
        row.digest or "",
        row.size,
        row.asked_at,
        row.expires_at,
        row.person_id == by.person_id,
    )
