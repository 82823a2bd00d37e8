"""Which papers of level C3 or above an answer was drawn from, of any level where staff reads, and the entries of the
log that say who read them.

While an answer is drawn, whatever reads the record notes each paper on the connection it reads by (`note`): an act or
a document. Before the answer leaves, `write_reads` enters the papers that this person has not read in this hour into
the chain of the party for which the person acts: one leaf an answer, and for each paper a row of `read_mark`. A
connection that is not drawn from (`draw_from`) notes nothing: an act reads the record without showing it. Staff is
watched: whoever acts for a secretariat, or as an operator, is entered for every paper that is
not public, and what was looked at is told in the chain of each party that may see it (`consult.log.looks`).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Engine, bindparam, insert, select

from consult import db
from consult.again import again
from consult.log.chain import lock_chain, open_chain
from consult.log.looks import keep_looks, looks_at
from consult.log.own import Own, record_many
from consult.models.logbook import READ_MARK
from consult.standing import Standing

NOTED = ("C3", "C4", "C5")
OF_STAFF = ("C1", "C2")
"""Levels of papers that are entered beside those where staff reads."""
_OPTION = "consult_reads"
_MARKS = select(READ_MARK.c.paper).where(
    READ_MARK.c.person_id == bindparam("person"),
    READ_MARK.c.party == bindparam("acting_for"),
    READ_MARK.c.hour == bindparam("within"),
)
"""All of an hour: the statement does not tell how many papers an answer was drawn from."""


@dataclass(slots=True)
class Reads:
    """The papers that one answer was drawn from, each with its highest level: those of level C3 or above, and apart
    from them those that are entered for staff alone; and under which access in an emergency it was drawn."""

    papers: dict[str, str] = field(default_factory=dict)
    open_ones: dict[str, str] = field(default_factory=dict)
    access_id: int | None = None

    def note(self, paper: str, level: str) -> None:
        """Keep a paper, unless it is public."""
        if level in NOTED:
            self.papers[paper] = max(level, self.papers.get(paper, ""))
        elif level in OF_STAFF:
            self.open_ones[paper] = max(level, self.open_ones.get(paper, ""))

    def of(self, by: Standing) -> dict[str, str]:
        """Give the papers that are entered for a reader."""
        return {**self.open_ones, **self.papers} if by.is_staff else self.papers


def draw_from(connection: Connection, reads: Reads) -> Connection:
    """Let a connection note what is read by it for an answer."""
    return connection.execution_options(**{_OPTION: reads})


def reads_of(connection: Connection) -> Reads:
    """Give where a connection notes what is read by it; nothing is kept of one that no answer is drawn from."""
    return connection.get_execution_options().get(_OPTION) or Reads()


def note(connection: Connection, paper: str, level: str) -> None:
    """Note that a paper is read: ``act_paper`` or ``document_paper``, and its level."""
    reads_of(connection).note(paper, level)


def act_paper(ref: str, n: int) -> str:
    """Name an act as a paper; act 0 stands for the case itself."""
    return f"act:{ref}/{n}"


def document_paper(digest: str) -> str:
    """Name a document as a paper."""
    return f"document:{digest}"


def hour_of(at: datetime) -> datetime:
    """Give the full hour, in UTC, in which an instant lies."""
    return at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def unmarked(connection: Connection, by: Standing, reads: Reads, at: datetime) -> dict[str, str]:
    """Give the papers that this person, acting for this party, was not entered for in this hour: one read by index."""
    read = reads.of(by)
    if not read:
        return {}
    of = {"person": by.person_id, "acting_for": by.party_key, "within": hour_of(at)}
    known = set(connection.execute(_MARKS, of).scalars())
    return {paper: level for paper, level in read.items() if paper not in known}


@again()
def write_reads(engine: Engine, by: Standing, reads: Reads, output: str, at: datetime) -> int | None:
    """Enter what is not entered yet, in a transaction of its own; give the place in the log, None where nothing was
    left to enter. Raises Busy where the log cannot be written: then the answer must not leave."""
    with db.writing(engine) as connection:
        lock_chain(connection, open_chain(connection, "party", party=by.party_key))  # a second request waits here
        papers = unmarked(connection, by, reads, at)
        if not papers:
            return None
        looks = looks_at(connection, by, papers, reads.access_id, output, at) if by.is_staff else ()
        entry, *told = record_many(connection, [_entry(by, papers, output, at), *(look.entry for look in looks)])
        keep_looks(connection, looks, [one.seq for one in told])
        marks = [{"paper": paper, "seq": entry.seq} for paper in sorted(papers)]
        of = {"person_id": by.person_id, "party": by.party_key, "hour": hour_of(at)}
        connection.execute(insert(READ_MARK), [{**of, **mark} for mark in marks])
        return entry.seq


def _entry(by: Standing, papers: dict[str, str], output: str, at: datetime) -> Own:
    body = {
        "reader": by.person_id,
        "hour": hour_of(at).isoformat(),
        "output": output,
        "papers": [[paper, papers[paper]] for paper in sorted(papers)],
    }
    return Own("read", by.party_key, body, at, by=by.hand, person=by.names)


def papers_in(body: Any) -> Iterator[str]:
    """Name the papers that the body of an entry lists."""
    yield from (paper for paper, _level in body.get("papers", ()))
