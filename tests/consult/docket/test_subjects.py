"""Cases by legal subject, on both databases: the usual ones, those of the case, and both in lists and search."""

from collections.abc import Iterable
from dataclasses import replace

import pytest

from consult import casebook
from consult.casebook import Subject
from consult.db import reading
from consult.docket.editions import Editions
from consult.docket.replaying import Openings, replay_cases
from consult.log.verify import verify
from consult.refusals import Malformed
from consult.search import find_acts, find_cases, read_question
from consult.search.filling import fill
from consult.visibility import Viewer
from tests.consult.docket.conftest import START, Office
from tests.consult.docket.test_taking import BODY


@pytest.fixture
def office(office: Office) -> Office:
    """Let berths be about safety unless they say something else."""
    known = office.docket.forms
    office.docket.forms = {**known, "berth": replace(known["berth"], subjects=("safety",))}
    return office


def about(office: Office, subject: str, who: str = "JPN") -> list[str]:
    """List the cases of a subject that somebody may know of."""
    with reading(office.engine) as connection:
        asked = Subject.among(office.docket.forms, subject)
        listed = casebook.list_cases(connection, Viewer.of(office.standings[who]), about=asked)
    return [row.title for row in listed.rows]


def begin(office: Office, title: str, subjects: Iterable[str] | None = None) -> str:
    """Open a case under a title, with legal subjects or without a word on them."""
    said = None if subjects is None else tuple(subjects)
    return str(office.docket.open(office.standings["JPN"], "berth", at=START, title=title, subjects=said).ref)


def test_a_case_is_listed_under_what_it_states_else_under_what_is_usual(office: Office) -> None:
    """One says nothing, one says debris and data, one says that it is about none of them."""
    begin(office, "usual")
    begin(office, "own", ("debris", "data"))
    begin(office, "none of them", ())
    begin(office, "usual and more", ("safety", "crew"))

    assert ["usual and more", "usual"] == about(office, "safety")
    assert ["own"] == about(office, "debris")
    assert ["own"] == about(office, "data")
    assert ["usual and more"] == about(office, "crew")
    assert [] == about(office, "rescue")
    assert [] == about(office, "safety", "BRA")


def test_what_a_case_stated_on_opening_follows_from_its_record(office: Office) -> None:
    """The opening is sealed with it, and replay builds the same case."""
    begin(office, "own", ("debris",))
    with reading(office.engine) as connection:
        assert verify(connection, replay=Openings(connection)).sound
        assert [] == list(replay_cases(connection))


def test_a_subject_that_is_not_on_the_list_opens_nothing(office: Office) -> None:
    """The refusal names the question."""
    with pytest.raises(Malformed) as refused:
        begin(office, "strange", ("weather",))
    assert {"subjects": "Choose legal subjects of the list."} == refused.value.fields
    assert [] == about(office, "safety")


def test_search_is_narrowed_by_subject_and_by_what_the_reader_may_see(office: Office) -> None:
    """Two requests for the same vehicle; Brazil finds neither under any subject."""
    refs = [begin(office, "first", ("debris",)), begin(office, "second", ("crew",))]
    for ref in refs:
        office.take("JPN", ref, "ask", body={**BODY, "vehicle": "Éclaireur 7"})
    while fill(office.engine, Editions()):
        pass
    question, asked = read_question("eclaireur"), Subject.among(office.docket.forms, "debris")
    found = {}
    with reading(office.engine) as connection:
        for who in ("JPN", "FRA", "BRA"):
            viewer = Viewer.of(office.standings[who])
            cases = find_cases(connection, viewer, question, about=asked).rows
            acts, _more = find_acts(connection, viewer, question, about=asked)
            found[who] = ([row.ref for row in cases], [one.row.ref for one in acts])

    assert {"JPN": ([refs[0]], [refs[0]]), "FRA": ([refs[0]], [refs[0]]), "BRA": ([], [])} == found
