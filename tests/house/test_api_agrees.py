"""The API and the pages of one case agree, field by field, for every account of the seeded world.

Read back is what is drawn: a part that the page shows and the API does not, or the other way round, fails.
"""

import re
from collections.abc import Iterator
from html import unescape

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
