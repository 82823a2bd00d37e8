"""Search finds what its reader may see, and nothing else: by words, phrases and beginnings, on both databases."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from consult.db import reading, writing
from consult.docket.editions import Editions
from consult.log.erasing import WORDS, Target, erase
from consult.log.reads import Reads, draw_from
from consult.models.cases import ACT, ACT_LEAF, CASES
from consult.models.search import SEARCH_CURSOR, SEARCH_TEXT
from consult.search import find_acts, find_cases, read_question
from consult.search.filling import fill
from consult.visibility import Viewer
from tests.consult.docket.conftest import START, Office
from tests.consult.docket.conftest import office as office

BODY: dict[str, Any] = {
    "vehicle": "Éclaireur 7",
    "size": "small",
    "from_day": "2027-02-01",
    "asked": ["FRA", "KOR"],
    "remark": "internal ceiling of three days",
}


def gather(office: Office) -> None:
    """Gather every text there is."""
    while fill(office.engine, Editions()):
        pass


def open_berth(office: Office, **changes: Any) -> str:
    """Open a case and serve its request; give its reference."""
    ref: str = office.docket.open(office.standings["JPN"], "berth", at=START, title="").ref
    office.take("JPN", ref, "ask", body={**BODY, **changes})
    return ref


def found(office: Office, who: str, words: str) -> dict[str, list[Any]]:
    """Give what somebody finds: cases by reference, acts by reference and number."""
    viewer, question = Viewer.of(office.standings[who]), read_question(words)
    with reading(office.engine) as connection:
        cases = find_cases(connection, viewer, question)
        acts, _more = find_acts(connection, viewer, question)
    return {"cases": [row.ref for row in cases.rows], "acts": [(one.row.ref, one.row.n) for one in acts]}


NOTHING: Mapping[str, list[Any]] = {"cases": [], "acts": []}


def test_a_filing_is_found_once_it_is_gathered_by_whoever_may_see_it(office: Office) -> None:
    """Japan asks France and Korea for a berth: all three find it by its vehicle, Brazil finds nothing."""
    ref = open_berth(office)
    assert NOTHING == found(office, "JPN", "eclaireur")

    gather(office)

    for who in ("JPN", "FRA", "KOR"):
        assert {"cases": [ref], "acts": [(ref, 1)]} == found(office, who, "eclaireur")
    assert NOTHING == found(office, "BRA", "eclaireur")


def test_a_field_of_the_filers_own_is_found_by_the_filer_alone(office: Office) -> None:
    """The remark is C4: France sees the act and does not find it by the remark."""
    ref = open_berth(office)
    gather(office)

    assert [(ref, 1)] == found(office, "JPN", "ceiling")["acts"]
    assert NOTHING == found(office, "FRA", "ceiling")


def test_an_excerpt_is_given_only_of_what_is_open_to_all_who_see_the_act(office: Office) -> None:
    """Found by its C4 remark the act gives no words, and is noted as read; by its vehicle it gives some."""
    ref = open_berth(office)
    gather(office)
    viewer, kept = Viewer.of(office.standings["JPN"]), Reads()
    with reading(office.engine) as connection:
        drawn = draw_from(connection, kept)
        (closed,), _more = find_acts(drawn, viewer, read_question("ceiling"))
        assert {f"act:{ref}/1": "C4"} == kept.papers
        (opened,), _more = find_acts(drawn, viewer, read_question("eclaireur"))

    assert () == closed.texts
    assert [("filing", True)] == [(kind, "Éclaireur 7" in words) for kind, words in opened.texts]
    assert "ceiling" not in opened.texts[0][1]


@pytest.mark.parametrize(
    ("words", "is_found"),
    [
        pytest.param("Éclaireur 7", True, id="all words"),
        pytest.param("7 eclaireur", True, id="in any order"),
        pytest.param('"eclaireur 7"', True, id="phrase"),
        pytest.param('"7 eclaireur"', False, id="phrase the other way round"),
        pytest.param("eclair*", True, id="beginning"),
        pytest.param("eclair", False, id="part of a word"),
        pytest.param("eclaireur nothing", False, id="one word that is not there"),
        pytest.param("ÉCLAIREUR", True, id="capitals"),
        pytest.param("「eclaireur」", True, id="other marks"),
    ],
)
def test_words_are_found_as_they_are_asked_for(office: Office, words: str, is_found: bool) -> None:
    """The same answers on both databases."""
    ref = open_berth(office)
    gather(office)

    assert ([ref] if is_found else []) == found(office, "FRA", words)["cases"]


@pytest.mark.parametrize(
    "words",
    [
        "",
        " ",
        '"',
        '""',
        "*",
        "AND",
        "NOT eclaireur OR",
        "(",
        ")",
        "a:b",
        "x' OR 1=1",
        "\\",
        "&",
        "|",
        "!",
        "<->",
        "^",
        "\0",
        "%",
        "NEAR/2",
    ],
    ids=lambda words: ascii(words),
)
def test_nothing_that_is_typed_is_an_error(office: Office, words: str) -> None:
    """Signs that mean something to a database mean nothing here."""
    open_berth(office)
    gather(office)

    assert set(found(office, "FRA", words)) == {"cases", "acts"}


def test_chinese_is_found_by_each_of_its_characters(office: Office) -> None:
    """A vehicle named in Chinese, which writes no spaces, is found by a part of its name."""
    ref = open_berth(office, vehicle="月球基地货运")
    gather(office)

    assert [ref] == found(office, "KOR", "基地")["cases"]
    assert [] == found(office, "KOR", "地基")["cases"]


def test_keys_of_choices_and_figures_are_no_words(office: Office) -> None:
    """Nobody wrote “small” or a date in words; they are not found, and stand in no excerpt."""
    open_berth(office)
    gather(office)

    assert NOTHING == found(office, "JPN", "small")
    assert NOTHING == found(office, "JPN", "2027")


def test_an_erased_filing_leaves_the_index(office: Office) -> None:
    """Its act and its case stay, under its reference; no word of it stands in any table of the search."""
    ref = open_berth(office)
    gather(office)
    with writing(office.engine) as connection:
        of_act = select(ACT_LEAF.c.seq).join(ACT, ACT.c.id == ACT_LEAF.c.act_id).where(ACT.c.n == 1)
        seq = connection.execute(of_act).scalar_one()
        erase(connection, [Target(seq, rows=(WORDS,))], at=START + timedelta(days=400))

    assert [] == found(office, "FRA", "eclaireur")["acts"]
    assert [] == found(office, "FRA", "eclaireur")["cases"]  # the title that the filing gave goes with it
    assert [ref] == found(office, "FRA", ref)["cases"]
    with reading(office.engine) as connection:
        assert {"case"} == set(connection.execute(select(SEARCH_TEXT.c.kind)).scalars())


def test_what_was_erased_before_it_was_gathered_is_never_found(office: Office) -> None:
    """And gathering everything again finds no more than the first time."""
    open_berth(office)
    with writing(office.engine) as connection:
        of_act = select(ACT_LEAF.c.seq).join(ACT, ACT.c.id == ACT_LEAF.c.act_id).where(ACT.c.n == 1)
        erase(connection, [Target(connection.execute(of_act).scalar_one(), rows=(WORDS,))], at=START)
    gather(office)

    assert [] == found(office, "JPN", "eclaireur")["acts"]


def test_texts_are_gathered_in_batches_and_once(office: Office) -> None:
    """Three cases of two acts each, five acts at a time: six are looked at, then none."""
    refs = [open_berth(office) for _i in range(3)]
    counts = [fill(office.engine, Editions(), 5) for _i in range(3)]

    assert [5, 1, 0] == counts
    assert refs[::-1] == found(office, "FRA", "eclaireur")["cases"]
    with reading(office.engine) as connection:
        assert 5 == connection.execute(select(SEARCH_CURSOR.c.seq)).scalar_one()


def test_pages_go_on_where_the_last_one_ended_and_never_count(office: Office) -> None:
    """Twelve requests, ten to a page; whoever may not see the last one named begins anew."""
    refs = [open_berth(office) for _i in range(12)]
    gather(office)
    question, korea = read_question("eclaireur"), Viewer.of(office.standings["KOR"])
    with reading(office.engine) as connection:
        first, then = find_acts(connection, korea, question)
        second, end = find_acts(connection, korea, question, before=then or "")
        anew, _more = find_acts(connection, korea, question, before="BERTH-2026-NOSUCH/1")
        cases = find_cases(connection, korea, question)
        rest = find_cases(connection, korea, question, before=cases.following or "")

    assert refs[::-1] == [one.row.ref for one in (*first, *second)]
    assert (f"{refs[2]}/1", None) == (then, end)
    assert [one.row.ref for one in first] == [one.row.ref for one in anew]
    assert refs[::-1] == [row.ref for row in (*cases.rows, *rest.rows)]


def test_a_case_is_found_by_reference_and_by_who_takes_part(office: Office) -> None:
    """Its reference as it is written, part of it, and the name of a State."""
    ref = open_berth(office)
    gather(office)

    for words in (ref, ref.rpartition("-")[2], '"Republic of Korea"', "BRA"):
        assert ([] if words == "BRA" else [ref]) == found(office, "FRA", words)["cases"]
    with reading(office.engine) as connection:
        assert 1 == len(connection.execute(select(CASES.c.id)).all())
