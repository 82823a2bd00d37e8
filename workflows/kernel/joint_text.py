"""A text that the parties draft together: versions, assent clause by clause, and the joint act that signs it.

No treaty orders this; it is the product's way of doing what the parties agree anyway, and says so. Every version is
whole. Assent is to the wording of a clause: it helps to see what is agreed, binds nobody, and is no condition of a
signature. The text is signed by a joint act of the procedure, whose hands lie on one digest. Not modelled: proposals
in brackets within a clause, and authentic texts in several languages.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from . import guards as g
from .checks_of_texts import AnyGiven, Distinct, GoesOnFromTable, OfTextOnTable
from .frozen import dataclass
from .language import (
    DISPATCH,
    OPTIONAL,
    PRODUCT,
    REQUIRED,
    STAY,
    Actor,
    Citation,
    Field,
    Filing,
    FilingCheck,
    On,
    Step,
    keyed,
    listing,
    long_text,
    text,
    whole,
)  # fmt: skip
from .sheet_of_text import ASSENT, TABLE, WITHHOLD

CLAUSES, VERSION, FOLLOWS = "clauses", "version", "follows"
MOST_NAME = 60


def clauses_field(under: Citation, need: str = REQUIRED) -> Field:
    """Ask for the clauses of a text: short name, heading and words of each."""
    name = text(
        "Short name of the clause", under, most=MOST_NAME,
        help="Such as 1 or 4(a). It stays with the clause from version to version; a new name is a new clause.",
    )  # fmt: skip
    return listing(
        "Clauses", under, keyed("key", name), keyed("heading", text("Heading", under, need=OPTIONAL)),
        keyed("text", long_text("Text of the clause", under)), need=need, least=1,
    )  # fmt: skip


def _named(label: str) -> Field:
    return listing(label, PRODUCT, keyed("key", text("Short name of the clause", PRODUCT, most=MOST_NAME)), least=1)


class TabledText(Filing):
    """Version of the text that is drafted together."""

    follows = whole(
        "Number of the act that tabled the version before", PRODUCT, need=OPTIONAL, least=1,
        help="The version on the table, from which this one goes on; none for the first.",
    )  # fmt: skip
    clauses = clauses_field(PRODUCT)
    note = long_text("Note on what is new", PRODUCT, need=OPTIONAL)


class Assent(Filing):
    """Assent to clauses."""

    version = whole("Number of the act that tabled the version", PRODUCT, least=1)
    clauses = _named("Clauses to which you assent")
    remark = long_text("Remark", PRODUCT, need=OPTIONAL)


class Withholding(Filing):
    """Assent withheld from clauses."""

    version = whole("Number of the act that tabled the version", PRODUCT, least=1)
    clauses = _named("Clauses from which you withhold assent")
    reasons = long_text("What you would need to assent", PRODUCT)


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause of a version: its short name, which it keeps from version to version, heading and words."""

    key: str
    heading: str
    text: str

    @property
    def wording(self) -> tuple[str, str]:
        """What assent is given to."""
        return self.heading, self.text


def clauses_of(body: Mapping[str, Any]) -> tuple[Clause, ...]:
    """Read the clauses of a filing, in their order."""
    entries = body.get(CLAUSES)
    return tuple(
        Clause(str(one.get("key", "")).strip(), str(one.get("heading") or ""), str(one.get("text", "")))
        for one in (entries if isinstance(entries, list | tuple) else ())
        if isinstance(one, Mapping)
    )


def drafting(
    live: Iterable[str], who: Actor, track: On | None = None, *, whom: str = "", level: str = ""
) -> tuple[Step, ...]:
    """Give the rows of a text that is drafted together: of the case, or one on each track of a set."""
    states, told = tuple(live), "track" if track else "all"
    tabled = g.Says(g.Done(TABLE), "No text lies on the table yet.", PRODUCT)
    answered: tuple[FilingCheck, ...] = (Distinct(CLAUSES), OfTextOnTable(VERSION, CLAUSES))
    return (
        Step(TABLE, states, STAY, who, DISPATCH, PRODUCT, TabledText, track=track, tables=CLAUSES,
             checks=(GoesOnFromTable(FOLLOWS), Distinct(CLAUSES)), tell=told, level=level,
             title="Table a version of the text", whom=whom,
             effect="The text lies before everybody who drafts it. It binds nobody; assent to clauses whose wording "
                    "it changes is void."),
        Step(ASSENT, states, STAY, who, DISPATCH, PRODUCT, Assent, track=track, when=tabled, checks=answered,
             tell=told, level=level, title="Assent to clauses", whom=whom,
             effect="Your assent to the wording of these clauses is on record. It signs nothing, and is void for a "
                    "clause whose wording changes."),
        Step(WITHHOLD, states, STAY, who, DISPATCH, PRODUCT, Withholding, track=track, when=tabled, checks=answered,
             tell=told, level=level, title="Withhold assent from clauses", whom=whom,
             effect="It is on record that you do not assent to this wording, and what you would need."),
    )  # fmt: skip


def signed(otherwise: str) -> tuple[FilingCheck, ...]:
    """Ask of the filing that signs a text: its clauses, or the whole in one answer; no clause twice."""
    return (AnyGiven(otherwise, (CLAUSES,)), Distinct(CLAUSES))
