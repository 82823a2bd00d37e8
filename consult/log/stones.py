"""What an erasure takes away beside the openings, and what it leaves in its place.

The name of who acted, the words of a filing with all that was made of them, the documents filed with an act. Each
leaves a stone, a row that names the entry of the log which says so. The bytes of documents are taken away after the
commit: the work is asked for here, in the same transaction.
"""

import json
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, delete, insert, select, update

from consult.clearing.forgetting import forget_words
from consult.docket.forgetting import forget_title
from consult.documents.rows import ERASED
from consult.lunar import register
from consult.models.cases import ACT, ACT_PERSON, DOCUMENT, DRAFT, FILING, FILING_BODY, OUTBOX
from consult.models.channels import PAPER, PAPER_ACT
from consult.models.keeping import DOCUMENT_ERASED, NAME_WITHHELD
from consult.models.lunar import LUNAR_BODY, LUNAR_CURRENT, LUNAR_VERSION
from consult.search.rows import forget_act
from workflows.kernel.editions import digest_of

TOPIC = "forget"
"""The work that takes files away and clears the database of what rows that are gone left in it."""


@dataclass(slots=True)
class Gone:
    """What went: acts whose name is withheld, documents, and the digests under which their bytes lie."""

    acts: list[int] = field(default_factory=list)
    documents: list[int] = field(default_factory=list)
    digests: set[str] = field(default_factory=set)


def erase_name(connection: Connection, act: int, gone: Gone) -> bool:
    """Remove the name of who acted."""
    if not connection.execute(delete(ACT_PERSON).where(ACT_PERSON.c.act_id == act)).rowcount:
        return False
    gone.acts.append(act)
    return True


def erase_documents(connection: Connection, act: int, gone: Gone) -> bool:
    """Overwrite the names of the documents that an act filed, and note whose bytes are to go."""
    filed = and_(DOCUMENT.c.case_id == ACT.c.case_id, DOCUMENT.c.act_n == ACT.c.n)
    known = select(DOCUMENT_ERASED.c.document_id)
    query = select(DOCUMENT.c.id, DOCUMENT.c.digest).select_from(DOCUMENT.join(ACT, filed))
    rows = connection.execute(query.where(ACT.c.id == act, DOCUMENT.c.id.not_in(known))).all()
    numbers = [row.id for row in rows]
    connection.execute(update(DOCUMENT).where(DOCUMENT.c.id.in_(numbers)).values(name=ERASED))
    gone.documents += numbers
    gone.digests |= {row.digest for row in rows}
    if rows:
        forget_act(connection, act, "document")
    return bool(rows)


def erase_words(connection: Connection, act: int, gone: Gone) -> bool:
    """Remove the words of a filing and all that was made of them."""
    filing = connection.execute(select(FILING).where(FILING.c.act_id == act)).first()
    if filing is None:
        return False
    of = FILING_BODY.c.filing_id == filing.id
    words = connection.execute(delete(FILING_BODY).where(of).returning(FILING_BODY.c.body)).scalar()
    _forget_drafts(connection, act, filing.digest)
    _forget_paper(connection, act, gone)
    _forget_activity(connection, act)
    if words is not None:
        forget_title(connection, filing.case_id, frozenset(_texts(json.loads(words))))
    forget_act(connection, act)  # after the words themselves: whoever is gathering them into the index is done by then
    return words is not None


def set_stones(connection: Connection, gone: Gone, seq: int, at: datetime) -> None:
    """Set a stone for all that went, and ask for the work that takes files away."""
    names = [{"act_id": one, "since": at, "seq": seq} for one in gone.acts]
    papers = [{"document_id": one, "since": at, "seq": seq} for one in gone.documents]
    for table, rows in ((NAME_WITHHELD, names), (DOCUMENT_ERASED, papers)):
        if rows:
            connection.execute(insert(table), rows)
    ask_to_scrub(connection, at, sorted(gone.digests))


def ask_to_scrub(
    connection: Connection, at: datetime, documents: Sequence[str] = (), outputs: Sequence[str] = ()
) -> None:
    """Ask for the work that takes files away, documents and made files by digest, and clears the database after this
    transaction; with documents or words gone, every file that was made before goes too."""
    told = json.dumps({"digests": list(documents), "outputs": list(outputs), "before": at.isoformat()})
    work = {"key": f"{TOPIC}:{secrets.token_hex(8)}", "topic": TOPIC, "payload": told, "run_at": at, "attempts": 0}
    connection.execute(insert(OUTBOX).values(work))


def _forget_drafts(connection: Connection, act: int, digest: str) -> None:
    """Empty the drafts from which a filing was made, and what was said on their margin."""
    same = and_(ACT.c.case_id == DRAFT.c.case_id, ACT.c.party == DRAFT.c.party, ACT.c.step == DRAFT.c.step)
    of_act = select(DRAFT.c.id, DRAFT.c.body).select_from(DRAFT.join(ACT, same))
    drafts = connection.execute(of_act.where(ACT.c.id == act, DRAFT.c.closed_at.is_not(None))).all()
    made = [draft.id for draft in drafts if digest_of(draft.body) == digest]
    connection.execute(update(DRAFT).where(DRAFT.c.id.in_(made)).values(body={}))
    forget_words(connection, made)


def _forget_paper(connection: Connection, act: int, gone: Gone) -> None:
    """Overwrite what a secretariat registered of the paper that became this act; its scan goes with it."""
    query = select(PAPER.c.id, PAPER.c.scan).join(PAPER_ACT, PAPER_ACT.c.paper_id == PAPER.c.id)
    for row in connection.execute(query.where(PAPER_ACT.c.act_id == act, PAPER.c.direction == "in")).all():
        connection.execute(update(PAPER).where(PAPER.c.id == row.id).values(summary=ERASED, scan_name=ERASED))
        gone.digests |= {row.scan} if row.scan else set()


def _forget_activity(connection: Connection, act: int) -> None:
    """Remove what the register of activities holds of the description that an act filed."""
    version = connection.execute(select(LUNAR_VERSION.c.id).where(LUNAR_VERSION.c.act_id == act)).scalar()
    if version is None:
        return
    connection.execute(delete(LUNAR_BODY).where(LUNAR_BODY.c.version_id == version))
    current = LUNAR_CURRENT.c.version_id == version
    connection.execute(update(LUNAR_CURRENT).where(current).values(title="", operator=""))
    register.rebuild(connection)


def _texts(value: Any) -> Iterator[str]:
    """Give every text of a value, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping | list):
        for inner in value.values() if isinstance(value, Mapping) else value:
            yield from _texts(inner)
