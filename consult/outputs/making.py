"""Making a file: outside any transaction, in a folder of its own, and again from the start after a kill.

A file has its name only when it is whole. What fails leaves nothing behind but the reason; what is removed while it is
made is dropped. Whoever asked must still act under the mandate with which it was asked for.
"""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import Any

from sqlalchemy import Connection, Engine, select

from consult import outbox
from consult.db import Busy, reading, writing
from consult.documents import Away
from consult.documents.holding import holding
from consult.documents.official.pdf import NotSet
from consult.i18n import _
from consult.log.nodes import Broken
from consult.log.reads import Reads, draw_from, write_reads
from consult.log.receipts import Unprovable
from consult.models.outputs import OUTPUT
from consult.outputs import rows
from consult.outputs.keeping import OutputStore
from consult.outputs.makers import File, Maker
from consult.refusals import Closed, Malformed
from consult.standing import Standing, choices

LEASE = timedelta(minutes=30)
AGAIN = timedelta(seconds=30)
"""When a store that is away is asked again."""
TOLD_EVERY_SECONDS = 1.0
MOST_TRIES = 3
PAPERS_AT_ONCE = 500
READ_AS = "outputs"
SAID = (Closed, Malformed, Unprovable, NotSet, Broken)
"""What a maker says with a sentence for whoever asked: trying again would change nothing."""
log = logging.getLogger("consult.jobs")


class Dropped(Exception):
    """What is being made was removed meanwhile."""


class Making:
    """Makes what was asked for, for one installation."""

    def __init__(self, engine: Engine, store: OutputStore, makers: Mapping[str, Maker]) -> None:
        """Keep who makes what, and where it goes."""
        self.engine, self.makers, self.store = engine, makers, store

    def __call__(self, job: outbox.Job, at: datetime) -> bool:
        """Do one piece of background work; a repeat finds it done."""
        with writing(self.engine) as connection:
            if not outbox.hold(connection, job.id, at, at + LEASE):
                return False
        try:
            made = self.make(int(job.payload["output"]), at, last_try=job.attempts >= MOST_TRIES)
        except (Away, Busy) as fault:  # the half hour of the lease is for a worker that died
            why = f"The store of documents is away: {fault.code}" if isinstance(fault, Away) else f"Held up: {fault}"
            with writing(self.engine) as connection:
                outbox.wait(connection, job.id, at + AGAIN, why)
            return False
        with writing(self.engine) as connection:
            outbox.finish(connection, job.id, at)
        return made

    def make(self, number: int, at: datetime, *, last_try: bool = True) -> bool:
        """Make a file, unless it is made or was removed; say whether it is ready. Raises what nobody foresaw, but for
        the last try."""
        row = self._begin(number, at)
        if row is None:
            return False
        try:
            folder = self.store.begin(row.key)
            file = self._make(row, folder, at)
            self._finish(row, file, at)
        except SAID as fault:
            self._fail(row, str(getattr(fault, "sentence", fault)), at)
            return False
        except Dropped:
            return False
        except Exception as fault:
            if isinstance(fault, Busy | Away) or not last_try:
                raise
            log.exception("File %s could not be made.", row.key)
            self._fail(row, _("It could not be made; the operators of this installation can see why."), at)
            return False
        finally:
            self.store.end(row.key)
        return True

    def _begin(self, number: int, at: datetime) -> Any:
        with writing(self.engine) as connection:
            row = connection.execute(select(OUTPUT).where(OUTPUT.c.id == number)).first()
            if row is None or row.state not in rows.UNDER_WAY:
                return None
            rows.change(connection, number, at, state=rows.WORKING, done=0)
        return row

    def _make(self, row: Any, folder: Path, at: datetime) -> File:
        maker, papers = self.makers[row.what], Reads()
        with reading(self.engine) as connection:
            by = asker(connection, row, at)
            telling = _Telling(self, row, by, papers, at)
            file = maker.make(draw_from(connection, papers), row.question, folder, telling)
        telling.enter()
        return file

    def _finish(self, row: Any, file: File, at: datetime) -> None:
        digest, size = self.store.keep(file.path)
        values = {"digest": digest, "size": size, "name": file.name, "media": file.media, "told": dict(file.told)}
        with holding(self.engine, [digest]):
            if not self.store.kept.has(digest):  # the last other file of the same bytes was removed meanwhile
                raise Busy(_("A file of the same content was removed at this very moment."))
            with writing(self.engine) as connection:
                kept = rows.change_same(connection, row, at, state=rows.READY, done=row.total, **values)
        if not kept:
            self.store.free(self.engine, [digest])

    def _fail(self, row: Any, reason: str, at: datetime) -> None:
        with writing(self.engine) as connection:
            rows.change_same(connection, row, at, state=rows.FAILED, reason=reason)


def asker(connection: Connection, row: Any, at: datetime) -> Standing:
    """Give the standing under which something was asked for; Closed where it has ended."""
    chosen = (row.mandate_id, row.substitution_id, None)
    for standing in choices(connection, row.person_id, at):
        if standing.chosen == chosen and standing.party_key == row.party:
            return standing
    raise Closed(_("The mandate under which this was asked for has ended."))


class _Telling:
    """Tells how far a file is, at most once a second, and enters which papers of level C3 or above are read for it."""

    def __init__(self, making: Making, row: Any, by: Standing, papers: Reads, at: datetime) -> None:
        self.making, self.row, self.by, self.papers, self.at = making, row, by, papers, at
        self._told = monotonic()

    def __call__(self, done: int) -> None:
        """Keep how many pieces are done; raise Dropped where nobody wants the file any more."""
        if len(self.papers.papers) >= PAPERS_AT_ONCE:
            self.enter()
        if monotonic() - self._told < TOLD_EVERY_SECONDS:
            return
        self._told = monotonic()
        try:
            with writing(self.making.engine) as connection:
                wanted = rows.change_same(connection, self.row, self.at, done=min(done, self.row.total))
        except Busy:
            return
        if not wanted:
            raise Dropped

    def enter(self) -> None:
        """Enter the papers that were read since the last time."""
        if self.papers.papers:
            write_reads(self.making.engine, self.by, self.papers, READ_AS, self.at)
            self.papers.papers.clear()


def tidy(engine: Engine, store: OutputStore, at: datetime) -> int:
    """Let files go whose time is over, and what is left of those that were removed when a process had died over them;
    give how many digests nothing names any more."""
    begun = store.begun()  # read first: a folder is made only for a row that is there
    with reading(engine) as connection:
        for key in begun - rows.under_way(connection, begun) if begun else ():
            store.end(key)
        if not rows.has_expired(connection, at):
            return 0
    with writing(engine) as connection:
        unnamed = rows.end_expired(connection, at)
    store.free(engine, unnamed)
    return len(unnamed)
