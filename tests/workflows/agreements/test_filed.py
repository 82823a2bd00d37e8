"""A filed agreement is read by the reader of files: the same clause, the same ladder, the same reason for a fault."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.workflows.agreements.files import write
from workflows.agreed.reading import TEXT, AgreementReading
from workflows.agreements import SHEET, agreements
from workflows.agreements.clause import CLAUSE_VALUES, STAGE_VALUES
from workflows.agreements.filed import arrangement_filed, as_far_as_read, faults
from workflows.agreements.tree import Arrangement, arranged, read_line
from workflows.kernel.bodies import problems
from workflows.kernel.readings import Preview
from workflows.kernel.view import Facts
from workflows.parties.reading import InstrumentError

FILE = """key = "own"
title = "Arrangement on shared raw data"
instrument = "own"
kind = "implementing"
parties = ["JPN", "FRA"]
parent = "station-framework"
since = 2026-09-01

[sheet]
mode = "By exchange of data"

[clause]
excludes = ["Prices", "Personnel"]
arb_consent = "advance"
arbitrators = 1
appointing_authority = "The registrar whom both trust"

[[stage]]
kind = "negotiation"
level = "agency"
mandatory = true
days = 30

[[stage]]
kind = "arbitration"
mandatory = false
"""
BODY: dict[str, Any] = {
    "title": "Arrangement on shared raw data",
    "kind": "implementing",
    "parties": ["JPN", "FRA"],
    "parent": "station-framework",
    "since": "2026-09-01",
    "sheet": {"mode": "By exchange of data"},
    "excludes": "Prices\nPersonnel\n",
    "arb_consent": "advance",
    "arbitrators": 1,
    "appointing_authority": "The registrar whom both trust",
    "stage": [
        {"kind": "negotiation", "level": "agency", "mandatory": True, "days": 30},
        {"kind": "arbitration", "mandatory": False},
    ],
}
DAY = date(2026, 11, 20)


def _meant(found: Arrangement) -> Any:
    """Give what a clause means, whoever gives it: values, stages, and everything of the agreement itself."""
    own = found.agreement
    held = own.title, own.kind, own.parties, own.parent, own.prevails, own.since, own.sheet, own.clause, own.stages
    return found.clause, [(one.key, one.stage) for one in found.stages], held


def _preview(body: dict[str, Any]) -> Preview:
    found = AgreementReading().preview(body, DAY, Facts(names={"JPN": "Japan", "FRA": "France"}))
    assert found is not None
    return found


def test_the_same_clause_means_the_same_in_a_file_and_in_a_filing(tmp_path: Path) -> None:
    """Top, sheet, clause and stages, with what the agreement above gives."""
    from_file = arranged(read_line(write(tmp_path, "own", FILE)))
    assert _meant(from_file) == _meant(arrangement_filed(BODY, "own"))
    assert ("Prices", "Personnel") == from_file.clause.excludes


def test_every_value_of_the_schema_is_asked_once() -> None:
    """Of the clause as a question, of a stage within the list, of the sheet within its group."""
    asked = [one.key for one in TEXT.fields]
    assert set(CLAUSE_VALUES) <= set(asked)
    assert len(asked) == len(set(asked))
    assert {"kind", "level", "title", *STAGE_VALUES} == {one.key for one in TEXT.field("stage").of}
    assert set(SHEET) == {one.key for one in TEXT.field("sheet").of}


@pytest.mark.parametrize("key", sorted(key for key, one in agreements().items() if one.stages and not one.reservations))
def test_every_shipped_clause_could_have_been_filed(key: str) -> None:
    """Written as its parties would answer the form, it is read with the same values and stages."""
    path = Path(__file__).parents[3] / "workflows" / "agreements" / f"{key}.toml"
    file = tomllib.loads(path.read_text(encoding="utf-8"))
    clause = {k: "\n".join(v) if CLAUSE_VALUES[k]["kind"] == "texts" else v for k, v in file.get("clause", {}).items()}
    parties = file.get("parties") or ["JPN", "FRA"]
    body = {"title": file["title"], "kind": "treaty", "parties": parties, "stage": file["stage"], **clause}
    if "parent" in file:
        body["parent"] = file["parent"]

    assert () == problems(TEXT, body)
    read = arrangement_filed(body, "AGR-1")
    assert (agreements()[key].clause, agreements()[key].stages) == (read.agreement.clause, read.agreement.stages)


@pytest.mark.parametrize(
    ("changed", "path", "reason"),
    [
        ({"stage": [], "parent": None}, "stage", "the ladder is empty; it needs at least one stage"),
        ({"parent": None, "appointing_authority": None}, "appointing_authority", "is required where there is a stage"),
        ({"arbitrators": 2}, "arbitrators", "must be 1, 3 or 5"),
        ({"stage": [*BODY["stage"], BODY["stage"][0]]}, "stage/2/kind", "the stage “Negotiation” (negotiation, "),
        ({"stage": [{**BODY["stage"][0], "days": 0}]}, "stage/0/days", "must be above zero"),
        ({"parent": "nowhere"}, "parent", "there is no agreement 'nowhere'"),
        ({"veto": "JPN"}, "veto", "unknown key; known are"),
        ({"since": "some day"}, "since", "must be a date"),
        ({"title": 7}, "title", "must be a text that is not empty"),
    ],
)  # fmt: skip
def test_what_a_file_may_not_say_a_filing_may_not_say_either(changed: dict[str, Any], path: str, reason: str) -> None:
    """With the question in the place of file and line."""
    body = {key: value for key, value in {**BODY, **changed}.items() if value is not None}
    found = faults(body)
    assert [path] == [where for where, _says in found]
    assert found[0][1].startswith(reason)
    with pytest.raises(InstrumentError, match=reason.partition(";")[0].replace("(", r"\(").replace(")", r"\)")):
        arrangement_filed(body, "own")


def test_a_text_on_its_way_is_read_as_far_as_it_can_be() -> None:
    """The first stage stands though the second cannot be meant; nothing is refused in silence."""
    arrangement, left_out = as_far_as_read({"stage": [BODY["stage"][0], {"kind": "arbitration", "exit_after_days": 3}]})
    assert ["negotiation"] == [one.key for one in arrangement.stages]
    assert ["stage/1/exit_after_days"] == [path for path, _says in left_out]


@pytest.mark.parametrize("body", [{}, {"stage": "x"}, {"stage": ["x"]}, {"sheet": "x"}, {"parties": 3}, {"covers": 3}])
def test_a_body_of_any_shape_is_answered_and_never_breaks_the_preview(body: dict[str, Any]) -> None:
    """What somebody sends who does not use the form."""
    assert problems(TEXT, body)
    assert isinstance(_preview(body), Preview)


def test_the_preview_has_a_day_for_each_rung_and_who_gives_it() -> None:
    """Received on 20 November 2026: 30 days end with 20 December, arbitration is open on the next day."""
    body = {key: value for key, value in BODY.items() if key != "parent"}
    rungs = _preview(body).rungs
    assert [date(2026, 11, 20), date(2026, 12, 21)] == [one.day for one in rungs]
    assert ["this text", "this text"] == [one.by for one in rungs]
    assert [("Negotiation",)] == [one.after for one in rungs[1:]]


def test_the_preview_says_why_a_rung_does_not_exist_for_the_parties_named() -> None:
    """France is not a party to the memorandum above."""
    rungs = _preview({**BODY, "parent": "iss-mou-1998-jpn"}).rungs
    said = [note.says for one in rungs for note in one.notes]
    assert {False} == {one.is_open for one in rungs}
    assert any(sentence.startswith("France is not a party to this agreement") for sentence in said)


def test_a_warning_leads_to_its_question_and_refuses_nothing() -> None:
    """A stage that one party can block, by its number; the silences of the sheet as SOFT."""
    stages = [{"kind": "negotiation", "mandatory": True, "exit_unilateral": "no"}, BODY["stage"][1]]
    body = {key: value for key, value in {**BODY, "stage": stages}.items() if key != "parent"}
    warned = {note.field: note for note in _preview(body).warnings}
    assert "for ever" in warned["stage/0/days"].says
    assert "SOFT" == warned["sheet/terms"].cited.binding
    assert () == problems(TEXT, body)
