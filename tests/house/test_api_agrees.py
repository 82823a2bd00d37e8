"""The API and the pages of one case agree, field by field, for every account of the seeded world."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from sqlalchemy import update

from consult import clock
from consult.i18n import write_date
from consult.models.parties import MANDATE
from tests.consult.web.world import AT
from tests.house.outputs_world import MARK, OTHERS, READERS, Reader, Secrets, build
from tests.house.tokens_world import ask, give_token

ACCOUNTS = (*READERS, *OTHERS)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Secrets]:
    """Give the world as it is."""
    with clock.frozen(AT):
        built = build(tmp_path_factory.mktemp("agrees"))
        for reader in ACCOUNTS:
            give_token(built.world, reader.email)
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


def strings_of(found: dict[str, Any]) -> Iterator[str]:
    """Give everything that a case says in words, apart from keys."""
    yield from (
        found["title"],
        found["procedure"]["words"],
        found["filer_name"],
        found["level_note"],
        found["activity"],
    )
    yield from (found["state"]["words"], found["state"]["meaning"])
    yield from found["flags"]
    yield from (one["words"] for one in found["subjects"])
    for one in found["participants"]:
        yield one["name"] + " , " + ", ".join(role["words"] for role in one["roles"])
    for one in found["tracks"]:
        yield from (one["name"], one["state"])
    for one in found["deadlines"]:
        yield from (one["title"], one["owner"], one["length"], one["trigger"])
    yield from (one["words"] for one in found["standards"])
    for one in found["offers"]:
        yield one["title"]
        yield from (reason["sentence"] for reason in one["refusals"] if one["way"] == "closed")
    yield from (one["sentence"] for one in found["acts"])
    yield from (one["title"] for one in found["drafts"])
    yield from (one["name"] for one in found["documents"])
    yield from (one["ref"] for one in found["links"])


def numbers_in(page: str, pattern: str) -> set[str]:
    """Give what the links of a page name."""
    return set(re.findall(pattern, page))


@pytest.mark.parametrize("reader", ACCOUNTS, ids=lambda reader: str(reader.email))
def test_a_case_is_the_same_for_a_reader_and_for_his_machine(told: Secrets, reader: Reader) -> None:
    """Whether it is there, every word of it, its steps, acts, papers in preparation and documents; no more, no less."""
    with clock.frozen(AT):
        visitor = told.world.signed_in(reader.email)
        for name, ref in told.refs.items():
            page, answer = visitor.get(f"/cases/{ref}"), ask(told.world, reader.email, "GET", f"/api/v1/cases/{ref}")
            if 200 != page.status_code:
                assert 303 == page.status_code or page.status_code == answer.status_code, name
                assert answer.status_code in (401, 404), name
                continue
            words, found = text_of(page.text), answer.json
            missing = [one for one in strings_of(found) if said(one) not in words]
            assert [] == missing, name
            assert {str(one["n"]) for one in found["acts"]} == numbers_in(
                page.text, rf'/cases/{ref}/acts/(\d+)[?"#]'
            ), name
            assert {one["ref"] for one in found["drafts"]} == numbers_in(page.text, r'/drafts/([\w-]+)[?"/#]'), name
            assert {one["digest"] for one in found["documents"]} == numbers_in(
                page.text, r"/documents/([0-9a-f]{64})"
            ), name
            assert numbers_in(page.text, rf"/cases/{ref}/steps/(\w+)") <= {one["step"] for one in found["offers"]}, name
            for one in found["deadlines"]:
                if one["expires_on"]:
                    day = write_date(clock.now().date().fromisoformat(one["expires_on"]))
                    assert day in words, name


@pytest.mark.parametrize("reader", ACCOUNTS, ids=lambda reader: str(reader.email))
def test_an_act_is_the_same_for_a_reader_and_for_his_machine(told: Secrets, reader: Reader) -> None:
    """Whether it may be read, its sentence, its basis, its digest, and every secret in its words."""
    with clock.frozen(AT):
        visitor = told.world.signed_in(reader.email)
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
            page = told.world.signed_in(reader.email).get("/cases")
            answer = ask(told.world, reader.email, "GET", "/api/v1/cases")
            if 200 == page.status_code and 200 == answer.status_code:
                there = re.findall(r'href="/cases/([A-Z0-9-]+)"', page.text)
                assert [one["ref"] for one in answer.json["items"]] == list(dict.fromkeys(there)), reader.email
