"""What the docket answers when it does not record an act."""

from dataclasses import field

from consult.i18n import _
from consult.refusals import Closed
from workflows.kernel.frozen import dataclass


class Stale(Closed):
    """The case has moved since the page was drawn, or somebody else was first."""

    def __init__(self, state: str, n: int) -> None:
        """Keep where the case is now."""
        super().__init__(_("The case has moved on while this page was open. Look at it again before you act."))
        self.state, self.n = state, n


class NotCleared(Closed):
    """A paper may not leave the party before an authorising official has cleared this very text."""

    def __init__(self) -> None:
        """Say what is missing."""
        super().__init__(_("An authorising official of your party has to clear this text before it is dispatched."))


class Reused(ValueError):
    """An idempotency key that was used for another request."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__(_("This key was used for another request; nothing was recorded."))


@dataclass(frozen=True, slots=True)
class Receipt:
    """What an act left in the record: case, its number there, its place in the log; and the last act that its author
    may see of the case then, where that needs no look."""

    ref: str
    case_id: int
    n: int
    seq: int
    repeated: bool = False
    last_n: int | None = field(default=None, compare=False)
    """No part of what was recorded: the same receipt, given again, does not know it."""
