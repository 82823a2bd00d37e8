"""In whose place an act was taken: the office in which the substitute stands otherwise, the absent person, the end."""

from datetime import date

from consult.casebook import Entry
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class InPlaceLine:
    """What stands beside an act of a substitute for good; the person's name for the own party alone."""

    own_office: str
    person: str
    until: date


def in_place_line(entry: Entry) -> InPlaceLine | None:
    """Draw up in whose place an act was taken, None for an act in one's own place."""
    if not entry.act.substitute:
        return None
    _key, own_office, until = entry.act.substitute
    return InPlaceLine(own_office, entry.for_person or "", date.fromisoformat(until))
