"""Who exists: States and intergovernmental organisations that may be parties, and bodies that never are.

`parties.toml` holds States and organisations, `bodies.toml` the rest. Keys are ISO 3166 alpha-3 codes for States,
short names for organisations and bodies. Zone and place are those of the capital or seat; languages are the United
Nations languages a party is taken to correspond in, a product default. Not modelled: recognition, membership over
time; former States are named under their successor.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from functools import cache
from pathlib import Path
from types import MappingProxyType

from workflows.kernel.frozen import dataclass
from workflows.parties.reading import Entry, InstrumentError, read

KINDS = ("state", "igo", "body")
BODY_CLASSES = ("un_organ", "observer", "scientific", "regional", "registry", "agency")
LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")
KEYS = ("key", "name", "said", "kind", "body_class", "zone", "place", "languages", "aka", "under", "note")


@dataclass(frozen=True, slots=True)
class PartyFact:
    """One State, organisation or body. `said` is the name within a sentence, with its article where it has one;
    `place` is where holidays are looked up: `JP` or with subdivision `US-DC`, or empty.
    """

    key: str
    name: str
    said: str
    kind: str
    zone: str
    place: str
    languages: tuple[str, ...]
    aka: tuple[str, ...]
    body_class: str
    under: str
    note: str

    @property
    def may_be_party(self) -> bool:
        """Tell whether this may be party to a treaty at all; bodies may not."""
        return self.kind != "body"


@dataclass(frozen=True, slots=True)
class Directory:
    """Parties and bodies by key, and by every name they are known under."""

    facts: Mapping[str, PartyFact]
    labels: Mapping[str, str] = field(repr=False)

    def find(self, label: str) -> PartyFact | None:
        """Find by key, name or other name, whatever the case of letters."""
        key = self.labels.get(_plain(label))
        return self.facts[key] if key else None


@cache
def directory() -> Directory:
    """Give the parties and bodies shipped with the package."""
    return load(Path(__file__).parent)


def parties() -> Mapping[str, PartyFact]:
    """Give all States, organisations and bodies by key."""
    return directory().facts


def find(label: str) -> PartyFact | None:
    """Find one by key, name or other name, whatever the case of letters."""
    return directory().find(label)


def said(key: str, name: str) -> str:
    """Give the name within a sentence of a party that is listed under a name: “the Republic of Korea”.

    A party of another name than the directory's, such as one of an exercise, is called as it is listed.
    """
    fact = parties().get(key)
    return fact.said if fact and name in (fact.name, *fact.aka) else name


def load(folder: Path) -> Directory:
    """Read all `*.toml` of a folder; raise InstrumentError with file, line and reason."""
    facts: dict[str, PartyFact] = {}
    labels: dict[str, str] = {}
    for path in sorted(folder.glob("*.toml"), reverse=True):
        top, entries = read(path, "party")
        top.refuse_unknown(())
        for entry in entries:
            fact = _fact(entry)
            facts[fact.key] = fact
            _name(labels, entry, fact)
    for fact in facts.values():
        if fact.under and fact.under not in facts:
            raise InstrumentError("bodies.toml", None, f"{fact.key}: under: no party or body {fact.under}")
    return Directory(MappingProxyType(facts), MappingProxyType(labels))


def _fact(entry: Entry) -> PartyFact:
    entry.refuse_unknown(KEYS)
    kind = entry.choice("kind", KINDS)
    body_class = entry.choice("body_class", BODY_CLASSES) if kind == "body" else ""
    if kind != "body" and "body_class" in entry.values:
        raise entry.wrong("body_class", "belongs to kind body only")
    languages = entry.texts("languages")
    for language in languages:
        if language not in LANGUAGES:
            raise entry.wrong("languages", f"{language!r} is not one of {', '.join(LANGUAGES)}")
    return PartyFact(
        key=entry.text("key"),
        name=entry.text("name"),
        said=entry.text("said", entry.text("name")),
        kind=kind,
        zone=entry.text("zone"),
        place=entry.text("place", ""),
        languages=languages,
        aka=entry.texts("aka"),
        body_class=body_class,
        under=entry.text("under", ""),
        note=entry.text("note", ""),
    )


def _name(labels: dict[str, str], entry: Entry, fact: PartyFact) -> None:
    """Enter all names of a fact; raise InstrumentError where a name is taken."""
    names: Iterable[str] = dict.fromkeys(_plain(label) for label in (fact.key, fact.name, *fact.aka))
    for name in names:
        if name in labels:
            raise entry.wrong("key", f"{name!r} already names {labels[name]}")
        labels[name] = fact.key


def _plain(label: str) -> str:
    return " ".join(label.split()).casefold()
