"""An agreement is written in the browser with its ladder before one's eyes, recorded by all, and disputed under."""

import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest

from consult import clock
from tests.consult.web.agreed import FORM, agree, form, opened, recorded, tabled
from tests.consult.web.cases_world import begin, build_cases, fill_in, send, version_of
from tests.consult.web.world import AT, World


@pytest.fixture
def offices(tmp_path: Path) -> Iterator[World]:
    """Give a world with offices of four States."""
    with clock.frozen(AT):
        world = build_cases(tmp_path)
        yield world
    world.engine.dispose()


def preview(page: str) -> str:
    """Read the preview beside the form as text."""
    found = re.search(r'<section class="sheet preview" id="preview".*?</section>', page, re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", found[0])).split()) if found else ""


def begun(offices: World) -> str:
    """Open the record of an agreement and begin its text."""
    japan = offices.signed_in("all@jpn.example")
    return begin(japan, str(opened(japan).location).rpartition("/")[2], "table_text")


def faults_of(page: str) -> dict[str, str]:
    """Read the list of faults above a form by the question to which each leads."""
    box = re.search(r'<div class="faults f-faults".*?</div>', page, re.DOTALL)
    found = re.findall(r'<li><a href="#([^"]+)">.*?</a>: (.*?)</li>', box[0], re.DOTALL) if box else []
    return {where: unescape(says) for where, says in found}


def test_the_form_is_made_from_the_schema_of_the_clause(offices: World) -> None:
    """Every value of stages and clause is a question, and one's own party may be named."""
    from workflows.agreements.clause import CLAUSE_VALUES, STAGE_VALUES

    page = offices.signed_in("all@jpn.example").get(begun(offices)).text
    for name in CLAUSE_VALUES:
        assert re.search(rf'name="f/{name}"', page), name
    for name in STAGE_VALUES:
        assert re.search(rf'name="f/stage/0/{name}"', page), name
    assert re.search(r'name="f/parties" value="JPN"', page)


def test_the_ladder_stands_beside_the_form_with_days_for_a_notice_of_today(offices: World) -> None:
    """Today is 20 November 2026: thirty days of negotiation end with 20 December, the next day arbitration is open."""
    japan, draft = offices.signed_in("all@jpn.example"), begun(offices)
    fill_in(japan, draft, do="save", **form())
    shown = preview(japan.get(draft).text)

    assert "Open to one party alone from 20 November 2026" in shown
    assert "Open to one party alone from 21 December 2026" in shown
    assert "The parties agreed to arbitration beforehand." in shown
    assert "The agreement is silent on this: mode of cooperation." in shown


def test_saving_by_itself_brings_the_preview_with_it(offices: World) -> None:
    """The answer to a form that saves itself swaps the ladder in."""
    japan, draft = offices.signed_in("all@jpn.example"), begun(offices)
    answer = fill_in(japan, draft, do="autosave", **form(**{"stage/0/days": "10"}))

    assert 200 == answer.status_code
    assert 'id="preview" aria-labelledby="preview-title" hx-swap-oob="true"' in answer.text
    assert "from 1 December 2026" in preview(answer.text)


def test_a_paper_of_another_procedure_has_no_preview(offices: World) -> None:
    """The page is what it was."""
    japan = offices.signed_in("all@jpn.example")
    ref = str(opened(japan, "berth").location).rpartition("/")[2]
    draft = begin(japan, ref, "ask")
    assert 'id="preview"' not in japan.get(draft).text
    assert 'id="preview"' not in fill_in(japan, draft, do="autosave", vehicle="Cargo 7").text


@pytest.mark.parametrize(
    ("changed", "warning"),
    [
        ({"stage/0/days": None, "stage/0/exit_unilateral": "no"}, "One party can block “Negotiation” for ever"),
        ({"arb_consent": "case_by_case"}, "Arbitration has no consent in advance: the ladder may end in deadlock."),
        ({"stage/0/days": "400"}, "The stages that must come first last 400 days together."),
    ],
)
def test_a_trap_is_named_and_stops_nobody(offices: World, changed: dict[str, str | None], warning: str) -> None:
    """The warning stands in the preview, and the text is tabled all the same."""
    japan, draft = offices.signed_in("all@jpn.example"), begun(offices)
    fill_in(japan, draft, do="save", **form(**changed))

    assert warning in preview(japan.get(draft).text)
    assert 303 == send(japan, draft).status_code


@pytest.mark.parametrize(
    ("changed", "where", "reason"),
    [
        ({"appointing_authority": None}, "f-appointing_authority", "This is required where there is a stage of arb"),
        ({"stage/0/days": "0"}, "f-stage-0-days", "Give a whole number from 1 to 36500."),
        ({"stage/1/kind": "negotiation"}, "f-stage-1-kind", "The stage “Negotiation” (negotiation, government) is giv"),
        ({"stage/0/mandatory": None}, "f-stage-0-mandatory", "This is required; say whether it must come first."),
        ({"arbitrators": "2"}, "f-arbitrators", "This must be 1, 3 or 5."),
        ({"stage/0/exit_unilateral": "after_days"}, "f-stage-0-exit_after_days", "This belongs to “May one party"),
        ({"escalate_by": "lead_partner"}, "f-lead_partner", "This belongs to “Who may take it to the next stage” is"),
        ({"parties": ["FRA"]}, "f-parties", "Japan is a party to this case and must be named."),
        ({"stage/1/kind": "judicial_settlement"}, "f-court", "This is required where there is a stage of judicial"),
    ],
)  # fmt: skip
def test_what_the_reader_of_files_refuses_is_refused_at_its_question(
    offices: World, changed: dict[str, str | None], where: str, reason: str
) -> None:
    """The check names it, and the text cannot be sent."""
    japan, draft = offices.signed_in("all@jpn.example"), begun(offices)
    fill_in(japan, draft, do="check", **form(**changed))

    found = faults_of(japan.get(f"{draft}?check").text)
    assert {where: True} == {key: says.startswith(reason) for key, says in found.items()}, found
    assert 422 == send(japan, draft).status_code
    assert 'id="sending"' not in japan.get(f"{draft}/send").text


def test_an_empty_ladder_is_refused_unless_an_agreement_above_has_one(offices: World) -> None:
    """As in a file."""
    japan, draft = offices.signed_in("all@jpn.example"), begun(offices)
    bare = {key: None for key in FORM if key.startswith("stage")}
    fill_in(japan, draft, do="check", **form(**bare))
    assert {"f-stage": "The ladder is empty; it needs at least one stage."} == faults_of(
        japan.get(f"{draft}?check").text
    )
    fill_in(japan, draft, do="check", **form(**bare, parent="un-charter-33", court="International Court of Justice"))
    assert {} == faults_of(japan.get(f"{draft}?check").text)


def test_a_key_that_the_schema_does_not_have_is_refused(offices: World) -> None:
    """By whatever way it came into the text."""
    from workflows.agreements.asked import paper
    from workflows.kernel.bodies import problems

    found = problems(paper(), {"title": "X", "kind": "treaty", "parties": ["JPN", "FRA"], "veto": "JPN"})
    assert ("veto", "This filing has no such field.") == (found[0].field, found[0].sentence)


def test_one_party_alone_records_nothing_and_the_other_agrees_to_the_same_words(offices: World) -> None:
    """The text that was tabled is where the record begins; with the second hand it is an edition."""
    japan, france = offices.signed_in("all@jpn.example"), offices.signed_in("all@fra.example")
    ref = tabled(japan)
    draft = begin(france, ref, "record_text")
    assert 'value="The registrar whom both trust"' in france.get(draft).text
    assert 303 == send(france, draft).status_code
    assert f"/agreements/{ref}" not in france.get("/agreements").text
    assert 404 == france.get(f"/agreements/{ref}").status_code

    again = begin(france, ref, "table_text")
    fill_in(france, again, **form(**{"stage/0/days": "90"}))
    assert 303 == send(france, again).status_code
    agree(offices, ref, japan, france)
    page = france.get(f"/agreements/{ref}").text
    assert "Lasts 90 days." in page
    assert f'href="/agreements/{ref}"' in japan.get("/agreements").text


def test_a_revision_makes_the_next_edition_and_says_in_words_what_changed(offices: World) -> None:
    """From thirty days to forty-five, and a note that was not there."""
    ref = recorded(offices)
    with clock.frozen(AT + timedelta(hours=1)):
        japan, france = offices.signed_in("all@jpn.example"), offices.signed_in("all@fra.example")
        draft = begin(japan, ref, "table_revision")
        fill_in(japan, draft, **form(**{"stage/0/days": "45", "note": "Shorter was too short."}))
        assert 303 == send(japan, draft).status_code
        agree(offices, ref, france, japan)
        page = " ".join(unescape(re.sub(r"<[^>]+>", " ", france.get(f"/agreements/{ref}").text)).split())

    assert "Edition 2" in page
    assert "Stage 1: How long it runs (days): 30 45" in page
    assert "Note: silent before, Shorter was too short." in page
    assert "Stage 2" not in page.partition("Changed by the last edition")[2].partition("Open a dispute")[0]


def test_a_dispute_is_opened_on_a_recorded_agreement_by_its_parties(offices: World) -> None:
    """The agreement stands among the choices, chosen where its page led there; the case has its ladder."""
    ref = recorded(offices)
    france = offices.signed_in("all@fra.example")
    assert f'name="agreement" value="{ref}"' in france.get(f"/agreements/{ref}").text
    page = france.get(f"/notices/new?procedure=settlement&agreement={ref}").text
    assert re.search(rf'value="{ref}"[^>]*(checked|selected)', page)
    answer = opened(france, "settlement", agreement=ref)

    assert 303 == answer.status_code, answer.text
    assert "Settlement of a dispute: Arrangement on shared raw data" in france.get(str(answer.location)).text


def test_others_see_nothing_of_a_recorded_agreement(offices: World) -> None:
    """Neither list, page, case nor choice; opening a dispute on it is refused at its question as on nothing at all."""
    ref = recorded(offices)
    korea = offices.signed_in("all@kor.example")
    for address in ("/agreements", "/notices/new?procedure=settlement", "/cases"):
        assert ref not in korea.get(address).text
    assert [404, 404] == [korea.get(f"{place}/{ref}").status_code for place in ("/agreements", "/cases")]
    answers = [opened(korea, "settlement", agreement=one) for one in (ref, "AGR-2026-NOSUCH")]
    assert [422, 422] == [one.status_code for one in answers]
    told = [one.text.replace(ref, "AGR-2026-NOSUCH") for one in answers]
    assert all("No recorded text of your party has the reference “AGR-2026-NOSUCH”." in one for one in told)


def test_a_form_that_is_given_back_keeps_its_number(offices: World) -> None:
    """Korea corrects a term that did not fit: the form is still the same one, so that pressing twice opens one case."""
    korea = offices.signed_in("all@kor.example")
    refused = opened(korea, "settlement", agreement="AGR-2026-NOSUCH", once="7")

    assert (422, ["7"]) == (refused.status_code, re.findall(r'name="once" value="([^"]+)"', refused.text))


def test_a_recorded_text_is_not_moved_by_its_draft(offices: World) -> None:
    """A draft of a revision changes nothing until every hand lies on it."""
    ref = recorded(offices)
    japan = offices.signed_in("all@jpn.example")
    draft = begin(japan, ref, "table_revision")
    fill_in(japan, draft, do="save", **form(**{"stage/0/days": "45"}))
    assert "1" == version_of(japan, draft)
    assert "Lasts 30 days." in japan.get(f"/agreements/{ref}").text


def test_whoever_is_asked_to_agree_sees_the_ladder_and_its_traps_first(offices: World) -> None:
    """Before sending, and before laying the second hand on the text; there is no question there to lead to."""
    japan, france = offices.signed_in("all@jpn.example"), offices.signed_in("all@fra.example")
    ref = tabled(japan, arb_consent="case_by_case")
    draft = begin(japan, ref, "record_text")
    told = "Arbitration has no consent in advance: the ladder may end in deadlock."
    assert told in preview(japan.get(f"{draft}/send").text)
    assert 303 == send(japan, draft).status_code
    page = france.get(f"/cases/{ref}/steps/record_text").text

    assert told in preview(page)
    assert 'href="#f-' not in page
    assert "Agree to this text" in page
