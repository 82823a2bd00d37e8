"""What surrounds every page: who acts for whom, the way to the other pages, language and direction."""

from datetime import date, datetime

from consult.pages.log.record import RecordLine
from consult.standing import Standing
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Way:
    """One entry of the navigation."""

    label: str
    href: str
    here: bool


@dataclass(frozen=True, slots=True)
class Shell:
    """The frame of a page; without a standing it shows no navigation."""

    language: str
    direction: str
    exercise: bool
    name: str = ""
    standing: Standing | None = None
    today: date | None = None
    last_sign_in: datetime | None = None
    ways: tuple[Way, ...] = ()
    record: RecordLine | None = None
    home: str = "/"
    sign_in: str = ""
    """Where to sign in, on pages that are for everybody."""
    languages: tuple[tuple[str, str], ...] = ()
    """The languages in which this page can be read, each with its address, where no settings of a person choose one."""

    @property
    def days_left(self) -> int | None:
        """Answer in how many days the mandate ends, None where it has no last day."""
        if self.standing is None or self.standing.valid_until is None or self.today is None:
            return None
        return (self.standing.valid_until - self.today).days
