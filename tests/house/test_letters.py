"""Nothing that leaves the house by itself tells its addressee more than is his: mails, digests, reminders, messages to
endpoints.

The background work runs on two days over the world of secrets, and over one that differs in what a party may not
see; every letter is kept at the moment at which it would be handed to a mail server or to an endpoint.
"""

import json
import re
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, true

from consult import clock
from consult.db import writing
from consult.delivery.carriers import CARRIERS, Letter, Proof
from consult.delivery.mail import compose
from consult.delivery.sending import Sender
from consult.jobs import Jobs, open_queue
from consult.models.parties import PERSON
from consult.people.contacts import NewContact, add_contact
from consult.people.preferences import Wishes, set_wishes
from consult.settings import Mail, Settings
from tests.consult.web.world import AT
from tests.house.outputs_world import MARK, READERS, Reader, Secrets, build

DAYS = (0, 1)
"""Before any act by the clock: its number would tell how many acts lie before it, which whoever sees it may know."""
BOUNDARY = re.compile(r"=+\d+==")
SEALED = re.compile(r"gAAAA[\w=-]+")
"""A secret of an endpoint as it is kept: over random bytes, and sent to nobody."""
PARTIES = ("JPN", "FRA", "KOR", "BRA", "OOSA")
BY_PARTY = tuple(Reader(f"whoever reads for {key}", key) for key in PARTIES)


@dataclass(frozen=True)
class Sent:
    """One letter: to which party and address, and everything in it but its number."""

    party: str
    address: str
    text: str


def letters(folder: Path, monkeypatch: pytest.MonkeyPatch, changed_for: Reader | None = None) -> list[Sent]:
    """Build the world, let everybody wish for mail, and give what the background work sends on two days."""
    sent: list[Sent] = []
    folder.mkdir()
    with clock.frozen(AT):
        told = build(folder, changed_for)
        _wish(told)
    settings = Settings.for_tests(folder, mail=Mail(host="127.0.0.1", sender="post@consult.example"))

    def keep(given: Settings, letter: Letter) -> Proof:
        whole = compose(given, letter).decode() if letter.message.channel == "mail" else ""
        text = f"{whole}\n{letter.words}\n{letter.case_ref}\n{json.dumps(letter.enclosed, default=str)}"
        plain = SEALED.sub("", BOUNDARY.sub("", text.replace(letter.reference, "")))
        sent.append(Sent(letter.message.party, letter.message.address, plain))
        return Proof("kept")

    for channel in ("mail", "webhook"):
        monkeypatch.setitem(CARRIERS, channel, keep)
    sender = Sender(told.world.engine, settings)
    jobs = Jobs(told.world.engine, told.docket, open_queue(settings), errands={"send": sender})
    for days in DAYS:
        _work(jobs, AT + timedelta(days=days))
    jobs.queue.storage.close()
    told.world.engine.dispose()
    return sent


def _wish(told: Secrets) -> None:
    """Let every person wish a digest, and every party have an address of its ministry."""
    with told.world.app.test_request_context(), writing(told.world.engine) as conn:
        for person, language in conn.execute(select(PERSON.c.id, PERSON.c.language).where(true())).all():
            set_wishes(conn, person, language, Wishes(digest=True, digest_hour=1), AT - timedelta(days=2))
        for party, organ in (("JPN", "MOFA"), ("FRA", "MEAE"), ("OOSA", "DESK")):
            add_contact(conn, None, told.world.organs[organ], NewContact("mail", f"desk@{party.lower()}.example"))


def _work(jobs: Jobs, at: Any) -> None:
    """Tick until nothing is due."""
    with clock.frozen(at):
        for _round in range(12):
            jobs.tick(at)
            done = 0
            while (task := jobs.queue.dequeue()) is not None:
                jobs.queue.execute(task)
                done += 1
            if not done:
                return


@pytest.fixture(scope="module")
def as_it_is(tmp_path_factory: pytest.TempPathFactory) -> list[Sent]:
    """Give the letters of the world as it is."""
    with pytest.MonkeyPatch.context() as patch:
        return letters(tmp_path_factory.mktemp("letters") / "one", patch)


def test_letters_are_written_at_all(as_it_is: list[Sent]) -> None:
    """To mail and endpoints, of several parties: the tests below look at something."""
    assert {"JPN", "FRA", "KOR"} <= {one.party for one in as_it_is}
    assert any(one.address.startswith("https://") for one in as_it_is)
    assert len(as_it_is) > 20


def test_no_letter_holds_a_secret_of_others(as_it_is: list[Sent]) -> None:
    """Whatever stands in it is for the party that it goes to; and mail, which others read too, holds no secret."""
    found = [(one.party, secret) for one in as_it_is for secret in MARK.finditer(one.text)]

    assert [] == [(party, secret.group()) for party, secret in found if party not in secret["parties"].split(".")]
    assert [] == [(one.address, one.text) for one in as_it_is if "@" in one.address and MARK.search(one.text)]


@pytest.mark.parametrize("reader", BY_PARTY, ids=lambda one: one.party)
def test_two_worlds_that_differ_in_what_a_party_may_not_see_send_it_the_same_letters(
    as_it_is: list[Sent], reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same letters to the same addresses in the same words, no more and no fewer."""
    others = letters(tmp_path / "two", monkeypatch, reader)

    def mine(sent: list[Sent]) -> list[tuple[str, str]]:
        return sorted((one.address, one.text) for one in sent if one.party == reader.party)

    assert mine(as_it_is) == mine(others)


def test_the_letters_are_to_accounts_of_the_world() -> None:
    """Each reader's party among those compared, so that a new account is no gap."""
    assert {reader.party for reader in READERS} <= set(PARTIES)
