"""What the public register holds: a case, its public acts, and the documents that were released with them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from consult.published.pruning import named_in
from workflows.kernel.actors import CLOCK_PARTY
from workflows.kernel.case import Act
from workflows.kernel.fields import Field, FilingSpec
from workflows.kernel.frozen import dataclass
from workflows.kernel.procedure import Procedure
from workflows.kernel.steps import Step

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is narrowed to; all of it is looked for in what is public. `procedures` are keys (None: any), `since`
    and `until` bound the first public act, `stage` is the state in which the last one left the case."""

    procedures: tuple[str, ...] | None = None
    party: str = ""
    stage: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class PublicDocument:
    """A document that was released: named in a public answer, and of level C0 itself."""

    digest: str
    name: str
    media: str
    size: int
    language: str
    party: str


@dataclass(frozen=True, slots=True)
class PublicAct:
    """One public act, counted among the public acts of its case: what lies between them is not told by a number.

    `words` holds the public answers of its filing, None where there is none or where it was erased or struck; `digest`
    is that of the whole filing, or with `is_part` that of the public answers alone, since that of the whole would
    confirm a guess of the rest; of what is struck that of a whole that was public. `seq` is its place in the log.
    """

    number: int
    act: Act
    procedure: Procedure
    step: Step | None
    words: Mapping[str, Any] | None
    spec: FilingSpec | None
    digest: str
    is_part: bool
    erased: bool
    struck: bool
    language: str
    seq: int | None
    documents: tuple[PublicDocument, ...] = ()
    opened: tuple[str, ...] = ()
    """Which fields of its entry in the log, beside those of every public act, may be opened to anybody."""

    @property
    def recorded_at(self) -> datetime:
        """Give the moment of recording."""
        return self.act.at


@dataclass(frozen=True, slots=True)
class PublicCase:
    """One case that was made public, told by its public acts, the first of which comes first."""

    ref: str
    procedure: Procedure
    edition: str
    filer: str
    exercise: bool
    acts: tuple[PublicAct, ...]

    @property
    def stage(self) -> str:
        """Give the state in which the last public act left the case."""
        return self.acts[-1].act.went

    @property
    def updated(self) -> datetime:
        """Give when the last public act was recorded."""
        return self.acts[-1].recorded_at

    @property
    def since(self) -> datetime:
        """Give when the first public act was recorded."""
        return self.acts[0].recorded_at

    @property
    def title(self) -> str:
        """Give the title that a public answer states last; empty where none does."""
        return self._answer(lambda field: field.fills == "title")

    @property
    def symbol(self) -> str:
        """Give the symbol under which it was issued, as a public answer states it last; empty where none does."""
        return self._answer(lambda field: field.key == "symbol")

    @property
    def parties(self) -> tuple[str, ...]:
        """Name who is known in public to take part: whoever filed it, acted, or is named in public answers."""
        return parties_in(self.filer, self.acts)

    def _answer(self, wanted: Callable[[Field], bool]) -> str:
        for one in reversed(self.acts):
            for field in one.spec.fields if one.spec and one.words else ():
                value = (one.words or {}).get(field.key)
                if wanted(field) and isinstance(value, str) and value.strip():
                    return value.strip()
        return ""


def parties_in(filer: str, acts: Iterable[PublicAct]) -> tuple[str, ...]:
    """Name whoever filed a case, took its public acts, or is named in public answers, in this order."""
    found = dict.fromkeys((filer,))
    for one in acts:
        found |= dict.fromkeys(party for party in (one.act.principal, one.act.party) if party != CLOCK_PARTY)
        found |= dict.fromkeys(named_in(one.spec.fields, one.words) if one.spec and one.words else ())
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of a list of cases, and the reference after which the next one starts; None at the end."""

    cases: Sequence[PublicCase]
    following: str | None


@dataclass(frozen=True, slots=True)
class ListedActs:
    """One page of the newest public acts, each with its case, and the name of the act after which the next one
    starts; None at the end."""

    acts: Sequence[tuple[PublicCase, PublicAct]]
    following: str | None
