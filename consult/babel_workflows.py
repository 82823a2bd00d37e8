"""Law texts for translation: what Babel collects from procedures, instruments and names of parties, which are values.

Named in `babel.cfg` under `[extractors]`. Each text stands in the catalogue with the file it comes from; sentences that
a guard makes from parts are not collected.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import IO, Any

from consult.commands.examination import variants
from workflows import catalogue
from workflows.advising.judging import NAME_THE_OTHER
from workflows.agreed.reading import PREVIEWED
from workflows.agreements import SHEET, TREE
from workflows.agreements import agreements as shipped_agreements
from workflows.agreements.clause import CLAUSE_VALUES, KINDS, LEVELS, STAGE_VALUES
from workflows.agreements.rules import rules as shipped_rules
from workflows.agreements.tree import PROFILE
from workflows.instruments import library
from workflows.kernel.advice import shared_texts, texts_of
from workflows.kernel.describe import texts
from workflows.kernel.reciprocity import KINDS as COUNTED_AS
from workflows.kernel.reported import PARTS
from workflows.kernel.subjects import SUBJECTS
from workflows.kernel.words import humanise
from workflows.ladder import ENTRIES
from workflows.lunar.charters import CHARTER_VALUES, CLASS_VALUES, CLASSES, HEADINGS
from workflows.lunar.charters import charters as shipped_charters
from workflows.lunar.drafting import PREVIEWED as CHECKLIST_SAYS

Message = tuple[int, None, str, list[str]]


def procedures(file: IO[bytes], keywords: Any, comment_tags: Any, options: Mapping[str, str]) -> Iterator[Message]:
    """Collect the texts of the procedures that a file gives, in every variant of their terms."""
    module = f"workflows.{Path(file.name).stem}"
    for form in catalogue().values():
        if form.module == module:
            for variant in variants(form)[0]:
                yield from _messages(texts(variant.procedure))
            yield from _messages(tuple(text for spec in fields(form.terms) for text in _of_term(spec.metadata)))
            yield from _messages(tuple(texts_of(form.advice)) if form.advice else ())


def instruments(file: IO[bytes], keywords: Any, comment_tags: Any, options: Mapping[str, str]) -> Iterator[Message]:
    """Collect the texts of the instrument that a file gives: its titles and what its provisions say."""
    key = Path(file.name).stem.upper()
    found = library().instruments.get(key)
    if found is not None:
        yield from _messages((found.title, found.short, found.note))
        for provision in found.provisions:
            yield from _messages((provision.title, provision.says))


def parties(file: IO[bytes], keywords: Any, comment_tags: Any, options: Mapping[str, str]) -> Iterator[Message]:
    """Collect the names of the States, organisations and bodies that a file gives."""
    table = tomllib.loads(file.read().decode("utf-8"))
    yield from _messages(tuple(party["name"] for party in table.get("party", ())))


def agreements(file: IO[bytes], keywords: Any, comment_tags: Any, options: Mapping[str, str]) -> Iterator[Message]:
    """Collect the texts of the agreement that a file gives; with the general profile those that all clauses share."""
    found = shipped_agreements()[Path(file.name).stem]
    yield from _messages((found.title, found.note, *found.sheet.values(), *(stage.title for stage in found.stages)))
    yield from _messages(tuple(one.says for one in found.reservations))
    if found.key == PROFILE:
        values = (*CLAUSE_VALUES.values(), *STAGE_VALUES.values())
        choices = (humanise(option) for meta in values for option in meta["options"])
        yield from _messages((*TREE.values(), *SHEET.values(), *KINDS.values(), *LEVELS.values(), *ENTRIES.values()))
        yield from _messages((*(meta["words"] for meta in values), *choices, *PREVIEWED))


def charters(file: IO[bytes], keywords: Any, comment_tags: Any, options: Mapping[str, str]) -> Iterator[Message]:
    """Collect the texts of the charter that a file gives; with the first of them those that all charters share."""
    found = shipped_charters()[Path(file.name).stem]
    yield from _messages((found.title, found.says, found.note, found.legal_nature, *found.checklist.values()))
    yield from _messages(tuple(one.who for one in found.classes))
    if found.key == next(iter(shipped_charters())):
        values = (*CHARTER_VALUES.values(), *CLASS_VALUES.values())
        yield from _messages((*CLASSES.values(), *HEADINGS.values(), *CHECKLIST_SAYS))
        yield from _messages(tuple(text for meta in values for text in (meta["words"], meta["section"])))
        yield from _messages(tuple(option for meta in values for option in meta["options"].values()))


def advising(file: IO[bytes], keywords: Any, comment_tags: Any, options: Mapping[str, str]) -> Iterator[Message]:
    """Collect what can have happened, or the forums for it, as a file gives them; with the first the shared words."""
    table = tomllib.loads(file.read().decode("utf-8"))
    if "matter" in table:
        yield from _messages(
            (*shared_texts(), *SUBJECTS.values(), *PARTS.values(), *COUNTED_AS.values(), NAME_THE_OTHER)
        )
    yield from _messages(tuple(text for one in table.get("matter", ()) for text in (one["group"], one["title"])))
    yield from _messages(tuple(text for one in table.get("forum", ()) for text in (one["says"],)))


def reporting(file: IO[bytes], keywords: Any, comment_tags: Any, options: Mapping[str, str]) -> Iterator[Message]:
    """Collect the agenda items, kinds of submission, series of symbols and rhythms of bodies that a file gives."""
    rows = (row for table in tomllib.loads(file.read().decode("utf-8")).values() for row in table)
    yield from _messages(tuple(row.get(name, "") for row in rows for name in ("title", "says", "meets")))


def rules(file: IO[bytes], keywords: Any, comment_tags: Any, options: Mapping[str, str]) -> Iterator[Message]:
    """Collect the texts of the set of rules that a file gives."""
    found = shipped_rules()[Path(file.name).stem]
    yield from _messages((found.title, found.note, *(period.says for period in found.periods.values())))


def _of_term(known: Mapping[str, Any]) -> tuple[str, ...]:
    return known.get("words", ""), *known.get("labels", {}).values()


def _messages(found: tuple[str, ...]) -> Iterator[Message]:
    for text in found:
        if text.strip():
            yield 1, None, text, []
