"""The API and the pages of one case agree, field by field, for every account of the seeded world.

Read back is what is drawn: a part that the page shows and the API does not, or the other way round, fails.
"""

import re
from collections.abc import Iterator
from html import unescape
from itertools import product

import pytest
from sqlalchemy import select, update

from consult import clock
from consult.models.cases import CASES
from consult.models.parties import MANDATE, PERSON
from tests.consult.web.world import AT, Visitor
from tests.house.drawn_case import drawn_case
from tests.house.outputs_world import MARK, OTHERS, READERS, Reader, Secrets, build
from tests.house.tokens_world import ask, give_token
from tests.house.told_case import told_case

ACCOUNTS = (*READERS, *OTHERS)
EVERYBODY = (
    *(reader.email for reader in ACCOUNTS),
    "adviser@jpn.example",
    "former@jaxa.example",
    "manager@meae.example",
    "official@mofa.example",
)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Secrets]:
    """Give the world as it is."""
    with clock.frozen(AT):
        built = build(tmp_path_factory.mktemp("agrees"))
        for email in EVERYBODY:
            give_token(built.world, email)
        with built.world.writing() as conn:  # what a mandate keeps from systems is told to them alone
            conn.execute(update(MANDATE).values(through_systems=True))
    yield built
    built.world.engine.dispose()


def text_of(page: str) -> str:
    """Give what a reader reads on a page."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page)))


def said(words: str) -> str:
    """Give words as they stand on a page."""
    return re.sub(r"\s+", " ", words).strip()


def numbers_in(page: str, pattern: str) -> set[str]:
    """Give what the links of a page name."""
    return set(re.findall(pattern, page))


def reading_as(told: Secrets, email: str) -> Visitor:
    """Give a browser in which an account is signed in, under the mandate on which its token stands."""
    visitor = told.world.signed_in(email)
    with told.world.reading() as conn:
        query = select(MANDATE.c.id).join(PERSON, PERSON.c.id == MANDATE.c.person_id).where(PERSON.c.email == email)
        mandate = conn.execute(query).scalars().first()
    if mandate is not None:
        visitor.post("/capacity", form_at="/capacity", mandate=mandate)
    return visitor


def every_case(told: Secrets) -> list[str]:
    """Name every case that there is."""
    with told.world.reading() as conn:
        return list(conn.execute(select(CASES.c.ref).order_by(CASES.c.id)).scalars())


@pytest.mark.parametrize("email", EVERYBODY)
def test_a_case_is_the_same_for_a_reader_and_for_his_machine(told: Secrets, email: str) -> None:
    """Every case: whether it is there; then every part of it, in its order, no more and no less."""
    with clock.frozen(AT):
        visitor = reading_as(told, email)
        for ref in every_case(told):
            page, answer = visitor.get(f"/cases/{ref}"), ask(told.world, email, "GET", f"/api/v1/cases/{ref}")
            assert {303: 401}.get(page.status_code, page.status_code) == answer.status_code, ref
            if 200 == page.status_code:
                drawn, given = drawn_case(page.text), told_case(answer.json)
                for name, found in drawn.items():
                    assert found == given[name], f"{ref}: {name}"
                assert drawn.keys() == given.keys()


def test_every_account_is_compared(told: Secrets) -> None:
    """A new one is; and all that a page may show is there for somebody, so that the comparison says something."""
    with told.world.reading() as conn:
        assert set(conn.execute(select(PERSON.c.email)).scalars()) == set(EVERYBODY)
    parts: dict[str, int] = {}
    with clock.frozen(AT):
        for email in ("all@jpn.example", "all@kor.example", "desk@oosa.example", "draft@jpn.example"):
            for ref in every_case(told):
                answer = ask(told.world, email, "GET", f"/api/v1/cases/{ref}")
                if 200 == answer.status_code:
                    given = told_case(answer.json)
                    shown = {**given, **{f"steps: {way}": found for way, found in given["steps"].items()}}
                    parts |= {name: parts.get(name, 0) + bool(found) for name, found in shown.items()}

    assert [] == sorted(name for name, times in parts.items() if not times)


@pytest.mark.parametrize("reader", ACCOUNTS, ids=lambda reader: str(reader.email))
def test_an_act_is_the_same_for_a_reader_and_for_his_machine(told: Secrets, reader: Reader) -> None:
    """Whether it may be read, its sentence, its basis, its digest, and every secret in its words."""
    with clock.frozen(AT):
        visitor = reading_as(told, reader.email)
        for name, ref in told.refs.items():
            for n in range(9):
                page = visitor.get(f"/cases/{ref}/acts/{n}")
                answer = ask(told.world, reader.email, "GET", f"/api/v1/cases/{ref}/acts/{n}")
                if 200 != page.status_code:
                    assert answer.status_code in (401, 404), (name, n)
                    continue
                found, words = answer.json, text_of(page.text)
                assert said(found["line"]["sentence"]) in words, (name, n)
                assert all(said(one["words"]) in words for one in found["basis"]), (name, n)
                filing = found["filing"] or {"digest": "", "values": {}}
                assert filing["digest"] in page.text, (name, n)
                # what is beside the paper on the page (documents by name) is no part of the filing's own words
                secrets = {m.group() for m in MARK.finditer(str(filing["values"]))}
                assert secrets <= {m.group() for m in MARK.finditer(page.text)}, (name, n)


def test_a_list_is_the_same_for_a_reader_and_for_his_machine(told: Secrets) -> None:
    """The same cases in the same order, for every account."""
    with clock.frozen(AT):
        for reader in ACCOUNTS:
            page = reading_as(told, reader.email).get("/cases")
            answer = ask(told.world, reader.email, "GET", "/api/v1/cases")
            if 200 == page.status_code and 200 == answer.status_code:
                there = re.findall(r'href="/cases/([A-Z0-9-]+)"', page.text)
                assert [one["ref"] for one in answer.json["items"]] == list(dict.fromkeys(there)), reader.email


@pytest.mark.parametrize("reader", ACCOUNTS, ids=lambda reader: str(reader.email))
def test_another_day_is_the_same_for_a_reader_and_for_his_machine(told: Secrets, reader: Reader) -> None:
    """Whether a case is told for a day, where it stands on it, every act that was recorded by then and every relation;
    and the machine is offered nothing there."""
    with clock.frozen(AT):
        visitor = reading_as(told, reader.email)
        for (name, ref), day in product(told.refs.items(), ("2026-11-19", "2026-11-20", "2027-03-01")):
            page = visitor.get(f"/cases/{ref}?as_of={day}")
            answer = ask(told.world, reader.email, "GET", f"/api/v1/cases/{ref}/on/{day}")
            if 200 != page.status_code:
                assert answer.status_code in (401, 404), (name, day)
                continue
            found, words = answer.json, text_of(page.text)
            assert "offers" not in found
            strings = [found["title"], found["state"], found["meaning"], found["filer_name"]]
            strings += [one["sentence"] for one in (*found["acts"], *found["would"])]
            strings += [one[key] for one in found["tracks"] for key in ("name", "state")]
            strings += [one["title"] for one in found["deadlines"]]
            assert [] == [one for one in strings if said(one) not in words], (name, day)
            there = numbers_in(page.text, rf"/cases/{ref}/acts/(\d+)")
            assert {str(one["n"]) for one in found["acts"]} == there, (name, day)


@pytest.mark.parametrize("reader", ACCOUNTS, ids=lambda reader: str(reader.email))
def test_the_parts_of_a_case_are_those_that_its_page_shows(told: Secrets, reader: Reader) -> None:
    """Relations, limits, rooms, sheets and what may be opened beside it: the same as on the page, and as in the case
    itself, or nothing where there is no page."""
    with clock.frozen(AT):
        visitor = reading_as(told, reader.email)
        for name, ref in told.refs.items():
            page = visitor.get(f"/cases/{ref}")
            parts = {
                part: ask(told.world, reader.email, "GET", f"/api/v1/cases/{ref}{part}")
                for part in ("", "/tracks?size=200", "/deadlines?size=200", "/rooms", "/beside", "/sheets", "/filings")
            }
            if 200 != page.status_code:
                assert {one.status_code for one in parts.values()} <= {401, 404}, name
                continue
            case = parts[""].json
            assert case["tracks"] == [one["track"] for one in parts["/tracks?size=200"].json["items"]], name
            by_key = {one["key"]: one for one in case["deadlines"]}
            assert by_key == {one["key"]: one for one in parts["/deadlines?size=200"].json["items"]}, name
            sheets = {one["key"] for one in parts["/sheets"].json["items"]}
            assert sheets == numbers_in(page.text, rf"/cases/{ref}/sheets/(\w+)"), name
            beside = {one["procedure"] for one in parts["/beside"].json["to_open"]}
            assert beside == numbers_in(page.text, rf'action="/cases/{ref}/beside".*?name="procedure" value="(\w+)"'), (
                name
            )
            assert all(f"/cases/{one['ref']}" in page.text for one in parts["/rooms"].json["rooms"]), name
            filed = {one["n"] for one in parts["/filings"].json["items"]}
            assert filed <= {one["n"] for one in case["acts"]}, name
            assert ("rooms" in case["hrefs"]) == (
                bool(parts["/rooms"].json["rooms"] or parts["/rooms"].json["to_open"])
                or bool(parts["/rooms"].json["here"])
            ), name


@pytest.mark.parametrize("reader", ACCOUNTS, ids=lambda reader: str(reader.email))
def test_sheets_and_papers_hold_the_same_secrets_as_their_pages(told: Secrets, reader: Reader) -> None:
    """Whether each is there, and every marked word on it. A paper that nobody of the party opened yet is received by
    reading it, where its page leads to the act first."""
    with clock.frozen(AT):
        visitor = reading_as(told, reader.email)
        for name, ref in told.refs.items():
            places = [
                *(f"sheets/{key}" for key in ("docket", "ladder", "positions", "text", "participants", "calendar"))
            ]
            places += [f"acts/{n}/paper.html" for n in (1, 2)]
            for place in places:
                page = visitor.get(f"/cases/{ref}/{place}")
                answer = ask(told.world, reader.email, "GET", f"/api/v1/cases/{ref}/{place}")
                if 303 == page.status_code and 200 == answer.status_code:  # it leads to the act, to be opened there
                    page = visitor.get(f"/cases/{ref}/{place}")
                if 200 != page.status_code:
                    assert answer.status_code in (401, page.status_code), (name, place)
                    continue
                assert 200 == answer.status_code, (name, place)
                there = {mark.group() for mark in MARK.finditer(unescape(page.text))}
                assert {mark.group() for mark in MARK.finditer(answer.text)} <= there, (name, place)


def test_deadlines_of_all_cases_are_those_of_each(told: Secrets) -> None:
    """For every account: the limits that run with a day or an instant, of the cases of its party."""
    with clock.frozen(AT):
        for reader in ACCOUNTS:
            answer = ask(told.world, reader.email, "GET", "/api/v1/deadlines?size=200")
            if 200 != answer.status_code:
                continue
            for one in answer.json["items"]:
                case = ask(told.world, reader.email, "GET", one["href"]).json
                assert one["deadline"] in case["deadlines"], reader.email
