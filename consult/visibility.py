"""Who may see what: one policy, as a check for one object and as a condition for a list.

Levels: C0 everybody; C1 the case's participants and its secretariat; C2 the parties of the case; C3 one bilateral
track (its party and the filing party); C4 the acting party's own delegation; C5 a sealed room: those who take part in a
case whose very existence is C5, in any other case the acting party and the offices that read the file. A party that
joins later sees C2 acts from its service date on, and the papers that opened the talks or put them on a new footing. An
office (a mediator, a tribunal) reads the C2 and C3 acts that lie in a file of its own, and nothing that is recorded
after its mandate has ended. What may not be seen does not exist: a forbidden case and an unknown one are answered
alike, and lists, counts and suggestions are made from the same condition. Operators supply data only and see no case.
Under an access in an emergency (`consult.people.emergency`) staff reads one case on one page: what is C0 to C2 of it,
and neither what is said on one track or kept by one delegation, nor what was struck, nor a sealed room.

The level of an act is the one in force (`consult.models.levels`): a paper can be raised, lowered, sealed and struck
after it was recorded. What is struck is still on record, and its words are for its author and the offices of its file.

An auditor of a party reads what the party's people read, but for what is sealed (C5: what is said in a room rests on
the promise of whoever leads it, which is given to those in it) and what is no record yet: drafts, and documents that
were not filed.

In the log, the entry of an act is opened to whoever may see the act. The host's own entries are open to all parties.
Those of a party are open to its people who manage or prepare; a mandate for some procedures alone opens those about
people and keys, since the others may name any case of the party. To its auditor they are open too, without those that
name what is sealed.

A case that a party imported from another installation is for those of its people who prepare, and for nobody else.

Whoever is nobody here, a reader of the public register, is a viewer too (`PUBLIC`): it knows a case in earnest whose
existence is public once something public was done in it, and sees of it what is C0 and nothing else. It has no party,
so nothing is its own: every condition answers for it before a party is compared.

Long because: the one policy is read as a whole.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    and_,
    bindparam,
    case,
    exists,
    false,
    literal_column,
    not_,
    or_,
    select,
    true,
)

from consult.models.cases import ACT, CASE_PARTY, CASE_TRACK, CASES, DEADLINE, DOCUMENT
from consult.models.imported import IMPORTED
from consult.models.levels import ACT_LEVEL, LEVEL, MOVED, STRUCK
from consult.models.logbook import AUDIT_ENTRY
from consult.standing import Standing
from workflows.kernel.acts import HAND, HAND_WITHDRAWN
from workflows.kernel.fields import Field
from workflows.kernel.frozen import dataclass

NO_CASES = frozenset({"operator"})
SEALED, OPEN = "C5", "C0"
AS_THE_ACT = ""
"""The level of what was filed without a level of its own: whoever sees the act reads it."""
APART = "|"
"""What stands for the files of whoever takes part apart: none."""
ABOUT_PEOPLE = frozenset({"mandate_recorded", "mandate_revoked", "person", "organ_key", "organ_key_retired"})
"""Kinds of entries of a party that name none of its cases."""
EMERGENCY = ("C0", "C1", "C2")
"""Levels that an access in an emergency opens, where the existence of the case is at one of them."""
UNFINISHED = (HAND, HAND_WITHDRAWN)
"""Kinds of acts by which a text still waits for others: no paper that is released."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """For whom something is drawn: a party, the procedures and cases that the mandate covers (None: all), and whether
    the person takes part in what the party prepares or manages its people."""

    party: str
    procedures: frozenset[str] | None = None
    sees_cases: bool = True
    prepares: bool = False
    manages: bool = False
    cases: frozenset[str] | None = None
    exercises: bool = True
    audits: bool = False
    emergency: str = ""
    """The one case that is read under an access in an emergency."""

    @property
    def is_nobody(self) -> bool:
        """Say whether this is anybody at all, who acts for no party."""
        return not self.party

    @classmethod
    def of(cls, standing: Standing) -> "Viewer":
        """Give the viewer that a standing is."""
        return cls(
            standing.party_key,
            standing.procedures,
            standing.organ_kind not in NO_CASES,
            prepares=standing.prepares,
            manages=standing.manages,
            cases=standing.cases,
            audits=standing.audits,
            emergency=standing.emergency,
        )


PUBLIC = Viewer("", exercises=False)
"""Anybody, who is not signed in: sees what is public, of cases meant in earnest."""
PUBLIC_EXERCISE = Viewer("")
"""Anybody, in an installation that is an exercise as a whole and says so on every page."""


@dataclass(frozen=True, slots=True)
class Membership:
    """How a party takes part in one case: not at all, with an office or as a guest, or as a party to it; since when;
    on which tracks; and whether the case is a sealed room, with that party in it."""

    takes_part: bool = False
    is_party: bool = False
    is_filer: bool = False
    since: datetime | None = None
    tracks: frozenset[str] = frozenset()
    has_track: bool = False
    offices: tuple[tuple[frozenset[str], datetime | None], ...] = ()
    in_room: bool = False

    def reads(self, file: str, recorded_at: datetime | None = None) -> bool:
        """Say whether an office that the party holds reads a file, and read it still when something was recorded."""
        return bool(file) and any(file in files and _still(until, recorded_at) for files, until in self.offices)

    @property
    def takes_part_still(self) -> bool:
        """Say whether the party has a part in the case that has not ended."""
        return self.takes_part and any(until is None for _files, until in self.offices)

    def takes_part_at(self, recorded_at: datetime) -> bool:
        """Say whether the party took part when something was recorded; a part without office has no end."""
        return self.takes_part and any(_still(until, recorded_at) for _files, until in self.offices)


def _still(until: datetime | None, recorded_at: datetime | None) -> bool:
    return until is None or (recorded_at is not None and recorded_at <= until)


def participant_condition(viewer: Viewer) -> ColumnElement[bool]:
    """Give the condition on `case_party` joined with `cases` under which a viewer, who may know the case, may know that
    a party takes part: one apart is known to the filing party, to the parties and to whoever reads a file. The public
    knows of whoever filed it; the others it learns from what is public."""
    if viewer.is_nobody:
        return CASE_PARTY.c.party == CASES.c.filer
    mine = CASE_PARTY.alias("mine")
    here = mine.c.case_id == CASE_PARTY.c.case_id, mine.c.party == viewer.party
    knows = exists().where(*here, or_(mine.c.stake, mine.c.reads.like("|_%")))
    return or_(CASE_PARTY.c.reads != APART, CASE_PARTY.c.party == viewer.party, CASES.c.filer == viewer.party, knows)


def case_condition(viewer: Viewer) -> ColumnElement[bool]:
    """Give the condition on `cases` under which a viewer may know that a case exists."""
    if viewer.is_nobody:
        return _public_case(exercises=viewer.exercises)
    if viewer.emergency:
        return and_(CASES.c.ref == viewer.emergency, CASES.c.existence.in_(EMERGENCY))
    if not viewer.sees_cases:
        return false()
    return _unsealed(viewer, _case_condition(viewer.party, viewer.procedures, viewer.cases), CASES.c.existence)


@lru_cache(maxsize=2)
def _public_case(*, exercises: bool) -> ColumnElement[bool]:
    """The condition under which anybody knows a case: its existence is public, and some act of it is."""
    released = select(ACT.c.id).where(ACT.c.case_id == CASES.c.id, *_RECORDED_PUBLIC).correlate(CASES).exists()
    lowered = select(ACT.c.case_id).select_from(ACT_LEVEL.join(ACT, ACT.c.id == ACT_LEVEL.c.act_id))
    since = CASES.c.id.in_(lowered.where(ACT_LEVEL.c.level == _OPEN))
    in_earnest = true() if exercises else CASES.c.exercise.is_(False)
    return and_(CASES.c.existence == OPEN, in_earnest, or_(released, since))


_OPEN: ColumnElement[str] = literal_column(f"'{OPEN}'")
"""The level stands in the text, so that the indexes over what is public are found."""
_RECORDED_PUBLIC = (ACT.c.level == _OPEN, not_(MOVED), ACT.c.kind.not_in(UNFINISHED))
_PUBLIC_ACT = (
    or_(
        and_(*_RECORDED_PUBLIC),
        ACT.c.id.in_(select(ACT_LEVEL.c.act_id).where(ACT_LEVEL.c.level == _OPEN)),
    ),
)
"""Public since it was recorded, or since it was lowered; only papers on record are ever moved, and never hands."""


@lru_cache(maxsize=512)
def _case_condition(party: str, procedures: frozenset[str] | None, cases: frozenset[str] | None) -> ColumnElement[bool]:
    """Put the condition together, once for a party and what its mandate covers: a page asks for it several times."""
    mine = exists().where(CASE_PARTY.c.case_id == CASES.c.id, CASE_PARTY.c.party == party)
    return and_(_scope_condition(procedures, cases), or_(mine, CASES.c.existence == "C0"))


def scope_condition(viewer: Viewer) -> ColumnElement[bool]:
    """Give the condition on `cases` under which a case lies within what the mandate of a viewer covers."""
    return _scope_condition(viewer.procedures, viewer.cases)


def _scope_condition(procedures: frozenset[str] | None, cases: frozenset[str] | None) -> ColumnElement[bool]:
    within = CASES.c.procedure.in_(sorted(procedures)) if procedures is not None else true()
    return and_(within, CASES.c.ref.in_(sorted(cases))) if cases is not None else within


def may_know_case(viewer: Viewer, row: Any, takes_part: bool) -> bool:
    """Say whether a viewer may know that a case (a row with procedure and existence) exists."""
    if viewer.is_nobody:
        return bool(row.existence == OPEN and (viewer.exercises or not row.exercise))
    if viewer.emergency:
        return bool(row.ref == viewer.emergency and row.existence in EMERGENCY)
    if viewer.audits and row.existence == SEALED:
        return False
    within = viewer.procedures is None or row.procedure in viewer.procedures
    among = viewer.cases is None or row.ref in viewer.cases
    return viewer.sees_cases and within and among and (takes_part or row.existence == "C0")


def act_condition(viewer: Viewer) -> ColumnElement[bool]:
    """Give the condition on `act` joined with `cases` under which a viewer may see an act of a case that it may see."""
    if viewer.is_nobody:
        return and_(*_PUBLIC_ACT)
    if viewer.emergency:
        return and_(CASES.c.ref == viewer.emergency, LEVEL.in_(EMERGENCY), ACT.c.kind.not_in(UNFINISHED))
    return _unsealed(viewer, _act_condition(viewer.party), LEVEL)


def _unsealed(viewer: Viewer, seen: ColumnElement[bool], level: ColumnElement[str]) -> ColumnElement[bool]:
    """Leave out for an auditor what is sealed, its own party's too."""
    return and_(seen, level != SEALED) if viewer.audits else seen


def recorded_condition(viewer: Viewer) -> ColumnElement[bool]:
    """Give the condition on `act` joined with `cases` under which a party could see an act by the level at which it was
    recorded, whatever was made of it since: whoever could knows that it is there."""
    return _unsealed(viewer, _act_condition_at(ACT.c.level, viewer.party), ACT.c.level)


@lru_cache(maxsize=512)
def _act_condition(party: str) -> ColumnElement[bool]:
    """Put the condition together, once for a party: a page asks for it several times."""
    return _act_condition_at(LEVEL, party)


def _act_condition_at(level: ColumnElement[str], party: str) -> ColumnElement[bool]:
    """The level is looked up once for each act, and last: an own act is seen whatever its level."""
    reads, (takes_part, as_party) = _reads_file(party), _shared_conditions(party)
    on_track = exists().where(
        CASE_TRACK.c.case_id == ACT.c.case_id, CASE_TRACK.c.key == ACT.c.track, CASE_TRACK.c.party == party
    )
    by_level = {
        OPEN: true(),
        "C1": takes_part,
        "C2": as_party,
        "C3": and_(ACT.c.track.is_not(None), or_(CASES.c.filer == party, on_track, reads)),
        SEALED: or_(and_(CASES.c.existence == SEALED, takes_part), reads),
    }
    return or_(ACT.c.party == party, case(by_level, value=level, else_=false()))


def _member(party: str) -> tuple[ColumnElement[bool], ...]:
    return CASE_PARTY.c.case_id == ACT.c.case_id, CASE_PARTY.c.party == party


_IN_OFFICE = or_(CASE_PARTY.c.until.is_(None), ACT.c.recorded_at <= CASE_PARTY.c.until)


def _reads_file(party: str) -> ColumnElement[bool]:
    """The condition under which an office of a party reads the file in which an act lies."""
    return and_(ACT.c.file != "", exists().where(*_member(party), _reads(ACT.c.file), _IN_OFFICE))


def _shared_conditions(party: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """The conditions under which a party reads what of an act is C1, and what is C2."""
    from_then = or_(ACT.c.basic, CASE_PARTY.c.since <= ACT.c.recorded_at)
    with_stake = exists().where(*_member(party), CASE_PARTY.c.stake, from_then)
    return exists().where(*_member(party), _IN_OFFICE), or_(with_stake, _reads_file(party))


def whole_service(viewer: Viewer) -> ColumnElement[bool]:
    """Give the condition on `act` under which a viewer who may see an act sees how far its service came on everybody,
    and not on its own party alone: its party took the act, or is the secretariat of the case."""
    if viewer.is_nobody:
        return false()
    keeps = CASE_PARTY.c.case_id == ACT.c.case_id, CASE_PARTY.c.party == viewer.party
    return or_(ACT.c.party == viewer.party, exists().where(*keeps, CASE_PARTY.c.role == "secretariat"))


def _reads(file: ColumnElement[str]) -> ColumnElement[bool]:
    """The files that a role reads stand between bars, so that one name is never part of another."""
    return CASE_PARTY.c.reads.like("%|" + file + "|%")


def field_condition(viewer: Viewer, level: ColumnElement[str]) -> ColumnElement[bool]:
    """Give the condition on `act` joined with `cases` under which a viewer may read what was filed at a level with an
    act that it may see: what has no level of its own, or none above that of the act, as the act; C1 and C2 above that
    as an act of this level; C3 is for the two sides of the tracks, C4 for the author. What is struck from the record is
    read by its author and by the offices that read its file."""
    if viewer.is_nobody:
        return and_(level == OPEN, not_(STRUCK))
    if viewer.emergency:
        return and_(level.in_((AS_THE_ACT, *EMERGENCY)), not_(STRUCK))
    of_case = CASE_PARTY.c.case_id == ACT.c.case_id, CASE_PARTY.c.party == viewer.party
    has_track = exists().where(CASE_TRACK.c.case_id == ACT.c.case_id, CASE_TRACK.c.party == viewer.party)
    side = or_(CASES.c.filer == viewer.party, and_(has_track, exists().where(*of_case, CASE_PARTY.c.stake)))
    takes_part, as_party = _shared_conditions(viewer.party)
    by_level = or_(
        level.in_((AS_THE_ACT, OPEN)),
        and_(level.in_(("C1", "C2")), level <= LEVEL),
        and_(level == "C1", takes_part),
        and_(level == "C2", as_party),
        and_(level == "C3", side),
    )
    readable = or_(ACT.c.party == viewer.party, and_(by_level, or_(not_(STRUCK), _reads_file(viewer.party))))
    return _unsealed(viewer, readable, level)


def deadline_condition(viewer: Viewer) -> ColumnElement[bool]:
    """Give the condition on `deadline` joined with `cases`: limits of the case for its parties, or for whoever takes
    part where they are C1; those of a track for its two sides, those of a file for the offices that read it."""
    return _unsealed(viewer, _deadline_condition(viewer.party), DEADLINE.c.level)


@lru_cache(maxsize=512)
def _deadline_condition(party: str) -> ColumnElement[bool]:
    """Put the condition together, once for a party: a page asks for it several times."""
    member = CASE_PARTY.c.case_id == DEADLINE.c.case_id, CASE_PARTY.c.party == party
    with_stake = exists().where(*member, CASE_PARTY.c.stake)
    reads = exists().where(*member, _reads(DEADLINE.c.file), CASE_PARTY.c.until.is_(None))
    on_track = exists().where(
        CASE_TRACK.c.case_id == DEADLINE.c.case_id,
        CASE_TRACK.c.key == DEADLINE.c.track,
        CASE_TRACK.c.party == party,
    )
    shared = and_(DEADLINE.c.level.in_(("C0", "C1", "C2")), or_(with_stake, and_(DEADLINE.c.file != "", reads)))
    open_to_all = and_(DEADLINE.c.level.in_(("C0", "C1")), exists().where(*member, CASE_PARTY.c.until.is_(None)))
    sealed = and_(DEADLINE.c.level == SEALED, CASES.c.existence == SEALED, exists().where(*member))
    return or_(shared, open_to_all, sealed, CASES.c.filer == party, on_track)


def may_see_act(viewer: Viewer, membership: Membership, act: Any) -> bool:
    """Say whether a viewer may see an act (a row with party, level, track, recorded_at and basic; for the public, with
    its kind) of a case that it may see."""
    if viewer.is_nobody:
        return bool(act.level == OPEN and act.kind not in UNFINISHED)
    if viewer.emergency:
        return bool(act.level in EMERGENCY and act.kind not in UNFINISHED)
    if viewer.audits and act.level == SEALED:
        return False
    if act.party == viewer.party or act.level == "C0":
        return True
    if act.level in ("C1", "C2"):
        return _may_see_shared(membership, act.level, act)
    if act.level == "C3":
        sides = membership.is_filer or act.track in membership.tracks
        return act.track is not None and (sides or membership.reads(act.file, act.recorded_at))
    in_room = membership.in_room and membership.takes_part_at(act.recorded_at)
    return act.level == SEALED and (in_room or membership.reads(act.file, act.recorded_at))


def _may_see_shared(membership: Membership, level: str, act: Any) -> bool:
    """Say whether C1 or C2 of an act is for a member: whoever takes part when it is recorded, or a party that is
    served with it, and the offices that read its file."""
    if level == "C1":
        return membership.takes_part_at(act.recorded_at)
    as_party = bool(act.basic or (membership.since and membership.since <= act.recorded_at))
    return (membership.is_party and as_party) or membership.reads(act.file, act.recorded_at)


def may_see_field(viewer: Viewer, membership: Membership, level: str, author: str, act: Any) -> bool:
    """Say whether a viewer may read what was filed at a level with an act (a row with level, struck, recorded_at,
    basic and file) that it may see: what has no level of its own, or none above that of the act, as the act; C1 and C2
    above that as an act of this level; C3 is for the two sides of the tracks, C4 for the author. What is struck from
    the record is read by its author and by the offices that read its file."""
    if viewer.is_nobody:
        return level == OPEN and not act.struck
    if viewer.emergency:
        return level in (AS_THE_ACT, *EMERGENCY) and not act.struck
    if viewer.audits and level == SEALED:
        return False
    if author == viewer.party:
        return True
    if act.struck and not membership.reads(act.file, act.recorded_at):
        return False
    if level in (AS_THE_ACT, OPEN):
        return True
    if level in ("C1", "C2"):
        return bool(level <= act.level) or _may_see_shared(membership, level, act)
    return level == "C3" and (membership.is_filer or membership.has_track)


def may_see_sheet(membership: Membership, level: str) -> bool:
    """Say whether a sheet of a case that a viewer may see is there for it: C0 always, C1 for whoever takes part, C2
    for parties. What stands on it passes the policy by itself."""
    return {"C0": True, "C1": membership.takes_part}.get(level, membership.is_party)


def may_see_track(viewer: Viewer, membership: Membership, key: str, level: str = "C3", file: str = "") -> bool:
    """Say whether a viewer may see the state of one relation, which is kept at a level: its own party and the filing
    party may; at C1 whoever takes part; at C2 every party to the case and the offices that read its file; in a sealed
    room everybody in it."""
    if membership.is_filer or key in membership.tracks:
        return True
    return _shared(membership, level, file)


def deadline_is_visible(viewer: Viewer, membership: Membership, track: str | None, level: str, file: str) -> bool:
    """Say whether a viewer may see a time limit: one of the case for its parties, one of a track for its two sides,
    one of a file for the offices that read it."""
    if viewer.audits and level == SEALED:
        return False
    if membership.is_filer or (track is not None and track in membership.tracks):
        return True
    return _shared(membership, level, file)


def _shared(membership: Membership, level: str, file: str) -> bool:
    if level == SEALED:
        return membership.in_room
    if level in ("C0", "C1") and membership.takes_part_still:
        return True
    return level in ("C0", "C1", "C2") and (membership.is_party or membership.reads(file))


def may_see_document(viewer: Viewer, membership: Membership, document: Any, act: Any | None) -> bool:
    """Say whether a viewer may have a document: its party's own, before it is filed only as somebody who takes part in
    the preparation; else one that was filed with an act it may see, at a level it may read."""
    if viewer.is_nobody:
        return (
            act is not None and bool(document.level == OPEN and not act.struck) and may_see_act(viewer, membership, act)
        )
    if viewer.audits and SEALED in (document.level, act.level if act is not None else SEALED):
        return False
    if document.party == viewer.party:
        return viewer.prepares or act is not None
    if act is None or not may_see_act(viewer, membership, act):
        return False
    return may_see_field(viewer, membership, document.level, document.party, act)


_ROLES = select(CASE_PARTY.c.stake, CASE_PARTY.c.since, CASE_PARTY.c.reads, CASE_PARTY.c.until).where(
    CASE_PARTY.c.case_id == bindparam("of_case"), CASE_PARTY.c.party == bindparam("of_party")
)
_TRACKS = select(CASE_TRACK.c.key).where(
    CASE_TRACK.c.case_id == bindparam("of_case"), CASE_TRACK.c.party == bindparam("of_party")
)


def membership_of(connection: Any, viewer: Viewer, case: Any) -> Membership:
    """Read how a party takes part in a case (a row with id, filer and existence); nobody takes part in none."""
    if viewer.is_nobody:
        return Membership()
    of = {"of_case": case.id, "of_party": viewer.party}
    rows = connection.execute(_ROLES, of).all()
    keys = frozenset(connection.execute(_TRACKS, of).scalars())
    return membership_from(rows, keys, is_filer=case.filer == viewer.party, sealed=case.existence == SEALED)


def memberships_of(connection: Any, viewer: Viewer, cases: Mapping[int, Any]) -> dict[int, Membership]:
    """Read how a party takes part in each of some cases, rows as `membership_of` takes one, by their numbers; two
    questions for all of them."""
    if viewer.is_nobody:
        return dict.fromkeys(cases, Membership())
    roles: dict[int, list[Any]] = {}
    tracks: dict[int, set[str]] = {}
    asked = CASE_PARTY.c.case_id, CASE_PARTY.c.stake, CASE_PARTY.c.since, CASE_PARTY.c.reads, CASE_PARTY.c.until
    mine = CASE_PARTY.c.party == viewer.party, CASE_PARTY.c.case_id.in_(sorted(cases))
    for row in connection.execute(select(*asked).where(*mine)):
        roles.setdefault(row.case_id, []).append(row)
    mine = CASE_TRACK.c.party == viewer.party, CASE_TRACK.c.case_id.in_(sorted(cases))
    for case_id, key in connection.execute(select(CASE_TRACK.c.case_id, CASE_TRACK.c.key).where(*mine)):
        tracks.setdefault(case_id, set()).add(key)
    return {
        number: membership_from(
            roles.get(number, ()),
            frozenset(tracks.get(number, ())),
            is_filer=row.filer == viewer.party,
            sealed=row.existence == SEALED,
        )
        for number, row in cases.items()
    }


def membership_from(rows: Sequence[Any], tracks: frozenset[str], *, is_filer: bool, sealed: bool) -> Membership:
    """Say how a party takes part in a case from its roles there (stake, since, reads, until) and its tracks."""
    since = [row.since for row in rows if row.stake]
    return Membership(
        bool(rows),
        bool(since),
        is_filer,
        min(since) if since else None,
        tracks,
        bool(tracks) and bool(since),
        tuple((frozenset(row.reads.split("|")) - {""}, row.until) for row in rows),
        bool(rows) and sealed,
    )


def may_see_contacts(viewer: Viewer, party: str) -> bool:
    """Say whether a viewer may see how the organs of a party are reached: its own, and those of others as whoever takes
    part in cases; operators have no business with them."""
    return not viewer.is_nobody and (viewer.party == party or viewer.sees_cases)


def reads_own_chain(viewer: Viewer) -> bool:
    """Say whether a viewer may read every entry of its own party that is no act, and hold the key of that chain."""
    whole = viewer.procedures is None and viewer.cases is None
    return viewer.sees_cases and not viewer.is_nobody and whole and (viewer.prepares or viewer.manages)


def entry_condition(viewer: Viewer) -> ColumnElement[bool]:
    """Give the condition on `audit_entry` under which a viewer may read an entry of the log that is no act."""
    if viewer.is_nobody or not viewer.sees_cases:
        return false()
    own = AUDIT_ENTRY.c.party == viewer.party if viewer.prepares or viewer.manages or viewer.audits else false()
    if viewer.audits:
        own = and_(own, _names_nothing_sealed(viewer.party))
    if viewer.procedures is not None or viewer.cases is not None:
        own = and_(own, AUDIT_ENTRY.c.kind.in_(sorted(ABOUT_PEOPLE)))
    return or_(AUDIT_ENTRY.c.party.is_(None), own)


def _names_nothing_sealed(party: str) -> ColumnElement[bool]:
    """The condition on `audit_entry` under which an entry of a party names no paper that is sealed, and nothing of a
    case of the party whose existence is."""
    said = AUDIT_ENTRY.c.body
    paper = exists().where(DOCUMENT.c.case_id == CASES.c.id, said.contains(DOCUMENT.c.digest))
    sealed = exists().where(
        CASE_PARTY.c.party == party,
        CASE_PARTY.c.case_id == CASES.c.id,
        CASES.c.existence == SEALED,
        or_(said.contains(CASES.c.ref), paper.correlate(CASES, AUDIT_ENTRY)),
    )
    return and_(~said.contains(f'"{SEALED}"'), ~sealed.correlate(AUDIT_ENTRY))


def imported_condition(viewer: Viewer) -> ColumnElement[bool]:
    """Give the condition on `imported_case` under which a viewer may read a case of another installation: its own party
    imported it and has not removed it, the person takes part in what the party prepares, and the mandate covers it."""
    if not viewer.sees_cases or not viewer.prepares or viewer.cases is not None:
        return false()
    within = IMPORTED.c.procedure.in_(sorted(viewer.procedures)) if viewer.procedures is not None else true()
    return and_(IMPORTED.c.party == viewer.party, IMPORTED.c.removed_at.is_(None), within)


def redact(
    fields: Iterable[Field], body: Mapping[str, Any], viewer: Viewer, membership: Membership, author: str, act: Any
) -> dict[str, Any]:
    """Leave out the answers that a viewer may not read, however deep they lie, so that nothing tells that they were
    there; what no question asks goes with the act."""
    return pruned(fields, body, lambda level: may_see_field(viewer, membership, level, author, act))


def pruned(fields: Iterable[Field], body: Mapping[str, Any], may: Callable[[str], bool]) -> dict[str, Any]:
    """Keep the answers of the levels that may be read; `may` is asked for the level of each answer that is there."""
    known = {field.key: field for field in fields}
    kept = {}
    for key, value in body.items():
        asked = known.get(key)
        if may((asked.level if asked else None) or AS_THE_ACT):
            kept[key] = _pruned(asked.of, value, may) if asked and asked.of else value
    return kept


def _pruned(of: tuple[Field, ...], value: Any, may: Callable[[str], bool]) -> Any:
    """Keep of what lies in a list or a group what may be read; what is said of it as a whole stays."""
    if isinstance(value, list):
        return [_pruned(of, one, may) for one in value]
    if not isinstance(value, Mapping):
        return value
    given = {"given": _pruned(of, value["given"], may)} if "given" in value else {}
    return {**pruned(of, value, may), **given}
