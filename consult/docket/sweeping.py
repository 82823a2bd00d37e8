"""The sweep over the cases in which something has lapsed."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Engine

from consult import db
from consult.docket import case_rows


def sweep_cases(engine: Engine, settle: Callable[[str, datetime], int], at: datetime, batch: int) -> int:
    """Settle each case that is due by a moment; give the number of acts, or raise the faults of all that failed."""
    taken, faults = 0, []
    with db.reading(engine) as connection:
        due = case_rows.due_cases(connection, at, batch)
    for ref in due:
        try:
            taken += settle(ref, at)
        except Exception as fault:  # noqa: BLE001 - every fault is raised below, once the other cases are done
            fault.add_note(f"case {ref}")
            faults.append(fault)
    if faults:
        raise ExceptionGroup("some cases could not be settled", faults)
    return taken
