"""The documents of a party beside the form of a paper: which may be removed, and why the others stay."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from consult import drafts
from consult.i18n import _
from consult.standing import Standing
from workflows.kernel.fields import Field
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class AttachedLine:
    """A document of one's party in the case; `note` says why it stays where it cannot be removed."""

    digest: str
    name: str
    level: str
    note: str
    may_remove: bool


def attached_lines(
    conn: Connection, standing: Standing, case_id: int, documents: Sequence[Any], draft: int | None = None
) -> tuple[AttachedLine, ...]:
    """Draw up a party's documents in a case beside the form of a paper, of a draft by its number, each with whether it
    may be removed."""
    elsewhere = drafts.named_in_drafts(conn, case_id, standing.party_key, but=draft)
    lines = []
    for one in documents:
        note = _("named in another paper in preparation") if one.digest in elsewhere else ""
        if one.act_n is not None:
            note = _("filed with act %(number)s", number=one.act_n)
        lines.append(AttachedLine(one.digest, one.name, one.level, note, standing.writes and not note))
    return tuple(lines)


def ask_for_documents(fields: Sequence[Field]) -> bool:
    """Say whether a document can answer one of these questions, or one inside them."""
    return any(field.kind == "document" or ask_for_documents(field.of) for field in fields)
