"""What holds between the parties of an agreement: its own clause with those above it, and who gave each value.

Law: a value that several levels give holds as the higher one says, unless the lower one prevails by its own terms;
what all are silent on is the general profile of the product, a DEFAULT. A stage of a lower level of the same kind
between the same organs stands in the place of the higher one and takes from it what it does not say; other stages of a
lower level come before those of a higher one. Not modelled: precedence between agreements that do not stand in one
line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from workflows.agreements import OWN, Agreement, agreements, key_in, read_agreement
from workflows.agreements.clause import ARBITRATION, CLAUSE_VALUES, COURT, DECIDING, STAGE_VALUES, Clause, Given, Stage
from workflows.agreements.rules import RulePeriod, Rules, rules
from workflows.kernel.frozen import dataclass
from workflows.kernel.words import PRODUCT
from workflows.parties.reading import InstrumentError

PROFILE = "gen"
"""The general profile: what a clause that is silent is taken to mean, as a default of the product."""
RANKS = ("joint_committee", "agency", "government", "multilateral")
NOT_FROM_PROFILE = ("lead_partner", "court_consent", "court", "appointing_authority")
"""Values that only parties give: silence on them means that there is none."""


@dataclass(frozen=True, slots=True)
class Placed:
    """One stage of the whole ladder: its key in it, its values, who gave the stage, and who gave each value."""

    key: str
    stage: Stage
    by: Given
    given: Mapping[str, Given]


@dataclass(frozen=True, slots=True)
class Arrangement:
    """The whole clause between the parties: values, stages in order, and the line of agreements that gave them."""

    agreement: Agreement
    line: tuple[Agreement, ...]
    clause: Clause
    given: Mapping[str, Given]
    stages: tuple[Placed, ...]

    @property
    def rules(self) -> Rules | None:
        """The rules of the arbitration, where there are any."""
        return rules().get(self.clause.arb_rules or "")

    @property
    def periods(self) -> Mapping[str, RulePeriod]:
        """The periods of the rules of arbitration by key."""
        return self.rules.periods if self.rules else {}

    def stage(self, kind: str) -> Placed | None:
        """Find the first stage of a kind."""
        return next((one for one in self.stages if one.stage.kind == kind), None)


def line_of(key: str, folder: Path | None = None) -> tuple[Agreement, ...]:
    """Give an agreement and those above it, lowest first; InstrumentError where a parent stands below itself."""
    known = agreements(folder)
    found: list[Agreement] = [known[key]]
    while found[-1].parent:
        above = known[found[-1].parent]
        if above in found:
            raise InstrumentError(f"{key}.toml", None, f"parent: {above.key!r} stands above itself")
        found.append(above)
    return tuple(found)


def read_line(path: Path) -> tuple[Agreement, ...]:
    """Read a file that is not shipped, with the shipped agreements above it; raise InstrumentError as for others."""
    return line_under(read_agreement(path), path.name)


def line_under(own: Agreement, file: str) -> tuple[Agreement, ...]:
    """Give an agreement that is not shipped with the shipped ones above it; InstrumentError where there is none."""
    if own.parent and own.parent not in agreements():
        raise InstrumentError(file, None, f"there is no agreement {own.parent!r}", "parent")
    return (own, *line_of(own.parent)) if own.parent else (own,)


def arrangement(key: str, folder: Path | None = None) -> Arrangement:
    """Give the whole clause of an agreement; KeyError for an unknown one, InstrumentError where none can be made."""
    return arranged(line_of(key, folder))


def arranged(line: tuple[Agreement, ...]) -> Arrangement:
    """Join the clauses of a line of agreements, lowest first; InstrumentError for a ladder that cannot be walked."""
    found = joined(line)
    for fault in incomplete(found):
        raise fault
    return found


def joined(line: tuple[Agreement, ...]) -> Arrangement:
    """Join the clauses of a line of agreements, lowest first, whether the ladder can be walked or not."""
    values, given = _values(line)
    return Arrangement(line[0], line, Clause(**values), MappingProxyType(given), _stages(line))


def _values(line: tuple[Agreement, ...]) -> tuple[dict[str, Any], dict[str, Given]]:
    values: dict[str, Any] = dict.fromkeys(CLAUSE_VALUES)
    given: dict[str, Given] = {}
    for name in CLAUSE_VALUES:
        said = [(one, getattr(one.clause, name)) for one in line]
        found = _prevailing((one, value, one.cite(name)) for one, value in said if value is not None)
        if found is None and name not in NOT_FROM_PROFILE:
            found = _of_profile(name)
        if found is not None:
            values[name], given[name] = found
    return values, given


def _of_profile(name: str) -> tuple[Any, Given] | None:
    profile = agreements()[PROFILE]
    value = getattr(profile.clause, name)
    return None if value is None else (value, Given(PROFILE, profile.kind, PRODUCT))


def _prevailing(said: Iterable[tuple[Agreement, Any, Any]]) -> tuple[Any, Given] | None:
    """Choose among what several levels say, lowest first, and keep what is overruled."""
    found: tuple[Any, Given] | None = None
    for one, value, cited in reversed(list(said)):
        if found is None:
            found = value, Given(one.key, one.kind, cited)
        elif one.prevails == OWN:
            over = ((found[1].by, found[0]),) if found[0] != value else ()
            found = value, Given(one.key, one.kind, cited, (*found[1].overruled, *over))
        elif value != found[0]:
            found = found[0], replace(found[1], overruled=(*found[1].overruled, (one.key, value)))
    return found


@dataclass(frozen=True, slots=True)
class _Said:
    """A stage on its way into the ladder: every level's word on it, lowest first."""

    words: tuple[tuple[Agreement, Stage], ...]

    @property
    def own(self) -> Stage:
        return self.words[0][1]


def _stages(line: tuple[Agreement, ...]) -> tuple[Placed, ...]:
    ladder: list[_Said] = []
    for one in reversed(line):
        _lay(ladder, one)
    bare = tuple(said.own for said in ladder)
    return tuple(_placed(said, bare) for said in ladder)


def _lay(ladder: list[_Said], one: Agreement) -> None:
    """Lay the stages of a lower level into the ladder of those above."""
    above = list(ladder)
    for stage in one.stages:
        same = next((s for s in above if (s.own.kind, s.own.level) == (stage.kind, stage.level)), None)
        if same is not None:
            above.remove(same)
            ladder[ladder.index(same)] = _Said(((one, stage), *same.words))
        else:
            place = next((n for n, s in enumerate(ladder) if s in above and _rank(s.own) > _rank(stage)), len(ladder))
            ladder.insert(place, _Said(((one, stage),)))


def _rank(stage: Stage) -> tuple[bool, int]:
    return stage.kind in DECIDING, RANKS.index(stage.level)


def _placed(said: _Said, ladder: tuple[Stage, ...]) -> Placed:
    given: dict[str, Given] = {}
    values: dict[str, Any] = {}
    for name in STAGE_VALUES:
        words = ((one, getattr(stage, name), one.cite(name, stage)) for one, stage in said.words)
        found = _prevailing(word for word in words if word[1] is not None)
        if found is not None:
            values[name], given[name] = found
    giver = said.words[0][0]
    by = Given(giver.key, giver.kind, giver.cite("stage", said.own))
    return Placed(key_in(said.own, ladder), replace(said.own, **values), by, MappingProxyType(given))


def incomplete(found: Arrangement) -> Iterator[InstrumentError]:
    """Say why a ladder cannot be walked, each reason with its key."""
    file = f"{found.agreement.key}.toml"
    if not found.stages:
        yield InstrumentError(file, None, "the ladder is empty; it needs at least one stage", "stage")
    for one in found.stages:
        if one.stage.mandatory is None:
            yield InstrumentError(file, None, f"is required for the stage “{one.stage.title}”", "mandatory")
    if found.stage(ARBITRATION) and not _authority(found):
        reason = "is required where there is a stage of arbitration; “agreed” leaves it to the special agreement"
        yield InstrumentError(file, None, reason, "appointing_authority")
    if found.stage(COURT) and not found.clause.court:
        yield InstrumentError(file, None, "is required where there is a stage of judicial settlement", "court")


def _authority(found: Arrangement) -> str:
    """Give whoever appoints: as the clause says, else as the rules say that the parties themselves chose."""
    chosen = found.rules if found.given["arb_rules"].by != PROFILE else None
    return found.clause.appointing_authority or (chosen.appointing_authority if chosen else "")
