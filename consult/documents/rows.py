"""What is known of the documents of a case. While a document is on a draft it belongs to its party, which may remove
it; with the act that files it, it becomes part of the case and is not changed any more.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from consult.documents.errors import TooLarge
from consult.documents.naming import clean_name
from consult.i18n import _, write_date
from consult.models.cases import ACT, DOCUMENT
from consult.models.keeping import DOCUMENT_ERASED
from consult.refusals import Closed, Unknown
from consult.turns import wait_turn
from workflows.kernel.frozen import dataclass

_DIGEST = re.compile(r"[0-9a-f]{64}")
ERASED = "<erased>"
"""Stands in the place of the name of an erased file; none can be called so, since names are cleaned of such signs."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that lies in the store: its digest and what is said of it."""

    digest: str
    name: str
    media: str
    size: int
    language: str = "en"
    level: str = "C2"
    kind: str = "annex"


def add_document(
    conn: Connection, case_id: int, party: str, person_id: int | None, upload: Upload, most: int, at: datetime
) -> int:
    """Attach a document to the drafts of a party in a case and answer its number; raise TooLarge beyond `most` of them.

    The same file again changes what is said of it, unless it has been filed: then nothing changes.
    """
    said = {"name": clean_name(upload.name), "media": upload.media, "language": upload.language}
    said |= {"level": upload.level, "kind": upload.kind}
    here = (DOCUMENT.c.case_id == case_id, DOCUMENT.c.party == party)
    wait_turn(conn, f"documents:{case_id}:{party}")
    known = select(DOCUMENT.c.id, DOCUMENT.c.act_n).where(*here, DOCUMENT.c.digest == upload.digest)
    found = conn.execute(known.with_for_update()).first()  # an act may be filing it, or somebody removing it
    if found is not None:
        _require_kept(conn, found.id)
        if found.act_n is None:
            waits = DOCUMENT.c.id == found.id, DOCUMENT.c.act_n.is_(None)
            conn.execute(update(DOCUMENT).where(*waits).values(said))
        return int(found.id)
    count = select(func.count()).select_from(DOCUMENT).where(*here, DOCUMENT.c.act_n.is_(None))
    if conn.execute(count).scalar_one() >= most:
        raise TooLarge.in_number(most)
    fixed = {"case_id": case_id, "party": party, "digest": upload.digest, "size": upload.size}
    values = {**fixed, **said, "uploaded_at": at, "uploaded_by": person_id}
    return int(conn.execute(insert(DOCUMENT).values(values).returning(DOCUMENT.c.id)).scalar_one())


def _require_kept(conn: Connection, number: int) -> None:
    """Refuse a document that was erased."""
    if conn.execute(select(DOCUMENT_ERASED.c.document_id).where(DOCUMENT_ERASED.c.document_id == number)).first():
        raise Closed(_("This very document was erased from this case; it cannot be filed here again."))


def require_there(conn: Connection, number: int) -> None:
    """Refuse to give a document that was erased; the record keeps its digest. Closed (409) with the day."""
    query = select(DOCUMENT_ERASED.c.since, DOCUMENT_ERASED.c.seq).where(DOCUMENT_ERASED.c.document_id == number)
    row = conn.execute(query).first()
    if row is not None:
        day = write_date(row.since.astimezone(UTC).date())
        said = _("This document was erased by rule on %(day)s; entry %(seq)s of the log says so.", day=day, seq=row.seq)
        raise Closed(said + " " + _("The record keeps its digest."))


def documents_of(conn: Connection, case_id: int) -> Sequence[Row[Any]]:
    """List all documents of a case, whoever may see them, in the order in which they were attached."""
    return conn.execute(select(DOCUMENT).where(DOCUMENT.c.case_id == case_id).order_by(DOCUMENT.c.id)).all()


def mark_filed(conn: Connection, case_id: int, digests: Collection[str], act_n: int) -> int:
    """Make documents of the acting party part of the act that filed them, unless filed before; answer how many."""
    if not digests:
        return 0
    author = select(ACT.c.party).where(ACT.c.case_id == case_id, ACT.c.n == act_n).scalar_subquery()
    waiting = (DOCUMENT.c.case_id == case_id, DOCUMENT.c.party == author, DOCUMENT.c.act_n.is_(None))
    filed = update(DOCUMENT).where(*waiting, DOCUMENT.c.digest.in_(sorted(digests))).values(act_n=act_n)
    return int(conn.execute(filed).rowcount)


def waiting(conn: Connection, case_id: int, party: str) -> frozenset[str]:
    """Give the digests of the documents of a party in a case that no act has filed."""
    here = (DOCUMENT.c.case_id == case_id, DOCUMENT.c.party == party, DOCUMENT.c.act_n.is_(None))
    return frozenset(conn.execute(select(DOCUMENT.c.digest).where(*here)).scalars())


def filed_with(conn: Connection, case_id: int, party: str, digest: str) -> int | None:
    """Give the act that filed a document of a party, None while it waits; Unknown where there is no such document."""
    here = (DOCUMENT.c.case_id == case_id, DOCUMENT.c.party == party, DOCUMENT.c.digest == digest)
    found = conn.execute(select(DOCUMENT.c.act_n).where(*here)).first()
    if found is None:
        raise Unknown
    return None if found.act_n is None else int(found.act_n)


def remove_waiting(conn: Connection, case_id: int, party: str, digests: Collection[str]) -> frozenset[str]:
    """Remove documents of a party that no act has filed; answer whose rows are gone."""
    here = (DOCUMENT.c.case_id == case_id, DOCUMENT.c.party == party, DOCUMENT.c.act_n.is_(None))
    removed = delete(DOCUMENT).where(*here, DOCUMENT.c.digest.in_(sorted(digests))).returning(DOCUMENT.c.digest)
    return frozenset(conn.execute(removed).scalars())


def hold_content(conn: Connection, digest: str) -> None:
    """Let whoever keeps or frees the same content wait for this transaction; on SQLite the write gate sees to it."""
    if conn.dialect.name == "postgresql":
        conn.execute(select(func.pg_advisory_xact_lock(int(digest[:15], 16))))


def digests_in(body: Any) -> frozenset[str]:
    """Find the digests of all documents that a filing names, however deep."""
    return frozenset(_digests(body))


def _digests(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        digest = value.get("digest")
        if isinstance(digest, str) and _DIGEST.fullmatch(digest):
            yield digest
        for inner in value.values():
            yield from _digests(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _digests(inner)
