"""The public register on dates: what is released is there for everybody alike, and nothing else is."""

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from jsonschema import Draft202012Validator

from consult import clock
from consult.docket import Filed
from consult.log.verifier import check_receipt, open_field, read_policy
from consult.published import cases as published_cases
from consult.web.headers import FILE_POLICY
from consult.web.limits import limiter
from tests.consult.log.signing import POLICY, sign_at
from tests.consult.web.consulted import BRAZIL, FRANCE, JAPAN, KOREA, acting, docket, moment, page, take
from tests.consult.web.public_world import Told, build_leveled
from tests.consult.web.registered import BASE, HIDDEN, registered
from tests.consult.web.test_notices_and_series import notice
from tests.consult.web.world import AT, World

ATOM = "{http://www.w3.org/2005/Atom}"
OUTSIDE = re.compile(r'(?:href|src|action)="(/[^"#?]*)')
OPEN_TERMS = {
    "existence": "C1", "case": "C2", "telling": "C2", "answering": "C3",
    **dict.fromkeys(("title", "words", "inner", "addressed", "person", "document"), ""),
}  # fmt: skip
CLOSED = ("/cases", "/desk", "/audit/entries", "/instruments", "/procedures", "/parties", "/search")


def got(world: World, address: str, day: str = "2026-11-26", **headers: str) -> Any:
    """Fetch an address on a day as somebody who never signed in."""
    with clock.frozen(moment(day)):
        return undated(world.app.test_client().get(address, headers=headers))


def undated(answer: Any) -> Any:
    """Leave out at which second an answer was given, and what its request is called."""
    answer.headers.pop("Date", None)
    answer.headers.pop("X-Request-Id", None)
    return answer


def plain(world: World, address: str) -> Any:
    """Fetch JSON, which fits its schema."""
    answer = got(world, address)
    assert (200, "application/json") == (answer.status_code, answer.content_type)
    schema = json.loads(got(world, "/public/schema.json").data)
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(answer.json)
    return answer.json


def released(world: World, title: str = "A launch") -> str:
    """Send Japan's notice to everybody on 20 November 2026; on the 24th Brazil asks for a copy and Korea speaks."""
    ref = notice(world, sharing="public", notice_title=title)
    take(world, BRAZIL, "2026-11-24", ref, "request_copy")
    take(world, KOREA, "2026-11-24", ref, "make_statement", text="Between us two")
    return ref


def test_a_notice_is_there_from_its_release_on_and_one_to_named_states_never(berths: World) -> None:
    """The page names title, State, provision with its mark, stage and day; the list leads to it."""
    named, ref = notice(berths), released(berths)
    shown, listed = got(berths, f"/public/cases/{ref}"), got(berths, "/public")

    for words in ("A launch", "Japan sent the notice to the Republic of Korea and France", "20 November 2026", "Sent"):
        assert words in shown.text
    assert "Hague Code of Conduct" in shown.text
    assert "from memory" in shown.text
    assert f'href="/public/cases/{ref}"' in listed.text
    assert named not in listed.text
    assert 404 == got(berths, f"/public/cases/{named}").status_code


def test_the_page_of_an_act_says_how_each_of_its_provisions_was_checked(berths: World) -> None:
    """The grade is that of the edition by which it was taken: the Hague Code is cited from memory here."""
    ref = released(berths)
    told = page(berths, JAPAN, "2026-11-26", f"/cases/{ref}/acts/2")
    under = told[told.index("<dt>Under</dt>") :][:2000]

    assert "Hague Code of Conduct" in under
    assert "from memory" in under


def test_what_is_not_public_of_a_public_case_leaves_no_trace(berths: World) -> None:
    """Neither the copy that Brazil asked for nor Korea's words, nor a number that skips, nor a later day."""
    ref = released(berths)
    page, told = got(berths, f"/public/cases/{ref}").text, plain(berths, f"/public/cases/{ref}.json")

    assert [] == [words for words in ("Brazil", "Between us two", "24 November", "clear") if words in page]
    assert [1] == [act["number"] for act in told["case"]["acts"]]
    assert ["JPN", "KOR", "FRA"] == [party["key"] for party in told["case"]["parties"]]
    assert ("sent", "2026-11-20T09:00:00Z") == (told["case"]["stage"]["key"], told["case"]["updated"])


def test_forbidden_and_unknown_are_the_same_bytes_and_headers(berths: World) -> None:
    """For a case, its files, its documents and its proofs, whatever the address says."""
    ref = notice(berths)
    for rest in ("", ".json", "/acts/1/receipt", "/acts/1/openings.json", f"/documents/{'0' * 64}", "?lang=xx"):
        forbidden, unknown = (got(berths, f"/public/cases/{one}{rest}") for one in (ref, "TCBM-2026-NOSUCH"))
        assert (404, forbidden.data, list(forbidden.headers)) == (404, unknown.data, list(unknown.headers))
        assert "There is no such page, or it is not open to you." in forbidden.text


def test_whoever_is_signed_in_gets_the_same_bytes_and_nobody_a_cookie(berths: World) -> None:
    """Japan, which filed it, sees no more here; the answers say nothing of cookies."""
    ref = released(berths)
    japan = berths.signed_in(JAPAN)
    own = ("", "/about", "/figures", "/lunar", "/feed.atom", "/cases.json", f"/cases/{ref}", f"/cases/{ref}.json", "/x")
    for address in (f"/public{one}" for one in own):
        anybody, signed_in = got(berths, address, "2026-11-20"), undated(japan.get(address))
        assert (anybody.data, list(anybody.headers)) == (signed_in.data, list(signed_in.headers)), address
        assert "Set-Cookie" not in signed_in.headers
        assert "Cookie" not in signed_in.headers.get("Vary", "")
        assert "Sign out" not in signed_in.text


def test_pages_lead_nowhere_but_to_what_anybody_may_open(berths: World) -> None:
    """Each address on each page answers without sign-in, and none leads to the inside."""
    ref = released(berths)
    registered(berths, "FRA", HIDDEN, "LUN-0001")
    sign_at(berths.engine, 10, at=AT)
    Path(berths.app.instance_path, "policy.txt").write_text(POLICY, encoding="utf-8")
    pages = ("/public", "/public/about", "/public/figures", "/public/lunar", "/public/lunar/LUN-0001")
    found = {link for one in (*pages, f"/public/cases/{ref}") for link in OUTSIDE.findall(got(berths, one).text)}

    assert "/sign-in" in found
    assert [] == [one for one in found if one.startswith(CLOSED)]
    known = {one for one in found if not one.endswith(("/checkpoint", "/receipt")) and not one.startswith("/static/")}
    assert {200} == {got(berths, one).status_code for one in known}


def test_the_language_is_that_of_the_address_else_of_the_browser(berths: World) -> None:
    """Links go on in it; a language that is not there is passed over."""
    released(berths)
    berths.app.extensions["consult_languages"] = frozenset({"ar", "en", "fr"})
    french, asked = got(berths, "/public?lang=fr").text, got(berths, "/public", **{"Accept-Language": "fr"})
    assert 'lang="fr"' in french.partition(">")[2][:200]
    assert 'href="/public/figures?lang=fr"' in french
    assert 'lang="fr"' in asked.text[:400]
    assert 'href="/public/figures"' in asked.text
    assert "Accept-Language" == asked.headers["Vary"]
    assert 'dir="rtl"' in got(berths, "/public?lang=ar").text[:400]
    assert 'lang="en"' in got(berths, "/public?lang=xx").text[:400]


def test_whoever_has_it_already_is_told_so(berths: World) -> None:
    """By its tag and by its day; another public act changes both."""
    ref = released(berths)
    for address in ("/public", f"/public/cases/{ref}", f"/public/cases/{ref}.json", "/public/feed.atom"):
        first = got(berths, address)
        assert "public, max-age=60" == first.headers["Cache-Control"]
        assert "Fri, 20 Nov 2026 09:00:00 GMT" == first.headers["Last-Modified"]
        assert 304 == got(berths, address, **{"If-None-Match": first.headers["ETag"]}).status_code
        assert 304 == got(berths, address, **{"If-Modified-Since": first.headers["Last-Modified"]}).status_code
        assert b"" == got(berths, address, **{"If-None-Match": first.headers["ETag"]}).data


def test_programs_of_other_places_may_read_what_is_for_programs(berths: World) -> None:
    """As they may the published log; pages for people are not given away."""
    ref = released(berths)
    for address in ("/public/cases.json", f"/public/cases/{ref}.json", "/public/feed.atom", "/public/schema.json"):
        answer = got(berths, address)
        assert ("*", "cross-origin") == (
            answer.headers["Access-Control-Allow-Origin"], answer.headers["Cross-Origin-Resource-Policy"],
        )  # fmt: skip
    assert "Access-Control-Allow-Origin" not in got(berths, "/public").headers


def test_the_json_goes_on_page_by_page_and_each_case_stands_once(
    berths: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two a page: the address of the next one is given, until there is none."""
    monkeypatch.setitem(published_cases.list_cases.__kwdefaults__, "size", 2)
    monkeypatch.setitem(published_cases.list_acts.__kwdefaults__, "size", 2)
    refs = [released(berths, f"Launch {n}") for n in range(5)]
    seen, address = [], "/public/cases.json?procedure=tcbm"
    while address:
        page = plain(berths, address)
        seen += [one["ref"] for one in page["cases"]]
        address = (page["next"] or "").removeprefix("http://localhost")
    assert refs[::-1] == seen

    told, address = [], "/public/feed.atom"
    while address:
        feed = ElementTree.fromstring(got(berths, address).data)
        told += [str(one.findtext(f"{ATOM}title")).partition(":")[0] for one in feed.iter(f"{ATOM}entry")]
        following = [str(one.get("href")) for one in feed.findall(f"{ATOM}link") if one.get("rel") == "next"]
        address = following[0].removeprefix("http://localhost") if following else ""
    assert [f"Launch {n}" for n in (4, 3, 2, 1, 0)] == told


def test_the_list_is_narrowed_by_procedure_state_subject_stage_and_days(berths: World) -> None:
    """By what is public alone: Brazil, which asked for a copy, and France, which was told, did nothing in public."""
    ref = released(berths)
    fits = ("procedure=tcbm", "state=JPN", "subject=safety", "stage=sent", "since=2026-11-20", "until=2026-11-20")
    misses = ("procedure=ost5", "state=BRA", "state=FRA", "subject=rescue", "stage=cleared", "since=2026-11-21",
              "until=2026-11-19", "procedure=tcbm&subject=rescue")  # fmt: skip
    for asked in fits:
        assert [ref] == [one["ref"] for one in plain(berths, f"/public/cases.json?{asked}")["cases"]], asked
    for asked in misses:
        assert [] == plain(berths, f"/public/cases.json?{asked}")["cases"], asked
    assert "Nothing public matches." in got(berths, "/public?state=BRA").text


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("procedure=nosuch", "There is no procedure “nosuch” here; the list is not narrowed by it."),
        ("state=Atlantis", "There is no State or organisation “Atlantis” in the list; it is not narrowed by it."),
        ("subject=x", "“x” is no legal subject of the list; the list is not narrowed by it."),
        ("since=yesterday", "“yesterday” is no date as year-month-day; the list is not narrowed by it."),
        ("until=2026-02-30", "“2026-02-30” is no date as year-month-day; the list is not narrowed by it."),
    ],
)
def test_a_filter_that_fits_nothing_is_left_out_and_said(berths: World, asked: str, sentence: str) -> None:
    """On the page and in the JSON; the list is whole."""
    ref = released(berths)
    assert sentence in got(berths, f"/public?{asked}").text
    told = plain(berths, f"/public/cases.json?{asked}")
    assert ([sentence], [ref]) == (told["ignored"], [one["ref"] for one in told["cases"]])


def test_every_figure_leads_to_as_many_cases_as_it_counts(berths: World) -> None:
    """By year and by stage; nothing is counted that is not public, and no State."""
    notice(berths)
    for n in range(3):
        released(berths, f"Launch {n}")
    told = plain(berths, "/public/figures.json")
    assert (3, 3) == (told["cases"], told["acts"])
    (one,) = told["procedures"]
    for counted in (*one["by_year"], *one["by_stage"]):
        of = plain(berths, counted["of"].removeprefix("http://localhost"))
        assert counted["cases"] == len(of["cases"]) == 3
    page = got(berths, "/public/figures").text
    assert "3 public cases, 3 public acts." in page
    assert "Japan" not in page


def test_the_receipt_and_what_is_open_of_an_act_hold_for_whoever_checks_them(berths: World) -> None:
    """With the stand-alone verifier and the policy; they open the State, the step and the digest, and no more."""
    ref = released(berths)
    acts = plain(berths, f"/public/cases/{ref}.json")["case"]["acts"]
    log = {name: urlsplit(str(one)).path for name, one in acts[0]["log"].items() if name != "entry"}
    assert 404 == got(berths, log["receipt"]).status_code
    sign_at(berths.engine, acts[0]["log"]["entry"] + 1, "JPN", "FRA", "KOR", at=AT)
    Path(berths.app.instance_path, "policy.txt").write_text(POLICY, encoding="utf-8")
    receipt = check_receipt(got(berths, log["receipt"]).text, read_policy(POLICY))
    opened = got(berths, log["openings"]).json
    values = dict(open_field(receipt.leaf, one) for one in opened["disclosures"].values())

    assert acts[0]["log"]["entry"] == receipt.index
    assert {"act", "actor", "case", "doc", "time"} == set(values)
    assert ("JPN", "send", ref) == (values["actor"]["party"], values["act"]["step"], values["case"])
    assert acts[0]["paper"]["digest"] == values["doc"][0]


def test_exercises_and_cases_in_which_nothing_is_public_never_appear(tmp_path: Path) -> None:
    """An exercise that was released as one; an award that is deposited, whose existence is public and nothing in it."""
    with clock.frozen(AT):
        world = build_leveled(tmp_path)
        exercise = Told(world, OPEN_TERMS)
        exercise.open(exercise=True)
        exercise.take("JPN", "tell", "C2")
        exercise.take("JPN", "release", "C0")
        award = docket(world).open(acting(world, JAPAN, AT), "claims_award", at=AT, title="An award").ref
        for ref in (exercise.ref, award):
            assert 404 == got(world, f"/public/cases/{ref}").status_code
            assert [] == [one for one in ("", "/cases.json", "/feed.atom") if ref in got(world, f"/public{one}").text]
        assert 0 == plain(world, "/public/figures.json")["cases"]
        world.engine.dispose()


def test_a_released_document_is_given_with_its_digest_and_one_for_states_is_not(tmp_path: Path) -> None:
    """As a download that runs nothing; the page says its size, language and digest, by language."""
    with clock.frozen(AT):
        world = build_leveled(tmp_path)
        told = Told(world, {**OPEN_TERMS, "inner": "C2"})
        told.open()
        told.take("JPN", "tell", "C2")
        told.take("JPN", "release", "C0")
        of = f"/public/cases/{told.ref}"
        given = {digest: got(world, f"{of}/documents/{digest}") for digest in told.digests}
        page = got(world, of).text
        world.engine.dispose()
    (digest, answer), *rest = [(digest, one) for digest, one in given.items() if one.status_code == 200]

    assert [] == rest
    assert "C0" == told.digests[digest]
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    assert (FILE_POLICY, "nosniff") == (
        answer.headers["Content-Security-Policy"], answer.headers["X-Content-Type-Options"],
    )  # fmt: skip
    assert digest in page
    assert "Français" in page
    assert [] == [other for other in told.digests if other != digest and other in page]


def test_a_paper_that_was_struck_says_so_and_its_words_and_documents_are_public_no_more(tmp_path: Path) -> None:
    """The act and its entry stay; the reason of those who struck it stands beside it."""
    with clock.frozen(AT):
        world = build_leveled(tmp_path)
        told = Told(world, OPEN_TERMS)
        told.open()
        told.take("JPN", "tell", "C2")
        told.take("JPN", "release", "C0")
        of = f"/public/cases/{told.ref}"
        before = got(world, of).text
        struck = {"act": 2, "reason": "It named a person"}
        for country in (JAPAN, FRANCE, KOREA):
            docket(world).take(acting(world, country, AT), told.ref, Filed("strike_paper", None, struck), at=AT)
        page, case = got(world, of).text, plain(world, f"{of}.json")["case"]
        documents = {got(world, f"{of}/documents/{digest}").status_code for digest in told.digests}
        world.engine.dispose()
    release, striking = case["acts"]

    assert "MARK-C0" in before
    assert "MARK" not in page
    assert "This paper was struck from the record." in page
    assert {404} == documents
    assert (release["step"], release["paper"]["struck"], release["paper"]["answers"]) == ("release", True, {})
    assert [] == release["documents"]
    assert (striking["step"], striking["paper"]["answers"]) == ("strike_paper", {"reason": "It named a person"})


def test_persons_are_named_by_office_alone(tmp_path: Path) -> None:
    """Neither who acted nor whom a filing names."""
    with clock.frozen(AT):
        world = build_leveled(tmp_path)
        told = Told(world, OPEN_TERMS)
        told.open()
        told.take("JPN", "tell", "C2")
        told.take("JPN", "release", "C0")
        page = got(world, f"/public/cases/{told.ref}").text
        world.engine.dispose()

    assert "MARK-C9" not in page
    assert "Office all@jpn.example" not in page
    assert "all@jpn.example" in page


def test_where_a_case_stands_is_told_as_its_last_public_act_left_it(tmp_path: Path) -> None:
    """What goes on behind closed doors moves nothing here; the next public act does, and says when."""
    with clock.frozen(AT):
        world = build_leveled(tmp_path)
        told = Told(world, OPEN_TERMS)
        told.open()
        told.take("JPN", "tell", "C2")
        told.take("JPN", "release", "C0")
        before = got(world, f"/public/cases/{told.ref}")
        told.state("JPN", "C3")
        between = got(world, f"/public/cases/{told.ref}")
        told.end()
        after = plain(world, f"/public/cases/{told.ref}.json")["case"]
        world.engine.dispose()

    assert (before.data, list(before.headers)) == (between.data, list(between.headers))
    assert "behind closed doors" not in between.text
    assert ("ended", [1, 2]) == (after["stage"]["key"], [act["number"] for act in after["acts"]])


def test_lunar_activities_are_told_as_far_as_they_are_told_to_everybody(berths: World) -> None:
    """What is for participants is absent, on the list, on the sheet, and in its versions."""
    registered(berths, "FRA", HIDDEN, "LUN-0001")
    registered(berths, "BRA", BASE, "LUN-0002")
    listed, hidden, base = (got(berths, f"/public/lunar{one}").text for one in ("", "/LUN-0001", "/LUN-0002"))

    assert "Hidden telescope" in listed
    assert "Base at the equator" in base
    assert "Latitude" in base
    assert "Latitude" not in hidden
    assert 404 == got(berths, "/public/lunar/LUN-9999").status_code


def test_whoever_asks_without_end_has_to_wait(tmp_path: Path) -> None:
    """After so many pages in a minute 429, with a sentence; the inside is not touched by it."""
    with clock.frozen(AT):
        world = build_leveled(tmp_path, public_reads=3)
        limiter.reset()
        answers = [got(world, "/public/about") for _time in range(4)]
        world.engine.dispose()

    assert [200, 200, 200, 429] == [one.status_code for one in answers]
    assert "Wait a little before you try again." in answers[3].text


def test_search_engines_are_led_to_the_register_and_to_nothing_else(berths: World) -> None:
    """Lists that somebody narrowed are not for them either."""
    assert ["User-agent: *", "Allow: /public", "Allow: /static/", "Disallow: /"] == got(
        berths, "/robots.txt"
    ).text.split("\n")[:4]
    assert "X-Robots-Tag" not in got(berths, "/public").headers
    assert "noindex, follow" == got(berths, "/public?state=JPN").headers["X-Robots-Tag"]


def test_an_installation_that_is_an_exercise_as_a_whole_says_so_on_every_page(tmp_path: Path) -> None:
    """And in its feed and its JSON."""
    with clock.frozen(AT):
        world = build_leveled(tmp_path, exercise=True)
        pages = [got(world, f"/public{one}").text for one in ("", "/about", "/figures", "/lunar")]
        feed, told = got(world, "/public/feed.atom").text, plain(world, "/public/cases.json")
        world.engine.dispose()

    assert [] == [page for page in pages if "Exercise: nothing here is a filing between States." not in page]
    assert "<title>Exercise: Public register" in feed
    assert told["exercise"]
