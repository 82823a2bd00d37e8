"""The sheets of a case: the way to them, and who gets none."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from consult import clock
from consult.pages.sheets import KINDS
from tests.consult.web.cases_world import build_cases, file, serve_berth
from tests.consult.web.world import AT, World
from tests.house.outputs_world import build as build_outputs
from workflows import catalogue
from workflows.kernel.sheets import sheets_of


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Give the world of cases with a stopped clock."""
    with clock.frozen(AT):
        built = build_cases(tmp_path)
        yield built
        built.engine.dispose()


def test_every_sheet_of_every_procedure_has_a_drawing() -> None:
    """A procedure cannot declare what the product cannot draw."""
    declared = {type(sheet) for form in catalogue().values() for sheet in sheets_of(form.with_defaults())}

    assert declared <= KINDS.keys()


def test_the_way_leads_from_the_case_to_its_sheets_and_back(world: World) -> None:
    """Both pages show the same entries along the top, with the one in use marked."""
    japan = world.signed_in("all@jpn.example")
    ref = serve_berth(japan)

    case, sheet = japan.get(f"/cases/{ref}"), japan.get(f"/cases/{ref}/sheets/docket")

    assert f'<a href="/cases/{ref}" aria-current="page">Case</a>' in case.text
    assert f'<a href="/cases/{ref}/sheets/docket">Docket</a>' in case.text
    assert f'<a href="/cases/{ref}/sheets/docket" aria-current="page">Docket</a>' in sheet.text
    assert f'<a href="/cases/{ref}">Case</a>' in sheet.text


def test_unknown_sheets_and_sheets_of_others_are_one_answer(world: World) -> None:
    """404 for a sheet that no case has, for a case that does not exist, and for a case of others."""
    japan, brazil = world.signed_in("all@jpn.example"), world.signed_in("all@bra.example")
    ref = serve_berth(japan)

    answers = [
        japan.get(f"/cases/{ref}/sheets/nonsense"),
        japan.get("/cases/DIS-2026-NOSUCH/sheets/docket"),
        brazil.get(f"/cases/{ref}/sheets/docket"),
    ]

    assert [404, 404, 404] == [answer.status_code for answer in answers]


def test_an_entry_of_two_parties_is_not_in_the_docket_of_a_third(world: World) -> None:
    """What Korea answers to Japan stands in both their dockets and in no other."""
    japan, korea, france = (world.signed_in(f"all@{key}.example") for key in ("jpn", "kor", "fra"))
    ref = serve_berth(japan)
    act = file(korea, ref, "give", "berth:KOR", text="Yes, in the second week.").partition("?")[0]

    shown = [f'href="{act}"' in one.get(f"/cases/{ref}/sheets/docket").text for one in (japan, korea, france)]

    assert [True, True, False] == shown


def test_the_calendar_of_a_notice_has_its_limits_and_the_date_of_the_activity_beside_them(tmp_path: Path) -> None:
    """France reads until when it is to answer Japan's notice, and on which day the activity is planned to begin."""
    with clock.frozen(AT):
        told = build_outputs(tmp_path)
        france, brazil = told.world.signed_in("all@fra.example"), told.world.signed_in("all@bra.example")
        address = f"/cases/{told.refs['notice']}/sheets/calendar"
        page, refused = france.get(address).text, brazil.get(address).status_code
        told.world.engine.dispose()

    assert "Legal clock beside the date of the thing itself" in page
    assert '<strong>before proceeding</strong> · <time datetime="2027-06-08">' in page
    assert "Earliest start" in page
    assert "Window for consultation" in page
    assert 404 == refused
