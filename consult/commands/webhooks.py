"""`consult webhooks`: endpoints of a party, registered and kept in order by the operator at its manager's request."""

from datetime import timedelta

import click
from flask.cli import AppGroup, with_appcontext
from rich.console import Console
from rich.table import Table

from consult import clock, people
from consult.commands.installation import refusals_as_sentences
from consult.delivery import endpoints, webhook_ends
from consult.delivery.endpoints import EVENTS, NewEndpoint
from consult.i18n import _
from consult.web.parts import parts, reader, writing

WIDE = 1000
"""An address is to be copied, so none is cut off at the edge of a screen."""
webhooks = AppGroup("webhooks", help="Endpoints to which a party has messages sent.")


@webhooks.command("list")
@click.argument("party")
@with_appcontext
def show(party: str) -> None:
    """List the endpoints of PARTY, removed ones too."""
    key, unknown = party.upper(), _("There is no party %(party)s.", party=party.upper())
    with refusals_as_sentences(unknown):
        people.find_party(reader(), key)
    table = Table("number", "address", "told", "for", "state", "since", box=None)
    for row in endpoints.endpoints_of(reader(), key):
        state = f"{row.state}: {row.paused_by}" if row.paused_by else row.state
        use = "exercises" if row.exercises else "earnest"
        table.add_row(str(row.id), row.url, ", ".join(row.events), use, state, row.changed_at.isoformat())
    Console(width=WIDE).print(table)


@webhooks.command("add")
@click.argument("party")
@click.argument("url")
@click.option("--event", "events", multiple=True, type=click.Choice(EVENTS), help="May be repeated; left out: all.")
@click.option("--exercises", is_flag=True, help="Told of exercise cases, and of no others.")
@with_appcontext
def add(party: str, url: str, events: tuple[str, ...], exercises: bool) -> None:
    """Register URL as an endpoint of PARTY and print its secret, this once."""
    settings, key = parts().settings, party.upper()
    with refusals_as_sentences(_("There is no party %(party)s.", party=key)):
        people.find_party(reader(), key)
        new = endpoints.read(NewEndpoint(url, events or EVENTS, exercises), endpoints.rules_of(settings))
        with writing() as conn:
            shown = endpoints.register(conn, None, key, new, settings.secret_key, clock.now())
    _show(shown)


@webhooks.command("rotate")
@click.argument("number", type=int)
@with_appcontext
def rotate(number: int) -> None:
    """Make a new secret for endpoint NUMBER and print it, this once; the old one signs beside it for a while."""
    settings = parts().settings
    overlap = timedelta(hours=settings.webhooks.overlap_hours)
    with refusals_as_sentences(_unknown(number)), writing() as conn:
        shown = endpoints.rotate(conn, None, number, settings.secret_key, overlap, clock.now())
    _show(shown)


@webhooks.command("retire")
@click.argument("number", type=int)
@with_appcontext
def retire(number: int) -> None:
    """Delete the old secret of endpoint NUMBER before its time is over."""
    with refusals_as_sentences(_unknown(number)), writing() as conn:
        endpoints.retire_old(conn, None, number, clock.now())
    click.echo(_("The old secret is deleted and signs no more."))


@webhooks.command("test")
@click.argument("number", type=int)
@with_appcontext
def send_test(number: int) -> None:
    """Have a test sent to endpoint NUMBER by the background work."""
    with refusals_as_sentences(_unknown(number)), writing() as conn:
        webhook_ends.send_test(conn, None, number, clock.now())
    click.echo(_("A test is on its way."))


@webhooks.command("pause")
@click.argument("number", type=int)
@with_appcontext
def pause(number: int) -> None:
    """Pause endpoint NUMBER; what it would be told is kept."""
    with refusals_as_sentences(_unknown(number)), writing() as conn:
        endpoints.pause(conn, None, number, clock.now())
    click.echo(_("The endpoint is paused. What it would be told is kept."))


@webhooks.command("resume")
@click.argument("number", type=int)
@with_appcontext
def resume(number: int) -> None:
    """Resume endpoint NUMBER and send what was kept."""
    with refusals_as_sentences(_unknown(number)), writing() as conn:
        kept = webhook_ends.resume(conn, None, number, clock.now())
    click.echo(webhook_ends.resumed(kept))


@webhooks.command("remove")
@click.argument("number", type=int)
@with_appcontext
def remove(number: int) -> None:
    """Remove endpoint NUMBER and delete its secrets; what was sent to it stays on record."""
    with refusals_as_sentences(_unknown(number)), writing() as conn:
        endpoints.remove(conn, None, number, clock.now())
    click.echo(_("The endpoint is removed. What was sent to it stays on record."))


def _show(shown: endpoints.Shown) -> None:
    """Print a secret, this once."""
    click.echo(shown.secret)
    click.echo(_("Endpoint %(number)s. The secret cannot be shown again.", number=shown.endpoint_id))


def _unknown(number: int) -> str:
    return _("There is no endpoint %(number)s.", number=number)
