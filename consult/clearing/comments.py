"""What people of one party say to each other on a paper in preparation, as a whole or on one of its questions.

Comments never leave the party: no export, event, report, search or mail holds them. They are work: whoever sees the
paper may say something and settle what was said; nobody edits what another said.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from consult import drafts
from consult.i18n import _
from consult.models.clearing import DRAFT_COMMENT
from consult.models.parties import PERSON
from consult.refusals import Closed, Malformed, Unknown
from consult.standing import Standing
from consult.turns import wait_turn
from workflows.kernel.editions import digest_of

LONGEST, MOST = 4000, 500


def comment(
    conn: Connection, standing: Standing, ref: str, field: str, words: str, asked: Collection[str], at: datetime
) -> int:
    """Say something on an open paper of one's party, on one of the questions `asked` or (empty) on the whole; give the
    number. Malformed (422) by field, Closed beyond so many."""
    draft = drafts.find(conn, standing, ref)
    said = words.strip()
    faults = {} if said else {"words": _("Write what you wish to say.")}
    if len(said) > LONGEST:
        faults["words"] = _("At most %(most)s characters.", most=LONGEST)
    if field and field not in asked:
        faults["field"] = _("Choose one from the list.")
    if faults:
        raise Malformed(faults)
    wait_turn(conn, f"comments:{draft.id}")
    draft = drafts.hold(conn, standing, ref)  # with a draft that is discarded its comments go: none comes after
    if len(comments_of(conn, draft.id)) >= MOST:
        raise Closed(_("There are too many comments on this paper; nothing more is taken."))
    values = {"field": field, "words": said, "digest": digest_of(draft.body), "person_id": standing.person_id}
    made = insert(DRAFT_COMMENT).values(draft_id=draft.id, **values, office=standing.offices[:200], at=at)
    return int(conn.execute(made.returning(DRAFT_COMMENT.c.id)).scalar_one())


def settle_comment(conn: Connection, standing: Standing, ref: str, number: int, at: datetime, *, settled: bool) -> None:
    """Mark a comment on an open paper of one's party as settled, or as open again; Unknown where there is none. Doing
    it twice changes nothing."""
    draft = drafts.find(conn, standing, ref)
    here = DRAFT_COMMENT.c.id == number, DRAFT_COMMENT.c.draft_id == draft.id
    row = conn.execute(select(DRAFT_COMMENT).where(*here)).first()
    if row is None:
        raise Unknown
    if settled == (row.resolved_at is not None):
        return
    values = {"resolved_by": standing.person_id, "resolved_at": at} if settled else dict.fromkeys(_SETTLED)
    conn.execute(update(DRAFT_COMMENT).where(*here).values(values))


_SETTLED = ("resolved_by", "resolved_at")


def comments_of(conn: Connection, draft_id: int) -> Sequence[Row[Any]]:
    """Give the comments on a paper in their order, each with the names of who made and who settled it."""
    settler = PERSON.alias()
    people = DRAFT_COMMENT.join(PERSON, PERSON.c.id == DRAFT_COMMENT.c.person_id)
    query = select(DRAFT_COMMENT, PERSON.c.name, settler.c.name.label("settler"))
    query = query.select_from(people.outerjoin(settler, settler.c.id == DRAFT_COMMENT.c.resolved_by))
    return conn.execute(query.where(DRAFT_COMMENT.c.draft_id == draft_id).order_by(DRAFT_COMMENT.c.id)).all()
