"""The register in the browser: list, map, sheet, screening; what is for participants reaches nobody else."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from consult import clock
from consult.lunar.entries import list_entries
from consult.lunar.reader import KEEPER
from consult.lunar.register import NewVersion, Origin
from consult.lunar.register import record as record_entry
from tests.consult.web.cases_world import build_cases
from tests.consult.web.lunar_world import BASE, RIM, TOLD, build_register, record
from tests.consult.web.world import AT, World

JAPAN, FRANCE, KOREA, SECRETARIAT = "all@jpn.example", "all@fra.example", "all@kor.example", "desk@oosa.example"
HIDDEN = ("Hidden hollow", "2.21 ", "2210", "2215", "hidden@example.int")
DRAWN_BY_LOT = re.compile(r"\?v=\w+|value=\"[^\" ]{60,}\"")
"""Digests of files and tokens of forms: any figures may stand in them."""


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[World, dict[str, str]]]:
    """Give the world with three activities, and their keys by State."""
    with clock.frozen(AT):
        world, keys = build_register(tmp_path_factory.mktemp("lunar"))
    yield world, keys
    world.engine.dispose()


@pytest.fixture(autouse=True)
def november() -> Iterator[None]:
    """Stop the clock on 20 November 2026."""
    with clock.frozen(AT):
        yield


def page(register: tuple[World, dict[str, str]], mail: str, address: str, status: int = 200) -> str:
    """Open a page as somebody."""
    answer = register[0].signed_in(mail).get(address)
    assert status == answer.status_code, answer.text
    return str(answer.text)


def plan(**more: str) -> dict[str, str]:
    """Answer the questions of screening: a landing of March 2028 on the rim."""
    asked = {
        "activity_title": "Second lander",
        "earliest_start": "2028-06-10",
        "latest_end": "2028-07-20",
        "areas/0": "1",
        "areas/0/kind": "landing",
        "areas/0/place:body": "moon",
        "areas/0/place:shape": "circle",
        "areas/0/place:lat": RIM["lat"],
        "areas/0/place:lon": RIM["lon"],
        "areas/0/place:radius_km": "3",
    }
    return {**asked, **more}


def test_nobody_reads_the_register_without_signing_in(register: tuple[World, dict[str, str]]) -> None:
    """Every page of it leads to the door."""
    visitor = register[0].visitor()
    for address in ("/lunar", "/lunar/map", "/lunar/screen", f"/lunar/{register[1]['JPN']}"):
        assert "/sign-in" in visitor.get(address).location


@pytest.mark.parametrize("address", ["/lunar", "/lunar/map", "/lunar/screen", "/lunar/LUN-0001"])
def test_every_page_says_that_it_is_a_proposal_and_that_no_zone_excludes(
    register: tuple[World, dict[str, str]], address: str
) -> None:
    """The mechanism is proposed; access is free and nothing is appropriated, with both provisions."""
    text = page(register, JAPAN, address)

    assert "A proposal, not law" in text
    assert "no zone shown here excludes anybody" in text
    assert all(f'href="/instruments/OST#{anchor}' in text or f">OST {anchor}<" in text for anchor in ("I", "II"))
    assert 'aria-current="page">Lunar activities</a>' in text


def test_the_list_has_every_activity_and_narrows_to_what_is_asked(register: tuple[World, dict[str, str]]) -> None:
    """By State, class, days and words; what fits nothing says so and offers the whole."""
    titles = {"JPN": "Polar base, first landing", "FRA": "Prospecting drill", "KOR": "Relay and probe"}
    for asked, expected in (
        ("", {"JPN", "FRA", "KOR"}),
        ("?state=FRA", {"FRA"}),
        ("?class=relay", {"KOR"}),
        ("?until=2028-03-15", {"JPN"}),
        ("?since=2029-01-15", {"FRA"}),
        ("?words=polar+jaxa", {"JPN"}),
        ("?words=po%25lar", set()),
        ("?body=earth", set()),
    ):
        text = page(register, JAPAN, f"/lunar{asked}")
        assert expected == {state for state, title in titles.items() if f"<bdi>{title}</bdi></a>" in text}, asked
    assert "No activity of the register fits." in page(register, JAPAN, "/lunar?words=nothing")


@pytest.mark.parametrize("address", ["/lunar", "/lunar/map"])
def test_the_list_is_narrowed_to_whoever_may_answer_for_an_activity(
    register: tuple[World, dict[str, str]], address: str
) -> None:
    """States and organisations; no secretariat and nobody of the roster of neutrals."""
    offered = page(register, JAPAN, address).partition('name="state"')[2].partition("</select>")[0]
    assert all(f'value="{key}"' in offered for key in ("JPN", "FRA", "KOR", "BRA", "ESA"))
    assert 'value="OOSA"' not in offered


def test_a_day_that_is_none_is_refused(register: tuple[World, dict[str, str]]) -> None:
    """422 with the field named, on the list and on the map."""
    for address in ("/lunar?since=2028-02-31", "/lunar/map?until=soon"):
        assert "Give a date as year-month-day" in page(register, JAPAN, address, 422)


def test_the_list_goes_on_by_key(tmp_path: Path) -> None:
    """Sixty activities stand on two pages, none twice."""
    world = build_cases(tmp_path)
    for number in range(60):
        record(world, "JPN", {**BASE, "activity_title": f"Lander {number:02}"})
    visitor = world.signed_in(JAPAN)
    first = visitor.get("/lunar?class=station").text
    following = re.search(r'rel="next" href="([^"]+)"', first)
    assert following is not None
    second = visitor.get(following[1].replace("&amp;", "&")).text
    world.engine.dispose()
    found = [re.findall(r"<bdi>(Lander \d\d)</bdi></a>", text) for text in (first, second)]

    assert [50, 10] == [len(one) for one in found]
    assert 60 == len({*found[0], *found[1]})
    assert "class=station" in following[1]
    assert 'rel="next"' not in second


def test_an_empty_register_says_how_activities_come_into_it(tmp_path: Path) -> None:
    """List, map and screening have words for nothing."""
    world = build_cases(tmp_path)
    visitor = world.signed_in(JAPAN)
    listed, mapped = visitor.get("/lunar").text, visitor.get("/lunar/map").text
    world.engine.dispose()

    assert "Nothing is registered yet." in listed
    assert "No place on the Moon is registered yet." in mapped


def test_the_map_draws_poles_and_sides_and_says_the_same_in_words(register: tuple[World, dict[str, str]]) -> None:
    """Four maps, or the one that is asked for; a row for each zone."""
    text = page(register, JAPAN, "/lunar/map")
    assert ["South pole", "North pole", "Near side", "Far side"] == re.findall(r"<figcaption><h2>([^<]+)<", text)
    assert "500 km, true at 90° S" in text
    rows = re.findall(r'href="/lunar/(LUN-\d+)"', text.split('id="places"')[1])
    assert {register[1]["JPN"], register[1]["FRA"]} == set(rows)

    zoomed = page(register, JAPAN, "/lunar/map?view=south&latitude=88")
    assert ["South pole"] == re.findall(r"<figcaption><h2>([^<]+)<", zoomed)
    assert "true at 90° S; at 88° S" in zoomed


def test_the_sheet_tells_findings_with_reason_margin_and_age(register: tuple[World, dict[str, str]]) -> None:
    """Place, plume, frequency, and the area asked to be kept clear; recorded on 1 November, 19 days ago."""
    text = page(register, JAPAN, f"/lunar/{register[1]['JPN']}")

    assert "Prospecting drill" in text
    for words in ("The places of Rim and Field overlap", "asks to be kept clear", "share 2.28 GHz to 2.29 GHz"):
        assert words in text
    assert "19 days" in text
    assert "guard band 1.145 MHz" in text
    assert "No treaty defines it" in text
    assert "differs" in text.split('id="meanings"')[1]
    for drawn in ("ln-map", "lt-bars", "lf-bars", 'id="zones"', 'id="stretches"', 'id="uses"'):
        assert drawn in text


def test_each_version_is_kept_with_what_changed(register: tuple[World, dict[str, str]]) -> None:
    """The drill was put off from June to July: version 2 says so, version 1 stands."""
    text = page(register, FRANCE, f"/lunar/{register[1]['FRA']}").split('<ol class="plain versions"')[1]

    assert ["2", "1"] == re.findall(r"<h3>Version (\d)", text)
    assert "1 answer changed" in text
    assert "1 June 2028" in text
    assert "1 July 2028" in text


def test_an_unknown_activity_is_not_found(register: tuple[World, dict[str, str]]) -> None:
    """404, also as the beginning of a plan."""
    page(register, JAPAN, "/lunar/LUN-9999", 404)
    page(register, JAPAN, "/lunar/screen?of=LUN-9999", 404)


@pytest.mark.parametrize("mail", [JAPAN, FRANCE])
def test_what_is_for_participants_reaches_no_outsider(register: tuple[World, dict[str, str]], mail: str) -> None:
    """Neither page, map, list nor finding has a word of it; the State itself and the secretariat read all of it."""
    keys, visitor = register[1], register[0].signed_in(mail)
    texts = [visitor.get(one).text for one in ("/lunar", "/lunar/map", *(f"/lunar/{key}" for key in keys.values()))]
    texts.append(visitor.post("/lunar/screen", form_at="/lunar/screen", do="screen", **named(plan())).text)

    told = [DRAWN_BY_LOT.sub("", text) for text in texts]
    assert [] == [word for word in HIDDEN for text in told if word in text]
    assert all(keys["KOR"] not in text.split('id="findings"')[1].split("</table>")[0] for text in texts[2:4])
    assert "whether there is any is not said" in texts[4]


@pytest.mark.parametrize("mail", [KOREA, SECRETARIAT])
def test_the_state_itself_and_the_secretariat_read_what_is_for_participants(
    register: tuple[World, dict[str, str]], mail: str
) -> None:
    """On the sheet with its mark, on the map, and in the findings of its neighbours."""
    keys = register[1]
    sheet = page(register, mail, f"/lunar/{keys['KOR']}")

    assert "Hidden hollow" in sheet
    assert "hidden@example.int" in sheet
    assert 'class="badge-level level-c1"' in sheet
    assert "Hidden hollow" in page(register, mail, "/lunar/map")
    assert keys["KOR"] in page(register, mail, f"/lunar/{keys['JPN']}").split('id="findings"')[1]


def named(answers: dict[str, str]) -> dict[str, str]:
    """Name answers as the form does."""
    return {f"f/{name}:row" if name.endswith("/0") else f"f/{name}": value for name, value in answers.items()}


def test_a_plan_is_screened_and_nothing_is_stored(register: tuple[World, dict[str, str]]) -> None:
    """The findings name two activities with reasons; the register and the cases are as before."""
    world, keys = register
    with world.reading() as connection:
        before = [one.key for one in list_entries(connection, KEEPER).entries]
    answer = world.signed_in(FRANCE).post("/lunar/screen", form_at="/lunar/screen", do="screen", **named(plan()))

    assert 200 == answer.status_code
    assert "What was found" in answer.text
    assert "Second lander" in answer.text
    assert keys["JPN"] in answer.text.split('id="findings"')[1]
    assert "ln-map" in answer.text
    assert "lt-bars" in answer.text
    with world.reading() as connection:
        assert before == [one.key for one in list_entries(connection, KEEPER).entries]


def test_a_plan_that_changes_an_activity_does_not_meet_itself(register: tuple[World, dict[str, str]]) -> None:
    """The form begins with what is told, and the activity is left out of its own screening."""
    key = register[1]["JPN"]
    form = page(register, JAPAN, f"/lunar/screen?of={key}")
    assert 'value="Polar base, first landing"' in form
    address = f"/lunar/screen?of={key}"
    answer = register[0].signed_in(JAPAN).post(address, form_at=address, do="screen", **named(plan()))

    assert key not in answer.text.split('id="findings"')[1].split("</table>")[0]


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"areas/0/place:lat": "-91"}, "Latitude lies between -90 and 90 degrees."),
        ({"areas/0/place:radius_km": "-3"}, "Give a size in kilometres"),
        ({"latest_end": "2028-06-01"}, "This ends before it starts."),
        ({"earliest_start": ""}, "This must be answered."),
        (
            {"areas/0/place:shape": "polygon", "areas/0/place:points": "-80 0\n-81 4\n-80 2\n-81 0"},
            "The outline crosses or touches itself",
        ),
    ],
)
def test_a_plan_that_cannot_be_is_refused_at_its_field(
    register: tuple[World, dict[str, str]], answers: dict[str, str], sentence: str
) -> None:
    """422 with the sentence, what was typed stays, and nothing was compared."""
    visitor = register[0].signed_in(JAPAN)
    answer = visitor.post("/lunar/screen", form_at="/lunar/screen", do="screen", **named(plan(**answers)))

    assert 422 == answer.status_code
    assert sentence in answer.text
    assert 'value="Second lander"' in answer.text
    assert 'id="findings"' not in answer.text


def test_a_row_is_added_without_script(register: tuple[World, dict[str, str]]) -> None:
    """The button of a list adds an entry, and screens nothing yet."""
    answer = (
        register[0].signed_in(JAPAN).post("/lunar/screen", form_at="/lunar/screen", do="add:areas", **named(plan()))
    )

    assert 200 == answer.status_code
    assert 'name="f/areas/1:row"' in answer.text
    assert "What was found" not in answer.text


def test_an_exercise_is_named_wherever_it_is_drawn_and_touches_no_activity_in_earnest(tmp_path: Path) -> None:
    """France practises a landing on Japan's rim: the list, the map and a new plan say that it is one, and the sheet of
    Japan's base does not name it; the sheet of the exercise names the base."""
    world, keys = build_register(tmp_path)
    with world.writing() as connection:
        told = {**BASE, "activity_title": "Rehearsed landing", "operator": "CNES"}
        origin = Origin("import", "FRA", exercise=True)
        rehearsed = record_entry(connection, origin, NewVersion(told, TOLD, party="FRA")).key
    japan = world.signed_in(JAPAN)

    assert "Rehearsed landing" not in japan.get(f"/lunar/{keys['JPN']}").text
    assert keys["JPN"] in japan.get(f"/lunar/{rehearsed}").text
    screened = japan.post("/lunar/screen", form_at="/lunar/screen", do="screen", **named(plan()))
    changed = japan.post(f"/lunar/screen?of={keys['JPN']}", form_at="/lunar/screen", do="screen", **named(plan()))
    assert "Rehearsed landing" not in changed.text
    for text in (japan.get("/lunar").text, japan.get("/lunar/map").text, screened.text):
        row = next(row for row in text.split("<tr>")[1:] if "Rehearsed landing" in row and '<th scope="row"' in row)
        assert "exercise" in row
    world.engine.dispose()
