"""Couriers: in the background, one for each witness, each brings its witness the newest checkpoint.

A courier waits until it is woken, takes the newest checkpoint, and stores what its witness gave. It shares nothing with
the other couriers, so a witness that is away or slow delays nobody; it is asked again after a while, each time a longer
one. What came of each visit is kept for the page that tells it (`consult.log.visits`).
"""

import logging
import threading
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

from sqlalchemy import Engine

from consult import clock
from consult.db import Busy, reading
from consult.log import witnessing
from consult.log.head import latest
from consult.log.policy import FILE, addresses, load_policy, log_policy
from consult.log.verifier import Rejected, Verifier
from consult.log.visits import remember
from consult.log.witnessing import COSIGNED, NO_ADDRESS, Errand, Outcome

FIRST_PAUSE, LONGEST_PAUSE = 2.0, 60.0
STOP_SECONDS = 6.0
log = logging.getLogger("consult.jobs")


class Courier:
    """Brings one witness the newest checkpoint."""

    def __init__(self, engine: Engine, instance: Path, name: str, verifier: Verifier) -> None:
        """Keep whom to visit; the address is asked for at each visit, since it may change."""
        self.engine, self.instance, self.name, self.verifier = engine, instance, name, verifier
        self.woken, self.ended = threading.Event(), threading.Event()
        self.brought: int | None = None
        self.said = COSIGNED
        self._thread = threading.Thread(target=self._run, name=f"witness {name}", daemon=True)

    def start(self) -> "Courier":
        """Wait for checkpoints in a thread of its own."""
        self._thread.start()
        return self

    def end(self) -> None:
        """Tell the courier to end."""
        self.ended.set()
        self.woken.set()

    def join(self, seconds: float) -> None:
        """Wait until it has ended."""
        self._thread.join(seconds)

    def _run(self) -> None:
        pause = FIRST_PAUSE
        while self.woken.wait() and not self.ended.is_set():
            self.woken.clear()
            if self._try():
                pause = FIRST_PAUSE
                continue
            self.ended.wait(pause)
            pause = min(2 * pause, LONGEST_PAUSE)
            self.woken.set()

    def _try(self) -> bool:
        """Visit the witness; say whether there is nothing to come back for."""
        try:
            return self.visit(clock.now()).code == COSIGNED
        except Busy:
            return False
        except Exception:
            log.exception("The witness %s could not be visited; it is tried again.", self.name)
            return False

    def visit(self, at: datetime) -> Outcome:
        """Bring the newest checkpoint, unless it was brought already, and store what was given for it."""
        with reading(self.engine) as connection:
            checkpoint = latest(connection)
        if checkpoint is None or checkpoint.id == self.brought:
            return Outcome(COSIGNED)
        policy = load_policy(self.instance)
        url = addresses(self.instance, policy).get(self.name) if policy else None
        errand = Errand(self.engine, checkpoint)
        outcome = errand.ask(self.verifier, url, at) if url else Outcome(NO_ADDRESS)
        if outcome.cosignature:
            witnessing.store(self.engine, checkpoint, [outcome.cosignature])
            self.brought = checkpoint.id
        remember(self.instance, self.verifier, outcome, at)
        self._report(outcome)
        return outcome

    def _report(self, outcome: Outcome) -> None:
        """Tell the operator when a witness begins to answer otherwise than before."""
        if outcome.code != self.said:
            tell = log.info if outcome.code == COSIGNED else log.warning
            tell("The witness %s %s. %s", self.name, witnessing.WORDS[outcome.code], outcome.words)
            self.said = outcome.code


class Couriers:
    """The couriers to the witnesses that the policy names today."""

    def __init__(self, engine: Engine, instance: Path) -> None:
        """Keep where record and policy lie; nobody is sent before the first offer."""
        self.engine, self.instance = engine, instance
        self._couriers: dict[tuple[str, Verifier], Courier] = {}
        self._read: tuple[int, int] | None = None

    def offer(self) -> None:
        """Let every courier look for a new checkpoint."""
        for courier in self._couriers.values():
            courier.woken.set()

    def stop(self) -> None:
        """End all couriers; one on its way is given a few seconds."""
        for courier in self._couriers.values():
            courier.end()
        for courier in self._couriers.values():
            courier.join(STOP_SECONDS)
        self._couriers = {}

    @property
    def names(self) -> Mapping[str, Courier]:
        """Give the couriers by the names of their witnesses."""
        return MappingProxyType({name: courier for (name, _verifier), courier in self._couriers.items()})

    def follow_policy(self) -> None:
        """Send couriers to the witnesses of the policy and to no others, and record its digest in the log.

        A policy that has not changed costs a look at its file.
        """
        stamp = _stamp(self.instance / FILE)
        if stamp == self._read:
            return
        try:
            policy = load_policy(self.instance)
            log_policy(self.engine, self.instance, clock.now())
        except Rejected as fault:
            log.error("The trust policy cannot be read, the one before counts: %s", fault)
            self._read = stamp
            return
        except Busy:
            return
        wanted = set(policy.witnesses.items()) if policy else set()
        for gone in self._couriers.keys() - wanted:
            self._couriers.pop(gone).end()
        for name, verifier in wanted - self._couriers.keys():
            courier = Courier(self.engine, self.instance, name, verifier)
            courier.woken.set()
            self._couriers[name, verifier] = courier.start()
        self._read = stamp


def _stamp(path: Path) -> tuple[int, int]:
    """Tell one state of a file from another; zeros where there is none."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return 0, 0
    return found.st_mtime_ns, found.st_ino
