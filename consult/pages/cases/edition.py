"""The edition under which a case runs: the ones to which it could be moved, one that is proposed, and those before."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection

from consult.docket import Docket, Seen
from consult.docket.discretion import discreet
from consult.i18n import _, _l
from consult.visibility import SEALED, Membership, Viewer
from workflows.kernel.carrying import why_not_carried
from workflows.kernel.frozen import dataclass
from workflows.kernel.guards import Refusal
from workflows.kernel.moving import BEFORE, OWN_TERMS, PROPOSED, USUAL_TERMS, waits
from workflows.kernel.procedure import Procedure

CHOICES = {
    OWN_TERMS: _l("The edition of today, with the terms of this case"),
    USUAL_TERMS: _l("The edition of today, with the terms of cases opened today"),
}


@dataclass(frozen=True, slots=True)
class EditionOffered:
    """An edition to which the case could be moved, and why it cannot be, if it cannot."""

    words: str
    obstacles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EditionBefore:
    """An edition under which the case was, up to an act."""

    until: int
    compared: str


@dataclass(frozen=True, slots=True)
class EditionNote:
    """What a party to the case is told of its edition; names are those by which editions are compared."""

    number: int
    digest: str
    here: str
    today: str
    offered: tuple[EditionOffered, ...]
    proposed: str
    before: tuple[EditionBefore, ...]
    can_compare: bool


def edition_note(
    conn: Connection, docket: Docket, seen: Seen, viewer: Viewer, membership: Membership, now: datetime
) -> EditionNote | None:
    """Say what there is to say; None to whoever is no party, and where the case runs under the edition of today."""
    procedure, facts = seen.procedure, seen.case.facts
    world = docket.world(conn, now, seen.row.id)
    there = world.editions(procedure) if seen.row.kind == "open" else {}
    before, proposed = facts.get(BEFORE) or (), str(facts[PROPOSED]) if waits(seen.case) else ""
    if not membership.is_party or not (there or before or proposed):
        return None
    key = procedure.key
    return EditionNote(
        number=procedure.edition,
        digest=procedure.digest,
        here=f"{key}@{procedure.digest}",
        today=key,
        offered=tuple(_offered(way, new, seen, viewer, membership, world.name) for way, new in there.items()),
        proposed=f"{key}@{proposed}" if proposed else "",
        before=tuple(EditionBefore(int(n), f"{key}@{digest}") for n, digest in before),
        can_compare=seen.row.existence != SEALED,
    )


def _offered(
    way: str, new: Procedure, seen: Seen, viewer: Viewer, membership: Membership, name: Callable[[str], str]
) -> EditionOffered:
    """Say why an edition does not carry the case, as far as the viewer may know."""
    found = [Refusal(one.sentence, reveals=one.reveals) for one in why_not_carried(seen.case, new, name)]
    said = discreet(found, seen.procedure, viewer, membership)
    return EditionOffered(str(CHOICES[way]), tuple(_(refusal.sentence) for refusal in said))
