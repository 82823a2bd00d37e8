"""What a case itself keeps of words that were erased: its title, where an erased filing gave it."""

from collections.abc import Collection

from sqlalchemy import Connection, select, update

from consult.models.cases import CASES
from consult.search.rows import forget_title_of


def forget_title(connection: Connection, case_id: int, words: Collection[str]) -> bool:
    """Empty the title of a case where it is one of the texts of an erased filing, and take it out of what search finds
    the case by; say whether it was."""
    title = connection.execute(select(CASES.c.title).where(CASES.c.id == case_id)).scalar_one()
    if not title or title not in {one.strip() for one in words}:
        return False
    connection.execute(update(CASES).where(CASES.c.id == case_id).values(title=""))
    forget_title_of(connection, case_id, title)
    return True
