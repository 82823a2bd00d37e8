"""What may be chosen in a form: parties, organs, documents of the case, zones, and where a provision can be read."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from workflows.kernel.fields import OFFERED, Field
from workflows.kernel.frozen import dataclass
from workflows.kernel.words import Citation


class PartyChoice(NamedTuple):
    """A State, an organisation, a body or a neutral that may be named; `kind` is state, igo, body, neutral, or retired
    for a neutral who is listed no longer; `note` is what a neutral serves as."""

    key: str
    name: str
    kind: str = "state"
    note: str = ""


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

    def offered_for(self, spec: Field) -> tuple[PartyChoice, ...]:
        """Give the parties to choose from for a question, by kind and by name: those of the kinds that it offers, and
        oneself only where it may be answered so."""
        order = OFFERED[spec.offers]
        found = [one for one in self.parties if one.kind in order and (spec.oneself or one.key != self.own)]
        return tuple(sorted(found, key=lambda one: order.index(one.kind)))

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
