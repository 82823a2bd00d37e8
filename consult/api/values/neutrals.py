"""The roster of neutrals as a machine reads it."""

from datetime import date

from consult.api.values.cases import Named
from consult.pages.neutrals import NeutralLine, RosterPage
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class NeutralItem:
    """One neutral: as what it may be nominated, of which nationalities, in which languages, listed by whom and since
    when."""

    key: str
    name: str
    serves_as: tuple[Named, ...]
    nationalities: tuple[Named, ...]
    languages: tuple[str, ...]
    expertise: str
    listed_by: str
    listed_from: date
    listed_until: date | None
    href: str


@dataclass(frozen=True, slots=True)
class NeutralList:
    """Everybody listed on a day who fits what was asked."""

    items: tuple[NeutralItem, ...]
    next: str | None
    on: date


def neutral_list(page: RosterPage, base: str) -> NeutralList:
    """Write the roster from its page."""
    return NeutralList(tuple(_item(one, base) for one in page.lines), None, page.on)


def _item(one: NeutralLine, base: str) -> NeutralItem:
    return NeutralItem(
        one.key,
        one.name,
        tuple(map(Named, one.kinds, one.serves_as)),
        tuple(map(Named, one.states, one.nationalities)),
        one.languages,
        one.expertise,
        one.listed_by,
        one.listed_from,
        one.listed_until,
        f"{base}/parties/{one.key}",
    )
