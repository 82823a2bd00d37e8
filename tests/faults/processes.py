"""Processes that are made to be killed: each is parted from one process that has loaded the tests and the procedures,
so that it begins at once, and shares nothing with the one that runs the tests.

That one process is made when the first of them is asked for, and nothing can be added to it later: so it loads what all
faults need, whichever of them comes first.
"""

import multiprocessing
from pathlib import Path

from tests.consult.docket.conftest import PROCEDURES
from workflows import catalogue

PROCESSES = multiprocessing.get_context("forkserver")
TESTS = sorted(f"tests.faults.{one.stem}" for one in Path(__file__).parent.glob("test_*.py"))
PROCESSES.set_forkserver_preload(TESTS)
catalogue(PROCEDURES)
