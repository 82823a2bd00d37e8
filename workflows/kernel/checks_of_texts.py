"""Conditions on filings about a text that is drafted together: its clauses, and assent to those of one version.

The case keeps which act tabled the present version, when, and the short names of its clauses; never their words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from .checks_of_filings import FilingCheck, Values
from .fields import FilingSpec
from .frozen import dataclass
from .guards import CLOSED, CONTENT, Guard, Refusal
from .values import is_absent
from .words import PRODUCT, Citation, say_day

if TYPE_CHECKING:
    from .case import Case
    from .holdings import Track
    from .procedure import Procedure
    from .view import View

TABLED = "tabled"
"""The fact under which a case keeps the text on the table; with a track, that of the track."""


class OnTable(NamedTuple):
    """The version on the table: the act that tabled it, its date in law, its clauses, the acts of those before, and the
    clauses with words in square brackets, which are alternatives that nobody has chosen between yet."""

    version: int = 0
    on: date = date.min
    clauses: tuple[str, ...] = ()
    earlier: tuple[int, ...] = ()
    bracketed: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Give what the case keeps of it."""
        return {
            "version": self.version,
            "on": self.on.isoformat(),
            "clauses": list(self.clauses),
            "earlier": list(self.earlier),
            **({"bracketed": list(self.bracketed)} if self.bracketed else {}),
        }


def fact_of_text(track: Track | None) -> str:
    """Name the fact that holds the text on the table, of the case or of one track."""
    return f"{TABLED}@{track.key}" if track else TABLED


def on_table(case: Case, track: Track | None = None) -> OnTable:
    """Give the version that lies on the table; number 0 where there is none."""
    kept = case.facts.get(fact_of_text(track))
    if not isinstance(kept, Mapping):
        return OnTable()
    on, clauses, earlier = date.fromisoformat(kept["on"]), tuple(kept["clauses"]), tuple(kept["earlier"])
    return OnTable(kept["version"], on, clauses, earlier, tuple(kept.get("bracketed", ())))


def tabled_by(view: View, field: str, n: int) -> OnTable:
    """Give what lies on the table after an act whose filing lists the clauses of a new version."""
    before = on_table(view.case, view.track)
    earlier = (*before.earlier, before.version) if before.version else ()
    clauses = view.filed(field)
    bracketed = tuple(key for i, key in names_in(clauses) if "[" in f"{clauses[i].get('heading')}{clauses[i]['text']}")
    return OnTable(n, view.day(), tuple(key for _, key in names_in(clauses)), earlier, bracketed)


def names_in(entries: Any, part: str = "key") -> Iterator[tuple[int, str]]:
    """Give the short name of each entry of a list with its place; entries without one are left out."""
    for i, entry in enumerate(entries if isinstance(entries, list | tuple) else ()):
        name = entry.get(part) if isinstance(entry, Mapping) else None
        if isinstance(name, str):
            yield i, name.strip()


@dataclass(frozen=True, slots=True)
class Distinct(FilingCheck):
    """No two entries of a list have the same short name."""

    field: str
    part: str = "key"
    under: Citation = PRODUCT

    def check(self, view: View) -> Refusal | None:
        """Find the first that is there twice."""
        seen: set[str] = set()
        for i, name in names_in(view.filed(self.field), self.part):
            if name in seen:
                path = f"{self.field}/{i}/{self.part}"
                return Refusal(f"“{name}” stands there twice.", (self.under,), kind=CONTENT, field=path)
            seen.add(name)
        return None

    def words(self, asks: FilingSpec, of: Procedure | None = None) -> str:
        """Say it."""
        return f"{asks.named(self.field)}: each named once"

    def mend(self, body: Values, view: View) -> Values:
        """Keep the first of each name."""
        entries = body.get(self.field)
        first = {name: i for i, name in reversed(list(names_in(entries, self.part)))}
        return {**body, self.field: [entries[i] for i in sorted(first.values())]} if entries and first else body


@dataclass(frozen=True, slots=True)
class AnyGiven(FilingCheck):
    """At least one of several questions is answered; the first is the one to which a reader is led."""

    field: str
    others: tuple[str, ...]
    under: Citation = PRODUCT

    def fields(self) -> tuple[str, ...]:
        """Name all."""
        return (self.field, *self.others)

    def check(self, view: View) -> Refusal | None:
        """Look for one answer."""
        if any(not is_absent(view.filed(name)) for name in self.fields()):
            return None
        return Refusal(f"Give {self.words(view.asks)}.", (self.under,), kind=CONTENT, field=self.field)

    def words(self, asks: FilingSpec, of: Procedure | None = None) -> str:
        """Name all."""
        return " or ".join(asks.named(name) for name in self.fields())

    def mend(self, body: Values, view: View) -> Values:
        """Fill the first with a marked text."""
        return (
            body if any(not is_absent(body.get(name)) for name in self.fields()) else {**body, self.field: "[exercise]"}
        )


def _other_version(view: View, table: OnTable, field: str, under: Citation) -> Refusal | None:
    """Refuse an answer that names another version than the one on the table: an earlier one as closed (409), with the
    date of the newer; anything else by its field.
    """
    named = view.filed(field)
    if named in table.earlier:
        sentence = f"A newer version was tabled on {say_day(table.on)} with act {table.version}. Read that one."
        return Refusal(sentence, (under,), kind=CLOSED, field=field)
    if named != table.version:
        sentence = f"Act {named} tabled no version of this text. The version on the table is act {table.version}."
        return Refusal(sentence, (under,), kind=CONTENT, field=field)
    return None


@dataclass(frozen=True, slots=True)
class GoesOnFromTable(FilingCheck):
    """A new version names the one on the table from which it goes on, so that nobody overwrites what he has not read;
    the first one names none.
    """

    field: str
    under: Citation = PRODUCT

    def check(self, view: View) -> Refusal | None:
        """Compare with the table."""
        table, named = on_table(view.case, view.track), view.filed(self.field)
        if table.version and named is None:
            sentence = f"Name the version on the table from which this one goes on: act {table.version}."
            return Refusal(sentence, (self.under,), kind=CONTENT, field=self.field)
        if not table.version and named is not None:
            sentence = "No text lies on the table yet: the first version goes on from none."
            return Refusal(sentence, (self.under,), kind=CONTENT, field=self.field)
        return _other_version(view, table, self.field, self.under) if table.version else None

    def words(self, asks: FilingSpec, of: Procedure | None = None) -> str:
        """Say it."""
        return f"{asks.named(self.field)} is the version on the table, where there is one"

    def mend(self, body: Values, view: View) -> Values:
        """Name the version on the table, or none."""
        return {**body, self.field: on_table(view.case, view.track).version or None}


@dataclass(frozen=True, slots=True)
class OfTextOnTable(FilingCheck):
    """A filing names the version on the table by its act, and clauses that this version has.

    An earlier version is refused as closed: nobody assents to words that are no longer proposed.
    """

    field: str
    listed: str
    under: Citation = PRODUCT

    def fields(self) -> tuple[str, ...]:
        """Name both questions."""
        return (self.field, self.listed)

    def check(self, view: View) -> Refusal | None:
        """Look at the version first, then at each clause."""
        table = on_table(view.case, view.track)
        return _other_version(view, table, self.field, self.under) or next(self._unknown(view, table), None)

    def _unknown(self, view: View, table: OnTable) -> Iterator[Refusal]:
        for i, name in names_in(view.filed(self.listed)):
            if name not in table.clauses:
                sentence = f"The version of act {table.version} has no clause “{name}”."
                yield Refusal(sentence, (self.under,), kind=CONTENT, field=f"{self.listed}/{i}/key")

    def words(self, asks: FilingSpec, of: Procedure | None = None) -> str:
        """Say it."""
        return f"{asks.named(self.field)} is the version on the table, and {asks.named(self.listed)} are clauses of it"

    def mend(self, body: Values, view: View) -> Values:
        """Name the version on the table and its first clause."""
        table = on_table(view.case, view.track)
        return {**body, self.field: table.version, self.listed: [{"key": name} for name in table.clauses[:1]]}


@dataclass(frozen=True, slots=True)
class VersionOnTable(FilingCheck):
    """A filing names the version on the table by its act."""

    field: str
    under: Citation = PRODUCT

    def check(self, view: View) -> Refusal | None:
        """Look at the version."""
        return _other_version(view, on_table(view.case, view.track), self.field, self.under)

    def words(self, asks: FilingSpec, of: Procedure | None = None) -> str:
        """Say it."""
        return f"{asks.named(self.field)} is the version on the table"

    def mend(self, body: Values, view: View) -> Values:
        """Name the version on the table."""
        return {**body, self.field: on_table(view.case, view.track).version}


@dataclass(frozen=True, slots=True)
class NoBrackets(Guard):
    """No clause of the text on the table has words in square brackets."""

    under: Citation = PRODUCT

    def check(self, view: View) -> Refusal | None:
        """Name the clauses that do."""
        open_ones = on_table(view.case, view.track).bracketed
        if not open_ones:
            return None
        named = ", ".join(f"“{key}”" for key in open_ones)
        return Refusal(f"Words stand in brackets in {named}: table a version without them first.", (self.under,))

    def words(self, of: Procedure | None = None) -> str:
        """Say it."""
        return "no clause of the text on the table has words in brackets"


__all__ = [
    "TABLED", "AnyGiven", "Distinct", "GoesOnFromTable", "NoBrackets", "OfTextOnTable", "OnTable", "VersionOnTable",
    "fact_of_text", "on_table", "tabled_by",
]  # fmt: skip
