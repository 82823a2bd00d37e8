"""On the pages: a project aboard a station, the sheet of its modules, and who files at the level of agencies."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from consult import clock
from tests.consult.web.cases_world import build_cases
from tests.consult.web.consulted import FRANCE, moment, page, take
from tests.consult.web.project_world import CHINA, ITALY, KENYA, WHOLE, opened, with_agencies
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
