"""Pages of the register stay as short as a reader can use, however much is registered in one place."""

import re
from collections.abc import Iterator

import pytest

from consult import clock
from consult.lunar import register
from consult.lunar.register import NewVersion, Origin
from tests.consult.web.lunar_world import BASE, RIM, TOLD, build_register
from tests.consult.web.test_affected import begun_notice, states
from tests.consult.web.world import AT, World

JAPAN = "all@jpn.example"
CROWD = 260


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[World, dict[str, str]]]:
    """Give a register in which France plans 260 landings on one rim, all in June 2027, and Korea a last one."""
    with clock.frozen(AT):
        world, keys = build_register(tmp_path_factory.mktemp("crowd"))
        dates = {"earliest_start": "2027-06-01", "latest_end": "2027-06-30"}
        areas = [{"kind": "landing", "place": RIM}]
        with world.writing() as connection:
            for number in range(CROWD + 1):
                state = "KOR" if number == CROWD else "FRA"
                told = {**BASE, **dates, "activity_title": f"Landing {number}", "areas": areas}
                key = register.record(connection, Origin("import", state), NewVersion(told, TOLD, party=state)).key
        yield world, {**keys, "last": key}
    world.engine.dispose()


@pytest.fixture(autouse=True)
def november() -> Iterator[None]:
    """Stop the clock on 20 November 2026."""
    with clock.frozen(AT):
        yield


def test_the_sheet_lists_so_many_overlaps_and_says_how_many_more_there_are(
    crowded: tuple[World, dict[str, str]],
) -> None:
    """260 landings meet the last one, in place and on its frequencies: 200 findings are told, the rest is counted."""
    text = crowded[0].signed_in(JAPAN).get(f"/lunar/{crowded[1]['last']}").text
    found, more = (re.search(rf"(\d+) {words}", text) for words in ("overlaps were found", "more overlaps are not"))

    assert found is not None
    assert more is not None
    assert CROWD <= int(found[1])
    assert int(found[1]) - 200 == int(more[1])
    assert 200 == text.split('id="findings"')[1].split("</table>")[0].count('<th scope="row">')


def test_the_page_of_the_affected_names_each_state_with_few_reasons(crowded: tuple[World, dict[str, str]]) -> None:
    """France's 260 landings stand before Korea's one, and Korea is named all the same; five reasons, the rest
    counted."""
    japan, draft = begun_notice(crowded[0])
    text = japan.get(f"{draft}/affected").text
    found = states(text)

    assert {"FRA", "KOR"} <= set(found)
    assert re.search(r"and \d{3} more reasons", found["FRA"])
    assert "Landing 260" in found["KOR"]
    assert 400_000 > len(text)


def test_the_sheet_tells_fifty_versions_and_leads_to_older_ones(crowded: tuple[World, dict[str, str]]) -> None:
    """Japan moved a landing 60 times and its contact 120 times: Japan counts 121 versions, France 61."""
    world = crowded[0]
    with world.writing() as connection:
        entry = None
        for n in range(121):
            contact = {"channel": "mail", "address": f"desk{n}@example.int"}
            told = {**BASE, "nature": f"Plan {n // 2}.", "contact": contact, "members_only": ["contact"]}
            found = register.record(connection, Origin("import", "JPN"), NewVersion(told, TOLD, party="JPN"), entry)
            entry = found.entry_id

    for mail, count in ((JAPAN, 121), ("all@fra.example", 61)):
        visitor, address, seen = world.signed_in(mail), f"/lunar/{found.key}", []
        while address:
            text = visitor.get(address).text
            listed = [int(one) for one in re.findall(r"<h3>Version (\d+)", text)]
            older = re.search(r'rel="next" href="([^"#]+)#versions"', text)
            assert (50 if older else (count - 1) % 50 + 1) == len(listed)
            assert len(listed) - (0 if older else 1) == len(re.findall(r"\d answers? changed", text))
            seen, address = seen + listed, older[1] if older else ""
        assert list(range(count, 0, -1)) == seen
        assert "Newest versions" in text
        assert "before version" not in visitor.get(f"/lunar/{found.key}?before=0").text


def test_a_number_before_all_versions_leads_back_to_the_newest(crowded: tuple[World, dict[str, str]]) -> None:
    """Before the first there is nothing, which the page says; nonsense shows the newest."""
    visitor = crowded[0].signed_in(JAPAN)
    empty, nonsense = (visitor.get(f"/lunar/{crowded[1]['last']}?before={one}") for one in ("1", "x"))

    assert [200, 200] == [empty.status_code, nonsense.status_code]
    assert "<h3>Version" not in empty.text
    assert "There are no older versions." in empty.text
    assert "<h3>Version 1 " in nonsense.text
