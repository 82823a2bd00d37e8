"""A file that cannot be read is refused with file, line and reason."""

from datetime import date
from pathlib import Path

import pytest

from workflows.instruments import InstrumentError, load

GOOD = """key = "TOY"
title = "Treaty on toys"
short = "Toy Treaty"
layer = "space_treaty"
kind = "treaty"
force = "LAW_T"
grade = "V"
in_force = { on = 2000-01-01, grade = "V" }
bound_from = 0
withdrawal_months = 12

[[provision]]
id = "I"
title = "Toys"
says = "Toys are shared."
grade = "V"
"""
HEADER = "party,instrument,status,date,as_of,denounced,depositary,source,grade\n"


def broken(folder: Path, text: str, rows: str | None = None, name: str = "toy.toml") -> InstrumentError:
    """Load a folder that holds these files and give the error."""
    (folder / name).write_text(text, encoding="utf-8")
    if rows is not None:
        (folder / "status.csv").write_text(rows, encoding="utf-8")
    with pytest.raises(InstrumentError) as caught:
        load(folder)
    return caught.value


def test_a_good_folder_is_read_and_answers(tmp_path: Path) -> None:
    """Another deployment's folder gives instruments and status of its own."""
    (tmp_path / "toy.toml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "status.csv").write_text(f"{HEADER}JPN,TOY,R,2001-05-06,2001-12-31,,,a list,V\n", encoding="utf-8")
    library = load(tmp_path)
    assert ["TOY"] == list(library.instruments)
    assert "Toys are shared." == library.provision("TOY", "I").says
    assert [False, True] == [library.binding("TOY", "JPN", date(2001, 5, day)).bound for day in (5, 6)]


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ('short = "Toy Treaty"', 'shrot = "Toy Treaty"', 3, "shrot: unknown key"),
        ('title = "Toys"', 'titel = "Toys"', 14, "titel: unknown key"),
        ('title = "Toys"', "title = ", 14, "is not valid TOML"),
        ('grade = "V"\nin_force', 'grade = "A"\nin_force', 7, "grade: 'A' is not one of V, S, src, M"),
        ('layer = "space_treaty"', 'layer = "treaty"', 4, "layer: 'treaty' is not one of"),
        ('force = "LAW_T"', 'force = "LAW"', 6, "force: 'LAW' is not one of"),
        ('title = "Treaty on toys"', "title = 4", 2, "title: must be a text"),
        ('title = "Treaty on toys"', 'title = ""', 2, "title: must be a text that is not empty"),
        ("bound_from = 0", "bound_from = -1", 9, "bound_from: must be a whole number"),
        ("bound_from = 0", 'depositaries = "USA"', 9, "depositaries: must be a list of texts"),
        ("on = 2000-01-01,", 'on = "soon",', 8, "in_force: on must be a date"),
        ('on = 2000-01-01, grade = "V"', "on = 2000-01-01", 8, "in_force: must have exactly the keys on and grade"),
        ('on = 2000-01-01, grade = "V"', 'on = 2000-01-01, grade = "Z"', 8, "in_force: grade 'Z'"),
        ("bound_from = 0", 'declaration = "II"', 9, "declaration: no provision II"),
        ('key = "TOY"', 'key = "TOYS"', 1, "key: file toy.toml must be named toys.toml"),
        ('key = "TOY"', "", 1, "key: is required"),
        ("Toys are shared.", "x" * 401, 15, "says: has 401 characters, at most 400"),
        ("[[provision]]", "[provision]", 12, "provision: must be written as [[provision]] entries"),
        ("[[provision]]", "[[provisoin]]", 12, "provisoin: unknown key"),
    ],
)
def test_a_broken_instrument_names_file_line_and_reason(
    tmp_path: Path, old: str, new: str, line: int, reason: str
) -> None:
    """Unknown keys, wrong types, wrong words and broken TOML are all refused."""
    assert old in GOOD
    error = broken(tmp_path, GOOD.replace(old, new, 1))
    assert ("toy.toml", line) == (error.file, error.line)
    assert reason in error.reason
    assert str(error).startswith(f"toy.toml:{line}: ")


def test_a_provision_that_stands_twice_is_refused(tmp_path: Path) -> None:
    """The second one is named with its line."""
    again = '\n[[provision]]\nid = "I"\ntitle = "Toys"\nsays = "Again."\ngrade = "V"\n'
    error = broken(tmp_path, GOOD + again)
    assert ("toy.toml", 19, "id: I is there twice") == (error.file, error.line, error.reason)


def test_lineage_to_nowhere_is_refused(tmp_path: Path) -> None:
    """An instrument cannot descend from one that is not in the folder."""
    error = broken(tmp_path, GOOD.replace("bound_from = 0", 'bound_from = 0\nfrom = ["OST"]'))
    assert ("toy.toml", "from: no instrument OST") == (error.file, error.reason)


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    """Bytes that are not UTF-8 are named by file."""
    (tmp_path / "toy.toml").write_bytes(b"key = \xff")
    with pytest.raises(InstrumentError, match=r"toy\.toml: is not UTF-8 text"):
        load(tmp_path)


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    """A folder without instruments is a mistake, not an empty world."""
    with pytest.raises(InstrumentError, match="holds no instrument"):
        load(tmp_path)


@pytest.mark.parametrize(
    ("rows", "line", "reason"),
    [
        ("party,status\n", 1, "the first line must read party,instrument"),
        ("", 1, "the first line must read party,instrument"),
        (f"{HEADER}JPN,TOY,R\n", 2, "has 3 cells, not 9"),
        (f"{HEADER}Japan,TOY,R,2001,2001-12-31,,,a list,V\n", 2, "party: 'Japan' is not a party key"),
        (f"{HEADER}JPN,OST,R,2001,2001-12-31,,,a list,V\n", 2, "instrument: no instrument 'OST'"),
        (f"{HEADER}JPN,TOY,P,2001,2001-12-31,,,a list,V\n", 2, "status: 'P' is not one of"),
        (f"{HEADER}ESA,TOY,D,2001,2001-12-31,,,a list,V\n", 2, "has no provision under which an organisation"),
        (f"{HEADER}JPN,TOY,R,2001,2001-12-31,,,a list,X\n", 2, "grade: 'X' is not one of"),
        (f"{HEADER}JPN,TOY,R,2001,2001-12-31,,,,V\n", 2, "source: is required"),
        (f"{HEADER}JPN,TOY,R,2001,,,,a list,V\n", 2, "as_of: is required"),
        (f"{HEADER}JPN,TOY,R,2001-13-01,2001-12-31,,,a list,V\n", 2, "date: '2001-13-01' is not a date"),
        (f"{HEADER}JPN,TOY,R,abcd,2001-12-31,,,a list,V\n", 2, "date: 'abcd' is not a date"),
        (f"{HEADER}JPN,TOY,W,2001,2001-12-31,,,a list,V\n", 2, "denounced: a date belongs to status W"),
        (f"{HEADER}JPN,TOY,R,2001,2001-12-31,2002-01-01,,a list,V\n", 2, "denounced: a date belongs to status W"),
        (f'{HEADER}JPN,TOY,R,2001,2001-12-31,,,"a list,V\n', 3, "cannot be read"),
    ],
)
def test_a_broken_status_table_names_file_line_and_reason(tmp_path: Path, rows: str, line: int, reason: str) -> None:
    """Wrong cells of the status table are refused one by one."""
    error = broken(tmp_path, GOOD, rows)
    assert ("status.csv", line) == (error.file, error.line)
    assert reason in error.reason


def test_a_withdrawal_needs_a_rule_on_when_it_takes_effect(tmp_path: Path) -> None:
    """Without a period in the instrument a withdrawal has no date."""
    rows = f"{HEADER}JPN,TOY,W,2001,2001-12-31,2002-01-01,,a list,V\n"
    error = broken(tmp_path, GOOD.replace("withdrawal_months = 12\n", ""), rows)
    assert "status: TOY does not say when a withdrawal takes effect" == error.reason
