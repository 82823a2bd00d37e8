"""The questions that an agreement answers where its parties write it in a form: made from the schema of the clause.

Shape: the clause schema of the product (see ``clause.py``), so that a value declared there is asked here at once. Law:
none; the parties may agree as they want, and what GA 51/122 asks of their sheet is SOFT. Not modelled: reservations,
and the provision of each single value, which a file can give.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workflows.agreements import OWN, PARENT, SETTLEMENT, SHEET, TREE, agreements
from workflows.agreements.clause import CLAUSE_VALUES, KINDS, LEVELS, STAGE_VALUES
from workflows.agreements.rules import rules
from workflows.kernel.fields import OPTIONAL, REQUIRED, Field, FilingSpec
from workflows.kernel.words import PRODUCT, Binding, Citation, Grade, capital, humanise

READING = "agreement"
KINDS_AGREED = ("framework", "memorandum", "implementing", "treaty")
"""Kinds of agreement that parties make; rules, models and the lack of an agreement are for the library."""
MOST_DAYS = 36500
SHEET_ASKED = Citation("GA51_122", "para 2", Binding.SOFT, Grade.SRC)


def paper() -> FilingSpec:
    """Give the filing: the top of the agreement, its stages, its clause value by value, and its sheet."""
    stages = Field(
        "Stage", "list", PRODUCT, OPTIONAL, "stage", "In the order in which they are climbed.", of=_stage(),
        section="The ladder",
    )  # fmt: skip
    clause = (_asked(name, meta) for name, meta in CLAUSE_VALUES.items())
    return FilingSpec("agreement_text", "Text of the agreement", (*_top(), stages, *clause, _sheet()), READING)


def _top() -> tuple[Field, ...]:
    above = {key: one.title for key, one in agreements().items() if one.procedure == SETTLEMENT and one.kind in TREE}
    prevails = {PARENT: "The agreement above", OWN: "This agreement"}
    return (
        Field("Title", "text", PRODUCT, key="title", fills="title", section="The agreement"),
        _choice("kind", "Kind", {kind: TREE[kind] for kind in KINDS_AGREED}, REQUIRED),
        Field("Parties", "parties", PRODUCT, key="parties", oneself=True,
              help="All of them, your own among them. Each must agree to the same words."),
        _choice("parent", "Agreement above", above, help="What yours is silent on is taken from there."),
        _choice("prevails", "Which prevails where both say something", prevails),
        Field("In force since", "date", PRODUCT, OPTIONAL, "since"),
        Field("Article that holds the clause", "text", PRODUCT, OPTIONAL, "provision", "Such as 12(3)."),
        Field("Note", "long_text", PRODUCT, OPTIONAL, "note"),
    )  # fmt: skip


def _stage() -> tuple[Field, ...]:
    """The questions of one stage; its kind first."""
    return (
        _choice("kind", "Kind of stage", KINDS, REQUIRED),
        _choice("level", "Between whom", LEVELS, help="Silent means between the governments."),
        Field("Title", "text", PRODUCT, OPTIONAL, "title", "As your agreement calls it."),
        *(_asked(name, meta) for name, meta in STAGE_VALUES.items()),
    )


def _sheet() -> Field:
    of = tuple(Field(words, "long_text", SHEET_ASKED, OPTIONAL, key) for key, words in SHEET.items())
    asks = "What the General Assembly asks a cooperation to weigh; silence is named, and refuses nothing."
    return Field("Terms of cooperation", "group", SHEET_ASKED, OPTIONAL, "sheet", asks, of=of, section="Cooperation")


def _asked(name: str, meta: Mapping[str, Any]) -> Field:
    """Turn one value of the schema into a question, worded as the schema words it."""
    label, _, rest = meta["words"].partition("; ")
    shown: dict[str, Any] = {"help": f"{capital(rest)}." if rest else "", "section": meta.get("section", "")}
    match meta["kind"]:
        case "days" | "times" as kind:
            named = f"{label} (days)" if kind == "days" else label
            return Field(named, "whole", PRODUCT, OPTIONAL, name, least=1, most=MOST_DAYS, **shown)
        case "seats":
            return Field(label, "whole", PRODUCT, OPTIONAL, name, least=1, most=5, **shown)
        case "choice" | "choices" as kind:
            options = tuple((one, humanise(one)) for one in meta["options"])
            return Field(label, kind, PRODUCT, OPTIONAL, name, options=options, **shown)
        case "rules":
            known = tuple((key, one.title) for key, one in rules().items())
            return Field(label, "choice", PRODUCT, OPTIONAL, name, options=known, **shown)
        case "texts":
            lines = shown | {"help": " ".join(filter(None, (shown["help"], "One a line.")))}
            return Field(label, "long_text", PRODUCT, OPTIONAL, name, **lines)
        case "party":
            return Field(label, "party", PRODUCT, OPTIONAL, name, oneself=True, **shown)
        case kind:
            return Field(label, kind, PRODUCT, OPTIONAL, name, **shown)


def _choice(key: str, label: str, options: Mapping[str, str], need: str = OPTIONAL, **rest: Any) -> Field:
    return Field(label, "choice", PRODUCT, need, key, options=tuple(options.items()), **rest)
