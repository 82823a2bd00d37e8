"""Copies of a paper: one's own, with all that was filed, and the one that each addressee reads.

A mission hands over the addressee's copy: what is for its own delegation alone is not on it, nor that anything was left
out. Whoever did not send the paper has its own copy and no other.
"""

from sqlalchemy import Connection

from consult import casebook
from consult.docket import Seen
from consult.refusals import Unknown
from consult.visibility import Viewer


def copies_of(conn: Connection, viewer: Viewer, seen: Seen, n: int) -> tuple[tuple[str, str], ...]:
    """List the addressees, by key and name, of an act of the viewer's own party; none of anybody else's act."""
    act = casebook.entry_of(conn, viewer, seen.row, n).act
    if act.party != viewer.party:
        return ()
    names = casebook.party_names(conn)
    return tuple((key, names.get(key, key)) for key in dict.fromkeys(act.told) if key != viewer.party)


def reader_of(conn: Connection, viewer: Viewer, seen: Seen, n: int, copy: str) -> Viewer:
    """Give for whose eyes a paper is written: the viewer's own, or those of the addressee whose copy is asked for;
    Unknown where the act is not its own or was not sent to that party."""
    if not copy:
        return viewer
    if copy not in dict(copies_of(conn, viewer, seen, n)):
        raise Unknown
    return Viewer(copy)
