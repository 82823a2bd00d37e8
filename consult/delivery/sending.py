"""Send what was asked for: read it in one short transaction, hand it over in none, keep what came of it in another.

The number on the wire is fixed in the first transaction, so that a repeat after a crash bears the same one and the
receiver can drop it. What its addressee may not read any more is dropped here, whatever it was asked for as. Not
modelled: what follows when a service failed (`consult.delivery.serving`).
"""

import secrets
import time
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, func, select, update

from consult import outbox
from consult.again import again
from consult.db import Busy, writing
from consult.delivery import messages
from consult.delivery.carriers import CARRIERS, ENCLOSURES, Carrier, Letter, NotSetUp, Refused, Unreachable
from consult.delivery.kinds import register_all
from consult.delivery.wording import ENDINGS, WORDS, Dropped, Words
from consult.i18n import _, _l, speaking
from consult.models.cases import ACT, CASES
from consult.models.delivery import MESSAGE, MESSAGE_TRY
from consult.models.parties import CONTACT_POINT, ORGAN, PARTY, PERSON
from consult.settings import Settings
from consult.visibility import SEALED, Viewer, act_condition, case_condition
from workflows.kernel.reckoning import local_date

TRIES = 30
"""After so many tries, over twenty hours with the delays of the outbox, a message has failed: a mail server that is
away for a night loses nothing, and one that stays away is known within the day."""
CARRYING = timedelta(minutes=5)
TURNS, PAUSE_SECONDS = 6, 1.0
"""How often what came of a try is entered while others keep the database, each time for as long as a writer waits."""
WAIT_FOR_CHANNEL = timedelta(minutes=10)
BROKEN_OFF = _l("This try was broken off before an answer was kept; the next one bears the same number.")


class Sender:
    """Does the work of the topic "send" for one installation."""

    def __init__(self, engine: Engine, settings: Settings) -> None:
        """Keep where the messages stand and how this installation reaches others."""
        self.engine, self.settings = engine, settings
        register_all()

    def __call__(self, job: outbox.Job, at: datetime) -> bool:
        """Send one message; say whether its work is done."""
        number = int(job.payload["message"])
        letter = self._prepare(job, number, at)
        if isinstance(letter, bool):
            return letter
        try:
            said = _carrier_of(letter)(self.settings, letter).said
        except NotSetUp as reason:
            return self._wait(job, at, str(reason))
        except Refused as reason:
            return self._keep(job, number, at, "refused", str(reason), "failed")
        except Unreachable as reason:
            return self._keep(job, number, at, "unreachable", str(reason), "waiting")
        return self._keep(job, number, at, "sent", said, "sent")

    def _prepare(self, job: outbox.Job, number: int, at: datetime) -> Letter | bool:
        """Put a message together under its number, or finish what is not to be sent; where there is nothing to send
        now, say whether the work is done."""
        with writing(self.engine) as connection:
            row = messages.find(connection, number)
            held = outbox.lock(connection, job.id)
            if row is None or row.state != "waiting" or held is None:
                outbox.finish(connection, job.id, at)
                return True
            if not outbox.hold(connection, job.id, at, at + CARRYING):
                return False  # another worker is sending it, or has put it off; what it leaves is claimed again
            if held.broken_off is not None:
                messages.keep_try(connection, number, held.broken_off, "interrupted", str(BROKEN_OFF), "waiting")
            try:
                return _letter(connection, row, at)
            except Dropped as reason:
                end_message(connection, row, at, "dropped", str(reason), "dropped")
                outbox.finish(connection, job.id, at)
                return True

    def _wait(self, job: outbox.Job, at: datetime, reason: str) -> bool:
        """Leave a message waiting for a channel that this installation does not have yet."""
        with writing(self.engine) as connection:
            outbox.wait(connection, job.id, at + WAIT_FOR_CHANNEL, reason)
        return False

    def _keep(self, job: outbox.Job, number: int, at: datetime, outcome: str, said: str, state: str) -> bool:
        """Keep what came of a try, as often as it takes while nobody else may begin the message: one that was taken
        would otherwise go out once more because others kept the database just then."""
        for _turn in range(TURNS - 1):
            with suppress(Busy):
                return self._enter(job, number, at, outcome, said, state)
            time.sleep(PAUSE_SECONDS)
        return self._enter(job, number, at, outcome, said, state)

    @again(keyed=lambda *given: given[-1] != "waiting")
    def _enter(self, job: outbox.Job, number: int, at: datetime, outcome: str, said: str, state: str) -> bool:
        """Enter what came of a try, and finish the work or have it tried again; by another connection where one breaks
        meanwhile."""
        with writing(self.engine) as connection:
            row = messages.find(connection, number)
            if row is None or row.state != "waiting":
                outbox.finish(connection, job.id, at)
                return True
            tries = tries_of(connection, number) + 1
            if state == "waiting" and tries < TRIES:
                messages.keep_try(connection, number, at, outcome, said, state)
                outbox.delay(connection, replace(job, attempts=tries), at, said)
                return False
            state = "failed" if state == "waiting" else state
            end_message(connection, row, at, outcome, said, state)
            outbox.finish(connection, job.id, at)
            return True


def _carrier_of(letter: Letter) -> Carrier:
    """Find who carries a letter."""
    found = CARRIERS.get(letter.message.channel)
    if found is None:
        raise NotSetUp(_("This installation sends nothing by the channel “%(name)s”.", name=letter.message.channel))
    return found


def tries_of(connection: Connection, number: int) -> int:
    """Count how often a message was tried and nobody was reached."""
    query = select(func.count()).select_from(MESSAGE_TRY)
    mine = MESSAGE_TRY.c.message_id == number, MESSAGE_TRY.c.outcome == "unreachable"
    return int(connection.execute(query.where(*mine)).scalar_one())


def end_message(connection: Connection, row: Any, at: datetime, outcome: str, said: str, state: str) -> None:
    """Keep the last try of a message, and let whoever asked for it do what follows."""
    messages.keep_try(connection, row.id, at, outcome, said, state)
    if row.kind in ENDINGS:
        ENDINGS[row.kind](connection, row, state, said, at)


def _letter(connection: Connection, row: Any, at: datetime) -> Letter:
    """Put a letter together: allowed still, numbered, worded in the addressee's language."""
    if row.kind not in WORDS:
        raise LookupError(f"no words for messages of the kind {row.kind!r}")
    case = _still_allowed(connection, row, at)
    reference = row.reference or _number(connection, row)
    language = language_of(connection, row)
    with speaking(language):
        words = WORDS[row.kind](connection, row, at)
        if case is not None and case.existence == SEALED:
            words = _of_sealed()
    enclosed = ENCLOSURES[row.channel](connection, row, at) if row.channel in ENCLOSURES else {}
    case_ref = "" if case is None or case.existence == SEALED else str(case.ref)
    return Letter(row, reference, _on_one_line(words), language, case_ref, at, enclosed)


def _of_sealed() -> Words:
    """Word a message about a case whose very existence is sealed: mail is read by more people than take part in it."""
    more = _("Which case it is about is not in this message. Sign in with your mandate to see it.")
    return Words(_("Something waits on your desk"), (more,), "/desk")


def _on_one_line(words: Words) -> Words:
    """Keep a subject to one line: it becomes a header."""
    return Words(" ".join(words.subject.split()), words.lines, words.path, words.decline)


def _number(connection: Connection, row: Any) -> str:
    """Fix the number of a message on the wire; nobody who has not seen it can name it."""
    reference = f"consult-{row.id}-{secrets.token_hex(16)}"
    connection.execute(update(MESSAGE).where(MESSAGE.c.id == row.id).values(reference=reference))
    return reference


def _still_allowed(connection: Connection, row: Any, at: datetime) -> Any | None:
    """Give the case that a message is about, None where it is about none; Dropped where its addressee may not know of
    it now."""
    if row.person_id is not None:
        active = connection.execute(select(PERSON.c.active).where(PERSON.c.id == row.person_id)).scalar()
        if not active:
            raise Dropped(_("The person does not sign in here any more."))
    if row.contact_id is not None:
        until = connection.execute(_UNTIL.where(CONTACT_POINT.c.id == row.contact_id)).one()
        if until.valid_until is not None and until.valid_until < local_date(at, until.zone):
            raise Dropped(_("The contact point was withdrawn before the message was sent."))
    return _case_of(connection, row) if row.case_id is not None else None


_UNTIL = select(CONTACT_POINT.c.valid_until, PARTY.c.zone).select_from(
    CONTACT_POINT.join(ORGAN, ORGAN.c.id == CONTACT_POINT.c.organ_id).join(PARTY, PARTY.c.key == ORGAN.c.party_key)
)


def _case_of(connection: Connection, row: Any) -> Any:
    viewer, known = Viewer(row.party), select(CASES.c.ref, CASES.c.existence)
    found = connection.execute(known.where(CASES.c.id == row.case_id, case_condition(viewer))).first()
    if found is None:
        raise Dropped(_("The addressee may not know of the case any more."))
    if row.act_id is not None:
        seen = select(ACT.c.id).select_from(ACT.join(CASES, CASES.c.id == ACT.c.case_id))
        if connection.execute(seen.where(ACT.c.id == row.act_id, act_condition(viewer))).first() is None:
            raise Dropped(_("The addressee may not read the act any more."))
    return found


def language_of(connection: Connection, row: Any) -> str:
    """Give the language of an addressee: the person's, else the first of the contact point, else of the party."""
    if row.person_id is not None:
        return str(connection.execute(select(PERSON.c.language).where(PERSON.c.id == row.person_id)).scalar() or "")
    wishes: list[str] = []
    if row.contact_id is not None:
        of_contact = select(CONTACT_POINT.c.languages).where(CONTACT_POINT.c.id == row.contact_id)
        wishes += connection.execute(of_contact).scalar() or []
    wishes += connection.execute(select(PARTY.c.languages).where(PARTY.c.key == row.party)).scalar() or []
    return wishes[0] if wishes else ""
