"""What others did since one last looked, service that failed, saved views, the overview, and search on its page."""

import re
from datetime import UTC, datetime

from sqlalchemy import update

from consult import clock
from consult.docket.editions import Editions
from consult.lunar import register
from consult.lunar.register import NewVersion, Origin
from consult.models.cases import SERVICE
from consult.search.filling import fill
from tests.consult.web.cases_world import begin, clear, file, fill_in, serve_berth
from tests.consult.web.registered import HIDDEN, LATELY
from tests.consult.web.test_another_day import served, words
from tests.consult.web.world import Visitor, World

MARK = "I have seen this"


def news(visitor: Visitor) -> str:
    """Give what a desk says of news."""
    return words(visitor.get("/desk").text).partition("Since you last looked")[2].partition("Served on us lately")[0]


def mark(visitor: Visitor, do: str = "mark") -> int:
    """Press a button under the news; give the status."""
    upto = re.search(r'name="upto" value="([^"]+)"', visitor.get("/desk").text)
    answer = visitor.post("/desk/seen", form_at="/desk", do=do, upto=upto[1] if upto else "")
    return int(answer.status_code)


def test_what_others_did_stands_until_one_says_that_it_is_seen(berths: World) -> None:
    """France is asked on 20 November, looks twice, marks it on the 21st, and sees what Japan adds on the 22nd alone."""
    ref = serve_berth(berths.signed_in("all@jpn.example"))
    france = berths.signed_in("all@fra.example")
    assert f"{ref}" in news(france)
    assert "You have not marked anything as seen yet." in news(france)

    with clock.frozen(datetime(2026, 11, 21, 9, tzinfo=UTC)):
        france = berths.signed_in("all@fra.example")
        assert 303 == mark(france)
        assert "21 November 2026, 09:00 UTC" in news(france)
        assert "Nothing new from others." in news(france)
        assert MARK not in france.get("/desk").text
    with clock.frozen(datetime(2026, 11, 22, 9, tzinfo=UTC)):
        file(berths.signed_in("all@jpn.example"), ref, "make_statement", text="We add this")
        france = berths.signed_in("all@fra.example")
        assert 1 == news(france).count(" UTC </span>") + news(france).count("22 November 2026, 09:00 UTC")
        assert 303 == mark(france)
        assert "The mark before: 21 November 2026, 09:00 UTC" in news(france)
        assert 303 == mark(france, "back")
        assert f"{ref}" in news(france)
        assert 409 == mark(france, "back")


def test_ones_own_acts_are_no_news_and_marks_are_each_persons_own(berths: World) -> None:
    """Japan sees nothing new of its own request; that one French person has seen it says nothing for another."""
    ref = serve_berth(berths.signed_in("all@jpn.example"))
    japan, france = berths.signed_in("all@jpn.example"), berths.signed_in("all@fra.example")

    assert "Nothing new from others." in news(japan)
    assert 303 == mark(france)
    assert "Nothing new from others." in news(france)
    assert ref in news(berths.signed_in("all@kor.example"))


def test_nobody_marks_what_he_may_not_see_nor_twice_the_same(berths: World) -> None:
    """An act of others is unknown, and so is nonsense; an older page changes nothing."""
    ref = serve_berth(berths.signed_in("all@jpn.example"))
    france, brazil = berths.signed_in("all@fra.example"), berths.signed_in("all@bra.example")

    assert [404] * 3 == [
        brazil.post("/desk/seen", form_at="/desk", do="mark", upto=upto).status_code
        for upto in (f"{ref}/1", "BERTH-2026-NOSUCH/1", "x")
    ]
    assert [303, 409] == [
        france.post("/desk/seen", form_at="/desk", do="mark", upto=f"{ref}/1").status_code for _i in range(2)
    ]


def test_failed_service_stands_on_both_desks_until_it_came_another_way(berths: World) -> None:
    """The mail to France fails: Japan and France are told, Korea is not; once France acknowledges, nobody is."""
    ref = serve_berth(berths.signed_in("all@jpn.example"))
    with berths.writing() as connection:
        connection.execute(update(SERVICE).where(SERVICE.c.party == "FRA").values(state="failed"))

    told = {key: words(berths.signed_in(f"all@{key}.example").get("/desk").text) for key in ("jpn", "fra", "kor")}
    assert "did not arrive" in told["jpn"]
    assert "Could not be handed to France" in told["jpn"]
    assert "did not reach us" in told["fra"]
    assert "Did not arrive" not in told["kor"]
    with berths.writing() as connection:
        connection.execute(update(SERVICE).where(SERVICE.c.party == "FRA").values(state="acknowledged"))
    assert "Did not arrive" not in words(berths.signed_in("all@fra.example").get("/desk").text)
    assert ref in told["jpn"]


def test_law_and_targets_stand_apart_with_whose_turn_it_is(berths: World) -> None:
    """The ten days of the toy procedure are a target of this product: they never stand under law."""
    served(berths)
    desk = words(berths.signed_in("all@fra.example").get("/desk").text)

    assert "By law or agreement" not in desk
    assert "Recommended, or a target of this product" in desk
    assert "Whose turn ours" in desk
    assert "Whose turn France" in words(berths.signed_in("all@jpn.example").get("/desk").text)


def listed(visitor: Visitor, address: str) -> list[str]:
    """Give the references that a list shows."""
    return re.findall(r'class="nowrap" href="/cases/([^"]+)"', visitor.get(address).text)


def test_filters_are_kept_under_a_name_renamed_and_removed(berths: World) -> None:
    """What France keeps stands on its list and its desk, and for nobody else."""
    ref = serve_berth(berths.signed_in("all@jpn.example"))
    france = berths.signed_in("all@fra.example")
    saved = france.post("/views", form_at="/cases?party=JPN", name="With  Japan", party="JPN", role="addressed")
    assert 303 == saved.status_code
    address, key = saved.location, saved.location.rpartition("=")[2]

    assert [ref] == listed(france, address)
    assert address in france.get("/desk").text
    assert "With Japan" in france.get("/cases").text
    for other in ("all@kor.example", "all@jpn.example"):
        visitor = berths.signed_in(other)
        assert "With Japan" not in visitor.get("/cases").text + visitor.get("/desk").text
        assert "no longer there" in visitor.get(address).text
        assert 404 == visitor.post(f"/views/{key}", form_at="/cases", do="remove").status_code
    assert 303 == france.post(f"/views/{key}", form_at="/cases", do="rename", name="Tokyo").status_code
    assert "Tokyo" in france.get("/desk").text
    assert 303 == france.post(f"/views/{key}", form_at="/cases", do="remove").status_code
    assert "Tokyo" not in france.get("/desk").text
    assert "no longer there" in words(france.get(address).text)


def test_a_view_needs_a_name_of_its_own_and_a_filter(berths: World) -> None:
    """Without a name or a filter 422, under a name that is taken 409; each with its sentence."""
    france = berths.signed_in("all@fra.example")

    def save(**given: str) -> tuple[int, str]:
        answer = france.post("/views", form_at="/cases?kind=open", **given)
        return answer.status_code, words(answer.text)

    assert 303 == save(name="Open", kind="open")[0]
    for given, status, sentence in (
        ({"name": " ", "kind": "open"}, 422, "Give the view a name."),
        ({"name": "x" * 81, "kind": "open"}, 422, "up to 80 characters"),
        ({"name": "All"}, 422, "Narrow the list first"),
        ({"name": "Open", "kind": "final"}, 409, "You have a view of this name already."),
    ):
        found = save(**given)
        assert status == found[0]
        assert sentence in found[1]


def test_what_fits_no_more_in_an_address_is_said_and_left_out(berths: World) -> None:
    """Each filter that names nothing; the others narrow all the same."""
    ref = serve_berth(berths.signed_in("all@jpn.example"))
    france = berths.signed_in("all@fra.example")

    for wrong in ("procedure=gone", "party=ATL", "role=x", "due=5", "kind=nonsense"):
        assert "the list is not narrowed by it" in words(france.get(f"/cases?{wrong}").text)
        assert [ref] == listed(france, f"/cases?{wrong}&words=cargo")
        assert [] == listed(france, f"/cases?{wrong}&words=other")


def test_the_list_is_narrowed_by_party_part_and_date(berths: World) -> None:
    """France answers until 30 November: in ten days and a half; with Japan, in which it is addressed."""
    ref = served(berths)
    japan, france = berths.signed_in("all@jpn.example"), berths.signed_in("all@fra.example")

    for visitor, asked, found in (
        (france, "party=JPN", True),
        (france, "party=BRA", False),
        (france, "role=addressed", True),
        (france, "role=filer", False),
        (japan, "role=filer", True),
        (japan, "role=addressed", False),
        (france, "due=7", False),
        (france, "due=14", True),
    ):
        assert ([ref] if found else []) == listed(visitor, f"/cases?{asked}"), asked


def test_the_overview_is_for_whoever_clears_or_dispatches(berths: World) -> None:
    """A drafter finds neither page nor way to it; a mission sees matters, dates and what then happens."""
    ref = served(berths)
    drafter, mission = berths.signed_in("draft@jpn.example"), berths.signed_in("mission@jpn.example")
    assert 404 == drafter.get("/overview").status_code
    assert "/overview" not in drafter.get("/desk").text

    page = words(mission.get("/overview").text)
    assert "As notifier" in page
    assert "Asked of others, not answered France" in page
    assert "No request to us is without an answer." in page
    assert "/overview" in mission.get("/desk").text
    france = words(berths.signed_in("all@fra.example").get("/overview").text)
    assert "As addressee" in france
    assert "By itself: “No answer”" in france
    assert ref in page
    assert ref in france
    assert ref not in berths.signed_in("all@bra.example").get("/overview").text


def test_the_next_date_of_a_case_is_the_day_of_the_limit_in_its_zone(berths: World) -> None:
    """France has until the end of 30 November in Paris: the list and the overview say that day with its zone, as the
    desk does, and not the day of an instant in UTC, which lies a day later for the States of the Americas."""
    ref = served(berths)
    japan = berths.signed_in("all@jpn.example")

    for address, before in (("/cases", "Next date"), ("/overview", "next date")):
        page = words(japan.get(address).text)
        assert ref in page
        assert f"{before} 30 November 2026 24:00 Europe/Paris" in page


def test_a_paper_that_waits_for_release_says_what_happens_if_nobody_acts(berths: World) -> None:
    """France's answer is complete and cleared: it waits for dispatch, and the limit that runs out next stands by it."""
    ref = served(berths)
    france = berths.signed_in("all@fra.example")
    draft = begin(france, ref, "give", "berth:FRA")
    fill_in(france, draft, do="save", text="You are welcome")
    assert 303 == clear(france, draft).status_code

    page = words(france.get("/overview").text).partition("Waits for release")[2].partition("Risks by date")[0]
    assert "to dispatch" in page
    assert "30 November 2026" in page
    assert "By itself: “No answer”" in page


def test_search_finds_on_its_page_what_the_reader_may_see_cases_first(berths: World) -> None:
    """Cargo 7: Japan finds it, Brazil nothing: a hidden word reads as an absent one."""
    ref = serve_berth(berths.signed_in("all@jpn.example"))
    while fill(berths.engine, Editions()):
        pass
    japan, brazil = berths.signed_in("all@jpn.example"), berths.signed_in("all@bra.example")

    page = japan.get("/search?q=cargo").text
    assert page.index(f'href="/cases/{ref}"') < page.index(f'href="/cases/{ref}/acts/1"')
    assert "<mark>Cargo</mark>" in page
    assert "<mark>" not in japan.get("/search?q=eyes").text
    assert f"/cases/{ref}/acts/1" in japan.get("/search?q=eyes").text
    hidden, absent = (words(brazil.get(f"/search?q={word}").text) for word in ("cargo", "nosuch"))
    assert hidden == absent
    assert "Nothing found." in hidden


def test_what_holds_no_word_is_answered_with_what_to_write(berths: World) -> None:
    """A star or quotation marks alone ask for nothing; an empty box is the page itself."""
    japan = berths.signed_in("all@jpn.example")

    for asked in ("*", "%22%22", "--"):
        assert "Write at least one word or number." in japan.get(f"/search?q={asked}").text
    assert "Write at least one" not in japan.get("/search?q=").text


def test_search_finds_parties_procedures_and_instruments(berths: World) -> None:
    """The library and the directory are open to everybody who acts for a party."""
    brazil = berths.signed_in("all@bra.example")

    assert 'href="/parties/KOR"' in brazil.get("/search?q=korea").text
    assert 'href="/procedures/berth"' in brazil.get("/search?q=berth").text
    assert 'href="/instruments/OST"' in brazil.get("/search?q=outer+space+treaty").text


def test_an_activity_that_is_an_exercise_is_found_as_one(berths: World) -> None:
    """By the words that everybody reads of it; the name says that it is an exercise, as on every other list. What is
    for participants alone leads nobody to it."""
    told = {
        **HIDDEN,
        "activity_title": "Quiet telescope",
        "contact": {"channel": "mail", "address": "far@agency.example"},
    }
    with berths.writing() as conn:
        for key, exercise in (("LUN-0001", False), ("X-LUN-0002", True)):
            origin = Origin("import", "FRA", key=key, exercise=exercise)
            register.record(conn, origin, NewVersion(told, LATELY, source="A list"))
    brazil = berths.signed_in("all@bra.example")

    page = words(brazil.get("/search?q=telescope").text)
    assert "Quiet telescope LUN-0001" in page
    assert "Exercise: Quiet telescope X-LUN-0002" in page
    for hidden in ("89.46", "operations"):
        assert "Quiet telescope" not in words(brazil.get(f"/search?q={hidden}").text)
