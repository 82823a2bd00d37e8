"""Editions on the pages of the library: of one's own cases alone, and told apart in words."""

from pathlib import Path

import pytest
from sqlalchemy import select

from consult import clock
from consult.models.cases import EDITION
from tests.consult.web.cases_world import AT, build_cases, open_berth
from tests.consult.web.test_charters import text_of
from tests.consult.web.world import Visitor, World

LATER = AT.replace(day=21)


@pytest.fixture
def world(tmp_path: Path) -> World:
    """Give a world in which Japan opened a berth on 20 November 2026, before the installation's terms were changed."""
    built = build_cases(tmp_path)
    with clock.frozen(AT):
        open_berth(built.signed_in("all@jpn.example"))
    terms = built.app.extensions["consult"].settings.instance / "terms"
    terms.mkdir(exist_ok=True)
    (terms / "berth.toml").write_text('answer = "P21D"\n')
    return built


def reader(world: World, party: str) -> Visitor:
    """Sign somebody in on the day after."""
    return world.signed_in(f"all@{party}.example")


def digest(world: World) -> str:
    """Give the digest of the only stored edition."""
    with world.reading() as connection:
        return str(connection.execute(select(EDITION.c.digest).where(EDITION.c.procedure == "berth")).scalar_one())


def test_a_party_sees_the_edition_of_its_own_case_and_what_differs_from_today(world: World) -> None:
    """Ten days were, 21 are; nothing else differs."""
    with clock.frozen(LATER):
        japan = reader(world, "jpn")
        listed = japan.get("/procedures/berth/editions").text
        compared = japan.get(f"/procedures/berth@{digest(world)}/against/berth")
    assert f'href="/procedures/berth@{digest(world)}/against/berth"' in listed
    assert "edition 1, in use since 20 November 2026" in text_of(listed)
    assert 200 == compared.status_code
    words = text_of(compared.text)
    assert "0 added , 0 removed , 2 changed" in words or "0 added, 0 removed, 2 changed" in words
    assert "Length Was 10 days Is 21 days" in words


def test_whoever_has_no_case_under_an_edition_is_told_of_none(world: World) -> None:
    """France has no part: the list has no row, and the address answers as one that leads nowhere."""
    with clock.frozen(LATER):
        france = reader(world, "fra")
        listed = text_of(france.get("/procedures/berth/editions").text)
        refused = [france.get(f"/procedures/berth@{which}/against/berth") for which in (digest(world), "2026-11-21")]
    assert "No case of your party runs under another edition." in listed
    assert digest(world) not in listed
    assert [404, 404] == [answer.status_code for answer in refused]


def test_the_same_edition_twice_differs_in_nothing(world: World) -> None:
    """And two procedures can be told apart as well."""
    with clock.frozen(LATER):
        japan = reader(world, "jpn")
        assert "They are the same text." in japan.get("/procedures/berth/against/berth").text
        assert 200 == japan.get("/procedures/ost5/against/ost11").status_code
        assert [404, 404] == [
            japan.get(f"/procedures/{which}").status_code for which in ("nosuch/editions", "nosuch/against/berth")
        ]
