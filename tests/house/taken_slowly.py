"""Somebody who takes an answer slowly: what of the database it holds meanwhile."""

from sqlalchemy import Engine
from werkzeug.test import TestResponse

from consult.db import pools


def in_use(engine: Engine) -> int:
    """Count the connections of an engine that somebody has."""
    return sum(pool.checkedout() for pool in pools(engine))  # type: ignore[attr-defined]  # of pools that have a size


def holds_a_connection(engine: Engine, answer: TestResponse) -> bool:
    """Take an answer piece by piece, and say whether a connection was in use at any of them; the answer has them all
    afterwards. Nobody else may ask meanwhile."""
    used, pieces = [in_use(engine)], []
    for piece in answer.response:
        pieces.append(piece)
        used.append(in_use(engine))
    answer.response = pieces
    return any(used)
