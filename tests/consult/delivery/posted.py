"""The background work over a seeded world that reaches a mail server, and what a test asks it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from huey import SqliteHuey
from sqlalchemy import select

from consult import clock, people
from consult.db import reading, writing
from consult.delivery.messages import NewMessage, ask
from consult.delivery.sending import Sender
from consult.delivery.wording import Words, words_of
from consult.jobs import Jobs
from consult.models.cases import OUTBOX, SERVICE
from consult.models.delivery import MESSAGE, MESSAGE_TRY
from consult.models.parties import ORGAN
from consult.people.contacts import NewContact
from consult.settings import Settings
from tests.consult.delivery.mailbox import Mailbox
from tests.consult.docket.conftest import START, Office


@words_of("story")
def _story(_connection: Any, row: Any, _at: datetime) -> Words:
    """Word a message of these stories: what the test put into it."""
    return Words(str(row.about.get("subject", "Something waits")), ("A line.", "Another <b>line</b>."), "/desk")


@dataclass
class Post:
    """A seeded world, its mail server, its background work, and the installation's settings."""

    office: Office
    mailbox: Mailbox
    jobs: Jobs
    settings: Settings
    sender: Sender

    def ask(self, address: str = "desk@mfa.example.int", at: datetime = START, **rest: Any) -> int:
        """Ask for a message to an address."""
        given = {"key": f"story:{address}", "kind": "story", "channel": "mail", "party": "FRA"} | rest
        with writing(self.office.engine) as connection:
            return ask(connection, NewMessage(address=address, **given), at)

    def work(self, at: datetime) -> int:
        """Tick once and do all that was handed on; give how many pieces there were."""
        with clock.frozen(at):
            self.jobs.tick(at)
            done = 0
            while (task := self.jobs.queue.dequeue()) is not None:
                self.jobs.queue.execute(task)
                done += 1
        return done

    def work_until_quiet(self, at: datetime) -> None:
        """Work until nothing is due at an instant."""
        while self.work(at):
            pass

    def rows(self, table: Any) -> list[Any]:
        """Read a table."""
        with reading(self.office.engine) as connection:
            return list(connection.execute(select(table).order_by(table.c.id)))

    def states(self) -> list[str]:
        """Read how far each message came."""
        return [row.state for row in self.rows(MESSAGE)]

    def tries(self) -> list[tuple[str, str]]:
        """Read what came of each try."""
        return [(row.outcome, row.said) for row in self.rows(MESSAGE_TRY)]

    def waiting(self) -> list[Any]:
        """Read what the outbox still holds."""
        return [row for row in self.rows(OUTBOX) if row.done_at is None]

    def services(self) -> dict[tuple[str, str], str]:
        """Read how far each service came, by party and channel."""
        return {(row.party, row.channel): row.state for row in self.rows(SERVICE)}

    def contact(self, party: str, address: str, channel: str = "mail", **rest: Any) -> int:
        """Record a contact point of a party's ministry."""
        with writing(self.office.engine) as connection:
            organ = connection.execute(select(ORGAN.c.id).where(ORGAN.c.party_key == party)).scalar_one()
            return people.contacts.add_contact(connection, None, organ, NewContact(channel, address, **rest))


def begun(office: Office, mailbox: Mailbox, folder: Path, queue: SqliteHuey) -> Post:
    """Begin the background work of a world that reaches a mail server."""
    settings = Settings.for_tests(folder, mail=mailbox.settings)
    sender = Sender(office.engine, settings)
    jobs = Jobs(office.engine, office.docket, queue, errands={"send": sender})
    return Post(office, mailbox, jobs, settings, sender)


def after(seconds: float) -> datetime:
    """Give an instant so many seconds after the stories begin."""
    return START + timedelta(seconds=seconds)
