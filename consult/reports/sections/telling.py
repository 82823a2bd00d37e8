"""Figures and lines in the form that every section shares: counts of cases and acts with their sources, and days."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from statistics import median

from consult.reports.matters import Entry, Matter
from consult.reports.values import Figure, Unit


def count_cases(key: str, found: Sequence[tuple[Matter, Entry]], sentence: str, *, is_told: bool = True) -> Figure:
    """Count cases by one act of each, so that the number is that of its sources."""
    sources = tuple(act.id for _one, act in found)
    return Figure(key, len(sources), "cases", sentence, sources, is_told=is_told, cases=refs(one for one, _ in found))


def count_acts(key: str, found: Sequence[tuple[Matter, Entry]], sentence: str, *, is_told: bool = True) -> Figure:
    """Count acts."""
    sources = tuple(act.id for _one, act in found)
    return Figure(key, len(sources), "acts", sentence, sources, is_told=is_told, cases=refs(one for one, _ in found))


def plain(key: str, value: int, unit: Unit, sentence: str, reckoned: str, *, is_told: bool = True) -> Figure:
    """Tell a number that is reckoned otherwise than by counting its acts."""
    return Figure(key, value, unit, sentence, reckoned=reckoned, is_told=is_told)


def refs(matters: Iterable[Matter]) -> tuple[str, ...]:
    """Give the references of cases, each once, in their order."""
    return tuple(dict.fromkeys(one.ref for one in matters))


def day(at: datetime) -> str:
    """Write the day of an instant, in UTC, as RFC 3339 has it."""
    return at.astimezone(UTC).date().isoformat()


def instant(at: datetime) -> str:
    """Write an instant in UTC as RFC 3339 has it."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def middle(seconds: Sequence[int]) -> int:
    """Give the median in whole seconds."""
    return round(median(seconds))


def days_of(seconds: int) -> str:
    """Write seconds as days with one digit after the point."""
    return f"{seconds / 86400:.1f}"
