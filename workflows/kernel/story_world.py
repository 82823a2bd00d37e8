"""What a story knows besides its cases: who a label is, who is bound by what, how the activity stands.

The kernel knows no States and no treaties: ``Tables`` brings them in. Facts of the story win over tables. Zones are UTC
and working days plain weekdays unless the story gives others.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import field
from datetime import date
from typing import Any

from .bodies import PARTY_KEY
from .case import Case
from .frozen import dataclass
from .reckoning import Calendar
from .rooms import NO_MATTER, matter_of, stands
from .story import Story
from .values import as_zone
from .view import PLAIN_CALENDAR

KNOWN_FACTS = frozenset(
    ("activity", "bound", "reachable", "linked", "available", "zones", "holidays", "roll", "affected")
)
"""Facts that guards and limits read; every other fact feeds the fields of loose filings."""

STATUS = re.compile(r"[a-z_]+")
"""What a status of the activity is written like; other words for ``activity`` are its title."""

UNFIT = re.compile(r"[^A-Za-z0-9 ._-]")
"""What a label may hold and a key may not."""


def _nobody(_: str) -> str | None:
    return None


def _always(instrument: str, party: str, on: date) -> tuple[bool, str]:
    return True, ""


def _unknown(instrument: str, party: str, on: date) -> date | None:
    return None


def _as_written(key: str, label: str) -> str:
    return label


def _state(key: str) -> str:
    return "state"


def _no_agreement(key: str) -> tuple[str, Mapping[str, Any], str] | None:
    return None


@dataclass(frozen=True, slots=True)
class Tables:
    """Tables from outside the kernel.

    ``find`` gives the key of a real party for a label; ``binds`` says whether an instrument binds a party on a date,
    and why not; ``since`` from when it will, where that is known and later; ``agreement`` gives the procedure, the
    terms and the clause of an agreement; ``said`` what a label is called within a sentence; ``kind`` what a party is.
    """

    find: Callable[[str], str | None] = _nobody
    binds: Callable[[str, str, date], tuple[bool, str]] = _always
    since: Callable[[str, str, date], date | None] = _unknown
    agreement: Callable[[str], tuple[str, Mapping[str, Any], str] | None] = _no_agreement
    said: Callable[[str, str], str] = _as_written
    kind: Callable[[str], str] = _state


NO_TABLES = Tables()


@dataclass(slots=True)
class StoryWorld:
    """The world of one case of a story; ``linked``, ``activity`` and ``cases`` follow the story as it goes on."""

    keys: Mapping[str, str]
    facts: Mapping[str, Any]
    tables: Tables
    catalogue: frozenset[str]
    linked: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    activity: str | None = None
    cases: Mapping[str, Case] = field(default_factory=dict)

    def ask(self, kind: str, *args: str) -> Any:
        """Answer what guards ask, from the facts first and the tables next; None for what nobody knows."""
        match kind:
            case "bound":
                return self._bound(args[0], args[1], date.fromisoformat(args[2]))
            case "reachable":
                return self._reachable(args[0])
            case "linked":
                return [*self.facts.get("linked", {}).get(args[0], ()), *self.linked.get(args[0], ())]
            case "available":
                return self._available(args[0])
            case "activity":
                return self.activity
            case "matter":
                return self._matter(*args)
            case "stands":
                return self._stands(*args)
            case "roll":
                return self._roll(*args)
            case "kind":
                return self.tables.kind(args[0])
            case "entered":
                return [[name, case.state] for name, case in self._filed(*args)]
            case "affected":
                return self._affected()
        return None

    def _affected(self) -> list[dict[str, str]]:
        """Whom the story says an activity touches, and why."""
        found: Mapping[str, str] = self.facts.get("affected", {})
        return [{"party": self.key_of(label), "why": why} for label, why in found.items()]

    def _stands(self, ref: str, of: str, party: str) -> list[str]:
        """The states of a party's own tracks of a set in a case of the story by its name."""
        return stands(self.cases[ref], of, party) if ref in self.cases else []

    def _roll(self, procedure: str, under: str, of: str) -> list[str]:
        """Who is on a roll: as the story says, by class, and as its own cases of participation have left it."""
        stated = {self.key_of(label) for label in self.facts.get("roll", {}).get(of, ())}
        return sorted(stated | {case.parties[case.procedure.filer][0] for case in self._enrolled(procedure, under, of)})

    def _enrolled(self, procedure: str, under: str, of: str) -> Iterator[Case]:
        for case in self.cases.values():
            form = case.procedure.enrols if case.procedure.key == procedure else None
            here = form is not None and case.state in form.states and case.procedure.terms.get(form.term) == under
            if form is not None and here and case.facts.get(form.fact) == of:
                yield case

    def _filed(self, procedure: str, under: str, party: str) -> Iterator[tuple[str, Case]]:
        """The cases of a procedure that a party filed, under a value of the term by which it enrols."""
        for name, case in self.cases.items():
            form = case.procedure
            mine = form.key == procedure and party in case.parties.get(form.filer, ())
            if mine and form.enrols is not None and form.terms.get(form.enrols.term) == under:
                yield name, case

    def _matter(self, ref: str, party: str) -> Mapping[str, Any]:
        """A case of the story by its name; in a story that tells of one case alone nothing is known of others."""
        case = self.cases.get(ref)
        return NO_MATTER if case is None else matter_of(case, party)

    def _bound(self, instrument: str, party: str, on: date) -> dict[str, Any]:
        stated = self._stated(instrument, party)
        if stated is not None:
            return {"bound": stated, "reason": "" if stated else f"{party} is not bound by {instrument} on {on}."}
        bound, reason = self.tables.binds(instrument, party, on)
        since = None if bound else self.tables.since(instrument, party, on)
        return {"bound": bound, "reason": reason, **({"since": since.isoformat()} if since else {})}

    def _stated(self, instrument: str, party: str) -> bool | None:
        """What the story says: one list for all; by party or by instrument a list of the other, or true or false."""
        bound = self.facts.get("bound")
        if isinstance(bound, list):
            return instrument in bound
        if not isinstance(bound, Mapping):
            return None
        if instrument in bound:
            named = bound[instrument]
            return named if isinstance(named, bool) else party in {self.key_of(label) for label in named}
        of_party = next((lists for label, lists in bound.items() if self.key_of(label) == party), None)
        return of_party if of_party is None or isinstance(of_party, bool) else instrument in of_party

    def _reachable(self, party: str) -> bool:
        stated = self.facts.get("reachable", True)
        if isinstance(stated, bool):
            return stated
        if isinstance(stated, Mapping):
            return bool(next((is_so for label, is_so in stated.items() if self.key_of(label) == party), True))
        return party in {self.key_of(label) for label in stated}

    def _available(self, procedure: str) -> bool:
        stated = self.facts.get("available")
        if stated is None:
            return procedure in self.catalogue
        return stated if isinstance(stated, bool) else procedure in stated

    def key_of(self, label: str) -> str:
        """The key of a party by its label; a label that is none names itself."""
        return self.keys.get(label, label)

    def name(self, party: str) -> str:
        """What the party is called within a sentence, by the label the story gives it."""
        label = next((label for label, key in self.keys.items() if key == party), party)
        return self.tables.said(party, label)

    def edition(self, digest: str) -> Any:
        """No edition: a story is played under one."""
        raise KeyError(f"there is no edition {digest}")

    def editions(self, procedure: Any) -> Mapping[str, Any]:
        """None: a story is played under one edition."""
        return {}

    def zone(self, party: str | None) -> str:
        """The zone the story gives a party, else UTC."""
        zones: Mapping[str, str] = self.facts.get("zones", {})
        return next((zone for label, zone in zones.items() if self.key_of(label) == party), "UTC")

    def calendar(self, party: str | None) -> Calendar | None:
        """Weekdays, without the holidays the story gives a party."""
        holidays: Mapping[str, list[date]] = self.facts.get("holidays", {})
        days = next((days for label, days in holidays.items() if self.key_of(label) == party), None)
        if days is None:
            return PLAIN_CALENDAR
        first, last = PLAIN_CALENDAR.first, PLAIN_CALENDAR.last
        return Calendar(party or "", PLAIN_CALENDAR.weekend, frozenset(days), first, last)


def status_in(facts: Mapping[str, Any]) -> str | None:
    """The status of the activity that facts state, None where they state none."""
    stated = facts.get("activity")
    return stated if isinstance(stated, str) and STATUS.fullmatch(stated) else None


def keys_of(story: Story, tables: Tables) -> dict[str, str]:
    """Give each label its key: the real party's, else the label in letters of keys; StoryError for one key twice."""
    keys: dict[str, str] = {}
    for label in story.labels():
        key = tables.find(label) or UNFIT.sub("", label).strip()
        if ":" in label or not PARTY_KEY.fullmatch(key):
            raise story.wrong(None, f"“{label}” is no name for a party: begin with a letter, and use no colon")
        if key in keys.values():
            raise story.wrong(None, f"“{label}” names {key}, which another label names already")
        keys[label] = key
    return keys


def check_facts(story: Story, line: int | None, facts: Mapping[str, Any]) -> None:
    """Raise StoryError for the first fact whose shape guards and limits cannot read."""
    for name, (fits, wanted) in SHAPES.items():
        if name in facts and not fits(facts[name]):
            raise story.wrong(line, f"facts: {name}: {wanted}")


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _lists(value: Any) -> bool:
    return isinstance(value, dict) and all(map(_texts, value.values()))


def _bound(value: Any) -> bool:
    """One list, or a table of lists and of true and false."""
    lists = value.values() if isinstance(value, dict) else [value]
    return all(_texts(item) or (isinstance(value, dict) and isinstance(item, bool)) for item in lists)


def _zones(value: Any) -> bool:
    return isinstance(value, dict) and all(as_zone(zone) for zone in value.values())


def _holidays(value: Any) -> bool:
    lists = value.values() if isinstance(value, dict) else [None]
    return all(isinstance(days, list) and all(type(day) is date for day in days) for days in lists)


def _reached(value: Any) -> bool:
    by_party = isinstance(value, dict) and all(isinstance(item, bool) for item in value.values())
    return isinstance(value, bool) or _texts(value) or by_party


def _reasons(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(why, str) for why in value.values())


SHAPES: Mapping[str, tuple[Callable[[Any], bool], str]] = {
    "activity": (lambda value: isinstance(value, str), "must be a text"),
    "bound": (_bound, "must be a list of instruments, or a table of lists or of true and false"),
    "reachable": (_reached, "must be true, false, a list of parties, or a table of true and false"),
    "linked": (_lists, "must be a table of lists of states"),
    "affected": (_reasons, "must be a table of reasons, by party"),
    "roll": (_lists, "must be a table of lists of parties, by class"),
    "available": (
        lambda value: isinstance(value, bool) or _texts(value),
        "must be true, false or a list of procedures",
    ),
    "zones": (_zones, "must be a table of time zones such as Asia/Tokyo"),
    "holidays": (_holidays, "must be a table of lists of dates"),
}
