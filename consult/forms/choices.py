"""What may be chosen in a form: parties, organs, documents of the case, zones, and where a provision can be read."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from workflows.kernel.words import Citation


class PartyChoice(NamedTuple):
    """A State, an organisation or a body that may be named; `kind` is state, igo or body."""

    key: str
    name: str
    kind: str = "state"


class OrganChoice(NamedTuple):
    """An organ that may be named."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class DocumentChoice:
    """A document of the case that may be attached; `href` is where it can be fetched, empty where it cannot."""

    digest: str
    name: str
    media: str = ""
    size: int = 0
    language: str = ""
    level: str = ""
    href: str = ""


def no_address(_: Citation) -> str:
    """Answer that a provision has no page."""
    return ""


@dataclass(frozen=True, slots=True)
class Offered:
    """All that may be chosen; the first zone is the party's own, and ``own`` the party that fills in the form."""

    parties: tuple[PartyChoice, ...] = ()
    organs: tuple[OrganChoice, ...] = ()
    documents: tuple[DocumentChoice, ...] = ()
    zones: tuple[str, ...] = ("UTC",)
    language: str = "en"
    href: Callable[[Citation], str] = no_address
    own: str = ""

    def others_or_oneself(self, oneself: bool) -> tuple[PartyChoice, ...]:
        """Give the parties to choose from: all others, and oneself where a question may be answered so."""
        return tuple(one for one in self.parties if oneself or one.key != self.own)

    def party_name(self, key: str) -> str:
        """Answer a party's name, or its key where it is not known here."""
        return next((one.name for one in self.parties if one.key == key), key)


def parties_of(given: Iterable[Sequence[str]]) -> tuple[PartyChoice, ...]:
    """Take pairs of key and name, or triples with a kind."""
    return tuple(PartyChoice(*one) for one in given)


def organs_of(given: Iterable[Sequence[str]]) -> tuple[OrganChoice, ...]:
    """Take pairs of key and name."""
    return tuple(OrganChoice(*one) for one in given)


def zones_of(given: Iterable[str]) -> tuple[str, ...]:
    """Put the zones in order, each once, UTC always among them."""
    return tuple(dict.fromkeys([*(zone for zone in given if zone), "UTC"]))
