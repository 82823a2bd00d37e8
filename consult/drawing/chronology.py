"""What a timeline is drawn from: marks, time limits, and the words around them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from consult.drawing.instants import Unit, as_instant

Binding = Literal["law", "agreed", "soft", "default"]
MarkKind = Literal["act", "physical"]
BINDINGS: tuple[Binding, ...] = ("law", "agreed", "soft", "default")
MARK_KINDS: tuple[MarkKind, ...] = ("act", "physical")
BINDING_CLASS: dict[str, Binding] = {
    "LAW_T": "law",
    "LAW_N": "law",
    "LAW_A": "agreed",
    "SOFT": "soft",
    "DEFAULT": "default",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """Something at one date or aware instant: an act in the case, or a physical date of the activity."""

    on: date
    label: str
    kind: MarkKind = "act"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """A time limit from its start to its end, or without end; `closed` when nothing waits for it any more."""

    start: date
    end: date | None
    label: str
    binding: Binding
    note: str = ""
    closed: bool = False


def _say_date(when: date) -> str:
    """Write a date, and for an instant also hour, minute and zone."""
    if not isinstance(when, datetime):
        return when.isoformat()
    instant = as_instant(when)
    return f"{instant:%Y-%m-%d}" if not (instant.hour or instant.minute) else f"{instant:%Y-%m-%d %H:%M} UTC"


def _say_tick(when: datetime, unit: Unit) -> str:
    """Write a round instant as short as its unit allows."""
    if unit == "year":
        return str(when.year)
    if unit == "month":
        return f"{when:%Y-%m}"
    return f"{when:%Y-%m-%d}" if unit == "day" else f"{when:%m-%d %H:%M}"


@dataclass(frozen=True, slots=True)
class TimeWords:
    """The words and dates of a timeline, in English and ISO form unless the caller translates them."""

    limits: str = "Time limits"
    events: str = "Acts and physical dates"
    today: str = "now"
    law: str = "law"
    agreed: str = "agreed"
    soft: str = "soft, not binding"
    default: str = "product default, no legal limit"
    act: str = "act"
    physical: str = "physical date"
    ahead: str = "still ahead"
    endless: str = "no end"
    closed: str = "closed"
    say_date: Callable[[date], str] = _say_date
    say_tick: Callable[[datetime, Unit], str] = _say_tick

    def of(self, kind: Binding | MarkKind) -> str:
        """Return the word for a binding or a kind of mark."""
        return str(getattr(self, kind))


WORDS = TimeWords()


def check(events: Sequence[Mark], spans: Sequence[Span]) -> None:
    """Raise ValueError for a limit that ends before it starts, or an unknown binding or kind."""
    for span in spans:
        if span.end is not None and as_instant(span.end) < as_instant(span.start):
            raise ValueError(f'The limit "{span.label}" ends before it starts.')
        if span.binding not in BINDINGS:
            raise ValueError(f'A limit binds as one of {", ".join(BINDINGS)}; "{span.binding}" is not.')
    for mark in events:
        if mark.kind not in MARK_KINDS:
            raise ValueError(f'A mark is one of {", ".join(MARK_KINDS)}; "{mark.kind}" is not.')
