"""The API covers the pages: each route of a page is answered by an operation, or says why a machine has no business
there.
"""

import pytest

from consult import create_app
from consult.api.catalogue import NOUNS
from consult.settings import Settings
from tests.house.api_covers import ANSWERED, BEYOND_PAGES, FOR_PEOPLE

TABLE = "tests/house/api_covers.py"
OPERATIONS = frozenset(one.name for noun in NOUNS for one in noun.operations)
NAMED = frozenset(name for names in ANSWERED.values() for name in names)


@pytest.fixture(scope="module")
def routes(tmp_path_factory: pytest.TempPathFactory) -> frozenset[str]:
    """Give the names of all routes of pages."""
    app = create_app(Settings.for_tests(tmp_path_factory.mktemp("covers")))
    return frozenset(rule.endpoint for rule in app.url_map.iter_rules() if not rule.rule.startswith("/api/"))


def test_each_page_is_answered_by_an_operation_or_says_why_not(routes: frozenset[str]) -> None:
    """One of both, never neither."""
    missing = sorted(routes - ANSWERED.keys() - FOR_PEOPLE.keys())
    both = sorted(ANSWERED.keys() & FOR_PEOPLE.keys())

    assert [] == missing, f"Add to ANSWERED or FOR_PEOPLE in {TABLE}: {', '.join(missing)}"
    assert [] == both, f"These stand in both tables of {TABLE}: {', '.join(both)}"


def test_no_row_is_of_a_page_that_is_no_more(routes: frozenset[str]) -> None:
    """`pattern.show` is there where it is switched on."""
    gone = sorted((ANSWERED.keys() | FOR_PEOPLE.keys()) - routes - {"pattern.show"})

    assert [] == gone, f"Remove from {TABLE}: {', '.join(gone)}"


def test_each_operation_that_is_named_is_there() -> None:
    """A name that was changed is changed here too."""
    unknown = sorted(NAMED - OPERATIONS)

    assert [] == unknown, f"There are no such operations; mend ANSWERED in {TABLE}: {', '.join(unknown)}"


def test_each_operation_belongs_to_a_page_or_says_what_it_is_for() -> None:
    """So that a table that grows stale is seen."""
    unnamed = sorted(OPERATIONS - NAMED - BEYOND_PAGES.keys())

    assert [] == unnamed, f"Name in ANSWERED or BEYOND_PAGES in {TABLE}: {', '.join(unnamed)}"


def test_each_reason_says_something() -> None:
    """In words, not with a mark."""
    assert [] == [name for name, why in {**FOR_PEOPLE, **BEYOND_PAGES}.items() if len(why.split()) < 4]
