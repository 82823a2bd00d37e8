"""The public register as a feed: open to everybody, the same for everybody, without what is for participants."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest

from consult.lunar import register
from consult.lunar.register import NewVersion, Origin
from consult.pages.lunar import atom
from tests.consult.web.registered import BASIC, HIDDEN, LATELY, register_of_three, registered
from tests.consult.web.world import World, build

ATOM = "{http://www.w3.org/2005/Atom}"


def feed(world: World, address: str = "/lunar/feed.atom") -> ElementTree.Element:
    """Fetch a page without sign-in and read it."""
    answer = world.visitor().get(address)
    assert (200, "application/atom+xml; charset=utf-8") == (answer.status_code, answer.content_type)
    return ElementTree.fromstring(answer.data)


def titles(found: ElementTree.Element) -> list[str]:
    """Give the titles of the entries in their order."""
    return [str(one.findtext(f"{ATOM}title")) for one in found.iter(f"{ATOM}entry")]


def test_a_feed_has_what_its_standard_asks(berths: World) -> None:
    """Names, titles, days and authors, each once, for the feed and each entry; links lead to this installation."""
    register_of_three(berths)
    found = feed(berths)
    for one in (found, *found.iter(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert 1 == len(one.findall(f"{ATOM}{name}")), name
        assert one.findtext(f"{ATOM}author/{ATOM}name")
        assert str(one.findtext(f"{ATOM}id")).startswith("urn:uuid:")
        assert datetime.fromisoformat(str(one.findtext(f"{ATOM}updated"))).tzinfo is not None
    links = {one.get("rel"): one.get("href") for one in found.findall(f"{ATOM}link")}
    assert {"self", "alternate"} == set(links)
    assert "http://localhost/lunar/feed.atom" == links["self"]
    names = [one.findtext(f"{ATOM}id") for one in found.iter(f"{ATOM}entry")]
    assert 3 == len(set(names))
    assert "2026-11-02T09:00:00Z" == found.findtext(f"{ATOM}updated")


def test_the_last_told_stands_first_and_pages_follow_each_other(berths: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two activities a page: the older ones stand on the next one, and none stands twice."""
    monkeypatch.setattr(atom.list_published, "__kwdefaults__", {"after": "", "size": 2})
    register_of_three(berths)
    first = feed(berths)
    assert ["Base at the equator", "Polar rover"] == titles(first)
    following = next(one.get("href") for one in first.findall(f"{ATOM}link") if one.get("rel") == "next")
    second = feed(berths, str(following).removeprefix("http://localhost"))
    assert ["Quiet telescope"] == titles(second)
    assert not [one for one in second.findall(f"{ATOM}link") if one.get("rel") == "next"]


def test_the_same_register_gives_the_same_bytes_whoever_asks(berths: World) -> None:
    """With sign-in and without, in another language, an hour later; whoever has them is told so."""
    register_of_three(berths)
    first = berths.visitor().get("/lunar/feed.atom")
    client = berths.app.test_client()
    again = client.get("/lunar/feed.atom", headers={"Accept-Language": "fr"})
    signed_in = berths.signed_in("manager@mofa.example").get("/lunar/feed.atom")
    assert first.data == again.data == signed_in.data
    assert "Set-Cookie" not in signed_in.headers
    tag = first.headers["ETag"]
    assert 304 == client.get("/lunar/feed.atom", headers={"If-None-Match": tag}).status_code


def test_what_is_told_to_participants_alone_changes_nothing(world: World) -> None:
    """A day later the telescope moves, for participants alone: the bytes stay the same, and hold none of it."""
    registered(world, "FRA", HIDDEN, "LUN-0001")
    before = world.visitor().get("/lunar/feed.atom").data
    with world.writing() as connection:
        later = {
            **HIDDEN,
            "areas": [{"kind": "operations", "label": "Kept back", "place": HIDDEN["areas"][0]["place"]}],
        }
        register.record(
            connection, Origin("import", "FRA"), NewVersion(later, LATELY + timedelta(days=1), source="A list"), 1
        )
    after = world.visitor().get("/lunar/feed.atom").data
    assert before == after
    assert b"Kept back" not in after


def test_an_activity_that_is_told_anew_comes_first_under_its_old_name(berths: World) -> None:
    """On 3 November 2026 France postpones its telescope."""
    register_of_three(berths)
    before = {one.findtext(f"{ATOM}title"): one.findtext(f"{ATOM}id") for one in feed(berths).iter(f"{ATOM}entry")}
    with berths.writing() as connection:
        told = {**BASIC, "activity_title": "Quiet telescope", "latest_end": "2029-03-01"}
        register.record(connection, Origin("import", "FRA"), NewVersion(told, datetime(2026, 11, 3, 9, tzinfo=UTC)), 2)
    found = feed(berths)
    assert "Quiet telescope" == titles(found)[0]
    assert before["Quiet telescope"] == found.findtext(f"{ATOM}entry/{ATOM}id")
    assert "2026-11-03T09:00:00Z" == found.findtext(f"{ATOM}updated")


def rehearse(world: World) -> None:
    """Register an exercise, with a sign in its title that no XML can hold."""
    with world.writing() as connection:
        told = {**BASIC, "activity_title": "Rehearsed landing\x0b"}
        register.record(connection, Origin("import", "FRA", key="X-LUN-0001", exercise=True), NewVersion(told, LATELY))


def test_an_exercise_is_not_in_it(berths: World) -> None:
    """Not among activities that are meant in earnest; the feed is there without any entry too."""
    assert [] == titles(feed(berths))
    rehearse(berths)
    assert [] == titles(feed(berths))
    register_of_three(berths)
    assert "Rehearsed landing" not in titles(feed(berths))


def test_where_everything_is_an_exercise_the_feed_says_so(tmp_path: Path) -> None:
    """In its title; and the exercises stand in it."""
    world = build(tmp_path, exercise=True)
    rehearse(world)
    found = feed(world)
    assert "Exercise: Lunar activities, as States announce them" == found.findtext(f"{ATOM}title")
    assert ["Rehearsed landing"] == titles(found)
    world.engine.dispose()


def test_the_page_of_the_register_names_its_feed(world: World) -> None:
    """So that a reader of feeds finds it."""
    page = world.signed_in("manager@mofa.example").get("/lunar").text
    assert '<link rel="alternate" type="application/atom+xml"' in page
    assert 'href="/lunar/feed.atom"' in page
