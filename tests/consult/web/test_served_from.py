"""A party that joins later sees what is recorded from its service date on, in everything that it is given."""

import io
import random
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from consult import clock
from consult.db import writing
from consult.docket import Docket
from consult.models.cases import CASES
from consult.search import filling
from tests.consult.api.machine import machine
from tests.consult.web.cases_world import build_cases
from tests.consult.web.world import AT
from tests.house.rooms_world import Disputed

DAY = timedelta(days=1)
JOINED = AT - 5 * DAY
SAID = {"Goldenbefore": JOINED - DAY, "Goldensame": JOINED, "Goldenafter": JOINED + DAY}
"""What Japan states, each with its instant: the day before Korea is admitted, that very instant, and the day after."""


class Joined:
    """A dispute of Japan with France that Korea joins, and what everybody is given of it."""

    def __init__(self, folder: Path, **settings: str) -> None:
        """Tell it: the two are in talks, Japan states something three times, and Korea is admitted in between."""
        self.world = build_cases(folder, **settings)
        procedures = self.world.app.extensions["consult"].settings.procedures
        docket = Docket(self.world.engine, folder, procedures, random.Random(9).choice)
        self.told = told = Disputed(self.world, docket, docket)
        self.ref = told.open("JPN", "settlement", "dispute", AT - 9 * DAY, agreement="gen")
        self.notice = told.take("JPN", "dispute", "serve_notice_of_dispute", AT - 9 * DAY, respondents=["FRA"])
        told.take("FRA", "dispute", "acknowledge", AT - 8 * DAY, "respondent:FRA")
        with writing(self.world.engine) as conn:
            conn.execute(update(CASES).values(existence="C0"))
        told.take("KOR", "dispute", "request_join", AT - 7 * DAY)
        self.acts: dict[str, int] = {}
        self._state("Goldenbefore")
        told.together("dispute", "admit_entrant", JOINED, "entrant:KOR")
        self._state("Goldensame")
        self._state("Goldenafter")
        while filling.fill(self.world.engine, docket.editions):
            pass
        self.korea = self.world.signed_in("all@kor.example")
        self.machine = machine(self.world, "all@kor.example")

    def _state(self, word: str) -> None:
        paper = self.told.attach("JPN", "dispute", word, f"{word} annexed")
        filing = {"text": f"{word} is said.", "document": paper}
        self.acts[word] = self.told.take("JPN", "dispute", "make_statement", SAID[word], filing=filing)

    def files(self) -> dict[str, str]:
        """Give the digest of each document by the word in it."""
        return {word: self.told.files[word][1] for word in SAID}

    def bundle(self) -> bytes:
        """Give all that is in the bundle that Korea takes."""
        answer = self.korea.post(
            f"/cases/{self.ref}/bundle.zip", form_at=f"/cases/{self.ref}/take", set="full_internal"
        )
        assert 200 == answer.status_code, answer.text
        with zipfile.ZipFile(io.BytesIO(answer.data)) as there:
            return b"\n".join([*(name.encode() for name in there.namelist()), *map(there.read, there.namelist())])


@pytest.fixture(scope="module")
def joined(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Joined]:
    """The dispute, with the clock at 20 November 2026."""
    with clock.frozen(AT):
        told = Joined(tmp_path_factory.mktemp("joined"))
        yield told
    told.world.engine.dispose()


SEEN = [("Goldenbefore", False), ("Goldensame", True), ("Goldenafter", True)]
since = pytest.mark.parametrize(("word", "seen"), SEEN)


@since
def test_its_page_and_the_list_of_acts(joined: Joined, word: str, seen: bool) -> None:
    """An act of the day before is not found; one of the same instant and the day after is."""
    n = joined.acts[word]
    assert (200 if seen else 404) == joined.korea.get(f"/cases/{joined.ref}/acts/{n}").status_code
    listed = joined.machine.given(f"/api/v1/cases/{joined.ref}")
    assert seen == (word in str(listed) or f"/acts/{n}" in joined.korea.get(f"/cases/{joined.ref}").text)


@since
def test_its_documents(joined: Joined, word: str, seen: bool) -> None:
    """A document is there with its act, at its address for people and for machines."""
    digest = joined.files()[word]
    assert (200 if seen else 404) == joined.korea.get(f"/cases/{joined.ref}/documents/{digest}").status_code
    assert (200 if seen else 404) == joined.machine.get(f"/api/v1/cases/{joined.ref}/documents/{digest}").status_code


@since
def test_the_search(joined: Joined, word: str, seen: bool) -> None:
    """What was said before is found by nobody who joined after."""
    found = joined.machine.given(f"/api/v1/search?q={word}")
    assert seen == (f"/acts/{joined.acts[word]}" in str(found))
    assert not seen or word in joined.korea.get(f"/search?q={word}").text


@since
def test_the_feed(joined: Joined, word: str, seen: bool) -> None:
    """The feed of events tells of the act where it may be seen."""
    events = joined.machine.given(f"/api/v1/events?case={joined.ref}")["items"]
    assert seen == any(f"/acts/{joined.acts[word]}'" in str(one) for one in events)


@since
def test_the_bundle(joined: Joined, word: str, seen: bool) -> None:
    """The bundle holds the words and the document of what may be seen, and neither of what may not."""
    taken = joined.bundle()
    assert seen == (word.encode() in taken)
    assert seen == (joined.files()[word].encode() in taken)


def test_it_is_served_with_what_opened_the_talks(joined: Joined) -> None:
    """The notice of dispute of 11 November is there: it says what the case is about."""
    assert 200 == joined.korea.get(f"/cases/{joined.ref}/acts/{joined.notice}").status_code


def test_its_limits_are_those_of_the_case_and_no_relation_of_others(joined: Joined) -> None:
    """On page, in the calendar and over the API it reads no limit of the relation with France."""
    limits = joined.machine.given(f"/api/v1/cases/{joined.ref}/deadlines")["items"]
    assert limits
    calendar = joined.korea.get("/calendar").text
    for word in ("Goldenbefore",):
        assert word not in str(limits)
        assert word not in calendar
        assert word not in joined.korea.get("/calendar.ics").text


def test_others_see_all_of_it(joined: Joined) -> None:
    """France was there from the first day."""
    france = joined.world.signed_in("all@fra.example")
    for n in joined.acts.values():
        assert 200 == france.get(f"/cases/{joined.ref}/acts/{n}").status_code
