"""What stays in hand of something that was recorded."""

from datetime import datetime

from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class CaseReceipt:
    """A case that was opened."""

    ref: str
    href: str


@dataclass(frozen=True, slots=True)
class ActReceipt:
    """An act that was recorded: its number in the case, its entry in the log, and what the case shows since.
    `repeated` says that it is the first answer to a request that came again."""

    case: str
    n: int
    log_entry: int
    seen: int
    recorded_at: datetime
    repeated: bool
    href: str
