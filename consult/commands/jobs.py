"""`consult jobs`: what the background work has before it, and what failed."""

from collections.abc import Iterable, Iterator
from datetime import datetime

import click
from flask.cli import AppGroup, with_appcontext

from consult import clock, outbox
from consult.backlog import Backlog, Stuck, backlog
from consult.commands.installation import Refusal
from consult.delivery.waiting import Waiting, waiting
from consult.i18n import _, ngettext, write_exactly
from consult.signs import Sign, servers
from consult.web.parts import reader, writing

jobs = AppGroup("jobs", help="The background work: what waits, what failed, what is set aside.")


@jobs.command("status")
@with_appcontext
def status() -> None:
    """Show what waits, what is under way, what failed or is set aside, what comes next, and who works."""
    at = clock.now()
    for line in (*_lines(backlog(reader(), at), at), *_servers(servers(reader()), at), *_messages(waiting(reader()))):
        click.echo(line)


@jobs.command("retry")
@click.argument("number", type=click.IntRange(min=1))
@with_appcontext
def retry(number: int) -> None:
    """Let the piece of work NUMBER, which was set aside, be tried again."""
    with writing() as connection:
        found = outbox.retry(connection, number, clock.now())
    if not found:
        raise Refusal(_("No work of the number %(number)s is set aside.", number=number))
    click.echo(_("Work %(number)s is tried again.", number=number))


def _lines(found: Backlog, at: datetime) -> Iterator[str]:
    """Say it line by line."""
    waits = ", ".join(f"{topic} {number}" for topic, number in found.waiting.items()) or _("nothing")
    yield _("waiting: %(what)s", what=waits)
    yield _("under way: %(number)s", number=found.leased)
    yield from _stuck(_("failed, tried again later: %(number)s", number=len(found.failed)), found.failed)
    yield from _stuck(_("set aside: %(number)s", number=len(found.set_aside)), found.set_aside)
    yield _("longest due: %(when)s", when=_when(found.oldest_due))
    if found.next_lapse is not None and found.next_lapse <= at:
        yield _("ended and not recorded yet: a period until %(when)s", when=_when(found.next_lapse))
    else:
        yield _("next end of a period: %(when)s", when=_when(found.next_lapse))
    yield _("reminders looked for next: %(when)s", when=_when(found.next_reminder))
    for sign in found.workers:
        told = {"name": sign.name, "since": _when(sign.since), "seen": _seen(sign, at)}
        yield _("worker %(name)s: since %(since)s, %(seen)s", **told)
    if not found.workers:
        yield _("no worker has given a sign of life")


def _servers(found: Iterable[Sign], at: datetime) -> Iterator[str]:
    """Say which web servers gave a sign of life."""
    for sign in found:
        told = {"name": sign.name, "since": _when(sign.since), "seen": _seen(sign, at)}
        yield _("web server %(name)s: since %(since)s, %(seen)s", **told)


def _seen(sign: Sign, at: datetime) -> str:
    """Say how long ago the last sign was given, and by which version."""
    ago = int((at - sign.at).total_seconds())
    seen = ngettext("last sign %(num)s second ago", "last sign %(num)s seconds ago", ago)
    return _("%(seen)s, version %(version)s", seen=seen, version=sign.version) if sign.version else seen


def _messages(found: Iterable[Waiting]) -> Iterator[str]:
    """Say how many messages wait by each channel, and what was said last."""
    for one in found:
        said = ngettext(
            "%(num)s message waits by %(way)s", "%(num)s messages wait by %(way)s", one.number, way=one.channel
        )
        tried = ngettext("%(num)s tried in vain", "%(num)s tried in vain", one.tried)
        yield f"{said}: {tried}"
        yield _("  oldest since %(since)s, next try %(next)s", since=_when(one.oldest), next=_when(one.next_at))
        if one.error:
            yield _("  last answer: %(said)s", said=one.error)


def _stuck(title: str, rows: Iterable[Stuck]) -> Iterator[str]:
    """Say under a title what failed, each with its number and reason."""
    yield title
    for one in rows:
        tries = ngettext("%(num)s try", "%(num)s tries", one.attempts)
        yield f"  {one.id}  {one.topic}  {tries}  {_when(one.run_at)}  {one.error}"


def _when(at: datetime | None) -> str:
    return write_exactly(at) if at else _("none")
