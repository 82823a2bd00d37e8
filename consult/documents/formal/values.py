"""What is known of one filing that is to stand on paper: who writes to whom, what was answered, and what the record
keeps of it.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from workflows.kernel.frozen import dataclass


class Attached(Protocol):
    """A document that an answer names."""

    @property
    def digest(self) -> str:
        """Its SHA-256, in hex."""

    @property
    def name(self) -> str:
        """Its name."""


class Source(Protocol):
    """The provision behind a question."""

    @property
    def citation(self) -> str:
        """How it is cited in short."""

    @property
    def is_product(self) -> bool:
        """Whether no provision stands behind the question."""


class Answer(Protocol):
    """One answer of a filing as it is read (`consult.forms.ReadField`)."""

    @property
    def key(self) -> str:
        """The key of the question."""

    @property
    def label(self) -> str:
        """The question."""

    @property
    def kind(self) -> str:
        """The type of the question."""

    @property
    def state(self) -> str:
        """Given, unknown, withheld or unanswered."""

    @property
    def level(self) -> str:
        """The level of the question, where it has one of its own."""

    @property
    def note(self) -> str:
        """What is said in place of an answer."""

    @property
    def lines(self) -> Sequence[str]:
        """The answer in words."""

    @property
    def provision(self) -> Source:
        """The provision behind the question."""

    @property
    def entries(self) -> Sequence[Sequence["Answer"]]:
        """What a list or a group holds."""

    @property
    def documents(self) -> Sequence[Attached]:
        """The documents that it names."""


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes or is written to: its full name (mostly an organ of a party), the same within a sentence, the party
    within a sentence, and the office of whoever acts."""

    name: str
    said: str
    party: str
    office: str = ""


@dataclass(frozen=True, slots=True)
class Annex:
    """A document that goes with the paper."""

    name: str
    media: str
    size: int
    digest: str
    language: str
    level: str


@dataclass(frozen=True, slots=True)
class Signed:
    """One of those whose agreement a text needs: with the day on which it was given, or without while it is not."""

    party: str
    office: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """What the record keeps of a filing. ``is_part`` says that the reader does not read all of it: the digest is then
    that of what it reads. ``address`` is where the act stands, ``proof`` where its receipt does, ``entry`` where its
    entry of the log does, whose number ends it."""

    n: int
    recorded_at: datetime
    on: datetime
    day: date | None
    digest: str
    is_part: bool
    address: str
    proof: str
    entry: str


@dataclass(frozen=True, slots=True)
class FormalPaper:
    """One filing as one reader may read it, in words of the language in use.

    ``form`` is one of the kernel's forms of paper; ``sections`` gives the heading of the part in which each question
    stands; ``record`` is None for a paper that is not filed; ``dated`` is the day in the sender's zone; ``basis`` are
    the provisions in full with what they bind and, where they were not read in the text, how they are known; ``short``
    the same as they stand beside questions.
    """

    form: str
    title: str
    step: str
    ref: str
    number: str
    case_title: str
    procedure: str
    sender: Writer
    addressees: tuple[Writer, ...]
    parties: tuple[str, ...]
    basis: tuple[tuple[str, str], ...]
    short: frozenset[str]
    answers: tuple[Answer, ...]
    sections: Mapping[str, str]
    annexes: tuple[Annex, ...]
    signed: tuple[Signed, ...]
    marks: tuple[str, ...]
    level: str
    language: str
    filed_language: str
    digest: str
    place: str = ""
    dated: date | None = None
    on_behalf_of: str = ""
    presented_by: str = ""
    """The party that acted in the sender's name; empty where the sender acted itself."""
    is_whole: bool = True
    record: Record | None = None
    notes: tuple[str, ...] = ()
