"""Which reader of the register a standing or a party is: on the rolls of which charters it reads what is for
participants."""

from collections.abc import Iterator
from functools import partial

from sqlalchemy import Connection

from consult.docket.editions import Editions
from consult.docket.rolls import classes_of, departed
from consult.lunar.reader import Left, Reader
from consult.standing import OFFICE_ORGANS, Standing
from workflows.lunar.charters import charters
from workflows.lunar.roles import PARTICIPATION

ONLY_PUBLIC = "C0"


def reader_of(connection: Connection, editions: Editions, standing: Standing | None) -> Reader:
    """Give the reader that a standing is; whoever is not signed in reads what is public."""
    if standing is None:
        return Reader()
    if keeps_register(standing):
        return keeper(connection, editions, standing.party_key)
    return reader_for(connection, editions, standing.party_key)


def keeps_register(standing: Standing) -> bool:
    """Say whether somebody is staff of the secretariat of a charter, which keeps the register and reads all of it."""
    keepers = {one.secretariat for one in charters().values()}
    return standing.organ_kind in OFFICE_ORGANS and standing.party_key in keepers and "office" in standing.capacities


def reader_for(connection: Connection, editions: Editions, party: str) -> Reader:
    """Give the reader that a party is by the rolls, and by the rolls of exercises."""
    on = partial(_charters, connection, editions, party)
    known = {exercise: on(exercise=exercise) for exercise in (False, True)}
    left = (one for one in _left(connection, editions) if one[2] == party or one[1] in known[one[0]])
    return Reader(party, known[False], known[True], left=frozenset(left))


def keeper(connection: Connection, editions: Editions, party: str = "") -> Reader:
    """Give the reader that reads everything, and knows who takes part no more."""
    return Reader(party, keeps=True, left=frozenset(_left(connection, editions)))


def _left(connection: Connection, editions: Editions) -> Iterator[Left]:
    for exercise in (False, True):
        for charter, state in departed(connection, editions, PARTICIPATION, exercise=exercise):
            yield exercise, charter, state


def _charters(connection: Connection, editions: Editions, party: str, *, exercise: bool) -> frozenset[str]:
    """Name the charters in which a class of the party reads what is for participants."""
    held = partial(classes_of, connection, editions, PARTICIPATION, party=party, exercise=exercise)
    reading = {key: {of.key for of in one.classes if of.sees != ONLY_PUBLIC} for key, one in charters().items()}
    return frozenset(key for key, classes in reading.items() if classes & held(under=key))
