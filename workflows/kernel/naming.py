"""How steps, limits, states, tracks and facts are called in a sentence: by their titles, where the procedure is known.

A key that a procedure does not have, or a sentence without a procedure, is told by the words of the key.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from .fields import NO_FILING
from .words import either, humanise

if TYPE_CHECKING:
    from .procedure import Procedure


def step_called(of: Procedure | None, key: str) -> str:
    """Give the title of a step."""
    rows = of.rows.get(key, ()) if of else ()
    return rows[0].title if rows else humanise(key)


def limit_called(of: Procedure | None, key: str) -> str:
    """Give the title of a limit."""
    limit = of.limit(key) if of else None
    return limit.title if limit and limit.title else humanise(key)


def role_called(of: Procedure | None, key: str) -> str:
    """Give the title of a role."""
    role = of.role(key) if of else None
    return role.title if role and role.title else humanise(key).lower()


def set_called(of: Procedure | None, key: str) -> str:
    """Name one track of a set, such as “State informed”; as it stands within a sentence."""
    per = next((t.per for t in of.tracks if t.key == key), "") if of else ""
    return per or humanise(key).lower()


def track_called(of: Procedure | None, key: str) -> str:
    """Name one track by the title under which a step opens it, such as “the claimant's seat”; as within a sentence."""
    set_key, _, name = key.partition(":")
    titles = (dict(one.titles) for row in (of.steps if of else ()) for one in row.opens if one.set == set_key)
    return next((found[name] for found in titles if name in found), humanise(name).lower())


def fact_called(of: Procedure | None, key: str) -> str:
    """Name what the case keeps under a key as the filing names it that asks for it; in quotation marks."""
    specs = (row.filing for row in of.steps if row.filing) if of else ()
    return next((spec for spec in specs if spec.field(key)), NO_FILING).named(key)


def states_called(of: Procedure | None, keys: Iterable[str], within: str = "") -> str:
    """Name states of the case, or of the tracks of a set, each in quotation marks, joined by or."""
    return either(f"“{_state_called(of, key, within)}”" for key in keys)


def state_called(of: Procedure | None, key: str, within: str = "") -> str:
    """Name one state of the case, or of the tracks of a set, in quotation marks."""
    return states_called(of, (key,), within)


def _state_called(of: Procedure | None, key: str, within: str) -> str:
    if of is None:
        return humanise(key)
    states = next((t.states for t in of.tracks if t.key == within), ()) if within else of.states
    return next((state.title for state in states if state.key == key), humanise(key))
