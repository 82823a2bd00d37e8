"""What the pages of papers know of a text that is drafted together: with which words a paper on it begins, and what a
reader is told before he signs it.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from consult import casebook
from consult.casebook.drafting import Drafted, first_words, text_drafted
from consult.docket import Docket, Seen
from consult.i18n import _
from consult.visibility import Viewer, may_see_track, membership_of
from workflows.kernel.acts import Hand
from workflows.kernel.case import Track
from workflows.kernel.joint_text import Clause, clauses_of
from workflows.kernel.sheet_of_text import DRAFTING, TABLE, TextSheet, sheet_of_text
from workflows.kernel.view import View


def words_to_begin(conn: Connection, viewer: Viewer, seen: Seen, step: str, track: Track | None) -> dict[str, Any]:
    """Give the first answers of a paper that concerns a text drafted together; none for other steps."""
    sheet = sheet_of_text(seen.procedure, step)
    if sheet is None:
        return {}
    return first_words(read_text(conn, viewer, seen, sheet, track), step)


def read_text(conn: Connection, viewer: Viewer, seen: Seen, sheet: TextSheet, track: Track | None) -> Drafted:
    """Read the text that a sheet shows: of the case, or of one track where each has its own."""
    key = track.key if track and sheet.set else ""
    if key and not may_see_track(
        viewer, membership_of(conn, viewer, seen.row), key, *seen.procedure.audience_of_track(key)
    ):
        return Drafted()
    return text_drafted(conn, viewer, seen.row, seen.procedure, sheet, key)


def drafters(conn: Connection, docket: Docket, seen: Seen, track: Track | None, now: datetime) -> tuple[str, ...]:
    """Name the parties that draft a text and still take part, in the order of their names."""
    world = docket.world(conn, now, seen.row.id)
    row = seen.procedure.rows[TABLE][0]
    views = {
        party: View(seen.procedure, seen.case, Hand(party), now, world, step=row, track=track)
        for party in sorted({p for parties in seen.case.parties.values() for p in parties})
    }
    return tuple(
        party
        for party, view in views.items()
        if party in view.active() and any(party in slot for slot in row.by.slots(view))
    )


def signing_notes(
    conn: Connection,
    docket: Docket,
    viewer: Viewer,
    seen: Seen,
    step: str,
    track: Track | None,
    body: Mapping[str, Any] | None,
    now: datetime,
) -> tuple[str, ...]:
    """Say before a hand is laid which clauses lack assent, and where the words are not those on the table.

    None of it stands in the way of a signature.
    """
    sheet = sheet_of_text(seen.procedure, step)
    if sheet is None or step in DRAFTING or body is None:
        return ()
    text = read_text(conn, viewer, seen, sheet, track)
    if text.present is None:
        return ()
    own = track if sheet.set else None
    parties = drafters(conn, docket, seen, own, now)
    names = casebook.party_names(conn)
    return (*_otherwise(text, clauses_of(body)), *_unassented(text, clauses_of(body), parties, names))


def _otherwise(text: Drafted, clauses: Sequence[Clause]) -> Iterator[str]:
    """Say where the words to be signed differ from the version on the table."""
    present = text.present
    if present is None:
        return
    signed = {clause.key: clause.wording for clause in clauses}
    for clause in present.clauses:
        if clause.key not in signed:
            yield _("Clause %(name)s of the version on the table is not in this text.", name=clause.key)
        elif signed[clause.key] != clause.wording:
            yield _("Clause %(name)s is worded otherwise than in the version on the table.", name=clause.key)
    for name in (clause.key for clause in clauses if present.clause(clause.key) is None):
        yield _("Clause %(name)s is not in the version on the table.", name=name)


def _unassented(
    text: Drafted, clauses: Sequence[Clause], parties: Sequence[str], names: Mapping[str, str]
) -> Iterator[str]:
    """Say which clauses of the table, as they would be signed, lack whose assent."""
    signed = {clause.key: clause.wording for clause in clauses}
    for one in text.standing:
        lacking = one.lacks(parties)
        if lacking and signed.get(one.clause.key) == one.clause.wording:
            who = ", ".join(names.get(party, party) for party in lacking)
            yield _("Clause %(name)s: no assent is on record from %(who)s.", name=one.clause.key, who=who)
