"""The index of the register, made anew while somebody records another version of an entry."""

import pytest
from sqlalchemy import Connection

from consult.db import reading, writing
from consult.lunar import register
from consult.lunar.checking import index_findings
from consult.lunar.register import NewVersion, Origin
from tests.consult.docket.conftest import Office
from tests.consult.docket.racing import in_turn
from tests.consult.lunar.conftest import NOTICED, ROVER
from tests.consult.lunar.test_runs import DECEMBER, LATER


@pytest.mark.parametrize("first", ["rebuilt", "recorded"])
def test_a_version_that_comes_while_the_index_is_made_anew_stands_there_once(office: Office, first: str) -> None:
    """7 December 2026: words are erased, which makes the index anew, as Japan files a later last day of its rover.
    Whoever comes first, the index holds the newest version and nothing of the one before."""
    origin = Origin("import", "JPN")
    with writing(office.engine) as connection:
        entry = register.record(connection, origin, NewVersion(ROVER, NOTICED, party="JPN")).entry_id

    def record(connection: Connection) -> None:
        register.record(connection, origin, NewVersion(LATER, DECEMBER, party="JPN"), entry)

    does = {"rebuilt": (register.rebuild, record), "recorded": (record, register.rebuild)}[first]

    def then() -> None:
        with writing(office.engine) as connection:
            does[1](connection)

    _done, answer = in_turn(office.engine, does[0], then)

    assert not isinstance(answer, Exception), answer
    with reading(office.engine) as connection:
        assert [] == list(index_findings(connection))
