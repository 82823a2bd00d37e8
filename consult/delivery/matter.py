"""What a service is about: the case as it stands, on the edition that it runs on."""

from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, select

from consult.docket.editions import Editions
from consult.models.cases import CASES
from workflows.kernel.case import Case
from workflows.kernel.summaries import load


@lru_cache(maxsize=1)
def _editions() -> Editions:
    return Editions()


def case_of(connection: Connection, case_id: int) -> Case:
    """Read a case as it was stored with its last act."""
    row = connection.execute(select(CASES.c.edition, CASES.c.summary).where(CASES.c.id == case_id)).one()
    return read_case(connection, row)


def read_case(connection: Connection, row: Any) -> Case:
    """Read a case from its row, of which edition and summary are needed."""
    return load(_editions().of(connection, row.edition), row.summary)
