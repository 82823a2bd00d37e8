"""The world of a ladder as the tables of this package know it: who is what, who is bound by what, who prefers what.

No law of its own. A name that no table has is that of a State of an exercise, which counts as bound by an instrument
from its entry into force but has made no declaration. Not modelled: agencies and entities as parties, which a caller
names.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from typing import Protocol

from workflows.instruments import library
from workflows.kernel.frozen import dataclass
from workflows.national import Policy, policies
from workflows.parties import parties


class World(Protocol):
    """What a ladder looks up besides the clause; frozen, never a clock."""

    def binds(self, instrument: str, party: str, on: date) -> tuple[bool, str]:
        """Say whether an instrument binds a party on a date, and in a sentence why not."""

    def standing(self, party: str) -> str:
        """Say what a party is: a state, an organisation, an agency or an entity."""

    def name(self, party: str) -> str:
        """Name a party within a sentence, with its article where it has one."""

    def policies(self, party: str) -> tuple[Policy, ...]:
        """Give what a party holds of ways to settle disputes."""


KINDS = {"state": "state", "igo": "organisation", "body": "organisation"}


@dataclass(frozen=True, slots=True)
class Known:
    """The shipped tables; ``standings`` says what a party is that no table has."""

    standings: Mapping[str, str] = field(default_factory=dict)

    def binds(self, instrument: str, party: str, on: date) -> tuple[bool, str]:
        """Say whether an instrument binds a party on a date, and in a sentence why not."""
        known = library().instruments.get(instrument)
        if known is None:
            return False, f"There is no instrument {instrument} in the library."
        answer = library().binding(instrument, party, on)
        exercise = party not in parties() and answer.code == "not_recorded" and known.kind != "declaration"
        if answer.bound or (exercise and known.in_force_on is not None and known.in_force_on <= on):
            return True, ""
        return False, f"{answer.reason}."

    def standing(self, party: str) -> str:
        """Say what a party is."""
        fact = parties().get(party)
        return self.standings.get(party) or (KINDS[fact.kind] if fact else "state")

    def name(self, party: str) -> str:
        """Name a party within a sentence, with its article where it has one."""
        fact = parties().get(party)
        return fact.said if fact else party

    def policies(self, party: str) -> tuple[Policy, ...]:
        """Give what a party holds of ways to settle disputes."""
        return policies(party)
