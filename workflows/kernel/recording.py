"""The act that the record keeps of a step: who, when, on what basis, at which level, and who is told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from .actors import CLOCK_PARTY, Role
from .acts import STEP, Act, Effect
from .by_paper import capacity_of
from .effects import openings
from .guards import CONTENT, Refusal, Refused
from .levelling import LEVELLING, standing_of
from .steps import Names, Opens, Step
from .view import View
from .words import PRODUCT, Citations

NOT_RAISED = (
    "This act is not raised to {level} before it is served: {level} is not above its own level, or it is an act \
of several, in a register, a text of the parties, or one that lies where others lie."
)
NOT_SERVED = "At {level} the act would be kept from those on whom it is served. Choose a lower level, or put what they \
should not read in an annex with a level of its own."


class Entry(NamedTuple):
    """How an act enters the record: when, from which state, on which filing, and what it takes back."""

    at: datetime
    came: str
    digest: str = ""
    undone: tuple[Effect, ...] = ()
    corrects: tuple[int, ...] = ()
    level: str = ""
    """That to which its author raises the act before it is served; empty where the procedure's stands."""


def make_act(view: View, row: Step, kind: str, went: str, entry: Entry, effects: tuple[Effect, ...]) -> Act:
    """Make the act of a row that is taken."""
    hand, about = view.hand, standing_of(view, row, kind) if row.key in LEVELLING else None
    level = about.level if about else level_of(view, row)
    served = about.told if about else told(view, row)
    if entry.level:
        is_of_several = kind != STEP or any(effect[0] == "joined" for effect in effects)
        level, served = entry.level, raised(view, row, entry.level, is_of_several=is_of_several)
    return Act(
        view.case.n + 1, kind, row.key, hand.party, entry.at, view.at, entry.came, went,
        track=about.track if about else view.track.key if view.track else _opened_here(view, row), day=view.day_in_law,
        capacity="" if hand.party == CLOCK_PARTY else capacity_of(hand, row), office=hand.office, organ=hand.organ,
        person=hand.person, mandate=hand.mandate, on_behalf_of=hand.on_behalf_of, digest=entry.digest,
        basis=basis_of(row.under), level=level,
        late=_is_late(view, row), effects=(*entry.undone, *effects), reads=tuple(sorted(view.reads.items())),
        corrects=entry.corrects,
        tells=((row.tells.link, row.tells.step),) if row.tells and kind == STEP else (),
        told=served,
        substitute=hand.substitute, through=hand.through, power=hand.power, represented_by=hand.represented_by,
    )  # fmt: skip


def _opened_here(view: View, row: Step) -> str | None:
    """Name the track that the act opens and on which it lies itself, None where there is no such track."""
    keys = (f"{opens.set}:{key}" for opens in row.opens if opens.here for key, *_ in openings(view, opens))
    return next(keys, None)


@lru_cache(maxsize=4096)
def basis_of(under: Citations) -> tuple[tuple[str, str, str], ...]:
    """Write citations as the record keeps them."""
    return tuple((c.instrument, c.provision, c.binding.value) for c in under)


def _is_late(view: View, row: Step) -> bool:
    if row.within is None:
        return False
    limit = view.limit(row.within)
    return limit is not None and limit.passed(view.at)


def level_of(view: View, row: Step) -> str:
    """Give the level that a procedure gives an act."""
    levels = view.procedure.levels
    if row.level:
        return row.level
    opened = next((n.level for n in row.names if n.level and _named(view, n)), "")
    if opened:
        return opened
    return {"own": levels.own, "track": levels.track}.get(row.tell, levels.case)


def told(view: View, row: Step) -> tuple[str, ...]:
    """List the parties that are told of a step, in order of name: those of its track, of the roles it tells, or all."""
    if row.tell == "own":
        return ()
    if row.tell == "track" and view.track:
        everybody = {view.track.party or "", *view.case.parties.get(view.procedure.filer, ())}
    elif row.tell == "track" and any(opens.here for opens in row.opens):
        fresh = {p for opens in row.opens if opens.here for p in _opened_parties(view, opens)}
        everybody = {*fresh, *view.case.parties.get(view.procedure.filer, ())}
    elif row.tell in ("all", "track"):
        everybody = {party for party in view.participants() if not _is_over(view, party)}
        everybody |= {p for opens in row.opens for p in _opened_parties(view, opens)}
        everybody |= {p for names in row.names for p in _named(view, names)}
        everybody = {p for p in everybody if _may_read(view, row, p)}
    else:
        everybody = _holding(view, row, row.tell.split())
    if view.acting == view.hand.party and not view.hand.represented_by:
        everybody.discard(view.acting)
    else:  # whoever has an act taken in its name is told of it
        everybody = {*everybody, view.acting} - ({view.hand.party} - {view.acting})
    return tuple(sorted(p for p in everybody if p))


def levels_above(view: View, row: Step) -> tuple[str, ...]:
    """List the levels to which the author of an act may raise it before it is served: above the procedure's, where
    the act is a paper of one author that stands in no register and tells nobody that the case exists. The own
    delegation is none of them: what nobody else reads is not served."""
    fixed = row.registers or row.records or row.tables or row.freezes or row.publishes or row.key in LEVELLING
    if fixed or row.filing is None or row.tell == "own" or len(row.by.slots(view)) > 1:
        return ()
    usual = level_of(view, row)
    return tuple(level for level in ("C1", "C2", "C3") if level > usual and (level != "C3" or _two_sided(view, row)))


def _two_sided(view: View, row: Step) -> bool:
    """Say whether an act lies between two sides of which its author is one: on a track that is a party's, or on one
    that it opens and lies on itself. A stage or a text that is everybody's has no sides."""
    if view.track is None:
        return any(opens.here for opens in row.opens)
    sides = (view.track.party, *view.case.parties.get(view.procedure.filer, ()))
    return view.track.party is not None and view.acting in sides


def raised(view: View, row: Step, level: str, *, is_of_several: bool) -> tuple[str, ...]:
    """List who is told of an act that its author raises: of those who would be, whoever reads it at this level. Refused
    where those to whom it is addressed, or all of them, could not read it: then it would not be served on them."""
    if is_of_several or level not in levels_above(view, row):
        raise Refused((Refusal(NOT_RAISED.format(level=level), (PRODUCT,), kind=CONTENT, field="raise_to"),))
    usual = told(view, row)
    left = tuple(party for party in usual if _reads_at(view, row, party, level))
    addressed = {view.track.party} if view.track else {p for opens in row.opens for p in _opened_parties(view, opens)}
    addressed |= {p for names in row.names for p in _named(view, names)}
    if (usual and not left) or (addressed & set(usual)) - set(left):
        raise Refused((Refusal(NOT_SERVED.format(level=level), (PRODUCT,), kind=CONTENT, field="raise_to"),))
    return left


def _reads_at(view: View, row: Step, party: str, level: str) -> bool:
    """Say whether a party reads an act of a level: whoever takes part, the parties, the two sides of its relation; and
    the offices that read its file."""
    held = _held(view, row, party)
    if level == "C1" or (level != "C1" and any(row.file and row.file in role.reads for role in held)):
        return bool(held)
    if level == "C2":
        return any(role.stake for role in held)
    track = view.track.key if view.track else _opened_here(view, row)
    here = {p for opens in row.opens if opens.here for key, _, p, _ in openings(view, opens) if track}
    sides = {view.track.party} if view.track else here
    return party in sides or party in view.case.parties.get(view.procedure.filer, ())


def _holding(view: View, row: Step, roles: list[str]) -> set[str]:
    """The parties that hold one of these roles, those included to whom the act itself gives it."""
    fresh = {p for names in row.names for p in _named(view, names)}
    fresh |= {p for opens in row.opens for p in _opened_parties(view, opens)}
    given = {p for p in fresh if set(roles) & set(_roles_of(view, row, p))}
    return given | {p for role in roles for p in view.case.parties.get(role, ())}


def _is_over(view: View, party: str) -> bool:
    """Say whether a participant held offices only, and all of them have ended."""
    roles = [role for role, parties in view.case.parties.items() if party in parties]
    return bool(roles) and all(view.has_left(party, role) for role in roles)


def _may_read(view: View, row: Step, party: str) -> bool:
    """Say whether an act is for a party: one among the parties is for whoever has no stake only if it lies in a file
    that the role reads."""
    if level_of(view, row) != "C2":
        return True
    roles = _held(view, row, party)
    return not roles or any(role.stake or row.file in role.reads for role in roles)


def _held(view: View, row: Step, party: str) -> set[Role]:
    """The roles that a party holds still, those included that the act gives it."""
    keys = (key for key in _roles_of(view, row, party) if not view.has_left(party, key))
    return {role for role in map(view.procedure.role, keys) if role}


def _roles_of(view: View, row: Step, party: str) -> Iterator[str]:
    yield from (role for role, parties in view.case.parties.items() if party in parties)
    yield from (names.role for names in row.names if party in _named(view, names))
    given = ((view.procedure.track_set(opens.set).role, opens) for opens in row.opens)
    yield from (role for role, opens in given if role and party in _opened_parties(view, opens))


def _named(view: View, names: Names) -> tuple[str, ...]:
    """The parties that a filing, a roll, the track, or the step itself, gives a role."""
    if names.of_track:
        return (view.track.party,) if view.track and view.track.party else ()
    if names.roll:
        return tuple(view.ask("roll", names.roll.procedure, names.roll.under, names.roll.of) or ())
    return view.filed_parties(names.field) if names.field else names.here(view.acting)


def _opened_parties(view: View, opens: Opens) -> Iterator[str]:
    return (party for _, _, party, _ in openings(view, opens) if party)
