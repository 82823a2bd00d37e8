"""Contact points as comma-separated values: what changes is said first, and all of it is recorded, or nothing."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consult import people
from consult.exchange import BadFile
from consult.exchange.contacts import ContactLook, export_contacts, import_contacts, look_at_contacts, read_contacts
from consult.people import Hours, NewContact
from consult.refusals import Unknown
from consult.visibility import Viewer
from tests.consult.api.machine import standing_of
from tests.consult.exchange.worlds import FRANCE, JAPAN
from tests.consult.web.world import LIAISON, MANAGER, World

TODAY = date(2026, 11, 20)
HEADER = "organ,channel,address,urgent,languages,valid_until\n"


def taken(world: World, email: str = MANAGER, party: str = "JPN") -> str:
    """Take the contact points of a party away."""
    with world.reading() as conn:
        return export_contacts(conn, Viewer.of(standing_of(world, email)), party)


def looked(world: World, text: str, email: str = MANAGER) -> ContactLook:
    """Look at a file."""
    with world.reading() as conn:
        return look_at_contacts(conn, standing_of(world, email), "JPN", read_contacts(text), TODAY)


def brought(world: World, text: str, email: str = MANAGER) -> ContactLook:
    """Import a file."""
    by = standing_of(world, email)
    with world.writing() as conn:
        return import_contacts(conn, by, "JPN", read_contacts(text), TODAY)


def rows(text: str) -> list[str]:
    """Give the lines of a file below its columns."""
    return text.splitlines()[1:]


def test_an_export_comes_in_as_it_is_and_its_numbers_are_no_formulas(berths: World) -> None:
    """On 20 November 2026: two points, one of them a telephone number; nothing changes."""
    file = taken(berths)
    assert "JAXA,agency,telephone,'+81 50 0000 0000,yes,en" in file
    look = brought(berths, file)
    assert (2, True) == (look.count("same"), look.recorded)
    assert file == taken(berths)


def test_a_row_changes_a_point_or_is_a_new_one_that_is_unproved(berths: World) -> None:
    """The telephone is for what is urgent no more, and its proof stays; a mail address with hours is new."""
    file = (
        "organ;channel;address;urgent;languages;days;opens;closes;zone\r\n"
        "jaxa;Telephone;+81 50 0000 0000;no;EN;;;;\r\n"
        "MOFA;mail;Night@mofa.example;yes;fr;sat;20:00;06:00;Asia/Tokyo\r\n"
    )
    paper = looked(berths, file)
    assert [("changed", ("urgent",)), ("new", ())] == [(one.fate, one.changes) for one in paper.lines]
    assert 2 == len(rows(taken(berths)))

    look = brought(berths, file)

    assert paper.lines == look.lines
    found = rows(taken(berths))
    assert "JAXA,agency,telephone,'+81 50 0000 0000,no,en,,,,,,,2026-11-02" in found
    assert "MOFA,ministry,mail,Night@mofa.example,yes,fr,,,sat,20:00,06:00,Asia/Tokyo," in found


def test_a_column_that_is_not_there_leaves_what_it_would_say(berths: World) -> None:
    """The telephone stays urgent; what is in no row stays as well."""
    look = brought(berths, "organ,channel,address,valid_until\nJAXA,telephone,+81 50 0000 0000,2027-03-31\n")
    assert [("changed", ("valid_until",))] == [(one.fate, one.changes) for one in look.lines]
    assert "JAXA,agency,telephone,'+81 50 0000 0000,yes,en,,2027-03-31,,,,,2026-11-02" in rows(taken(berths))
    assert 2 == len(rows(taken(berths)))


@pytest.mark.parametrize(
    ("row", "column", "said"),
    [
        ("NOSUCH,mail,a@b.example,,,", "organ", "Your party has no organ NOSUCH here; record it first."),
        ("MEAE,mail,a@b.example,,,", "organ", "Your party has no organ MEAE here; record it first."),
        (",mail,a@b.example,,,", "organ", "This must be answered."),
        ("MOFA,pigeon,a@b.example,,,", "channel", "Choose a channel from the list."),
        ("MOFA,mail,=cmd|' /C calc'!A0,,,", "address", "Give one mail address"),
        ("MOFA,mail,a@b.example,perhaps,,", "urgent", "Answer yes or no."),
        ("MOFA,mail,a@b.example,,klingon,", "languages", "Choose from: ar, zh, en, fr, ru, es."),
        ("MOFA,mail,a@b.example,,,2027-02-30", "valid_until", "Give a date that exists, as year-month-day."),
        ("MOFA,mail,a@b.example,,,2026-11-19", "valid_until", "The last day is over; nobody could be reached there."),
        ("MOFA,mail,NEW@mofa.example,,,", "address", "Row 2 tells of this address already."),
        ("MOFA,mail,a@b.example,,,,more", "", "This row has more cells than there are columns."),
    ],
)
def test_a_fault_in_the_last_row_leaves_nothing_behind(berths: World, row: str, column: str, said: str) -> None:
    """The third line of the file is wrong: line, column, sentence, pointer; the second is not recorded either."""
    file = HEADER + "MOFA,mail,new@mofa.example,,,\n" + row + "\n"
    before = taken(berths)
    look = brought(berths, file)
    assert looked(berths, file).faults == look.faults
    pointer = f"/3/{column}" if column else "/3"
    assert [(3, column, pointer)] == [(one.row, one.place, one.pointer) for one in look.faults]
    assert said in look.faults[0].sentence
    assert before == taken(berths)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Give at least one row, and at most 5000."),
        (HEADER.encode(), "Give at least one row, and at most 5000."),
        (b"organ\xff", "The file is no text in UTF-8."),
        (HEADER.encode() + b"MOFA,mail,a\x00b,,,\n", "The file is no text in UTF-8."),
        (HEADER.encode() + b'MOFA,mail,"open\n', "This is no CSV that can be read: "),
        (HEADER.encode() + b"MOFA,mail,a@b.example,,,\n" * 100_000, "Give at least one row, and at most 5000."),
    ],
    ids=["nothing", "columns", "no text", "NUL", "open", "many"],
)
def test_what_is_no_table_is_refused(content: bytes, said: str) -> None:
    """In one sentence."""
    with pytest.raises(BadFile) as refused:
        read_contacts(content)
    assert said in str(refused.value)


def test_columns_that_there_are_not_or_that_are_needed_are_named() -> None:
    """Each once."""
    faults = read_contacts("organ,organ,colour,address\nMOFA,MOFA,red,x\n")[1]
    assert [("organ", "This column is there twice."), ("channel", "This column is missing.")] == [
        (one.place, one.sentence) for one in faults if one.place != "colour"
    ]
    assert [1, 1, 1] == [one.row for one in faults]


def test_only_the_manager_brings_them_in_and_whoever_takes_part_in_cases_sees_them(berths: World) -> None:
    """For anybody else there is nothing to bring in; France sees how Japan is reached, as on the page of the party."""
    for email in (LIAISON, JAPAN, FRANCE):
        with pytest.raises(Unknown):
            brought(berths, taken(berths), email)
    assert taken(berths) == taken(berths, FRANCE)
    with pytest.raises(Unknown):
        taken(berths, FRANCE, "NOSUCH")


def test_of_an_address_that_is_over_and_recorded_anew_the_one_that_is_not_over_changes(berths: World) -> None:
    """What is over stays on record, and comes in with an export as it is."""
    by = standing_of(berths, MANAGER)
    with berths.writing() as conn:
        organ = people.find_organ(conn, "JPN", "MOFA").id
        past, address = date(2026, 11, 1), "press@mofa.example"
        people.withdraw_contact(conn, by, people.add_contact(conn, by, organ, NewContact("mail", address)), past)
        people.add_contact(conn, by, organ, NewContact("mail", address, hours=Hours((0,), "09:00", "17:00", "UTC")))
    file = taken(berths)
    assert (4, 0) == (brought(berths, file).count("same"), brought(berths, file).count("changed"))
    assert ["changed"] == [one.fate for one in brought(berths, HEADER + f"MOFA,mail,{address},yes,,\n").lines]


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["MOFA", "JAXA", "MEAE"]), st.sampled_from(["mail", "telephone", "x"]),
            st.sampled_from(["a@b.example", "A@B.example", "+81 3 1234 5678", "'+81 3 1234 5678", "=1+1"]),
            st.sampled_from(["yes", "no", "", "?"]), st.sampled_from(["en", "fr;en", ""]),
            st.sampled_from(["", "2027-01-01", "2026-01-01"]),
        ),
        min_size=1, max_size=4,
    )
)  # fmt: skip
def test_a_look_is_sound_exactly_where_the_run_records(berths: World, given_rows: list[tuple[str, ...]]) -> None:
    """Random rows: the same faults, and the same becomes of each; afterwards every row is as it is."""
    file = HEADER + "".join(",".join(row) + "\n" for row in given_rows)
    before, paper = taken(berths), looked(berths, file)
    run = brought(berths, file)
    assert (paper.sound, paper.faults, paper.lines) == (run.recorded, run.faults, run.lines)
    if run.recorded:
        assert len(given_rows) == brought(berths, file).count("same")
    else:
        assert before == taken(berths)
