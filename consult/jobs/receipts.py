"""The work of the topic "receipt": an addressee opened what was served on it, and the docket records receipt."""

from datetime import datetime

from sqlalchemy import Engine

from consult import outbox
from consult.db import writing
from consult.docket import Docket
from consult.docket.receiving import receive
from workflows.kernel.steps import OPENED


class Receipts:
    """Records receipt on proof, for one installation."""

    def __init__(self, engine: Engine, docket: Docket) -> None:
        """Keep who writes cases, and where the work stands."""
        self.engine, self.docket = engine, docket

    def __call__(self, job: outbox.Job, at: datetime) -> bool:
        """Record one receipt, and mark the work as done; a repeat finds the receipt recorded."""
        about = job.payload
        receive(self.docket, int(about["act"]), str(about["party"]), OPENED, datetime.fromisoformat(about["at"]), at=at)
        with writing(self.engine) as connection:
            outbox.finish(connection, job.id, at)
        return True
