"""Notices leave one installation and come into another one: as papers in preparation, all of them or none."""

import base64
import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from sqlalchemy import func, select

from consult import clock, drafts
from consult.docket import Filed
from consult.exchange import BadFile
from consult.exchange.notices import NoticesFile, read_notices
from consult.exchange.notices.firsts import notice_steps, usual_step
from consult.forms.notices import notices_schema
from consult.models.cases import CASES, DOCUMENT, DRAFT
from consult.models.exchange import EXCHANGED_NOTICE
from tests.consult.exchange.worlds import (
    FRANCE,
    JAPAN,
    KOREA,
    brought,
    docket,
    elsewhere,
    file_of,
    looked,
    lookout,
    notice,
    store,
    taken,
)
from tests.consult.web.cases_world import BODY, build_cases, serve_berth
from tests.consult.web.world import AT, World
from workflows import catalogue

PDF = b"%PDF-1.7\nA drawing of the berth.\n"
DIGEST = hashlib.sha256(PDF).hexdigest()
CONTENT = ("procedure", "step", "edition", "title", "terms", "subjects", "exercise", "filing", "party")


def content(file: dict[str, Any]) -> list[dict[str, Any]]:
    """Give what notices say, apart from where they are."""
    told = [{name: one[name] for name in CONTENT if name in one} for one in file["notices"]]
    return sorted(told, key=lambda one: json.dumps(one, sort_keys=True))


def counted(world: World) -> tuple[int, ...]:
    """Count what an import may leave behind."""
    with world.reading() as conn:
        tables = (CASES, DRAFT, DOCUMENT, EXCHANGED_NOTICE)
        return tuple(conn.execute(select(func.count()).select_from(table)).scalar_one() for table in tables)


def send(world: World, case: str, draft: str) -> None:
    """Clear and dispatch a paper that was imported, by the ordinary steps."""
    by = lookout(world).by
    with world.writing() as conn:
        row = drafts.find(conn, by, draft)
        spec = next(one.filing for one in docket(world).editions.of(conn, _edition(conn, case)).rows[row.step])
        drafts.clear(conn, by, draft, spec, row.version, AT)
        row = drafts.find(conn, by, draft)
    filed = Filed(row.step, row.track, row.body, seen_n=0, cleared_digest=row.cleared_digest, cleared_office="Office")
    docket(world).take(by, case, filed, at=AT)


def _edition(conn: Any, case: str) -> str:
    return str(conn.execute(select(CASES.c.edition).where(CASES.c.ref == case)).scalar_one())


def test_a_notice_leaves_with_where_it_stands_and_comes_in_as_a_paper_in_preparation(
    berths: World, tmp_path: Path
) -> None:
    """On 20 November 2026 Japan takes its notice away; in the other installation it is a draft, and nothing is served
    before Japan sends it. Taken away from there it says the same."""
    ref, other = serve_berth(berths.signed_in(JAPAN)), elsewhere(tmp_path)
    file = taken(berths)
    assert [(ref, 1, "JPN", "ask")] == [(one["ref"], one["act"], one["party"], one["step"]) for one in file["notices"]]
    assert {"recorded_at", "level", "digest", "log_entry", "leaf", "part"} == set(file["notices"][0]["provenance"])

    look = brought(other, file)

    line = look.lines[0]
    assert (True, "new", 0) == (look.recorded, line.fate, line.missing)
    assert [] == taken(other)["notices"]
    send(other, line.case, line.draft)
    assert content(file) == content(taken(other))
    other.engine.dispose()


def test_what_was_served_on_us_is_given_once_somebody_opened_it(berths: World) -> None:
    """Korea is told that it is there; after it has opened the act it has the words, without the answer that is Japan's
    own, and cannot bring them in as its own notice."""
    ref = serve_berth(berths.signed_in(JAPAN))
    unopened = taken(berths, KOREA)
    assert ([], [ref]) == (unopened["notices"], [one["ref"] for one in unopened["left_out"]])
    assert "Nobody of your party has opened it yet." in unopened["left_out"][0]["why"]

    berths.signed_in(KOREA).get(f"/cases/{ref}/acts/1")

    file = taken(berths, KOREA)
    assert "Own eyes only" not in json.dumps(file)
    assert (True, "") == (file["notices"][0]["provenance"]["part"], file["notices"][0]["title"])
    assert ["JPN filed this notice. You import those of KOR alone."] == [
        one.sentence for one in looked(berths, {**file, "origin": "elsewhere"}, KOREA).faults
    ]


def test_the_same_file_again_opens_nothing(berths: World) -> None:
    """It is here already as the case that it became; with other words it is refused; one's own export likewise."""
    first = brought(berths, file_of(notice(), notice(ref="2026/2")))
    before = counted(berths)
    again = brought(berths, file_of(notice(), notice(ref="2026/2")))
    assert ([("here", one.case) for one in first.lines], before) == (
        [(one.fate, one.case) for one in again.lines],
        counted(berths),
    )
    changed = looked(berths, file_of(notice(filing={**BODY, "vehicle": "Cargo 8"})))
    assert [f"This notice is here already as {first.lines[0].case}, with other words. Change its paper there."] == [
        one.sentence for one in changed.faults
    ]
    ref = serve_berth(berths.signed_in(JAPAN))
    assert ["here"] == [one.fate for one in looked(berths, taken(berths)).lines]
    assert ref == looked(berths, taken(berths)).lines[0].case


def test_a_case_outside_the_mandate_of_whoever_imports_is_not_named(berths: World) -> None:
    """It is here already all the same, and comes in no second time."""
    case = brought(berths, file_of(notice())).lines[0].case
    told = lookout(berths)
    narrow = replace(told, by=replace(told.by, procedures=frozenset({"ost9"})))
    file, changed = (NoticesFile.model_validate(file_of(notice(**more))) for more in ({}, {"filing": {}}))
    with berths.reading() as conn:
        assert [("here", "")] == [(one.fate, one.case) for one in narrow.look(conn, file)[0].lines]
        assert case not in narrow.look(conn, changed)[0].faults[0].sentence


def test_a_notice_without_a_reference_is_known_by_what_it_says(berths: World) -> None:
    """The same words again are the same notice, in one file or in two."""
    assert [(2, "ref", "This notice stands in row 1 already.")] == [
        (one.row, one.place, one.sentence) for one in looked(berths, file_of(notice(ref=""), notice(ref=""))).faults
    ]
    first = brought(berths, file_of(notice(ref="")))
    assert [("here", first.lines[0].case)] == [(o.fate, o.case) for o in brought(berths, file_of(notice(ref=""))).lines]


def document(**changes: Any) -> dict[str, Any]:
    """Give a document with its bytes."""
    content = base64.b64encode(PDF).decode()
    return {"digest": DIGEST, "name": "berth.pdf", "level": "C2", "language": "en", "content": content, **changes}


WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"procedure": "nosuch"}, "procedure", "There is no procedure “nosuch” here."),
    ({"procedure": "room"}, "procedure", "There is no procedure “room” here."),
    ({"step": "answer"}, "step", "No notice is filed by this step. Choose from: ask."),
    ({"edition": "0" * 64}, "edition", "This is another edition than the one on which a case opened here runs"),
    ({"terms": {"colour": "red"}}, "terms/colour", "There is no such term to choose here."),
    ({"subjects": ["love"]}, "subjects", "Choose from: "),
    ({"filing": {**BODY, "size": "huge"}}, "filing/size", "Choose from: small, large."),
    ({"filing": {**BODY, "wheels": 6}}, "filing/wheels", "This filing has no such field."),
    ({"party": "FRA"}, "party", "FRA filed this notice. You import those of JPN alone."),
    ({"documents": [document(content="%%%")]}, "documents/0/content", "This is not Base64."),
    ({"documents": [document(digest="0" * 64)]}, "documents/0/content", "These bytes have another digest"),
    ({"documents": [document(name="berth.exe")]}, "documents/0/content", "A name ending in “.exe” is not accepted."),
    ({"documents": [document(name="berth.png")]}, "documents/0/content", "but the content is PDF"),
    ({"documents": [document(level="C9")]}, "documents/0/level", "Choose from: "),
    ({"colour": "red"}, "colour", "There is no such field here."),
    ({"filing": []}, "filing", "Give an object with named members."),
    ({"act": -1}, "act", "Give a number from 0 on."),
]


@pytest.mark.parametrize(
    ("changes", "place", "said"), WRONG, ids=[f"{place}-{i}" for i, (_c, place, _s) in enumerate(WRONG)]
)
def test_a_fault_in_the_last_row_leaves_nothing_behind(
    berths: World, changes: dict[str, Any], place: str, said: str
) -> None:
    """The second of two notices is wrong: its row, its place, its pointer; of the first one nothing is recorded."""
    file = file_of(notice(documents=[document()]), notice(ref="2026/2", **changes))
    before = counted(berths)

    look, paper = brought(berths, file), looked(berths, file)

    assert paper.faults == look.faults
    assert [(2, place, f"/notices/1/{place}")] == [(one.row, one.place, one.pointer) for one in look.faults]
    assert said in look.faults[0].sentence
    assert (False, before, False) == (look.recorded, counted(berths), store(berths).has(DIGEST))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "line 1, column 1"),
        ('{"format": "consult.notices/1",\n "notices": [}', "line 2, column 14"),
        ('{"notices": NaN}', "This is no JSON that can be read."),
        ('{"format": 1, "format": 2}', "“format” is said twice in one place."),
        ("[" * 100_000, "This is no JSON that can be read."),
        ('{"a":' * 50 + "1" + "}" * 50, "This is nested deeper than anything that is held here."),
    ],
    ids=["nothing", "cut", "NaN", "twice", "very deep", "deep"],
)
def test_what_is_no_json_is_refused_with_its_place(text: str, said: str) -> None:
    """With line and column where the reader knows them."""
    with pytest.raises(BadFile) as refused:
        read_notices(text)
    assert said in str(refused.value)


def test_the_mark_of_an_editor_is_passed_over_and_control_characters_are_pointed_at() -> None:
    """A byte order mark before the first word; NUL in an answer."""
    assert read_notices("\ufeff" + json.dumps(file_of(notice())))[0] is not None
    faults = read_notices(json.dumps(file_of(notice(filing={"vehicle": "a\u0000b"}))))[1]
    assert [(1, "filing/vehicle", "/notices/0/filing/vehicle")] == [(o.row, o.place, o.pointer) for o in faults]
    assert ["/format"] == [one.pointer for one in read_notices(json.dumps(file_of(format="consult.notices/2")))[1]]


def test_whoever_may_not_begin_a_paper_is_told_so_and_the_attempt_is_kept(berths: World) -> None:
    """An official who only clears; a liaison whose mandate is for another level would be told of the procedure."""
    look = brought(berths, file_of(notice()), "adviser@jpn.example")
    assert "Your mandate does not let you begin papers of your party." == look.faults[0].sentence
    assert (0, 0, 0, 0) == counted(berths)


def test_documents_come_along_and_are_attached(berths: World, tmp_path: Path) -> None:
    """Their bytes lie in the store and in the case, and leave with the notice again; without bytes they are named."""
    other = elsewhere(tmp_path)
    look = brought(other, file_of(notice(documents=[document()]), notice(ref="b", documents=[document(content=None)])))
    assert PDF == store(other).open(DIGEST)
    assert (2, 2, 1, 2) == counted(other)
    assert look.recorded
    other.engine.dispose()


@pytest.mark.parametrize("key", sorted(catalogue()))
def test_every_procedure_that_is_opened_by_itself_begins_with_a_notice(key: str) -> None:
    """Article IX by its notice; none by withdrawing."""
    form = catalogue()[key]
    steps = notice_steps(form.with_defaults())
    assert steps
    assert "withdraw" not in steps
    assert ("serve_notice" in steps) >= (key == "ost9")
    assert ("serve_notice" == usual_step(form.with_defaults())) >= (key == "ost9")


def test_what_leaves_fits_the_schema_and_what_does_not_fit_is_named_there(berths: World) -> None:
    """The schema is of the catalogue with the toy procedure."""
    serve_berth(berths.signed_in(JAPAN))
    procedures = [form.with_defaults() for form in docket(berths).forms.values() if not form.rooms_by]
    schema = notices_schema(procedures)
    assert "https://json-schema.org/draft/2020-12/schema" == schema["$schema"]
    Draft202012Validator.check_schema(schema)
    judge = Draft202012Validator(schema)
    file = taken(berths)
    assert [] == [one.message for one in judge.iter_errors(file)]
    assert [] == [one.message for one in judge.iter_errors(file_of(notice()))]
    for wrong in ({"filing": {**BODY, "size": "huge"}}, {"step": "answer"}, {"procedure": "nosuch"}, {"colour": 1}):
        assert not judge.is_valid(file_of(notice(**wrong)))


@pytest.mark.postgres
def test_over_postgresql_a_file_comes_in_once_too(postgres_url: str, tmp_path: Path) -> None:
    """Looked at, recorded, and here already; a fault in the last row leaves nothing."""
    world = build_cases(tmp_path, database_url=postgres_url)
    file = file_of(notice(documents=[document()]), notice(ref="b"))
    assert 2 == looked(world, file).count("new")
    assert brought(world, file).recorded
    assert 2 == brought(world, file).count("here")
    before = counted(world)
    assert not brought(world, file_of(notice(ref="c"), notice(ref="d", procedure="x"))).recorded
    assert before == counted(world)
    world.engine.dispose()


words = st.text(st.characters(codec="utf-8", categories=("L", "N", "Z")), max_size=12)
bodies = st.fixed_dictionaries(
    {"vehicle": words.map(lambda one: f"V {one}".strip()), "size": st.sampled_from(["small", "large"]),
     "from_day": st.dates(min_value=AT.date()).map(str), "asked": st.sampled_from([["FRA"], ["FRA", "KOR"]])},
)  # fmt: skip
notices = st.fixed_dictionaries(
    {"ref": words, "procedure": st.sampled_from(["berth", "berth", "ost9", "nosuch"]),
     "filing": bodies | st.just({}) | st.dictionaries(words, st.integers() | words, max_size=2)},
    optional={"exercise": st.booleans(), "title": words, "act": st.integers(-1, 3),
              "step": st.sampled_from(["", "ask", "withdraw", "serve_notice"]),
              "party": st.sampled_from(["", "JPN", "FRA"]), "documents": st.just([document()])},
)  # fmt: skip


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(notices, max_size=3))
def test_a_look_is_sound_exactly_where_the_run_records(berths: World, given_notices: list[dict[str, Any]]) -> None:
    """Random files: the same faults, and what a look says of each notice is what becomes of it."""
    with clock.frozen(AT):
        before = counted(berths)
        paper, run = looked(berths, file_of(*given_notices)), brought(berths, file_of(*given_notices))
        assert (paper.sound, paper.faults) == (run.recorded, run.faults)
        assert [(one.row, one.fate, one.missing) for one in paper.lines] == [
            (one.row, one.fate, one.missing) for one in run.lines
        ]
        opened = paper.count("new")
        assert (before[0] + opened, before[1] + opened, before[3] + opened) == (
            counted(berths)[0], counted(berths)[1], counted(berths)[3],
        )  # fmt: skip


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(bodies, min_size=1, max_size=3), st.booleans())
def test_what_leaves_comes_in_and_leaves_again_is_the_same(
    berths: World, tmp_path_factory: pytest.TempPathFactory, given_bodies: list[dict[str, Any]], exercise: bool
) -> None:
    """Filed in one installation, taken away, brought into another, sent there, and taken away again."""
    with clock.frozen(AT):
        rows = [notice(ref=f"{i}", filing=body, exercise=exercise) for i, body in enumerate(given_bodies)]
        here, there = (elsewhere(tmp_path_factory.mktemp("pair")) for _n in range(2))
        docket(there).host = "there.example.int"
        for line in brought(here, file_of(*rows)).lines:
            send(here, line.case, line.draft)
        first = taken(here)
        assert len(rows) == len(first["notices"])
        for line in brought(there, first).lines:
            send(there, line.case, line.draft)
        assert content(first) == content(taken(there))
        assert [] == taken(there, FRANCE)["notices"]
        here.engine.dispose()
        there.engine.dispose()
