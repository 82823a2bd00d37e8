"""The sweep over the cases in which something has lapsed: about a hundred in a transaction, each settled as an act is.

What a batch records is there with its commit, or nothing of it is. A case that cannot be settled is left out of its
batch and looked at no more: the sweep goes on past it, however many there are, and tells their faults at its end. Where
anything else goes wrong a batch is undone and its cases are taken alone, each in its own transaction, so that none
keeps back another. A batch takes only cases that nobody holds, and waits for no case while it holds others; the rest
are taken alone too, and one that is held for too long is left to the next sweep. A batch ends early where it takes
long, since people wait for their turn behind it. Which case was settled already its own row says: any number of
sweepers record a lapse once.
"""

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import field
from datetime import datetime

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from consult import db
from consult.again import again
from consult.db import Busy, Undone
from consult.docket import taking
from consult.docket.case_rows import Locked
from consult.docket.due import Due, Walk, lock_all, lock_free
from consult.docket.editions import Editions
from consult.docket.taking import Unsealed, Work
from workflows.kernel.frozen import dataclass
from workflows.kernel.summaries import load
from workflows.kernel.view import World

LONGEST = 0.1
"""For how long a batch takes up cases, in seconds; then it is sealed and others have their turn."""
FAULTS_TOLD = 100
"""How many faults are told of a sweep: each holds its case, and all may fail for one reason."""
log = logging.getLogger("consult.docket")
Lock = Callable[[Connection, Sequence[Due]], dict[str, Locked]]


@dataclass(slots=True)
class Batch:
    """What one transaction came to, or a whole sweep: how many cases it looked at, how many acts it recorded, which
    cases others held, what went wrong with single ones, and for which there was no turn to be had."""

    looked: int = 0
    taken: int = 0
    held: list[Due] = field(default_factory=list)
    faults: list[Exception] = field(default_factory=list)
    busy: Busy | None = None


@dataclass(frozen=True, slots=True)
class Sweep:
    """The sweep of one docket at a moment: its engine, its editions, and the world of a case by its number."""

    engine: Engine
    editions: Editions
    world: Callable[[Connection, datetime, int], World]
    at: datetime

    def over(self, most: int, *, to_the_end: bool = False) -> int:
        """Settle so many cases that are due, or all of them so many at a time; give the number of acts, or raise the
        faults of those that failed, once the others are done. Busy where there was no turn to be had, and no fault."""
        walk, whole = Walk(self.at), Batch()
        try:
            while self._round(walk, most, whole) and to_the_end:
                pass
        except Exception as fault:
            if not whole.faults:
                raise
            whole.faults.append(fault)
        if whole.faults:
            raise ExceptionGroup("some cases could not be settled", whole.faults)
        if whole.busy is not None:
            raise whole.busy
        return whole.taken

    def _round(self, walk: Walk, most: int, whole: Batch) -> bool:
        """Settle the next so many cases on the way; False where there were none."""
        with db.reading(self.engine) as connection:
            cases = walk.ahead(connection, most)
        for one in self._in_batches(cases, whole):
            self._alone(one, whole)
        return bool(cases)

    def _in_batches(self, cases: Sequence[Due], whole: Batch) -> list[Due]:
        """Settle cases, as many in one transaction as there is time for; give those that are to be taken alone."""
        alone: list[Due] = []
        while cases:
            try:
                batch = self._batch(cases, lock_free)
            except Exception as fault:
                if _had_no_turn(fault):
                    raise
                log.warning("%s lapsed cases are taken one by one: %s", len(cases), type(fault).__name__)
                return [*alone, *cases]
            _add(whole, batch)
            alone += batch.held
            cases = cases[batch.looked :]
        return alone

    def _alone(self, one: Due, whole: Batch) -> None:
        """Settle one case in a transaction of its own, waiting for whoever holds it."""
        try:
            _add(whole, self._batch([one], lock_all))
        except Exception as fault:  # noqa: BLE001 - every fault is raised at the end, once the others are done
            if isinstance(fault, Busy) and _had_no_turn(fault):
                whole.busy = fault
            else:
                _add(whole, Batch(faults=[_named(fault, one.ref)]))

    @again()
    def _batch(self, cases: Sequence[Due], lock: Lock) -> Batch:
        """Settle cases in one transaction, and seal what that led to at its end."""
        batch, written = Batch(), list[Unsealed]()
        with db.writing(self.engine) as connection:
            ends, rows = time.perf_counter() + LONGEST, lock(connection, cases)
            for one in cases:
                batch.looked += 1
                if one.ref in rows:
                    self._case(connection, rows[one.ref], batch, written)
                else:
                    batch.held.append(one)
                if time.perf_counter() > ends:
                    break
            if written:
                taking.seal(connection, written)
        return batch

    def _case(self, connection: Connection, row: Locked, batch: Batch, written: list[Unsealed]) -> None:
        """Settle a case and write what that led to; what goes wrong before anything of it is written is its own."""
        try:
            work = Work(connection, row, load(self.editions.of(connection, row.edition), row.summary), row.edition)
            taking.settle_case(work, work.before, self.at, self.world(connection, self.at, row.id))
        except DBAPIError:  # the transaction is not to be trusted any more
            raise
        except Exception as fault:  # noqa: BLE001 - told once the other cases are done
            batch.faults.append(_named(fault, row.ref))
            return
        if work.acts:
            written.append(taking.write_rows(work, None, None, at=self.at, title=row.title))
            batch.taken += len(work.acts)


def _add(whole: Batch, batch: Batch) -> None:
    whole.taken += batch.taken
    whole.faults += batch.faults[: max(FAULTS_TOLD - len(whole.faults), 0)]


def _had_no_turn(fault: Exception) -> bool:
    """Say whether somebody else kept the database, or a case, for as long as anybody waits: nothing is wrong then."""
    return isinstance(fault, Busy) and not isinstance(fault, Undone)


def _named(fault: Exception, ref: str) -> Exception:
    """Say of a fault with which case it came."""
    fault.add_note(f"case {ref}")
    return fault
