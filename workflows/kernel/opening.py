"""Opening a case: who has which role before anybody has acted. Roles that tracks give come with their tracks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from .case import Case
from .procedure import Procedure


class OpeningError(ValueError):
    """A case that cannot be opened with these parties; says why."""


def roles_of_tracks(procedure: Procedure) -> frozenset[str]:
    """List the roles that are given with a track, and so not when a case opens; never the filer's."""
    return frozenset(t.role for t in procedure.tracks if t.role) - {procedure.filer}


def open_case(procedure: Procedure, parties: Mapping[str, Iterable[str]], at: datetime) -> Case:
    """Open a case in its first state with parties by role; ``at`` is an aware instant. Raises OpeningError."""
    held = {role: tuple(dict.fromkeys(keys)) for role, keys in parties.items()}
    for role in held:
        if procedure.role(role) is None:
            known = ", ".join(r.key for r in procedure.roles)
            raise OpeningError(f"“{procedure.key}” has no role “{role}”; it has {known}")
    if not held.get(procedure.filer):
        raise OpeningError(f"nobody is “{procedure.filer}”, who files “{procedure.key}”")
    if at.tzinfo is None:
        raise OpeningError("the moment of opening needs a time zone")
    return Case(procedure, procedure.opens, at, parties=held, activity=procedure.activity)
