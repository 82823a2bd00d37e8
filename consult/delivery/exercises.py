"""What is an exercise does not leave the product: no mail, no report, no public list, and no webhook but to an endpoint
that a party registered for exercises alone (`consult.delivery.webhooks`).

Whoever asks for a message about a case asks here first. In an installation that is an exercise as a whole every case
is one, so that none of its messages leaves either.
"""

from typing import Any

from sqlalchemy import Connection, select

from consult.models.cases import CASES


def leaves_the_product(case: Any) -> bool:
    """Say whether messages about a case (a row with `exercise`) may leave the product."""
    return not case.exercise


def case_leaves_the_product(connection: Connection, case_id: int) -> bool:
    """Say the same of a case by its number; one that is not there leaves nothing."""
    row = connection.execute(select(CASES.c.exercise).where(CASES.c.id == case_id)).first()
    return row is not None and leaves_the_product(row)
