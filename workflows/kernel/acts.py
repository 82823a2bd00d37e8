"""Who acts and what was done: a hand, and the act that the record keeps of it.

An act carries its effects in plain JSON, so that it can be applied again without looking anything up. It holds no name
and no free text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime
from operator import attrgetter
from typing import Any

from .frozen import dataclass
from .instants import read_instant, write_instant

STEP, HAND, HAND_WITHDRAWN, LAPSE = "step", "hand", "hand_withdrawn", "lapse"
"""Kinds of act: a step, one hand of a joint step, that hand taken back, the passing of a limit that moves nothing."""

JSON = Any
Effect = tuple[JSON, ...]


@dataclass(frozen=True, slots=True)
class Hand:
    """Who acts: a party, in the capacities of its person, and the references that the record keeps (never a name)."""

    party: str
    capacities: frozenset[str] = frozenset()
    person: str = ""
    office: str = ""
    organ: str = ""
    mandate: str = ""
    on_behalf_of: str | None = None
    substitute: tuple[str, ...] = ()
    """Of one who stands in for an absent person: the substitution, the own office, the last day of the absence."""
    through: tuple[str, ...] = ()
    """Of one who acts through a system: the token, and whose it is."""
    power: tuple[str, ...] = ()
    """Under which kind of instrument the person acts (`kernel.powers`); the mandates that a delegation comes from."""
    represented_by: tuple[str, ...] = ()
    """Of a party that acts through another (`kernel.representation`): the arrangement, and that party."""
    bars: tuple[tuple[str, str], ...] = ()
    """Capacities that the person holds and this hand does not have, each with the reason why; no part of an act."""


@dataclass(frozen=True, slots=True)
class Act:
    """One move made on a date: keys, digests, offices, capacities, dates, what its guards read, and its effects.

    ``at`` is the moment of recording, ``on`` the moment in law, ``day`` the date in law where it differs from the date
    of ``on``. ``substitute`` is that of the hand: office, organ and mandate are then those of the absent person.
    ``through`` is that of the hand too: the person named is then responsible for what the system did. ``power`` says
    under which kind of instrument the person acted. ``represented_by`` names the arrangement and the party that acted
    in this one's name; office, organ, person and mandate are then those of that party.
    """

    n: int
    kind: str
    step: str
    party: str
    at: datetime
    on: datetime
    came: str
    went: str
    track: str | None = None
    day: date | None = None
    capacity: str = ""
    office: str = ""
    organ: str = ""
    person: str = ""
    mandate: str = ""
    on_behalf_of: str | None = None
    digest: str = ""
    basis: tuple[tuple[str, str, str], ...] = ()
    level: str = "C2"
    late: bool = False
    effects: tuple[Effect, ...] = ()
    reads: tuple[tuple[str, JSON], ...] = ()
    corrects: tuple[int, ...] = ()
    tells: tuple[tuple[str, str], ...] = ()
    told: tuple[str, ...] = ()
    substitute: tuple[str, ...] = ()
    through: tuple[str, ...] = ()
    power: tuple[str, ...] = ()
    represented_by: tuple[str, ...] = ()

    @property
    def principal(self) -> str:
        """The party in whose name the act was done."""
        return self.on_behalf_of or self.party

    def to_json(self) -> dict[str, JSON]:
        """Give the act as JSON; dates as text, tuples for lists, nothing left out that differs from empty."""
        held = zip(_FIELDS, _held(self), strict=True)
        plain = {name: v for name, v in held if v is not None and v is not False and v not in ("", ())}
        plain |= {name: write_instant(plain[name]) for name in ("at", "on", "day") if name in plain}
        return plain

    @classmethod
    def from_json(cls, stored: Mapping[str, JSON]) -> Act:
        """Read back what ``to_json`` wrote."""
        read = {k: as_tuples(v) if type(v) is list else v for k, v in stored.items()}
        read |= {k: read_instant(stored[k]) for k in ("at", "on")}
        if "day" in stored:
            read["day"] = date.fromisoformat(stored["day"])
        return cls(**read)

    def effects_of(self, word: str) -> list[Effect]:
        """List the effects of one kind."""
        return [e for e in self.effects if e[0] == word]


_FIELDS = tuple(f.name for f in fields(Act))
_held = attrgetter(*_FIELDS)
_PLAIN = frozenset((str, int, bool, type(None)))


def plain_json(value: JSON) -> JSON:
    """Turn dates into text and tuples into lists, deeply."""
    if type(value) in _PLAIN:
        return value
    if isinstance(value, (tuple, list)):  # most of their values are plain, and are not asked again
        return [v if type(v) in _PLAIN else plain_json(v) for v in value]
    if isinstance(value, date):
        return write_instant(value)
    if isinstance(value, Mapping):
        return {k: plain_json(v) for k, v in value.items()}
    return value


def as_tuples(value: JSON) -> JSON:
    return tuple([as_tuples(v) if type(v) is list else v for v in value]) if type(value) is list else value
