"""The API and the pages of a party's house agree, for every account: who is there, how each party is reached."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select, update

from consult import clock
from consult.models.parties import CONTACT_POINT, MANDATE, PERSON
from tests.consult.web.world import AT
from tests.house.outputs_world import Reader, Secrets, build
from tests.house.test_api_agrees import ACCOUNTS, reading_as, said, text_of
from tests.house.tokens_world import ask, give_token

PARTIES = ("JPN", "FRA", "KOR", "OOSA")


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Secrets]:
    """Give the world as it is."""
    with clock.frozen(AT):
        built = build(tmp_path_factory.mktemp("house_agrees"))
        for reader in ACCOUNTS:
            give_token(built.world, reader.email)
        with built.world.writing() as conn:
            conn.execute(update(MANDATE).values(through_systems=True))
    yield built
    built.world.engine.dispose()


@pytest.mark.parametrize("reader", ACCOUNTS, ids=lambda reader: str(reader.email))
def test_a_house_is_the_same_for_a_reader_and_for_his_machine(told: Secrets, reader: Reader) -> None:
    """Addresses, people, absences and endpoints: what the page shows and no more, or the same refusal."""
    world, email = told.world, reader.email
    with world.reading() as conn:
        addresses = set(conn.execute(select(CONTACT_POINT.c.address)).scalars())
        mails = set(conn.execute(select(PERSON.c.email)).scalars())
    with clock.frozen(AT):
        visitor = reading_as(told, email)
        if 401 == ask(world, email, "GET", "/api/v1/token").status_code:
            assert 303 == visitor.get("/my-party").status_code
            return
        for key in PARTIES:
            words = text_of(visitor.get(f"/parties/{key}").text)
            items = ask(world, email, "GET", f"/api/v1/parties/{key}/contacts").json["items"]
            assert {one for one in addresses if said(one) in words} == {one["address"] for one in items}, key
            assert all(said(one["hours"]) in words for one in items), key
        people = ask(world, email, "GET", "/api/v1/people?size=200").json["items"]
        for one in people:
            words = text_of(visitor.get(f"/my-party/people/{one['number']}").text)
            assert {one["email"], email} == {mail for mail in mails if mail in words} | {email}  # whose page it is
            assert all(said(each["office"]) in words and each["instrument"] in words for each in one["mandates"])
        for page, path in (("/my-party/absences", "absences"), ("/my-party/webhooks", "webhooks")):
            shown, answer = visitor.get(page), ask(world, email, "GET", f"/api/v1/{path}")
            assert shown.status_code == answer.status_code, page
            names = [one.get("absent") or one["url"] for one in answer.json.get("items", ())]
            assert all(said(name) in text_of(shown.text) for name in names), page
