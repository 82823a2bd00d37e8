"""Benchmarks: ratios formed inside interleaved rounds of one run, printed beside a fixed calibration loop; only ratios
can fail.
"""

import hashlib
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from tests.consult.docket.conftest import Office, build_office

__all__ = ["Office"]


@pytest.fixture(autouse=True, scope="module")
def full_price(wait_for_the_disk: None) -> None:
    """Measure with the disk, as in the product."""


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Give a docket over a fresh SQLite file."""
    built = build_office(f"sqlite:///{tmp_path / 'consult.sqlite'}", tmp_path)
    yield built
    built.engine.dispose()


def seconds(work: Callable[[], object]) -> float:
    """Time one call."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def both_times(work: Callable[[], object]) -> tuple[float, float]:
    """Time one call, and the time of the processor in it, which no slow disk hides and no busy neighbour lengthens
    much."""
    start = time.process_time()
    passed = seconds(work)
    return passed, time.process_time() - start


def calibration() -> float:
    """Time a fixed loop, to read other figures against."""
    return seconds(lambda: [hashlib.sha256(b"calibration" * 50).digest() for _i in range(20_000)])


def ratio(
    name: str,
    over: Sequence[float],
    under: Sequence[float],
    floor: float | None = None,
    aim: float | None = None,
    *,
    most: bool = False,
) -> float:
    """Print a ratio of medians with its spread; fail below the floor (above it where ``most`` says that small is
    good)."""
    each = sorted(a / b for a, b in zip(over, under, strict=True))
    found = statistics.median(each)
    spread = f"{each[0]:.2f} to {each[-1]:.2f}"
    print(f"\n{name}: {found:.2f} ({spread}); floor {floor}, aim {aim}; calibration {calibration() * 1000:.0f} ms")
    if floor is not None and not (found <= floor if most else found >= floor):
        pytest.fail(f"{name}: {found:.2f} is beyond its floor {floor}")
    return found
