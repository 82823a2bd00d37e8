"""Import notices: looked at once more inside the transaction, then all of them are recorded, or nothing is.

The bytes of documents are put into the store before the transaction, as when one is attached on a page; where nothing
is recorded they are taken away again, unless some document names them.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from dataclasses import replace

from sqlalchemy import Connection

from consult import drafts
from consult.db import Busy
from consult.docket.attempting import note_refusal
from consult.documents import Away, Store
from consult.documents import rows as documents
from consult.documents.holding import free, holding
from consult.exchange.answers import First, once
from consult.exchange.notices.looking import Look, Lookout, NoticeLine, Ready
from consult.exchange.notices.remembered import hold_party, remember_notice
from consult.exchange.notices.values import NoticesFile
from consult.refusals import Unknown

Writing = Callable[[], AbstractContextManager[Connection]]


def import_notices(
    conn: Connection,
    writing: Writing,
    lookout: Lookout,
    store: Store,
    file: NoticesFile,
    first: First[Look] | None = None,
) -> Look:
    """Record every notice of a file that is not here yet, or nothing where anything stands against it.

    Each becomes a case of the own party, opened by the person who imports, with a paper in preparation. `first` keeps
    the answer for whoever asks again, and gives the one that was kept.
    """
    look, ready = lookout.look(conn, file)
    if not look.sound:
        _keep_attempt(lookout, look)
        return look
    contents = {store.put(attached.content): attached.content for one in ready for attached in one.attached}
    try:
        with holding(conn.engine, contents):
            for digest, content in contents.items():
                if not store.has(digest):  # somebody removed the last other document with this content meanwhile
                    store.put(content)
            with writing() as connection:
                return once(connection, first, lambda: _run(connection, lookout, file))
    finally:
        with suppress(Away, Busy):  # what stays goes with the next sweep
            free(conn.engine, "documents", store, contents)


def _run(conn: Connection, lookout: Lookout, file: NoticesFile) -> Look:
    hold_party(conn, lookout.by.party_key)
    look, ready = lookout.look(conn, file)
    if not look.sound:
        return look
    lines = {one.line.row: _record(conn, lookout, one) for one in ready}
    return replace(look, lines=tuple(lines.get(line.row, line) for line in look.lines), recorded=True)


def _record(conn: Connection, lookout: Lookout, ready: Ready) -> NoticeLine:
    """Open the case of a notice, begin its paper, and attach its documents."""
    by, at = lookout.by, lookout.at
    receipt = lookout.docket.write_opening(conn, by, ready.opening, at)
    draft = drafts.start(conn, by, receipt.case_id, ready.step, None, ready.body, at)
    for one in ready.attached:
        most = lookout.limits.documents_a_filing
        documents.add_document(conn, receipt.case_id, by.party_key, by.person_id, one.upload, most, at)
    remember_notice(conn, by, ready.name, receipt.case_id, at)
    return replace(ready.line, case=receipt.ref, draft=draft)


def _keep_attempt(lookout: Lookout, look: Look) -> None:
    """Keep the attempt of somebody whom nothing entitles to open a case; slips of writing are kept nowhere."""
    if look.unentitled:
        note_refusal(lookout.docket.engine, lookout.by, Unknown(), lookout.at, step=f"open:{look.unentitled}")
