"""The work after an erasure: bytes, made files and free pages go, outside any transaction and at least once."""

from datetime import datetime, timedelta

from sqlalchemy import Engine

from consult import outbox
from consult.db import writing
from consult.documents import Away, stores_of
from consult.log.stones import TOPIC
from consult.outputs.keeping import OutputStore
from consult.personal.scrubbing import Unfinished, scrub
from consult.settings import Settings

LEASE = timedelta(minutes=30)
AGAIN = timedelta(seconds=30)


class Forgetting:
    """Takes away what an erasure could not take away in its own transaction, for one installation."""

    def __init__(self, engine: Engine, settings: Settings) -> None:
        """Keep where documents and made files lie."""
        self.engine, self.store, self.outputs = engine, stores_of(settings).documents, OutputStore.of(settings)

    def __call__(self, job: outbox.Job, at: datetime) -> bool:
        """Do one piece of work; a repeat changes nothing. False where it is tried again, since somebody was
        reading or the store is away."""
        with writing(self.engine) as connection:
            outbox.hold(connection, job.id, at, at + LEASE)
        told = job.payload
        before, made = datetime.fromisoformat(told["before"]), told["outputs"]
        try:
            scrub(self.engine, self.store, self.outputs, told["digests"], before, made)
        except (Unfinished, Away) as fault:
            why = "The database was being read." if isinstance(fault, Unfinished) else "The store of documents is away."
            with writing(self.engine) as connection:
                outbox.wait(connection, job.id, at + AGAIN, why)
            return False
        with writing(self.engine) as connection:
            outbox.finish(connection, job.id, at)
        return True

    def all(self, at: datetime) -> bool:
        """Do all that waits, for a command that cannot wait for the worker; say whether nothing is left."""
        with writing(self.engine) as connection:
            jobs = [job for number in outbox.undone(connection, TOPIC) if (job := outbox.lock(connection, number))]
        done = [self(job, at) for job in jobs]
        return all(done)
