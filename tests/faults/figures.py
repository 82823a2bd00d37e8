"""How far a fault is taken: briefly with every run of the tests, and at the figures of `docs/faults.md` in `make
faults`, which sets CONSULT_FAULTS=full. What was seen is kept beside the result of a test and told when the run is
over.
"""

import os
from typing import TypeVar

FULL = os.environ.get("CONSULT_FAULTS") == "full"
PROPERTY = "fault"
"""The property of a test's report under which a figure is kept."""
T = TypeVar("T")


def figure(usual: T, full: T) -> T:
    """Choose a figure: the usual one, or the full one in `make faults`."""
    return full if FULL else usual
