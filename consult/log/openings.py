"""Openings: what the digests in a leaf stand for, given to those who may read it and to nobody else.

The disclosures are those of RFC 9901, as text, by the name of the field. Which fields of an act a viewer is given
follows from the one policy of visibility, and is never more than the pages show:

- step, actor, case, reason, time and what the filer had verified, with every act that may be seen;
- the name of the person to that person's own party alone;
- the digest of the filing where the viewer may read all of it: a digest confirms a guess of what one may not read;
- the filer's signature, which names that digest and the place in the chain, where the viewer is given both of these;
- where the act came from and went to, where its relation is the viewer's business;
- the number and link within the chain to those who have the chain's key;
- all that the act did (`rest`) where every relation, limit and addressee in it is the viewer's business.

What is not given is named as withheld, what was removed as erased. The salts are random, so neither can be guessed.
"""

import json
from base64 import b64encode
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, bindparam, select

from consult import casebook
from consult.casebook import Entry
from consult.documents.rows import digests_in
from consult.i18n import _
from consult.log.chains import chains_held
from consult.log.leaf import FIELDS, Opening
from consult.log.receipts import Unprovable
from consult.log.verifier import Rejected, open_field
from consult.models.audit import audit_leaf, audit_opening
from consult.models.cases import CASE_TRACK, CASES, DEADLINE
from consult.models.logbook import AUDIT_ENTRY
from consult.refusals import Unknown
from consult.visibility import (
    Membership,
    Viewer,
    deadline_condition,
    entry_condition,
    may_see_field,
    may_see_track,
    membership_of,
)
from workflows.kernel.case import Act
from workflows.kernel.editions import digest_of
from workflows.kernel.fields import Field, levels_in
from workflows.kernel.frozen import dataclass
from workflows.kernel.procedure import Procedure

VERSION = "1"
LEVELS = frozenset(("C0", "C1", "C2", "C3", "C4", "C5"))
_ALWAYS = frozenset(("act", "actor", "case", "note", "seen", "time"))
_OF_FILING = frozenset(("doc",))
_OF_TRACK = frozenset(("from", "to"))
_OF_CHAIN = frozenset(("n", "prev"))
# Effects that name nothing but the case itself, and those whose second word is a relation or a limit.
_PLAIN_EFFECTS = frozenset(("state", "activity", "party"))
_TRACK_EFFECTS = frozenset(("open", "track", "received"))
_FLAG_EFFECTS = frozenset(("flag", "unflag"))

_LEAF = select(audit_leaf.c.leaf, audit_leaf.c.chain_id).where(audit_leaf.c.seq == bindparam("seq"))
_OPENINGS = (
    select(audit_opening.c.field, audit_opening.c.salt, audit_opening.c.value)
    .where(audit_opening.c.seq == bindparam("seq"))
    .order_by(audit_opening.c.field)
)


@dataclass(frozen=True, slots=True)
class Openings:
    """What is opened of one entry: its leaf, the disclosures by field, the fields withheld, the fields erased."""

    seq: int
    leaf: bytes
    disclosures: Mapping[str, str]
    withheld: tuple[str, ...] = ()
    erased: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """Give the file: the same bytes whenever the same is opened."""
        said = {
            "v": VERSION,
            "index": self.seq,
            "leaf": b64encode(self.leaf).decode("ascii"),
            "disclosures": dict(self.disclosures),
            "withheld": list(self.withheld),
            "erased": list(self.erased),
        }
        return json.dumps(said, sort_keys=True, indent=1) + "\n"

    @property
    def values(self) -> dict[str, Any]:
        """Give what the disclosures say, each having been found in the leaf; Rejected where one is not."""
        return {name: _value(self.leaf, name, given) for name, given in self.disclosures.items()}


def openings_of(connection: Connection, seq: int, fields: Collection[str] = FIELDS) -> Openings:
    """Give some fields of an entry, whoever asks; the caller knows that they may be given. Raises Unprovable."""
    row = connection.execute(_LEAF, {"seq": seq}).first()
    if row is None:
        raise Unprovable(_("There is no entry %(seq)s.", seq=seq))
    stored = {
        row.field: Opening(row.field, bytes(row.salt), row.value) for row in connection.execute(_OPENINGS, {"seq": seq})
    }
    given = [name for name in FIELDS if name in fields]
    return Openings(
        seq,
        bytes(row.leaf),
        {name: stored[name].disclosure() for name in given if name in stored},
        tuple(name for name in FIELDS if name not in fields),
        tuple(name for name in given if name not in stored),
    )


@dataclass(frozen=True, slots=True)
class Access:
    """What of a case is a viewer's business: its membership, the relations and limits by key, the chains by number of
    which it holds the key, up to which levels anything is given, and whose documents are not, by party and digest."""

    viewer: Viewer
    membership: Membership
    tracks: frozenset[str]
    limits: frozenset[str]
    chains: frozenset[int]
    levels: frozenset[str] = LEVELS
    hidden: frozenset[tuple[str, str]] = frozenset()


def access_to(connection: Connection, viewer: Viewer, case: Any) -> Access:
    """Read what of a case is a viewer's business."""
    membership = membership_of(connection, viewer, case)
    tracks = connection.execute(
        select(CASE_TRACK.c.key, CASE_TRACK.c.level, CASE_TRACK.c.file).where(CASE_TRACK.c.case_id == case.id)
    )
    limits = (
        select(DEADLINE.c.key)
        .select_from(DEADLINE.join(CASES, CASES.c.id == DEADLINE.c.case_id))
        .where(DEADLINE.c.case_id == case.id, deadline_condition(viewer))
    )
    return Access(
        viewer,
        membership,
        frozenset(row.key for row in tracks if may_see_track(viewer, membership, row.key, row.level, row.file)),
        frozenset(connection.execute(limits).scalars()),
        frozenset(chain.id for chain in chains_held(connection, viewer, membership, case)),
    )


def holds_chain_of(connection: Connection, viewer: Viewer, case: Any, seq: int) -> bool:
    """Say whether a viewer holds the key of the chain in which an entry of a case lies, and so may know its place."""
    row = connection.execute(_LEAF, {"seq": seq}).one()
    held = chains_held(connection, viewer, membership_of(connection, viewer, case), case)
    return row.chain_id in {chain.id for chain in held}


def open_act(connection: Connection, viewer: Viewer, case: Any, procedure: Procedure, n: int) -> Openings:
    """Open an act of a case that a viewer may see, as far as it may read it; Unknown where it may not see the act."""
    entry = casebook.entry_of(connection, viewer, case, n)
    return open_read(connection, access_to(connection, viewer, case), procedure, entry)


def open_read(connection: Connection, access: Access, procedure: Procedure, entry: Entry) -> Openings:
    """Open an act that was read for a viewer, as far as it may read it."""
    row = connection.execute(_LEAF, {"seq": entry.seq}).first() if entry.seq is not None else None
    if row is None or entry.seq is None:
        raise Unprovable(_("The log has no entry of act %(n)s.", n=entry.act.n))
    return openings_of(connection, entry.seq, fields_given(access, procedure, entry, row.chain_id))


def open_entry(connection: Connection, viewer: Viewer, seq: int) -> Openings:
    """Open an entry that is no act, of a viewer's own party or of the host, in the latter all but the name in it;
    Unknown for any that it may not read."""
    query = select(AUDIT_ENTRY.c.party).where(AUDIT_ENTRY.c.seq == seq, entry_condition(viewer))
    row = connection.execute(query).first()
    if row is None:
        raise Unknown
    return openings_of(connection, seq, FIELDS if row.party else [name for name in FIELDS if name != "person"])


def fields_given(access: Access, procedure: Procedure, entry: Entry, chain: int) -> frozenset[str]:
    """Say which fields of the entry of an act a viewer may open who may see the act."""
    act, own = entry.act, entry.act.party == access.viewer.party
    fields = set(_ALWAYS)
    whole = own or not act.digest or _reads_whole(entry, procedure, access)
    if own:
        fields |= {"person", "filing"}
    if whole:
        fields |= _OF_FILING
    if act.track is None or act.track in access.tracks:
        fields |= _OF_TRACK
        if whole and _is_business(act, own, access):
            fields.add("rest")
    if chain in access.chains:
        fields |= _OF_CHAIN
        if whole:
            fields.add("filing")
    return frozenset(fields)


def _reads_whole(entry: Entry, procedure: Procedure, access: Access) -> bool:
    """Say whether a viewer may read all that was filed with an act: every question, and every document named."""
    rows = procedure.rows.get(entry.act.step, ())
    spec = next((row.filing for row in rows if row.filing), None)
    if spec is None or entry.paper is None or entry.paper.body is None:
        return False
    who = (access.viewer, access.membership)
    if not all(may_see_field(*who, level, entry.paper.party, entry.row) for level in levels_in(spec.fields)):
        return False
    if asks_above(spec.fields, entry.act.level, access.levels):
        return False
    if any((entry.paper.party, digest) in access.hidden for digest in digests_in(entry.paper.body)):
        return False
    return digest_of(entry.paper.body) == entry.act.digest


def asks_above(fields: Iterable[Field], level: str, levels: frozenset[str]) -> bool:
    """Say whether a form has a question above some levels, however deep it lies; one without a level of its own has
    that of what it lies in."""
    for field in fields:
        own = field.level or level
        if own not in levels or asks_above(field.of, own, levels):
            return True
    return False


def _is_business(act: Act, own: bool, access: Access) -> bool:
    """Say whether all that an act did is a viewer's business; what it read and told others is its author's alone."""
    told = {access.viewer.party, act.party}.issuperset(act.told)
    if not own and (act.reads or act.tells or act.corrects or not told):
        return False
    return all(_is_open(effect, own, access) for effect in act.effects)


def _is_open(effect: tuple[Any, ...], own: bool, access: Access) -> bool:
    """Say whether an effect is a viewer's business; one of a kind not known here is its author's."""
    word = effect[0]
    if word in _TRACK_EFFECTS:
        return effect[1] in access.tracks
    if word in _FLAG_EFFECTS:
        return effect[2] is None or effect[2] in access.tracks
    if word == "limit":
        return effect[1] in access.limits
    return own or word in _PLAIN_EFFECTS


def _value(leaf: bytes, name: str, given: str) -> Any:
    opened, value = open_field(leaf, given)
    if opened != name:
        raise Rejected("not-held")
    return value
