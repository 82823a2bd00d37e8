"""The background work: whether it is done, and whether what was acknowledged is sealed and leaves."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.exc import DBAPIError

from consult.backlog import Backlog, backlog
from consult.db import Busy, reading
from consult.delivery.messages import TOPIC
from consult.delivery.waiting import MAIL, Waiting, waiting
from consult.doctor.findings import Finding, instant, look, sound, wrong
from consult.i18n import _, ngettext
from consult.log.head import latest, mark
from consult.log.quorum import quorum_of
from consult.log.signer import origin_of
from consult.models.cases import OUTBOX
from consult.personal.retention import last_run
from consult.settings import Settings

PART = "work"
SILENT = timedelta(minutes=5)
LATE = timedelta(minutes=15)
MAIL_LATE = timedelta(hours=1)
MANY_TRIES = 10
"""Tries over an hour and a half."""
KEPT_TOO_LONG = timedelta(days=3)


def examine_work(settings: Settings, engine: Engine, at: datetime) -> Iterator[Finding]:
    """Look whether somebody works, and at what waits."""
    try:
        with reading(engine) as connection:
            found = backlog(connection, at)
            yield from _signs(found, at)
            yield from _late(found, at)
            yield _sealed(connection, settings, at)
            yield from _cosigned(connection, settings, at)
            yield from _failing(connection)
            yield from _mail(connection, settings, at)
            yield _kept(connection, at)
    except (DBAPIError, Busy):
        return  # the database speaks for itself


def _signs(found: Backlog, at: datetime) -> Iterator[Finding]:
    last = max((sign.at for sign in found.workers), default=None)
    if last is None or at - last > SILENT:
        says = _("Nobody does the background work: nothing lapses, and nothing is delivered.")
        yield wrong(PART, says, _("Start consult run, or consult worker beside consult run --no-jobs."))
    else:
        yield sound(PART, _("The background work is done; its last sign is of %(when)s.", when=instant(last)))


def _late(found: Backlog, at: datetime) -> Iterator[Finding]:
    if found.set_aside:
        number = len(found.set_aside)
        says = ngettext("%(num)s piece of work is set aside.", "%(num)s pieces of work are set aside.", number)
        yield look(PART, says, "consult jobs status; consult jobs retry NUMBER")
    if found.oldest_due is not None and at - found.oldest_due > LATE:
        says = _("Work has been due since %(when)s.", when=instant(found.oldest_due))
        yield wrong(PART, says, "consult jobs status")


def _failing(connection: Connection) -> Iterator[Finding]:
    """Look whether work fails again and again: each time it is put off, so that it is never late, until it is set aside
    after two days. Of mail its own part tells, and of a receiver of webhooks that is away its party."""
    waits = OUTBOX.c.done_at.is_(None), OUTBOX.c.set_aside_at.is_(None), OUTBOX.c.topic != TOPIC
    failing = select(func.count()).where(*waits, OUTBOX.c.attempts >= MANY_TRIES)
    number = connection.execute(failing).scalar_one()
    if number:
        says = ngettext(
            "%(num)s piece of work has failed ten times and more.",
            "%(num)s pieces of work have failed ten times and more.",
            number,
        )
        yield wrong(PART, says, "consult jobs status")


def _sealed(connection: Connection, settings: Settings, at: datetime) -> Finding:
    """Look whether what is in the log is covered by a checkpoint."""
    newest, marked = latest(connection, origin_of(settings)), mark(connection)
    size, covered = marked[0] if marked else 0, newest.size if newest else 0
    if covered >= size:
        return sound(PART, _("All %(size)s entries of the log are sealed.", size=size))
    says = _("%(open)s of %(size)s entries of the log are not sealed yet.", open=size - covered, size=size)
    if newest is not None and at - newest.signed_at <= LATE:
        return sound(PART, says)
    return wrong(PART, says, _("consult log status says why; the background work signs."))


def _cosigned(connection: Connection, settings: Settings, at: datetime) -> Iterator[Finding]:
    """Look whether enough witnesses cosign what is sealed, where a policy asks any."""
    found = quorum_of(connection, settings)
    if found is None:
        return
    counts: dict[str, object] = {"done": found.cosigned, "all": found.witnesses}
    if not found.is_late(at):
        yield sound(PART, _("Witnesses cosign the log: the newest checkpoint %(done)s of %(all)s.", **counts))
        return
    says = _(
        "The witnesses of the log never reached the quorum: the newest checkpoint is cosigned by %(done)s of %(all)s."
    )
    if found.last is not None:
        says = _(
            "The witnesses of the log have not reached the quorum since %(when)s: the newest checkpoint is cosigned by "
            "%(done)s of %(all)s."
        )
        counts["when"] = instant(found.last)
    if settings.exercise:
        mends = _("Those of a demonstration answer while consult run runs here, and nowhere else.")
        yield look(PART, says % counts, mends)
        return
    mends = _("consult log cosign says what each answers; until then nothing that is filed is attested.")
    yield wrong(PART, says % counts, mends)


def _kept(connection: Connection, at: datetime) -> Finding:
    """Look whether what is no record goes when its time is over."""
    row = last_run(connection)
    if row is None:
        says = _("What is no record was never looked through: nothing went when its time was over.")
        return look(PART, says, _("The background work does it once a day; by hand: consult retention run."))
    says = _("What is no record was looked through last on %(day)s.", day=row.on_day)
    if at - row.done_at > KEPT_TOO_LONG:
        return wrong(PART, says, _("The background work does it once a day; by hand: consult retention run."))
    return sound(PART, says)


def _mail(connection: Connection, settings: Settings, at: datetime) -> Iterator[Finding]:
    """Look whether mail can leave, and does."""
    found = waiting(connection)
    if settings.mail.host:
        yield from (_held_up(one) for one in found if one.channel == MAIL and at - one.oldest > MAIL_LATE)
        return
    held = sum(one.number for one in found)
    says = _("No mail server is named, so that no mail leaves; messages that wait: %(number)s.", number=held)
    yield look(PART, says, _("Name one under [mail] in config.toml."))


def _held_up(mail: Waiting) -> Finding:
    """Say that mail does not leave, without a word of what the mail server says of it."""
    says = _(
        "Mail has waited since %(when)s; messages that wait: %(number)s.", when=instant(mail.oldest), number=mail.number
    )
    mends = _("The mail server refuses it or is away: look at [mail] in config.toml, and at the server's own log.")
    return wrong(PART, says, mends)
