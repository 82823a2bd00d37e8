"""Personal data: every column is in the inventory or declared without any, and the page of the docs says the same."""

from pathlib import Path

from consult import migrate
from consult.personal.inventory import INVENTORY, columns_without
from consult.personal.rules import BY_KEY, RULES, days_of
from consult.personal.told import page
from consult.settings import Retention

PAGE = Path(__file__).parents[2] / "docs" / "personal-data.md"
BEGIN, END = "<!-- made from the inventory: begin -->\n", "<!-- made from the inventory: end -->\n"
ADVICE = "say in consult/personal/of_account.py or of_record.py what it holds, or name it in without.toml"


def held() -> dict[str, set[str]]:
    """Give the columns of the inventory, by table."""
    found: dict[str, set[str]] = {}
    for one in INVENTORY:
        found.setdefault(one.table.name, set()).update(one.columns)
    return found


def test_every_column_is_in_the_inventory_or_holds_no_personal_data() -> None:
    """A new column without a row fails here, and so does a row of a column that is gone."""
    known, without = held(), columns_without()
    for table in migrate.tables().tables.values():
        columns = {column.name for column in table.columns}
        said = known.get(table.name, set()) | without.get(table.name, frozenset())
        assert columns - said == set(), f"{table.name}: {ADVICE}"
        assert said - columns == set(), f"{table.name}: no such column any more"
    assert without.keys() | known.keys() == migrate.tables().tables.keys()


def test_no_column_is_both() -> None:
    """What holds personal data is not declared without any."""
    without = columns_without()
    assert [] == [name for name, columns in held().items() if columns & without.get(name, frozenset())]


def test_every_number_of_a_person_is_in_the_inventory() -> None:
    """A column that points to a person holds the number of one."""
    known = held()
    pointing = {
        (table.name, column.name)
        for table in migrate.tables().tables.values()
        for column in table.columns
        if column.name == "person_id" or any(key.target_fullname == "person.id" for key in column.foreign_keys)
    }
    assert set() == {(table, column) for table, column in pointing if column not in known.get(table, set())}


def test_every_row_says_how_long_by_a_rule_that_there_is_or_until_when() -> None:
    """No row without a time; no rule without a setting, no setting without a rule."""
    assert [] == [one.key for one in INVENTORY if not one.rule and not str(one.until)]
    assert {one.rule for one in INVENTORY if one.rule} <= BY_KEY.keys()
    assert {rule.key for rule in RULES} == set(days_of(Retention()))


def test_what_an_export_gives_is_no_secret() -> None:
    """No digest of a secret, no key, no text of a paper."""
    secret = (
        "password_hash",
        "token_hash",
        "code_hash",
        "secret",
        "credential",
        "public_key",
        "challenge_hash",
        "body",
    )
    given = {(one.key, name) for one in INVENTORY for name in one.gives}
    assert set() == {(table, name) for table, name in given if name in secret}


def test_the_page_of_the_documentation_is_that_of_the_inventory() -> None:
    """Made anew by: python -m consult.personal.told docs/personal-data.md."""
    text = PAGE.read_text(encoding="utf-8")
    assert page() == text.partition(BEGIN)[2].partition(END)[0]
