"""Importing, finding and removing cases of other installations, each an entry in the log of the party that does it.

The same file is imported once. A later bundle of the same case is kept beside the earlier one, and what differs is
said; that one place of one log holds two things is said first, since it proves that the host told two stories.
"""

import secrets
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import field, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Connection, Engine, Row, insert, select, update

from consult.contained import holds
from consult.db import Busy
from consult.documents import Away, Store
from consult.documents.holding import free as free_bytes
from consult.documents.holding import holding
from consult.i18n import _
from consult.imported.content import Content, content_of, instant_of, read_content
from consult.imported.differing import Difference, differences
from consult.imported.reading import Opened, Refused, open_bundle
from consult.log.own import Own, record
from consult.log.verifier import Policy
from consult.models.imported import IMPORTED
from consult.refusals import Closed, Unknown
from consult.settings import Uploads
from consult.standing import Standing
from consult.turns import wait_turn
from consult.visibility import Viewer, imported_condition
from workflows.kernel.frozen import dataclass

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
PIECE = 1024 * 1024
GIVEN, HERE, BUNDLE = "given", "here", "bundle"
TRUSTED = (GIVEN, HERE, BUNDLE)
"""Whose policy a bundle is checked by: one that its importer brings, that of this installation, its own."""
MOST_LISTED = 200
Writing = Callable[[], AbstractContextManager[Connection]]


class AlreadyThere(Closed):
    """This very file was imported; the sentence names it."""

    def __init__(self, ref: str) -> None:
        """Keep the reference of the first import."""
        super().__init__(_("This file is here already, as %(ref)s. Nothing was stored.", ref=ref))
        self.ref = ref


@dataclass(frozen=True, slots=True)
class Trusting:
    """By whose policy a bundle is checked: its text and what is read of it, None where the bundle's own is taken."""

    whose: str
    text: str = ""
    policy: Policy | None = None


@dataclass(frozen=True, slots=True)
class Importer:
    """Who imports or removes, for which party, as the log keeps it; `choose` picks the letters of references."""

    viewer: Viewer
    hand: Mapping[str, Any] = field(default_factory=dict)
    names: str = ""
    person_id: int | None = None
    office: str = ""
    choose: Callable[[str], str] = secrets.choice

    @classmethod
    def of(cls, by: Standing, choose: Callable[[str], str] = secrets.choice) -> "Importer":
        """Give the importer that a standing is."""
        return cls(Viewer.of(by), by.hand, by.names, by.person_id, by.office, choose)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A bundle that may be imported: what it is, and what it changes against the last one of the same case."""

    opened: Opened
    content: Content
    digest: str
    size: int
    trusting: Trusting
    taken_at: datetime
    earlier: str
    number: int
    differences: tuple[Difference, ...]

    @property
    def origin(self) -> str:
        """The log that signed it; empty where no entry has a receipt."""
        newest = self.opened.bundle.newest
        return newest.checkpoint.origin if newest else ""


@dataclass(frozen=True, slots=True)
class Imported:
    """One imported case as its party reads it: the row, what is kept, and the others of the same case."""

    row: Any
    content: Content
    others: Sequence[Any]
    differences: tuple[Difference, ...]


def prepare(conn: Connection, viewer: Viewer, path: Path, trusting: Trusting, limits: Uploads) -> Prepared:
    """Check a bundle and say what importing it would mean; nothing is stored. Raises Refused, AlreadyThere, or Unknown
    for whoever may not import."""
    require_reader(viewer)
    digest, size = _digest(path)
    found = conn.execute(_mine(viewer).where(IMPORTED.c.sha256 == digest)).first()
    if found is not None:
        raise AlreadyThere(found.ref)
    opened = open_bundle(path, trusting.policy, limits)
    taken_at = instant_of(opened.bundle.index["taken_at"])
    if taken_at is None:
        raise Refused("no-case", _("This bundle does not say when it was taken."))
    content = content_of(opened, trusting.text)
    newest = opened.bundle.newest
    origin = newest.checkpoint.origin if newest else ""
    before = _of_case(conn, viewer, origin, opened.case["ref"])
    told = differences(read_content(before[0].content), content) if before else ()
    count = max((row.number for row in before), default=0)
    earlier = before[0].ref if before else ""
    return Prepared(opened, content, digest, size, trusting, taken_at, earlier, count + 1, told)


def keep(
    engine: Engine, writing: Writing, store: Store, prepared: Prepared, file: IO[bytes], at: datetime, by: Importer
) -> str:
    """Import a bundle that was prepared from the same file, and answer its reference: the file is stored first, outside
    the transaction, and goes again where nothing comes of it. The entry of the log names the source. AlreadyThere where
    somebody of the party was faster, Refused for another file."""
    digest = store.put_file(file)
    try:
        if digest != prepared.digest:
            raise Refused("other-file", _("This is not the file that was checked. Nothing was imported."))
        with holding(engine, [digest]):
            if not store.has(digest):  # another party removed the same file meanwhile
                raise Closed(_("The file was removed meanwhile by somebody else. Import it again."))
            with writing() as conn:
                return _write(conn, by, prepared, at)
    except BaseException:
        free(engine, store, digest)
        raise


def _write(conn: Connection, by: Importer, prepared: Prepared, at: datetime) -> str:
    found = conn.execute(_mine(by.viewer).where(IMPORTED.c.sha256 == prepared.digest)).first()
    if found is not None:
        raise AlreadyThere(found.ref)
    wait_turn(conn, f"imported:{by.viewer.party}")  # another bundle of the same case may have come since
    before = _of_case(conn, by.viewer, prepared.origin, prepared.opened.case["ref"])
    prepared = replace(prepared, number=max((row.number for row in before), default=0) + 1)
    ref = f"IMP-{at.astimezone(UTC).year}-{''.join(by.choose(LETTERS) for _i in range(6))}"
    told = Own("import", by.viewer.party, _told(ref, prepared), at, by=by.hand, person=by.names)
    seq = record(conn, told).seq
    conn.execute(insert(IMPORTED).values(**_values(ref, by, prepared, seq), imported_at=at))
    return ref


def _told(ref: str, prepared: Prepared) -> dict[str, Any]:
    """Say whence a case and its documents come, for the entry about the import."""
    bundle = prepared.opened.bundle
    return {
        "ref": ref,
        "origin": prepared.origin or None,
        "host": bundle.index["host"],
        "case": prepared.opened.case["ref"],
        "set": bundle.index["set"],
        "sha256": prepared.digest,
        "log_size": bundle.newest.checkpoint.size if bundle.newest else None,
        "root": prepared.content.root or None,
        "trusted": prepared.trusting.whose,
        "entries": len(bundle.openings),
        "documents": sorted(each.sha256 for each in prepared.content.documents if each.path),
    }


def _values(ref: str, by: Importer, prepared: Prepared, seq: int) -> dict[str, Any]:
    """Give the columns of an imported case.

    Long because: one line a column.
    """
    bundle, case = prepared.opened.bundle, prepared.opened.case
    return {
        "ref": ref,
        "party": by.viewer.party,
        "sha256": prepared.digest,
        "size": prepared.size,
        "origin": prepared.origin,
        "host": bundle.index["host"],
        "case_ref": case["ref"],
        "procedure": case["procedure"],
        "title": case["title"],
        "reach": bundle.index["set"],
        "taken_by": bundle.index["taken_by"],
        "taken_at": prepared.taken_at,
        "log_size": bundle.newest.checkpoint.size if bundle.newest else None,
        "attested": bundle.attested,
        "trusted": prepared.trusting.whose,
        "number": prepared.number,
        "imported_by": by.person_id,
        "office": by.office,
        "seq": seq,
        "content": prepared.content.text,
    }


def list_imported(
    conn: Connection, viewer: Viewer, words: str = "", *, after: str = "", most: int = MOST_LISTED
) -> Sequence[Row[Any]]:
    """List what a viewer's party imported, the newest first or after one of them, or that of which title or reference
    holds some words. Unknown where that one is not there, or no more."""
    require_reader(viewer)
    query = _mine(viewer)
    if after:
        last = conn.execute(select(IMPORTED.c.id).where(imported_condition(viewer), IMPORTED.c.ref == after)).scalar()
        if last is None:
            raise Unknown
        query = query.where(IMPORTED.c.id < last)
    for word in words.split()[:10]:
        columns = (IMPORTED.c.title, IMPORTED.c.case_ref, IMPORTED.c.ref, IMPORTED.c.origin, IMPORTED.c.procedure)
        query = query.where(holds(word, *columns))
    return conn.execute(query.order_by(IMPORTED.c.id.desc()).limit(most)).all()


def find(conn: Connection, viewer: Viewer, ref: str) -> Imported:
    """Find an imported case of a viewer's party; Unknown for any other."""
    require_reader(viewer)
    row = conn.execute(_mine(viewer).where(IMPORTED.c.ref == ref)).first()
    if row is None:
        raise Unknown
    others = [one for one in _of_case(conn, viewer, row.origin, row.case_ref) if one.id != row.id]
    before = next((one for one in others if one.number < row.number), None)
    content = read_content(row.content)
    told = differences(read_content(before.content), content) if before else ()
    return Imported(row, content, others, told)


def remove(conn: Connection, by: Importer, ref: str, at: datetime) -> str:
    """Remove what was imported; an entry of the log says so. Give the digest of the file, which is then to be freed;
    Unknown where there is nothing to remove."""
    row = conn.execute(_mine(by.viewer).where(IMPORTED.c.ref == ref).with_for_update()).first()
    if row is None:
        raise Unknown
    body = {"ref": ref, "sha256": row.sha256, "imported": row.seq}
    seq = record(conn, Own("import_removed", by.viewer.party, body, at, by=by.hand, person=by.names)).seq
    gone = {"content": "", "removed_at": at, "removed_by": by.person_id, "removed_seq": seq}
    conn.execute(update(IMPORTED).where(IMPORTED.c.id == row.id).values(gone))
    return str(row.sha256)


def free(engine: Engine, store: Store, digest: str) -> None:
    """Take a file away that no imported case of any party needs."""
    with suppress(Away, Busy):  # it goes with the next sweep
        free_bytes(engine, "imported", store, [digest])


def require_reader(viewer: Viewer) -> None:
    """Refuse as unknown whoever takes no part in what the party prepares, or whose mandate is for some cases alone."""
    if not (viewer.sees_cases and viewer.prepares and viewer.cases is None):
        raise Unknown


def _mine(viewer: Viewer) -> Any:
    return select(IMPORTED).where(imported_condition(viewer))


def _of_case(conn: Connection, viewer: Viewer, origin: str, case_ref: str) -> Sequence[Row[Any]]:
    """List the bundles of one case that a viewer's party imported, the last imported first."""
    query = _mine(viewer).where(IMPORTED.c.origin == origin, IMPORTED.c.case_ref == case_ref)
    return conn.execute(query.order_by(IMPORTED.c.number.desc())).all()


def _digest(path: Path) -> tuple[str, int]:
    digest, size = sha256(), 0
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            digest.update(piece)
            size += len(piece)
    return digest.hexdigest(), size
