"""The index of features: where, when and on which frequencies the newest version of each entry is."""

from typing import Any

from sqlalchemy import Connection


def write(connection: Connection, entry: Any, version_id: int, new: Any) -> int:
    """Put the features of a version into the index and give their number."""
    return 0


def drop(connection: Connection, version_id: int, features: int) -> None:
    """Take the features of a version out of the index."""
