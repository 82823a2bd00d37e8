"""What was served lately is looked for among the newest services of a party, and further back where it must be."""

from consult import casebook
from consult.db import reading
from consult.visibility import Viewer
from tests.consult.docket.conftest import START, Office
from tests.consult.docket.test_taking import BODY


def requests(office: Office, n: int) -> list[str]:
    """Let Japan serve requests on France and Korea, each in a case of its own."""
    refs = [office.docket.open(office.standings["JPN"], "berth", at=START, title="").ref for _i in range(n)]
    for ref in refs:
        office.take("JPN", ref, "ask", body=BODY)
    return refs


def served(office: Office, viewer: Viewer, most: int) -> list[str]:
    """Name the cases in which something was served on a viewer lately."""
    with reading(office.engine) as connection:
        return [row.ref for row in casebook.served_on(connection, viewer, most=most)]


def test_of_twelve_services_the_two_newest_are_found(office: Office) -> None:
    """Two are wanted, so the newest eight are looked at."""
    refs = requests(office, 12)

    assert served(office, Viewer("FRA"), 2) == [refs[11], refs[10]]


def test_a_mandate_for_the_oldest_of_twelve_cases_finds_what_was_served_there(office: Office) -> None:
    """It may see none of the newest, and is not told less for that."""
    refs = requests(office, 12)

    assert served(office, Viewer("FRA", cases=frozenset(refs[:1])), 2) == [refs[0]]
