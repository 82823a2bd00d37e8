"""The roster of neutrals: whom parties to a dispute may nominate. Nobody's cases stand here, nor how many they are."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection

from consult import people, words
from consult.i18n import LANGUAGE_NAMES, _, _l
from consult.people import SERVES_AS
from workflows import parties as known
from workflows.kernel.frozen import dataclass

BY_NAME, BACKWARDS, BY_DATE = "name", "-name", "since"
ORDERS = ((BY_NAME, _l("Name, A to Z")), (BACKWARDS, _l("Name, Z to A")), (BY_DATE, _l("Listed since")))


@dataclass(frozen=True, slots=True)
class NeutralLine:
    """One neutral as the roster has it today."""

    key: str
    name: str
    serves_as: tuple[str, ...]
    nationalities: tuple[str, ...]
    languages: tuple[str, ...]
    expertise: str
    listed_by: str
    listed_from: date
    listed_until: date | None
    kinds: tuple[str, ...]
    states: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RosterPage:
    """Everybody listed on a day who fits what was asked, with the choices to ask by."""

    title: str
    on: date
    lines: tuple[NeutralLine, ...]
    is_filtered: bool
    serving: str
    language: str
    order: str
    kinds: tuple[tuple[str, str], ...]
    languages: tuple[tuple[str, str], ...]
    orders: tuple[tuple[str, str], ...]


def roster_page(conn: Connection, on: date, serving: str = "", language: str = "", order: str = "") -> RosterPage:
    """Draw up the roster on a day, for those who serve as something and in a language; an unknown choice is none."""
    serving = serving if serving in SERVES_AS else ""
    language = language if language in LANGUAGE_NAMES else ""
    order = order if order in dict(ORDERS) else BY_NAME
    found = [row for row in people.list_neutrals(conn, on) if _fits(row, serving, language)]
    return RosterPage(
        title=_("Neutrals"),
        on=on,
        lines=tuple(neutral_line(conn, row) for row in _sorted(found, order)),
        is_filtered=bool(serving or language),
        serving=serving,
        language=language,
        order=order,
        kinds=tuple((key, words.name(words.SERVES_AS, key)) for key in SERVES_AS),
        languages=tuple(LANGUAGE_NAMES.items()),
        orders=tuple((key, str(label)) for key, label in ORDERS),
    )


def neutral_line(conn: Connection, row: Any) -> NeutralLine:
    """Draw up one neutral."""
    states = known.parties()
    return NeutralLine(
        key=row.party_key,
        name=row.name,
        serves_as=tuple(words.name(words.SERVES_AS, key) for key in row.serves_as),
        nationalities=tuple(states[key].name if key in states else key for key in row.nationalities),
        languages=tuple(row.languages),
        expertise=row.expertise,
        listed_by=people.find_party(conn, row.listed_by).name if row.listed_by else "",
        listed_from=row.listed_from,
        listed_until=row.listed_until,
        kinds=tuple(row.serves_as),
        states=tuple(row.nationalities),
    )


def _fits(row: Any, serving: str, language: str) -> bool:
    return (not serving or serving in row.serves_as) and (not language or language in row.languages)


def _sorted(rows: Sequence[Any], order: str) -> list[Any]:
    if order == BY_DATE:
        return sorted(rows, key=lambda row: (row.listed_from, row.name.casefold()))
    return sorted(rows, key=lambda row: row.name.casefold(), reverse=order == BACKWARDS)
