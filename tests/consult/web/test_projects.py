"""On the pages: a project aboard a station, the sheet of its modules, and who files at the level of agencies."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from consult import clock
from consult.search.filling import fill
from tests.consult.web.cases_world import build_cases
from tests.consult.web.consulted import FRANCE, docket, moment, page, take
from tests.consult.web.project_world import CHINA, ITALY, KENYA, WHOLE, opened, round_called, with_agencies
from tests.consult.web.world import SECRETARIAT, World


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Give the world of cases with three agencies."""
    built = with_agencies(build_cases(tmp_path))
    yield built
    built.engine.dispose()


def proposed(world: World) -> str:
    """Let Italy propose an arrangement with Kenya's institution to China on 20 November 2026; give the reference."""
    ref = opened(world, ITALY, "2026-11-20", "utilisation")
    take(world, ITALY, "2026-11-20", ref, "propose_arrangement", **WHOLE, provider="CHN", partners=["KEN"])
    return ref


def test_jurisdiction_and_law_of_each_module_stand_on_a_sheet_as_the_arrangement_says(world: World) -> None:
    """The last text counts and names the paper it stands in; the one before is led to."""
    ref = proposed(world)
    told = page(world, CHINA, "2026-11-21", f"/cases/{ref}/sheets/jurisdiction")
    for words in ("Laboratory I", "Law of China", "Article 7", "The product decides nothing on jurisdiction"):
        assert words in told
    modules = [{"module": "Laboratory II", "state": "CHN", "law": "Law of the arrangement"}]
    take(world, CHINA, "2026-11-22", ref, "revise_arrangement", **WHOLE | {"modules": modules})
    told = page(world, KENYA, "2026-11-23", f"/cases/{ref}/sheets/jurisdiction")
    assert ("Laboratory II" in told, "Laboratory I<" in told, "1 earlier paper" in told) == (True, False, True)


def test_the_sheet_is_empty_before_a_text_and_is_not_there_for_others(world: World) -> None:
    """Whoever prepares the arrangement is told what will stand there; nobody else learns that there is a case."""
    ref = opened(world, ITALY, "2026-11-20", "utilisation")
    address = f"/cases/{ref}/sheets/jurisdiction"
    assert "Nothing is listed yet." in page(world, ITALY, "2026-11-20", address)
    proposed(world)
    with clock.frozen(moment("2026-11-21")):
        assert [404, 404] == [world.signed_in(mail).get(address).status_code for mail in (FRANCE, CHINA)]


def test_the_office_of_the_agreement_reads_the_sheet_and_signs_nothing(world: World) -> None:
    """It takes part without being a party; a form that is sent all the same is refused."""
    ref = proposed(world)
    assert "Laboratory I" in page(world, SECRETARIAT, "2026-11-21", f"/cases/{ref}/sheets/jurisdiction")
    with clock.frozen(moment("2026-11-21")):
        office = world.signed_in(SECRETARIAT)
        assert "sign_arrangement" not in office.get(f"/cases/{ref}").text
        answer = office.post(f"/cases/{ref}/steps/sign_arrangement", form_at="/cases", seen="1", track="", digest="")
        assert answer.status_code in (403, 409)
        assert "Arrangement proposed" in office.get(f"/cases/{ref}").text


def test_nothing_lapses_on_the_pages_before_its_time(world: World) -> None:
    """Whoever runs the station has no button for it, and a form that is sent all the same is refused."""
    ref = proposed(world)
    with clock.frozen(moment("2026-11-21")):
        china = world.signed_in(CHINA)
        assert f"/cases/{ref}/steps/lapse" not in china.get(f"/cases/{ref}").text
        answer = china.post(f"/cases/{ref}/steps/lapse", form_at="/cases", seen="1", track="", digest="")
        assert answer.status_code in (403, 409)
        assert "Arrangement proposed" in china.get(f"/cases/{ref}").text


def applied(world: World) -> str:
    """Let Italy and Kenya apply on 1 December; give the reference of the round."""
    ref = round_called(world)
    take(world, ITALY, "2026-12-01", ref, "apply", heading="Flames of Italy", kind="experiment")
    take(world, KENYA, "2026-12-01", ref, "apply", heading="Camera of Kenya", kind="experiment")
    return ref


def test_an_office_and_a_state_publish_a_call_together_and_everybody_reads_it(world: World) -> None:
    """The office lays its hand in office; both conveners read every application."""
    ref = applied(world)
    assert "published the call" in page(world, FRANCE, "2026-12-02", f"/cases/{ref}")
    for mail in (CHINA, SECRETARIAT):
        entries = page(world, mail, "2026-12-02", f"/cases/{ref}/sheets/docket")
        assert ("Italy applied" in entries, "Kenya applied" in entries) == (True, True)
        case = page(world, mail, "2026-12-02", f"/cases/{ref}")
        assert ("Application 1 · Italy" in case, "Kenya</bdi>" in case) == (True, True)


@pytest.mark.parametrize("mail", [FRANCE, ITALY], ids=["outside", "another-applicant"])
def test_nobody_but_the_conveners_learns_on_any_page_who_else_applied(world: World, mail: str) -> None:
    """Neither what is asked for, nor that there is an application, nor who takes part, nor by a filter or a search."""
    ref = applied(world)
    while fill(world.engine, docket(world).editions):
        pass
    for sheet in ("", "/sheets/docket", "/sheets/calendar", *(f"/acts/{n}" for n in range(8))):
        told = page(world, mail, "2026-12-02", f"/cases/{ref}{sheet}")
        assert not [words for words in ("Camera of Kenya", "Application 2", "Kenya") if words in told], sheet
    for address in ("/cases?party=KEN", "/search?q=Kenya"):
        assert ref not in page(world, mail, "2026-12-02", address)
    assert ref in page(world, mail, "2026-12-02", "/cases?party=CHN")


def test_an_application_is_refused_on_the_pages_from_the_instant_on(world: World) -> None:
    """The clock closes the call; a form that is sent all the same is refused, and nothing is lodged."""
    ref = applied(world)
    assert "Under review" in page(world, ITALY, "2026-12-16", f"/cases/{ref}")
    with clock.frozen(moment("2026-12-16")):
        italy = world.signed_in(ITALY)
        answer = italy.post(f"/cases/{ref}/steps/apply", form_at="/cases", seen="1", track="", digest="")
        assert answer.status_code in (409, 422)


def test_a_selected_project_opens_a_case_that_names_the_round_and_is_named_there(world: World) -> None:
    """The two lead to each other for the applicant; for the other applicant there is neither."""
    ref = applied(world)
    page(world, CHINA, "2026-12-16", f"/cases/{ref}")
    take(world, CHINA, "2026-12-17", ref, "pass_application", "application:1")
    take(world, SECRETARIAT, "2026-12-18", ref, "record_science_review", "application:1", conflict="no")
    take(world, CHINA, "2026-12-18", ref, "record_safety_review", "application:1", conflict="no")
    for mail in (SECRETARIAT, CHINA):
        take(world, mail, "2026-12-19", ref, "select", "application:1", exactly=True, granted="As told")
    take(world, ITALY, "2026-12-20", ref, "take_up", "application:1")

    own = page(world, ITALY, "2026-12-21", f"/cases/{ref}")
    found = re.search(r"UTI-2026-[A-Z0-9]+", own)
    assert found is not None
    assert ref in page(world, ITALY, "2026-12-21", f"/cases/{found[0]}")
    assert found[0] not in page(world, KENYA, "2026-12-21", f"/cases/{ref}")
    with clock.frozen(moment("2026-12-21")):
        assert 404 == world.signed_in(KENYA).get(f"/cases/{found[0]}").status_code


def test_a_call_in_preparation_is_for_those_who_convene(world: World) -> None:
    """Before it is published nobody else learns that there is a round; from then on everybody does."""
    ref = opened(world, SECRETARIAT, "2026-11-18", "utilisation_round")
    take(world, SECRETARIAT, "2026-11-18", ref, "invite_convener", convener="CHN")
    assert "named the joint convener" in page(world, CHINA, "2026-11-19", f"/cases/{ref}")
    with clock.frozen(moment("2026-11-19")):
        assert [404, 404] == [world.signed_in(mail).get(f"/cases/{ref}").status_code for mail in (FRANCE, ITALY)]
    assert "published the call" in page(world, FRANCE, "2026-11-21", f"/cases/{round_called(world)}")
