"""Editions as the database holds them: written once, thawed once a process.

While an installation is renewed, processes of two versions work side by side. A case runs on the text that is stored
with it, so that both know every state it can come to; a text that the earlier version cannot read is refused there with
a sentence, and nothing is recorded by it.
"""

from datetime import datetime
from threading import Lock

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.dialects import postgresql, sqlite

from consult.i18n import _
from consult.models.cases import EDITION
from consult.refusals import Closed
from workflows.kernel.editions import EditionError, digest_of_text, thaw
from workflows.kernel.procedure import Procedure

_READ = select(EDITION.c.body).where(EDITION.c.digest == bindparam("of"))


def kept_editions(connection: Connection, procedure: str) -> list[tuple[str, int, datetime]]:
    """List every stored edition of a procedure: digest, number, and when it was stored; the first one first."""
    columns = (EDITION.c.digest, EDITION.c.number, EDITION.c.recorded_at)
    query = select(*columns).where(EDITION.c.procedure == procedure).order_by(EDITION.c.recorded_at, EDITION.c.digest)
    return [(row.digest, row.number, row.recorded_at) for row in connection.execute(query)]


class NewerEdition(Closed):
    """A stored edition that this version cannot read."""


def _thawed(body: bytes) -> Procedure:
    """Read a stored text; NewerEdition where it is of a version later than this."""
    try:
        return thaw(body)
    except EditionError as fault:
        sentence = _(
            "This case runs on an edition of its procedure that a later version wrote, which this process cannot read. "
            "Nothing was recorded. Ask again when the installation has been renewed everywhere."
        )
        raise NewerEdition(sentence) from fault


class Editions:
    """The editions of one database; a running case is always run from the stored text, never from today's code."""

    def __init__(self) -> None:
        """Start with none read."""
        self._read: dict[str, Procedure] = {}
        self._lock = Lock()

    def of(self, connection: Connection, digest: str) -> Procedure:
        """Give the procedure of an edition; KeyError where the database has none, Closed (409) where a newer version of
        this program wrote it in a form that this one does not read."""
        found = self._read.get(digest)
        if found is None:
            body = connection.execute(_READ, {"of": digest}).scalar()
            if body is None:
                raise KeyError(f"there is no edition {digest}")
            with self._lock:
                found = self._read.setdefault(digest, _thawed(bytes(body)))
        return found

    def store(self, connection: Connection, procedure: Procedure, at: datetime) -> str:
        """Write an edition if it is new, and give its digest. That it was read before says nothing of that: it may have
        been in a transaction that was undone.
        """
        body = procedure.text
        digest = digest_of_text(body)
        dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
        row = {
            "digest": digest,
            "procedure": procedure.key,
            "number": procedure.edition,
            "body": body,
            "recorded_at": at,
        }
        connection.execute(dialect.insert(EDITION).values(row).on_conflict_do_nothing(index_elements=["digest"]))
        return digest
