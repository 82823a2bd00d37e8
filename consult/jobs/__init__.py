"""Background work: what has lapsed is recorded, and what acts asked for is done after their commit.

Deadlines and outbox are the truth, the queue only carries numbers: it may be lost at any moment and is filled again
from the tables. Every few seconds a tick records the lapses that are due, asks for reminders, seals what was refused in
the hours that are over, claims what the outbox holds and hands the numbers on. A tick is idempotent, so any number of
workers may tick. Work that goes out of the house, mail above all, runs beside the queue and outside any transaction
(`consult.jobs.errands`).
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, suppress
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from consult import clock, outbox
from consult.db import Busy, Unsure, engine_of, writing
from consult.delivery import digests, drills, mandate_ends, webhooks
from consult.delivery.clearance_mail import remind_holders
from consult.delivery.events import place_all
from consult.delivery.sending import Sender
from consult.delivery.serving import serve
from consult.docket import Docket
from consult.docket.reminding import remind
from consult.documents import Away, sweeping
from consult.estimates import estimate
from consult.jobs.errands import Errand, Errands
from consult.jobs.news import News
from consult.jobs.queueing import open_queue
from consult.jobs.receipts import Receipts
from consult.jobs.sealing import Sealing
from consult.jobs.told import DONE, telling
from consult.journal import shorten
from consult.log.attempts import seal_attempts
from consult.log.stones import TOPIC as FORGET
from consult.outputs.keeping import OutputStore
from consult.outputs.making import Making, tidy
from consult.outputs.rows import TOPIC
from consult.pages.makers import makers
from consult.personal import retention
from consult.personal.forgetting import Forgetting
from consult.search.filling import fill
from consult.settings import Drills, Retention, Settings
from consult.signs import give_sign, own_version, take_back
from consult.statements import watch

if TYPE_CHECKING:
    from huey import Huey

Handler = Callable[[Connection, Mapping[str, Any], datetime], object]
NO_DRILLS = Drills()
TIDY = timedelta(hours=1)
ROUNDS = 5
"""Batches of texts that one tick gathers for search; a long backlog is gathered over several ticks."""
log = logging.getLogger("consult.jobs")


def _serve(connection: Connection, payload: Mapping[str, Any], at: datetime) -> None:
    """Serve an act, here and by messages, and tell the endpoints of those on whom it was served."""
    serve(connection, int(payload["act"]), at)
    webhooks.tell_served(connection, int(payload["act"]), payload.get("parties", ()), at)


HANDLERS: Mapping[str, Handler] = MappingProxyType({"serve": _serve})


class NoHandler(LookupError):
    """Work of a topic that this version does not know."""


class Jobs:
    """The background work of one installation: its docket, its queue, and who does what."""

    def __init__(
        self,
        engine: Engine,
        docket: Docket,
        queue: "Huey",
        handlers: Mapping[str, Handler] = HANDLERS,
        sealing: Sealing | None = None,
        errands: Mapping[str, Errand] | None = None,
        drilling: Drills = NO_DRILLS,
        keeping: Retention | None = None,
        outputs: OutputStore | None = None,
        aloud: bool = False,
    ) -> None:
        """Name the one task of the queue: its name is its identity. Without `sealing`, others seal the log; without
        `errands`, nothing leaves the house; without `keeping`, nothing goes when its time is over; `aloud`, each piece
        of work is told in a line."""
        self.sealing, self.drills, self.keeping, self.aloud = sealing, drilling, keeping, aloud
        self.errands = Errands(engine, errands or {}, aloud=aloud)
        self.engine, self.docket, self.queue, self.handlers = engine, docket, queue, handlers
        self.outputs = outputs or OutputStore(docket.instance)
        self.lease = outbox.LEASE
        self._tidied: datetime | None = None
        self._warned: datetime | None = None
        self._asked: datetime | None = None
        self._alone, self._news = False, News()
        self.enqueue: Callable[[int], object] = queue.task(name="do_job")(self.do)

    @classmethod
    def over(cls, settings: Settings) -> "Jobs":
        """Join the background work over the settings of an installation, with an engine of its own."""
        engine = engine_of(settings)
        watch(engine, settings)
        docket = Docket(engine, settings.instance, settings.procedures, exercise=settings.exercise)
        making = Making(engine, OutputStore.of(settings), makers(settings, docket))
        errands: dict[str, Errand] = {"send": Sender(engine, settings), "receipt": Receipts(engine, docket)}
        errands[TOPIC] = making
        errands[FORGET] = Forgetting(engine, settings)
        errands[sweeping.TOPIC] = sweeping.Sweeping(engine, settings)
        told: dict[str, Any] = {"sealing": Sealing(engine, settings), "errands": errands}
        wanted: dict[str, Any] = {
            "drilling": settings.drills,
            "keeping": settings.retention,
            "outputs": OutputStore.of(settings),
            "aloud": settings.operations.requests,
        }
        return cls(engine, docket, open_queue(settings), **told, **wanted)

    def tick(self, at: datetime) -> int:
        """Tend what time alone brings, then hand on what is due; give how many pieces of work were handed on."""
        for what, tend in self._tended(at):
            self._safely(what, tend)
        try:
            due = outbox.claim(self.engine, at, lease=self.lease, in_hand=self.errands.in_hand())
        except Busy:
            return 0
        self._hand_on(due)
        return len(due)

    def _hand_on(self, numbers: Iterable[int]) -> None:
        """Hand work on; where the queue does not answer, do it here, since it is claimed and would wait. A tick asks
        such a queue but once: to wait for it with every piece would keep what lapses meanwhile from being recorded."""
        answers = True
        for number in numbers:
            answers = answers and self._put(number)
            if not answers:
                self.do(number)

    def _put(self, number: int) -> bool:
        """Put a piece of work into the queue; False where that does not answer."""
        try:
            self.enqueue(number)
        except Exception as fault:  # noqa: BLE001 - each store has errors of its own
            if not self._alone:
                log.error("The queue does not answer (%s); work is done without it meanwhile.", type(fault).__name__)
            self._alone = True
        else:
            self._alone = False
        return not self._alone

    def _tended(self, at: datetime) -> Iterator[tuple[str, Callable[[], object]]]:
        """Give what each tick tends, in its order; with any number of workers each is done once."""
        yield "what has lapsed", lambda: self.docket.sweep_all(at)
        yield (
            "reminders",
            lambda: _until_none(lambda: remind(self.engine, self.docket.editions, self.docket.places, at)),
        )
        yield "papers in clearance", lambda: _until_none(lambda: remind_holders(self.engine, at))
        yield "refused attempts", lambda: seal_attempts(self.engine, at)
        yield "drills", lambda: self._drill(at)
        yield "digests", lambda: digests.due(self.engine, at)
        yield "mandates that end", lambda: self._warn(at)
        yield "work that was done", lambda: self._tidy(at)
        yield "events of the feed", lambda: place_all(self.engine)
        yield "the journal of the database", lambda: shorten(self.engine)
        yield "files that were asked for", lambda: tidy(self.engine, self.outputs, at)
        yield "what is kept for its time", lambda: self.keeping and retention.tend(self.engine, self.keeping, at)
        yield "bytes that nothing names", lambda: self._sweep(at)
        yield "search", lambda: any(not fill(self.engine, self.docket.editions) for _round in range(ROUNDS))

    def _drill(self, at: datetime) -> None:
        """Begin and close drills as the installation wants them."""
        wanted, exercise = self.drills, self.docket.exercise
        drills.tend(self.engine, at, monthly=wanted.monthly, days=wanted.days, exercise=exercise)

    def _warn(self, at: datetime) -> None:
        """Tell once an hour of mandates that end soon."""
        if self._warned is None or not timedelta() <= at - self._warned < TIDY:
            mandate_ends.warn(self.engine, at)
            self._warned = at

    def _sweep(self, at: datetime) -> None:
        """Ask once a day for bytes that nothing names to go, where somebody here does it."""
        if sweeping.TOPIC in self.errands.by_topic and (self._asked is None or self._asked.date() != at.date()):
            sweeping.ask_daily(self.engine, at)
            self._asked = at

    def _tidy(self, at: datetime) -> None:
        """Delete once an hour what was done long ago, and let the database count what is left."""
        if self._tidied is None or not timedelta() <= at - self._tidied < TIDY:
            _until_none(lambda: outbox.forget(self.engine, at))
            estimate(self.engine)
            self._tidied = at

    def _safely(self, what: str, tend: Callable[[], object]) -> None:
        """Tend one thing; what fails holds up nothing else and is tried again with the next tick. The same fault is
        reported when it begins, and again after a while."""
        try:
            tend()
            self._news.over(what)
        except Busy:
            log.info("The database is busy; %s: tried again with the next tick.", what)
        except Away:
            log.info("The store of documents is away; %s: tried again with the next tick.", what)
        except Exception as fault:
            if self._news.is_new(fault, what):
                log.exception("Failed and is tried again with the next tick: %s.", what)

    def give_sign(self, name: str, since: datetime, at: datetime) -> None:
        """Keep that a worker lives; a database that is busy or fails has other things to do."""
        with suppress(Busy, Unsure, DBAPIError), writing(self.engine) as connection:
            give_sign(connection, name, since, at, own_version())

    def take_back_sign(self, name: str) -> None:
        """Forget a worker that ends in order; where the database does not answer, it is listed as silent."""
        with suppress(Busy, Unsure, DBAPIError), writing(self.engine) as connection:
            take_back(connection, name)

    def do(self, job_id: int) -> bool:
        """Do a piece of work and mark it in one transaction, or send it on its errand; say whether this call did it."""
        at = clock.now()
        try:
            found = self._do_here(job_id, at)
            return found if isinstance(found, bool) else self.errands.send(found)
        except Busy:
            return False  # the lease ends, and the row is claimed again
        except Exception as fault:
            log.exception("Piece of work %s failed and is tried again later.", job_id)
            outbox.put_off(self.engine, job_id, at, f"{type(fault).__name__}: {fault}")
            return False

    def _do_here(self, job_id: int, at: datetime) -> outbox.Job | bool:
        """Do a piece of work in the transaction that marks it, and tell it after the commit; give an errand back."""
        with ExitStack() as after:
            with writing(self.engine) as connection:
                job = outbox.lock(connection, job_id)
                if job is None or job.topic in self.errands.by_topic:
                    return job or False
                came = after.enter_context(telling(job, aloud=self.aloud))
                self._handler(job.topic)(connection, job.payload, at)
                outbox.finish(connection, job_id, at)
            came.outcome = DONE
            return True

    def _handler(self, topic: str) -> Handler:
        """Find who does the work of a topic."""
        if topic not in self.handlers:
            raise NoHandler(topic)
        return self.handlers[topic]


def _until_none(work: Callable[[], int]) -> None:
    """Do a batch after another until one finds nothing."""
    while work():
        pass
