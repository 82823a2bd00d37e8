"""Time limits as lists that lead on: of one case, and of all cases of a party."""

from consult.api.values.cases import DeadlineValue
from consult.api.values.desk import DueValue
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class LimitList:
    """The limits of a case, the first to end first; `next` is the address of the page that follows."""

    items: tuple[DeadlineValue, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class DeadlineList:
    """The limits of all cases of a party, the first to end first; `next` is the address of the page that follows."""

    items: tuple[DueValue, ...]
    next: str | None
