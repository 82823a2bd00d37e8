"""Ask for messages, and keep what came of each try to hand one over.

Whoever asks writes one row a message and one piece of work in the outbox, in the transaction of what the message is
about; the same key asks once. A message holds no words: `consult.delivery.wording` says what it says when it is sent,
`consult.delivery.sending` sends it.
"""

import json
from collections.abc import Mapping
from dataclasses import field
from datetime import datetime

from sqlalchemy import Connection, Row, insert, select, update

from consult.models.cases import OUTBOX
from consult.models.delivery import MESSAGE, MESSAGE_TRY
from workflows.kernel.frozen import dataclass

TOPIC = "send"
LONGEST_ANSWER = 1000
NOBODY = "<address>"


@dataclass(frozen=True, slots=True)
class NewMessage:
    """A message to be sent: its key, what renders it, by which channel, to whom, about what (keys, never words)."""

    key: str
    kind: str
    channel: str
    party: str
    address: str
    organ_id: int | None = None
    person_id: int | None = None
    contact_id: int | None = None
    case_id: int | None = None
    act_id: int | None = None
    about: Mapping[str, object] = field(default_factory=dict)


def ask(connection: Connection, new: NewMessage, at: datetime) -> int:
    """Ask for a message and give its number; the same key was asked for once and gives the first number."""
    found = connection.execute(select(MESSAGE.c.id).where(MESSAGE.c.key == new.key)).scalar()
    if found is not None:
        return int(found)
    values = {name: getattr(new, name) for name in NewMessage.__slots__} | {"about": dict(new.about)}
    more = {"reference": "", "state": "waiting", "asked_at": at, "changed_at": at}
    number = int(connection.execute(insert(MESSAGE).values(values | more).returning(MESSAGE.c.id)).scalar_one())
    payload = json.dumps({"message": number, "channel": new.channel})
    work = {"key": f"send:{number}", "topic": TOPIC, "payload": payload, "run_at": at, "attempts": 0}
    connection.execute(insert(OUTBOX).values(work))
    return number


def find(connection: Connection, number: int) -> Row[tuple[object, ...]] | None:
    """Read a message, and keep others from moving it until this transaction ends."""
    return connection.execute(select(MESSAGE).where(MESSAGE.c.id == number).with_for_update()).first()


def keep_try(connection: Connection, number: int, at: datetime, outcome: str, said: str, state: str) -> None:
    """Keep what came of one try, as the other side said it, and move the message to the state that follows. The address
    of a person stands in no answer: a try stays for good, an address does not."""
    address = connection.execute(
        select(MESSAGE.c.address).where(MESSAGE.c.id == number, MESSAGE.c.person_id.is_not(None))
    ).scalar()
    said = said.replace(address, NOBODY) if address else said
    row = {"message_id": number, "at": at, "outcome": outcome, "said": said[:LONGEST_ANSWER]}
    connection.execute(insert(MESSAGE_TRY).values(row))
    connection.execute(update(MESSAGE).where(MESSAGE.c.id == number).values(state=state, changed_at=at))
