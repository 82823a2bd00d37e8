"""Whatever levels a case, its acts, its answers and its documents have: nothing above C0 is in anything that anybody
gets, and a case that is not public is not there."""

import base64
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult import clock
from consult.published.pruning import public_part
from tests.consult.web.public_world import ADDRESSES, MARK, Told, build_leveled, fetched
from tests.consult.web.world import AT, World
from workflows.kernel.fields import Field, group, keyed, listing, text
from workflows.kernel.words import PRODUCT

ACT = st.sampled_from(("C0", "C1", "C2", "C3", "C4"))
OWN = st.sampled_from(("", "", "C0", "C1", "C2", "C3", "C4"))
TERMS = st.fixed_dictionaries(
    {
        "existence": st.sampled_from(("C0", "C1", "C2", "C5")),
        "case": ACT,
        "telling": ACT,
        "answering": ACT,
        **dict.fromkeys(("title", "words", "inner", "addressed", "person", "document"), OWN),
    }
)


@dataclass(frozen=True)
class Course:
    """How a case goes: its terms, the levels of its documents, whether it is answered, released, gone on with and ended
    in public, and whether it is an exercise."""

    terms: dict[str, str]
    papers: tuple[str, str, str]
    answered: bool
    released: bool
    goes_on: bool
    agreed: bool
    ended: bool
    exercise: bool

    @property
    def is_public(self) -> bool:
        """Say whether anybody may know of the case: its existence is public, and some act of it."""
        acts = [self.terms["telling"], *([self.terms["answering"]] if self.answered or self.goes_on else [])]
        some = "C0" in acts or self.released or self.ended
        known = self.terms["existence"] == "C0" or (self.released and self.terms["existence"] != "C5")
        return known and some and not self.exercise


COURSES = st.builds(
    Course,
    TERMS,
    st.tuples(ACT, ACT, ACT),
    *(st.booleans() for _i in range(5)),
    st.sampled_from((False, False, False, True)),
)


@pytest.fixture(scope="module")
def leveled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Give one world in which case after case is opened."""
    world = build_leveled(tmp_path_factory.mktemp("leveled"))
    yield world
    world.engine.dispose()


def played(world: World, course: Course) -> Told:
    """Play a case."""
    told = Told(world, course.terms)
    told.open(course.exercise)
    told.take("JPN", "tell", course.terms["telling"], paper=course.papers[0])
    if course.answered:
        told.take("KOR", "answer", course.terms["answering"], "hearer:KOR", paper=course.papers[1])
    if course.released:
        told.take("JPN", "release", "C0", paper=course.papers[2])
    if course.goes_on:
        told.state("JPN", course.terms["answering"])
    if course.agreed:
        told.take("FRA", "agree", "C9", paper="C0")  # a hand: a text on which two others have not laid theirs
    if course.ended:
        told.end()
    return told


@settings(max_examples=60)
@given(course=COURSES)
def test_nothing_above_C0_is_in_anything_that_anybody_gets(leveled: World, course: Course) -> None:
    """Pages, lists, feed, JSON, receipts, openings, documents, headers, refusals: no word of another level."""
    with clock.frozen(AT):
        told = played(leveled, course)
        client = leveled.app.test_client()
        answers = {address: fetched(client, address) for address in (*ADDRESSES, *told.addresses())}

    leaks = {address: found for address, (_status, text) in answers.items() if (found := above(text))}
    assert {} == leaks
    case = answers[f"/public/cases/{told.ref}"]
    assert (200 if course.is_public else 404) == case[0]
    for address in ADDRESSES[:3]:
        assert course.is_public == (told.ref in answers[address][1])
    for digest, level in told.digests.items():
        status, text = answers[f"/public/cases/{told.ref}/documents/{digest}"]
        assert (status == 404) or level == "C0"
        assert (status == 200) == (f"%PDF-1.4\nMARK-C0-{told.ref}" in text)
    if not course.is_public:
        nowhere = fetched(leveled.app.test_client(), "/public/cases/LEVEL-2026-NOSUCH")
        assert {nowhere} == {answers[f"/public/cases/{told.ref}"]}
    elif not any(course.terms[name] not in ("", "C0") for name in ("words",)) and course.released:
        assert f"MARK-C0-{told.ref}" in case[1]
    if course.terms["addressed"] not in ("", "C0") and not (course.answered and course.terms["answering"] == "C0"):
        assert "France" not in case[1]


def above(text: str) -> set[str]:
    """Find the levels above C0 in a text, and in what the disclosures in it say."""
    opened = [text]
    if '"disclosures"' in text:
        held = json.loads(text[text.index("\n{") :])["disclosures"].values()
        opened += [base64.urlsafe_b64decode(one + "=" * (-len(one) % 4)).decode() for one in held]
    return {level for one in opened for level in MARK.findall(one) if level != "C0"}


LEVEL = st.sampled_from((None, "", "C0", "C1", "C2", "C3", "C4", "C5"))


def asked(levels: list[Any]) -> tuple[Field, ...]:
    """Ask questions within questions, with these levels in their order."""
    inner = keyed("d", text("D", PRODUCT, level=levels[3]))
    deep = keyed("c", group("C", PRODUCT, inner, keyed("e", text("E", PRODUCT, level=levels[4])), level=levels[2]))
    several = listing("B", PRODUCT, deep, keyed("f", text("F", PRODUCT, level=levels[5])), level=levels[1])
    return keyed("a", text("A", PRODUCT, level=levels[0])), keyed("b", several)


@given(levels=st.lists(LEVEL, min_size=6, max_size=6))
def test_the_public_part_of_a_filing_holds_no_answer_to_a_question_that_is_not_public(levels: list[Any]) -> None:
    """However deep it stands; and every answer that is public together with all around it."""
    body = {
        "a": said(levels[0]),
        "b": [{"c": {"d": said(*levels[1:4]), "e": said(*levels[1:3], levels[4])}, "f": said(levels[1], levels[5])}],
        "beside": "MARK-C4-",
    }
    left = json.dumps(public_part(asked(levels), body))

    assert set() == {level for level in MARK.findall(left) if level != "C0"}
    assert len(re.findall("MARK-C0-", json.dumps(body))) == len(re.findall("MARK-C0-", left))


def said(*levels: Any) -> str:
    """Say the narrowest of some levels."""
    return f"MARK-{max(level or 'C0' for level in levels)}-"


def test_two_worlds_that_differ_in_secrets_alone_are_the_same_to_anybody(tmp_path: Path) -> None:
    """The same bytes and headers, though one has other words, more acts, more cases, and other documents that are not
    public."""
    seen = []
    with clock.frozen(AT):
        for name in ("one", "two"):
            (tmp_path / name).mkdir()
            world = build_leveled(tmp_path / name)
            seen.append(drawn(world, other=name == "two"))
            world.engine.dispose()

    assert seen[0] == seen[1]
    assert 3 == len([status for status, _text in seen[0] if status == 404])


def drawn(world: World, *, other: bool) -> list[tuple[int, str]]:
    """Release a case between secrets and give what anybody gets; in the other world, with more and other secrets."""
    import random

    docket = world.app.extensions["consult"].docket
    docket.choose = random.Random(7).choice
    terms = dict.fromkeys(("title", "words", "inner", "addressed", "person", "document"), "")
    told = Told(world, {**terms, "existence": "C1", "case": "C2", "telling": "C2", "answering": "C3", "inner": "C2"})
    told.open()
    told.take("JPN", "tell", "C2", paper="C2")
    told.take("JPN", "release", "C0")
    docket.choose = random.Random(8).choice
    hidden = Told(world, told.terms)
    hidden.open()
    if other:
        told.take("KOR", "answer", "C3", "hearer:KOR", paper="C3")
        told.state("JPN", "C3")
        hidden.take("JPN", "tell", "C2")
    of = f"/public/cases/{told.ref}"
    released = [f"{of}/documents/{digest}" for digest, level in told.digests.items() if level == "C0"]
    own = [of, f"{of}.json", *released, f"{of}/acts/2/receipt", f"{of}?before=1&lang=xx"]
    client = world.app.test_client()
    return [fetched(client, one) for one in (*ADDRESSES, *own, f"/public/cases/{hidden.ref}", "/public/nosuch")]
