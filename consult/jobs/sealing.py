"""The loop that seals and publishes: a thread of its own beside the tick, so that an act is covered within two seconds.

Of all processes that run the loop, on whichever machine, one seals: the one that has the lease of the signer
(`consult.leases`); the others publish what it signed into the folders of their own machines, and one of them goes on
when it ends or dies. What guards the log is not the lease but the signer's memory, which is moved by compare-and-swap
and for nobody of an earlier term. An idle turn costs one query. Whatever fails is reported,
and the next turn comes; what stands in the way for longer, as a refusal to sign or a full disk, is reported as it
begins and with each heartbeat.
"""

import logging
import os
import platform
import sqlite3
import threading
import time
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from consult import clock
from consult.db import Busy, Unsure, reading
from consult.i18n import _
from consult.jobs.couriers import Couriers
from consult.jobs.news import News
from consult.leases import SIGNER, Lease
from consult.log import head
from consult.log.notes import NoKey
from consult.log.overtaken import refuse_overtaken
from consult.log.publishing import NotPublished, public_folder, publish
from consult.log.sealing import origin_before, seal
from consult.log.signer import (
    NotSigned,
    Signer,
    key_path,
    lease_elsewhere,
    make_key,
    next_key_path,
    open_signer,
    origin_of,
    state_of,
)
from consult.log.witnessing import AHEAD, CONFLICT
from consult.settings import Settings

STOP_SECONDS = 10.0
ASK_SECONDS = 10.0
MOVED, LOST = "state-moved", "lease-lost"
QUIET = frozenset({MOVED, LOST})
"""Refusals that say no more than that another process is at work."""
log = logging.getLogger("consult.jobs")


class Sealing:
    """The sealing and publishing of one installation."""

    def __init__(self, engine: Engine, settings: Settings) -> None:
        """Keep what to seal, and nothing yet of what was done."""
        self.engine, self.settings = engine, settings
        self.folder = public_folder(settings)
        self.couriers = Couriers(engine, settings.instance)
        holder = f"{platform.node()[:80]} {os.getpid()}"
        self.lease = Lease(engine, SIGNER, holder, known=lambda: state_of(settings).highest_term())
        self._fenced: int | None = None
        self._signs = True
        self._stands_from = 0.0
        self._done: object = None
        self._due = 0.0
        self._news = News(settings.log.heartbeat_seconds)
        self._asked = 0.0
        self._overtaken: NotSigned | None = None
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self, *, signs: bool = True) -> None:
        """Begin to turn, in a thread; without `signs` it only publishes what others sign."""
        self._signs = signs
        self._ended.clear()
        self._thread = threading.Thread(target=self._run, name="sealing", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Finish the turn that is being made, and end."""
        self._ended.set()
        if self._thread is not None:
            self._thread.join(STOP_SECONDS)
        self.couriers.stop()
        with suppress(Busy, DBAPIError, Unsure):  # then the lease ends by itself
            self.lease.give_back()

    def take_part(self, at: datetime) -> bool:
        """Seal and publish if the lease is ours, else publish what another process sealed; say whether there was
        anything new. Whoever must not sign gives the lease back and leaves it to the others for a while."""
        try:
            if self._holds(at):
                return self.turn(at)
        except (NotSigned, NoKey) as refusal:
            self._step_back(refusal)
            raise
        return self.follow(at)

    def _step_back(self, refusal: NotSigned | NoKey) -> None:
        """Give the lease back after a refusal, unless another process was merely first or has the lease by now. Whoever
        lost it to the memory alone, while the row is his, says so: nobody of this database signs in his place."""
        code = _code(refusal)
        if code == MOVED:
            return
        ours = self.lease.give_back()
        if code == LOST and not ours:
            return
        self._stands_from = time.monotonic() + self.lease.seconds
        if code == LOST:
            raise lease_elsewhere() from refusal

    def follow(self, at: datetime) -> bool:
        """Publish what is signed, if there is anything new here; sign nothing."""
        with reading(self.engine) as connection:
            seen = head.mark(connection)
        if seen is None or (seen, "followed") == self._done:
            return False
        self._publish(at, "followed")
        return True

    def _holds(self, at: datetime) -> bool:
        """Have the lease, unless this process was refused a moment ago; whoever has it anew shuts out those before."""
        if not self._signs or time.monotonic() < self._stands_from:
            return False
        with _READABLE:
            term = self.lease.hold(at)
            if term is not None and term != self._fenced:
                state_of(self.settings).fence(term)
        if term is not None and term != self._fenced:
            self._fenced, self._done = term, None
        return term is not None

    def turn(self, at: datetime) -> bool:
        """Seal and publish if there is anything new; say whether there was. Raises what the steps raise."""
        with reading(self.engine) as connection:
            seen = head.mark(connection)
        keys = (_written(key_path(self.settings)), _written(next_key_path(self.settings)))
        if seen is not None:
            with _READABLE:
                self.couriers.follow_policy()
        if seen is None or ((seen, keys) == self._done and time.monotonic() < self._due):
            return False
        with _READABLE:
            signer = self._signer()
            self._ask_witnesses(signer)
            seal(self.engine, signer, at, self.settings.log.heartbeat_seconds)
        self._publish(at, keys)
        self.couriers.offer()
        return True

    def _signer(self) -> Signer:
        """Open the signer; a log that was never signed gets its key first."""
        if not key_path(self.settings).exists():
            with reading(self.engine) as connection:
                origin = origin_of(self.settings)
                origin_before(connection, state_of(self.settings), origin)
                stored = head.latest(connection, origin) is not None
            with suppress(FileExistsError):  # another process has just made it
                make_key(self.settings, stored)
        return open_signer(self.settings, self.lease.term)

    def _ask_witnesses(self, signer: Signer) -> None:
        """Ask what the witnesses cosigned, once when this begins, and again while one of them says that it has more or
        something else."""
        doubted = any(each.said in (AHEAD, CONFLICT) for each in self.couriers.names.values())
        if time.monotonic() < self._asked or (self._asked and not doubted and self._overtaken is None):
            if self._overtaken is not None:
                raise self._overtaken
            return
        self._asked, self._overtaken = time.monotonic() + ASK_SECONDS, None
        try:
            refuse_overtaken(self.engine, signer, self.settings.instance)
        except NotSigned as refusal:
            self._overtaken = refusal
            raise

    def _publish(self, at: datetime, keys: object) -> None:
        """Publish the newest checkpoint with those who cosigned it, and keep what was seen unless there is more."""
        order = head.witness_order(self.settings.instance)
        done = publish(self.engine, self.folder, origin_of(self.settings), order)
        if done is None:
            return
        self._done = (done.seen, keys) if done.seen and done.seen[0] == done.checkpoint.size else None
        age = (at - done.checkpoint.signed_at).total_seconds()
        self._due = time.monotonic() + max(1.0, self.settings.log.heartbeat_seconds - max(age, 0.0))

    def _run(self) -> None:
        while not self._ended.is_set():
            started = time.monotonic()
            try:
                self.take_part(clock.now())
                if self.lease.term is not None:
                    self._news.over()
            except Busy:
                log.info("The database is busy; the log is sealed with the next turn.")
            except (NotSigned, NotPublished, NoKey) as refusal:
                self._say(refusal)
            except Exception as fault:
                if self._news.is_new(fault):
                    log.exception("The log could not be sealed or published; each turn tries again.")
            self._ended.wait(max(0.05, started + self.settings.log.checkpoint_seconds - time.monotonic()))

    def _say(self, refusal: NotSigned | NotPublished | NoKey) -> None:
        """Report a refusal when it begins, and again after each heartbeat; not that another process was first."""
        if _code(refusal) in QUIET:
            return
        sentence = f"{refusal} [{_code(refusal)}]"
        if self._news.is_new(sentence):
            log.error("The log is not sealed: %s", sentence)


class _Readable:
    """A block in which the policy, the keys and the memory of the signer are read and written: where the files of this
    machine cannot be, it must not sign, and says so as of every other refusal."""

    def __enter__(self) -> None:
        """Begin the block."""

    def __exit__(self, _kind: object, fault: BaseException | None, _trace: object) -> None:
        """Raise NotSigned for a file that cannot be read or written."""
        if isinstance(fault, OSError | sqlite3.Error):
            why = str(fault)
            if isinstance(fault, OSError) and fault.strerror:
                why = f"{fault.filename}: {fault.strerror}" if fault.filename else fault.strerror
            sentence = _("What the signer keeps on this machine cannot be read or written: %(why)s.", why=why)
            raise NotSigned("signer-unreadable", sentence) from fault


_READABLE = _Readable()


def _code(refusal: NotSigned | NotPublished | NoKey) -> str:
    """Give what a refusal is for programs."""
    return str(getattr(refusal, "code", "key-missing"))


def _written(path: Path) -> float | None:
    """Say when a file was last written; None where there is none."""
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return None
