"""The inventory: every column of every table holds personal data, and then stands here, or holds none, and then stands
in `without.toml` beside this file. A column that stands in neither fails a test of the house.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from consult.personal.of_account import ACCOUNTS
from consult.personal.of_record import RECORD
from consult.personal.values import DELETES, Holding

INVENTORY: tuple[Holding, ...] = (*ACCOUNTS, *RECORD)
WITHOUT = Path(__file__).with_name("without.toml")


@cache
def columns_without() -> Mapping[str, frozenset[str]]:
    """Give, by table, the columns that hold no personal data."""
    told = tomllib.loads(WITHOUT.read_text(encoding="utf-8"))
    return {table: frozenset(columns) for table, columns in told.items()}


def deleted_with_account() -> tuple[Holding, ...]:
    """Give what is deleted when the account of a person is erased, what points to others first."""
    return tuple(one for one in reversed(INVENTORY) if one.erased == DELETES)


def of_person() -> tuple[Holding, ...]:
    """Give what an export of a person's data is made of."""
    return tuple(one for one in INVENTORY if one.whose is not None)
