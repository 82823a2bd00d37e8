"""What is told of one silence: its text, its clock, what must be there, who spoke, and what came of it."""

from datetime import datetime

from workflows.kernel.frozen import dataclass
from workflows.kernel.words import Citation

RUNNING, STOPPED, ADOPTED, BROKEN, ENDED = "running", "stopped", "adopted", "broken", "ended"
TONES = {RUNNING: "good", STOPPED: "warn", ADOPTED: "plain", BROKEN: "warn", ENDED: "plain"}


@dataclass(frozen=True, slots=True)
class Spoken:
    """What somebody said or did in a silence: who, when, by which act, in which words."""

    party: str
    at: datetime
    n: int
    words: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Needed:
    """One thing that must be there while silence runs: its words, whether it is, and what is missing."""

    words: str
    met: bool
    missing: str = ""


@dataclass(frozen=True, slots=True)
class SilenceView:
    """One silence: its text, its clock, what must be there, and what came of it."""

    ref: str
    case_title: str
    procedure_title: str
    exercise: bool
    n: int
    opened_at: datetime
    opened_by: str
    heading: str
    words: str
    digest: str
    status: str
    says: str
    tone: str
    ends_at: datetime | None
    zone: str
    left: str
    needed: tuple[Needed, ...]
    entitled: tuple[str, ...]
    silent: tuple[str, ...]
    broke: tuple[Spoken, ...]
    explained: tuple[Spoken, ...]
    late: tuple[Spoken, ...]
    clock: tuple[Spoken, ...]
    letter: Spoken | None
    opener: str
    entitled_keys: tuple[str, ...]
    silent_keys: tuple[str, ...]
    binding: str
    under: tuple[Citation, ...]

    @property
    def is_live(self) -> bool:
        """Say whether it lies under silence now."""
        return self.status in (RUNNING, STOPPED)
