"""Exercises among cases that are meant in earnest: chosen at opening, marked wherever they stand, never linked to what
is no exercise.
"""

import re
import zipfile
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from consult import clock
from consult.delivery.exercises import case_leaves_the_product
from consult.models.cases import CASES
from tests.consult.web.agreed import opened as opened_case
from tests.consult.web.agreed import recorded
from tests.consult.web.cases_world import BODY, begin, build_cases, file, fill_in, open_berth, send, version_of
from tests.consult.web.world import AT, Visitor, World

JAPAN, FRANCE = "all@jpn.example", "all@fra.example"
STRIP = 'class="exercise-strip"'
TITLE = "Exercise: Cargo 7"


@dataclass(frozen=True)
class Exercised:
    """A world with an exercise that was served on France and Korea, and a case in earnest that was too."""

    world: World
    ref: str
    earnest: str
    japan: Visitor
    france: Visitor


def open_exercise(visitor: Visitor, **answers: str) -> str:
    """Open an exercise of the toy procedure; give its reference."""
    form = {"procedure": "berth", "title": "Visit of a cargo vehicle", "exercise": "yes", **answers}
    answer = visitor.post("/notices/new", form_at="/notices/new?procedure=berth", **form)
    assert 303 == answer.status_code, answer.text
    return str(answer.location.rpartition("/")[2])


def serve(visitor: Visitor, ref: str) -> str:
    """Serve the request of a case on France and Korea."""
    draft = begin(visitor, ref, "ask")
    fill_in(visitor, draft, **BODY)
    assert 303 == send(visitor, draft).status_code
    return ref


@pytest.fixture(scope="module")
def exercised(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Exercised]:
    """Open and serve one exercise and one case in earnest; nothing is changed afterwards."""
    with clock.frozen(AT):
        world = build_cases(tmp_path_factory.mktemp("exercised"))
        japan = world.signed_in(JAPAN)
        france = world.signed_in(FRANCE)
        ref = serve(japan, open_exercise(japan))
        earnest = serve(japan, open_berth(japan))
        received = {"seen": "1", "track": "berth:FRA"}
        answer = france.post(f"/cases/{ref}/steps/record_receipt", form_at=f"/cases/{ref}", **received)
        assert 303 == answer.status_code, answer.text
        begin(france, ref, "give", "berth:FRA")
        yield Exercised(world, ref, earnest, japan, france)
    world.engine.dispose()


def send_anyway(visitor: Visitor, draft: str) -> Any:
    """Send a paper that has no button."""
    version = version_of(visitor, draft)
    return visitor.post(f"{draft}/send", form_at=f"{draft}/send", seen="1", version=version)


def opened(disclosure: str) -> bytes:
    """Read a disclosure as RFC 9901 writes it."""
    return urlsafe_b64decode(disclosure + "=" * (-len(disclosure) % 4))


OUTPUTS = {
    "case": ("/cases/{ref}", STRIP),
    "case's title": ("/cases/{ref}", TITLE),
    "act": ("/cases/{ref}/acts/1", STRIP),
    "receipt": ("/cases/{ref}/acts/1/receipt", STRIP),
    "sheet": ("/cases/{ref}/sheets/docket", STRIP),
    "step": ("/cases/{ref}/steps/suspend", STRIP),
    "list": ("/cases", TITLE),
    "desk": ("/desk", TITLE),
    "desk's limits": ("/desk", '<span class="key">{ref}</span>'),
    "calendar": ("/calendar", TITLE),
    "calendar file": ("/calendar.ics", f"– {TITLE}"),
    "log": ("/audit?kind=act&case={ref}", TITLE),
    "log's openings": ("/audit/entries/{seq}/openings", '"{ref}"'),
    "log's entry": ("/audit/entries/{seq}", TITLE),
}


@pytest.mark.parametrize("name", list(OUTPUTS))
@pytest.mark.parametrize("who", ["filer", "addressee"])
def test_every_output_marks_an_exercise(exercised: Exercised, name: str, who: str) -> None:
    """The page of the exercise says so at its head, lists in its title and reference, files in both."""
    visitor = exercised.japan if who == "filer" else exercised.france
    entry = re.search(r"/audit/entries/(\d+)", visitor.get(f"/cases/{exercised.ref}/acts/1").text)
    assert entry is not None
    told = {"ref": exercised.ref, "seq": entry[1]}
    address, mark = (text.format(**told) for text in OUTPUTS[name])
    answer = visitor.get(address)
    text = answer.text.replace("\r\n ", "")
    assert 200 == answer.status_code, (address, answer.status_code)
    if "openings" in address:
        text = "".join(opened(one).decode() for one in answer.json["disclosures"].values())
    assert mark in text, (address, mark)


@pytest.mark.parametrize("name", [name for name in OUTPUTS if OUTPUTS[name][1] == STRIP])
def test_what_is_meant_in_earnest_has_no_such_mark(exercised: Exercised, name: str) -> None:
    """The same pages of the case beside it."""
    page = exercised.japan.get(OUTPUTS[name][0].format(ref=exercised.earnest)).text
    assert STRIP not in page
    assert "Exercise: " not in page


def test_a_paper_in_preparation_is_marked_before_it_is_sent(exercised: Exercised) -> None:
    """France prepares its answer to the exercise: the form and the page before sending say what it is."""
    draft = re.search(r"/drafts/[\w-]+", exercised.france.get(f"/cases/{exercised.ref}").text)
    assert draft is not None
    assert STRIP in exercised.france.get(draft[0]).text
    assert STRIP in exercised.france.get(f"{draft[0]}/send").text


def test_an_exercise_has_a_number_series_of_its_own(exercised: Exercised) -> None:
    """Its reference says at sight what it is."""
    assert re.fullmatch(r"X-BERTH-2026-[2-9A-Z]{6}", exercised.ref)
    assert re.fullmatch(r"BERTH-2026-[2-9A-Z]{6}", exercised.earnest)


def test_the_bundle_of_an_exercise_says_first_that_it_is_one(exercised: Exercised) -> None:
    """Whoever gets the file knows before reading on; that of the case in earnest says nothing of the kind."""
    first = {}
    for ref in (exercised.ref, exercised.earnest):
        answer = exercised.japan.post(f"/cases/{ref}/bundle.zip", form_at=f"/cases/{ref}")
        assert 200 == answer.status_code, answer.text
        with zipfile.ZipFile(BytesIO(answer.data)) as packed:
            first[ref] = packed.read("README.txt").decode().partition("\n")[0]
    assert "Exercise: nothing here is a filing between States." == first[exercised.ref]
    assert "This bundle" in first[exercised.earnest]


@pytest.mark.parametrize(
    ("chosen", "exercise", "earnest"), [("", True, True), ("yes", True, False), ("no", False, True)]
)
def test_the_list_shows_either_or_both(exercised: Exercised, chosen: str, exercise: bool, earnest: bool) -> None:
    """The filter of the list."""
    page = exercised.japan.get(f"/cases?exercise={chosen}").text
    assert (exercise, earnest) == (f"/cases/{exercised.ref}" in page, f"/cases/{exercised.earnest}" in page)


def test_no_message_about_an_exercise_leaves_the_product(exercised: Exercised) -> None:
    """One predicate for mail and webhooks; a case that is not there leaves nothing either."""
    with exercised.world.reading() as connection:
        numbers = {row.ref: row.id for row in connection.execute(select(CASES.c.ref, CASES.c.id))}
        assert not case_leaves_the_product(connection, numbers[exercised.ref])
        assert case_leaves_the_product(connection, numbers[exercised.earnest])
        assert not case_leaves_the_product(connection, 10_000)


@pytest.mark.parametrize("own", ["exercise", "earnest"])
def test_an_exercise_and_a_case_in_earnest_are_never_linked(berths: World, own: str) -> None:
    """Japan replaces one by the other: refused at the question, and nothing is recorded. By one of its kind it may."""
    japan = berths.signed_in(JAPAN)
    pairs = {"exercise": (open_exercise, open_berth), "earnest": (open_berth, open_exercise)}
    mine, other = pairs[own][0](japan), pairs[own][1](japan)
    newer = pairs[own][0](japan, title="The newer one") if own == "exercise" else other
    serve(japan, mine)
    draft = begin(japan, mine, "supersede")
    fill_in(japan, draft, newer_case=other)
    refused = send_anyway(japan, draft)
    assert 422 == refused.status_code, refused.text
    assert "The two are never linked." in refused.text
    assert 'name="seen"' not in japan.get(f"{draft}/send").text
    assert "The two are never linked." in japan.get(f"{draft}?check").text
    if own == "exercise":
        fill_in(japan, draft, newer_case=newer)
        assert 303 == send(japan, draft).status_code


def test_a_reference_of_another_kind_is_refused_without_telling_whether_it_exists(berths: World) -> None:
    """France may not know of Brazil's cases; the sentence is the same for one that nobody opened."""
    brazil, france = berths.signed_in("all@bra.example"), berths.signed_in(FRANCE)
    hidden = open_exercise(brazil)
    mine = open_berth(france)
    draft = begin(france, mine, "ask")
    fill_in(france, draft, **{**BODY, "asked": ["KOR"]})
    assert 303 == send(france, draft).status_code
    paper = begin(france, mine, "supersede")
    said = []
    for ref in (hidden, "X-BERTH-2026-ZZZZZZ"):
        fill_in(france, paper, newer_case=ref)
        answer = send_anyway(france, paper)
        assert 422 == answer.status_code, answer.text
        said.append("The two are never linked." in answer.text)
    assert [True, True] == said


def test_a_case_that_an_exercise_opens_is_an_exercise_of_the_same_series(berths: World) -> None:
    """Japan hands its exercise on: the new case inherits what the first one is."""
    japan = berths.signed_in(JAPAN)
    ref = serve(japan, open_exercise(japan))
    file(japan, ref, "hand_on", level="treaty")
    with berths.reading() as connection:
        found = connection.execute(select(CASES.c.ref, CASES.c.exercise).order_by(CASES.c.id)).all()
    assert [True, True] == [row.exercise for row in found]
    assert all(row.ref.startswith("X-BERTH-") for row in found)


def test_an_exercise_builds_on_no_agreement_that_is_meant_in_earnest(berths: World) -> None:
    """Refused at its question; a case in earnest builds on it."""
    ref, japan = recorded(berths), berths.signed_in(JAPAN)
    refused = opened_case(japan, "settlement", agreement=ref, exercise="yes")
    assert 422 == refused.status_code
    assert "is meant in earnest, and this case is an exercise" in refused.text
    assert 303 == opened_case(japan, "settlement", agreement=ref).status_code


def test_where_everything_is_an_exercise_there_is_nothing_to_choose(tmp_path: Path) -> None:
    """References have no mark there, every case is one, and the form does not ask."""
    world = build_cases(tmp_path, exercise=True)
    japan = world.signed_in(JAPAN)
    assert 'name="exercise"' not in japan.get("/notices/new?procedure=berth").text
    ref = open_berth(japan)
    assert ref.startswith("BERTH-2026-")
    with world.reading() as connection:
        assert connection.execute(select(CASES.c.exercise)).scalar_one()
    world.engine.dispose()
