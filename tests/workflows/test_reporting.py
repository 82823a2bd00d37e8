"""The tables of reporting: bodies, sessions, agenda items, kinds of submission, and symbols."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from workflows import catalogue
from workflows.advising.reading import forums
from workflows.parties import parties
from workflows.parties.reading import InstrumentError
from workflows.reporting import (
    NoSession,
    after,
    bodies,
    body,
    fits,
    item,
    item_for,
    items,
    items_for,
    kind,
    kinds,
    session,
    sessions,
)
from workflows.reporting.reading import read_bodies, read_items, read_kinds, read_series
from workflows.reporting.sessions import ordinal


def test_the_bodies_are_those_to_which_reports_go_and_bear_the_names_of_the_directory() -> None:
    """One name for a body, wherever it is read: in the directory, among other forums, and here."""
    assert ["COPUOS", "STSC", "LSC", "GA1", "GA4", "CD", "ITU", "ICG"] == [one.key for one in bodies()]
    assert all(one.name == parties()[one.key].name for one in bodies())
    assert {one.key: one.name for one in forums()} == {one.key: body(one.key).title for one in forums()}
    assert "Legal Subcommittee of the Committee on the Peaceful Uses of Outer Space" == body("LSC").title


def test_a_session_that_was_announced_is_told_as_such_and_one_that_follows_the_rhythm_is_only_expected() -> None:
    """The 67th and 68th of the Committee are dated in a secondary source; later ones are not announced."""
    past, coming = session("COPUOS", "67"), session("COPUOS", "70")
    assert (date(2024, 6, 19), date(2024, 6, 28), "S", False) == (past.starts, past.ends, past.grade, past.expected)
    assert (date(2025, 6, 25), date(2025, 7, 2)) == (session("COPUOS", "68").starts, session("COPUOS", "68").ends)
    assert ("M", True, 10) == (coming.grade, coming.expected, coming.slot_weeks)
    assert all(one.grade == "M" for one in sessions() if one.expected)


def test_sessions_are_numbered_by_the_year_of_their_body() -> None:
    """Nobody skips a year: each number of a body belongs to the year after the one before."""
    for one in bodies():
        known = sessions(one.key)
        years = {int(s.number) - s.starts.year for s in known}
        assert len(years) <= 1
        assert known == tuple(sorted(known, key=lambda s: s.starts))


def test_a_session_is_found_by_number_or_key_and_an_unknown_one_names_those_that_there_are() -> None:
    """The refusal can be acted upon."""
    assert session("STSC", "64") == session("STSC", "STSC-64")
    with pytest.raises(
        NoSession, match=r"Scientific and Technical Subcommittee has no session “99” here; known are: 63"
    ):
        session("STSC", "99")
    with pytest.raises(NoSession, match="There is no body “XYZ” that is reported to; known are: COPUOS, STSC"):
        session("XYZ", "1")
    with pytest.raises(NoSession, match="name it in words"):
        session("ITU", "1")


def test_the_next_session_of_a_body_is_found_and_there_is_none_after_the_last() -> None:
    """A missed session carries to the next one."""
    following = after(session("LSC", "65"))
    assert following is not None
    assert "LSC-66" == following.key
    assert after(session("LSC", "71")) is None


def test_an_installation_corrects_the_days_of_a_session_in_a_line() -> None:
    """Announced days take the place of the expected ones; a session that the table does not have is added."""
    lines = ("STSC 64: 2027-02-08 to 2027-02-19", "CD 2027: 2027-01-18 to 2027-09-17")
    corrected = session("STSC", "64", lines)
    assert (date(2027, 2, 8), date(2027, 2, 19), False) == (corrected.starts, corrected.ends, corrected.expected)
    assert "CD-2027" == session("CD", "2027", lines).key
    assert date(2027, 2, 1) == session("STSC", "64").starts


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("STSC 64", "is not written as “STSC 64: 2027-02-08 to 2027-02-19”"),
        ("XYZ 1: 2027-02-08 to 2027-02-19", "There is no body “XYZ”"),
        ("STSC 64: 2027-02-19 to 2027-02-08", "ends before it begins"),
    ],
)
def test_a_line_that_corrects_nothing_says_why(line: str, why: str) -> None:
    """Form, body and order are looked at."""
    with pytest.raises(ValueError, match=why):
        sessions(corrected=(line,))


def test_each_section_of_the_law_is_told_of_under_the_item_of_the_default_routing() -> None:
    """By procedure first; what fits nowhere is for the general exchange."""
    expected = {
        "ost9": "lsc_treaties", "liability": "lsc_treaties", "rescue_persons": "lsc_treaties",
        "conjunction": "stsc_debris", "lunar_notice": "copuos_lunar", "samples": "lsc_resources",
        "interference": "lsc_orbit", "dialogue": "lsc_cooperation", "tcbm": "ga1_confidence", "room": "copuos_exchange",
    }  # fmt: skip
    assert expected == {key: item_for(key).key for key in expected}
    assert ["lsc_treaties", "lsc_registration"] == [one.key for one in items_for("registration")]
    assert "stsc_debris" == item_for("unknown", ("debris",)).key


def test_items_name_procedures_of_the_catalogue_and_bodies_that_there_are() -> None:
    """No row leads nowhere, and each body has an item."""
    named = {key for one in items() for key in one.procedures}
    assert set() == named - set(catalogue())
    assert {one.key for one in bodies()} == {one.body for one in items()}
    assert {"LSC"} == {one.body for one in items("LSC")}


def test_an_unknown_item_or_kind_names_those_that_there_are() -> None:
    """A slip is told with its remedy."""
    with pytest.raises(KeyError, match="there is no agenda item “x”; known are lsc_treaties"):
        item("x")
    with pytest.raises(KeyError, match="there is no kind of submission “x”; known are national_report"):
        kind("x")
    with pytest.raises(KeyError, match="there is no body “x”; known are COPUOS"):
        body("x")


def test_the_kinds_of_submission_are_those_of_the_practice_and_begin_with_an_overview() -> None:
    """A report ends with its annex, whatever its kind."""
    assert {"national_report", "debris", "nuclear_sources", "sustainability", "confidence", "treaty_status"} <= {
        one.key for one in kinds()
    }
    assert all(("overview", "annex") == (one.sections[0], one.sections[-1]) for one in kinds())


@pytest.mark.parametrize(
    ("of", "symbol", "fitting"),
    [
        ("COPUOS", "A/79/20", True),
        ("COPUOS", "A/AC.105/1262", True),
        ("COPUOS", "A/AC.105/L.292", True),
        ("COPUOS", "A/AC.105/INF.411", True),
        ("STSC", "A/AC.105/C.1/L.335/Add.4", True),
        ("STSC", "A/AC.105/C.2/L.280", False),
        ("LSC", "A/AC.105/C.2/L.280", True),
        ("LSC", "A/AC.105/C.2/2012/CRP.9/Rev.2", True),
        ("LSC", "A/AC.105/C.2/12/CRP.9", False),
        ("LSC", "A/AC.105/1150*", True),
        ("LSC", "A/AC.105/1150/Corr.1", True),
        ("LSC", "A/AC.105/1150/Cor.1", False),
        ("LSC", "A/AC.105/", False),
        ("LSC", "A/AC.105/0", False),
        ("LSC", "A/AC.105/1150 ", False),
        ("ITU", "anything goes, since no series is known", True),
    ],
)
def test_a_symbol_fits_the_series_of_its_body(of: str, symbol: str, fitting: bool) -> None:
    """The examples seen fit, each in its own body; a slip of the pen does not."""
    assert fitting == fits(of, symbol)


BROKEN = [
    (read_bodies, '[[body]]\nkey = "XYZ"\n', r"broken\.toml:2: key: 'XYZ' is not one of"),
    (read_bodies, '[[body]]\nkey = "CD"\nnmae = "x"\n', r"broken\.toml:3: nmae: unknown key"),
    (read_items, '[[item]]\nkey = "a"\nbody = "XYZ"\n', r"broken\.toml:3: body: 'XYZ' is not one of"),
    (read_kinds, '[[kind]]\nkey = "a"\nextra = 1\n', r"broken\.toml:3: extra: unknown key"),
    (read_series, '[[series]]\nkey = "a"\nform = "x"\nsays = "y"\ngrade = "X"\n', r"broken\.toml:5: grade: 'X'"),
]


@pytest.mark.parametrize(("reader", "text", "why"), BROKEN, ids=["body", "key", "item", "kind", "grade"])
def test_a_table_that_cannot_be_read_is_named_with_line_and_reason(
    reader: Callable[[Path], object], text: str, why: str, tmp_path: Path
) -> None:
    """Unknown keys, bodies and grades stop the load."""
    path = tmp_path / "broken.toml"
    path.write_text(text)
    with pytest.raises(InstrumentError, match=why):
        reader(path)


def test_numbers_are_written_in_their_order() -> None:
    """Tens and teens differ."""
    assert ["1st", "2nd", "3rd", "11th", "12th", "61st", "70th", "111th", "112th", "122nd"] == [
        ordinal(n) for n in ("1", "2", "3", "11", "12", "61", "70", "111", "112", "122")
    ]
