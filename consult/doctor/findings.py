"""One finding of an examination, and how grave it is."""

from datetime import UTC, datetime
from enum import StrEnum

from workflows.kernel.frozen import dataclass


class Degree(StrEnum):
    """Sound, worth a look, or wrong: what is wrong endangers the record, its readers or its secrets."""

    SOUND = "sound"
    LOOK = "look"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found of one part: the sentence, and how to mend it where it is not sound."""

    part: str
    degree: Degree
    says: str
    mends: str = ""


def instant(at: datetime) -> str:
    """Write an instant for whoever reads findings: to the minute, in UTC."""
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def sound(part: str, says: str) -> Finding:
    """Find nothing to mend."""
    return Finding(part, Degree.SOUND, says)


def look(part: str, says: str, mends: str) -> Finding:
    """Find something that somebody should look at."""
    return Finding(part, Degree.LOOK, says, mends)


def wrong(part: str, says: str, mends: str) -> Finding:
    """Find something that must be mended."""
    return Finding(part, Degree.WRONG, says, mends)
