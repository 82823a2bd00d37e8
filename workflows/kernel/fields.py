"""What a party files: a closed set of field types, and the filing that groups them.

An author writes a class of fields; the kernel keeps its ``spec``, a frozen value that editions store and from which
form, schema and validation are made. Values are plain JSON: no floats (decimals are text), dates as ISO text, instants
with their zone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from typing import Any, ClassVar

from .frozen import dataclass
from .words import Citation, either, humanise

REQUIRED, AS_KNOWN, OPTIONAL = "required", "as_known", "optional"
"""Must be there; must be there or be declared unknown; may be left out."""

WITHHOLDING = ("security", "proprietary", "unavailable")
"""Categories under which information may be withheld."""

OFFERED = {
    "": ("state", "igo", "body", "neutral", "retired"),
    "neutral": ("neutral", "body", "igo"),
}
"""Which kinds of party a question for a party offers, in what order: everybody, or those who may stand between."""

NOTE, LETTER, AGREED, DECISION, REQUEST, MEMORANDUM = "note", "letter", "agreed", "decision", "request", "memorandum"
FORMS_OF_PAPER = (NOTE, LETTER, AGREED, DECISION, REQUEST, MEMORANDUM)
"""In which form a filing stands on paper: a note verbale; a letter; a text with the signatures of all who agreed to it;
what somebody decides in an office; a request or pleading put to an office; a paper for one's own file."""

KINDS = frozenset(
    [
        "text",
        "long_text",
        "choice",
        "choices",
        "yes_no",
        "whole",
        "decimal",
        "money",
        "date",
        "instant",
        "period",
        "party",
        "parties",
        "organ",
        "person",
        "contact",
        "place",
        "orbit",
        "band",
        "designator",
        "provision",
        "document",
        "list",
        "group",
    ]
)


@dataclass(frozen=True, slots=True)
class Field:
    """One question of a filing: its type, whether it must be answered, and the provision that asks it.

    A ``section`` is the heading of the part of the form that begins with this question; ``oneself`` says that a party
    may name itself; ``offers`` who is offered for a party (see `OFFERED`): nobody of another kind is taken.
    """

    label: str
    kind: str
    under: Citation
    need: str = REQUIRED
    key: str = ""
    help: str = ""
    level: str | None = None
    withholdable: bool = False
    options: tuple[tuple[str, str], ...] = ()
    units: tuple[str, ...] = ()
    of: tuple[Field, ...] = ()
    least: int | None = None
    most: int | None = None
    fills: str | None = None
    section: str = ""
    oneself: bool = False
    offers: str = ""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"field “{self.label}”: there is no field type “{self.kind}”")
        if self.kind in ("choice", "choices") and not self.options:
            raise ValueError(f"field “{self.label}”: a choice needs options")
        if self.offers not in OFFERED or (self.offers and self.kind not in ("party", "parties")):
            raise ValueError(f"field “{self.label}”: nobody is offered as “{self.offers}” here")
        if self.kind in ("list", "group") and not self.of:
            raise ValueError(f"field “{self.label}”: a {self.kind} needs the fields it holds")


def levels_in(fields: Iterable[Field]) -> frozenset[str]:
    """Give the levels of some questions and of all that lies in them; empty text for those that have none."""
    return frozenset(level for one in fields for level in (one.level or "", *levels_in(one.of)))


@dataclass(frozen=True, slots=True)
class FilingSpec:
    """The stored form of a filing: key, title and fields; ``reading`` names what tells what it means, where its single
    answers do not (see ``readings``); ``on_paper`` in which form it stands on paper, where that does not follow from
    who takes the step (see ``paper_forms``).
    """

    key: str
    title: str
    fields: tuple[Field, ...]
    reading: str = ""
    on_paper: str = ""

    def __post_init__(self) -> None:
        if self.on_paper and self.on_paper not in FORMS_OF_PAPER:
            raise ValueError(f"filing “{self.key}”: there is no form of paper “{self.on_paper}”")

    def field(self, key: str) -> Field | None:
        """Find a field by key."""
        return next((f for f in self.fields if f.key == key), None)

    def named(self, key: str) -> str:
        """Name a question in a sentence: by its label, or by its key in words where this filing does not ask it."""
        asked = self.field(key)
        return f"“{asked.label if asked else humanise(key)}”"

    def titled(self, key: str, *values: Any) -> str:
        """Name answers to a question in a sentence: choices by their titles, other answers as they were given."""
        asked = self.field(key)
        titles = dict(asked.options) if asked else {}
        return either(f"“{titles.get(value, value) if isinstance(value, str) else value}”" for value in values)


NO_FILING = FilingSpec("", "", ())
"""What a step asks that asks for nothing in writing."""


class Filing:
    """Base of all filings; subclasses hold fields as class attributes and are never instantiated.

    The class docstring's first sentence is the filing's title unless ``title`` is set; ``on_paper`` is the form in
    which it stands on paper.
    """

    spec: ClassVar[FilingSpec]
    title: ClassVar[str] = ""
    reading: ClassVar[str] = ""
    on_paper: ClassVar[str] = ""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        inherited = cls.spec.fields if "spec" in dir(cls) else ()
        own = tuple(replace(value, key=name) for name, value in vars(cls).items() if isinstance(value, Field))
        kept = tuple(f for f in inherited if f.key not in {o.key for o in own})
        title = vars(cls).get("title") or (cls.__doc__ or cls.__name__).strip().split(".")[0].split("\n")[0]
        cls.spec = FilingSpec(_snake(cls.__name__), title, kept + own, cls.reading, cls.on_paper)


def _snake(name: str) -> str:
    return "".join(("_" + c.lower()) if c.isupper() and i else c.lower() for i, c in enumerate(name))


def text(label: str, under: Citation, **rest: Any) -> Field:
    """One line of text."""
    return Field(label, "text", under, **rest)


def long_text(label: str, under: Citation, **rest: Any) -> Field:
    """Several paragraphs."""
    return Field(label, "long_text", under, **rest)


def choice(label: str, options: Mapping[str, str], under: Citation, *, many: bool = False, **rest: Any) -> Field:
    """One of a closed list of values, or several."""
    return Field(label, "choices" if many else "choice", under, options=tuple(options.items()), **rest)


def yes_no(label: str, under: Citation, **rest: Any) -> Field:
    """Yes or no."""
    return Field(label, "yes_no", under, **rest)


def whole(label: str, under: Citation, *, least: int | None = None, most: int | None = None, **rest: Any) -> Field:
    """A whole number, perhaps with bounds."""
    return Field(label, "whole", under, least=least, most=most, **rest)


def decimal(label: str, under: Citation, *, units: tuple[str, ...], **rest: Any) -> Field:
    """A decimal number with one of the units, perhaps with bounds that hold in each of them; the value is
    ``{"value": "1.5", "unit": "km"}``."""
    return Field(label, "decimal", under, units=units, **rest)


def listing(label: str, under: Citation, *of: Field, least: int | None = None, **rest: Any) -> Field:
    """A list of groups of fields, whose keys are given by ``keyed``."""
    return Field(label, "list", under, of=tuple(of), least=least, **rest)


def group(label: str, under: Citation, *of: Field, **rest: Any) -> Field:
    """A few fields that belong together."""
    return Field(label, "group", under, of=tuple(of), **rest)


def keyed(key: str, item: Field) -> Field:
    """Give a field inside a list or group its key."""
    return replace(item, key=key)


def _plain(kind: str) -> Any:
    def make(label: str, under: Citation, **rest: Any) -> Field:
        return Field(label, kind, under, **rest)

    make.__doc__ = f"A field of type ``{kind}``."
    make.__name__ = kind
    return make


money = _plain("money")
date_field = _plain("date")
instant_field = _plain("instant")
period_field = _plain("period")
party_field = _plain("party")
parties_field = _plain("parties")
organ_field = _plain("organ")
person_field = _plain("person")
contact_field = _plain("contact")
place_field = _plain("place")
orbit_field = _plain("orbit")
band_field = _plain("band")
designator_field = _plain("designator")
provision_field = _plain("provision")
document_field = _plain("document")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a filing: where (a path such as ``stations/0/band``) and what is expected."""

    field: str
    sentence: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Body:
    """A filing's values beside the digest under which they are kept."""

    values: Mapping[str, Any] = field(default_factory=dict)
    digest: str = ""
