"""How far a fault is taken: briefly with every run of the tests, at the figures of `docs/faults.md` in `make faults`,
which sets CONSULT_FAULTS=full, and further in `make nightly`, which sets CONSULT_FAULTS=nightly. What was seen is kept
beside the result of a test and told when the run is over.
"""

import os
from typing import TypeVar

NIGHTLY = os.environ.get("CONSULT_FAULTS") == "nightly"
FULL = NIGHTLY or os.environ.get("CONSULT_FAULTS") == "full"
PROPERTY = "fault"
"""The property of a test's report under which a figure is kept."""
T = TypeVar("T")


def figure(usual: T, full: T, nightly: T | None = None) -> T:
    """Choose a figure: the usual one, the full one in `make faults`, and in `make nightly` one further still where a
    test has it."""
    if NIGHTLY and nightly is not None:
        return nightly
    return full if FULL else usual
