"""`consult neutrals`: the roster of neutrals, each with a participant and a person of its own."""

from datetime import date, datetime

import click
from flask.cli import AppGroup, with_appcontext
from rich.console import Console
from rich.table import Table

from consult import clock
from consult import people as register
from consult.commands.installation import refusals_as_sentences
from consult.i18n import LANGUAGE_NAMES, _
from consult.people import SERVES_AS, NewNeutral
from consult.web.parts import reader, writing

neutrals = AppGroup("neutrals", help="The roster of neutrals.")


def _day(_context: click.Context, _parameter: click.Parameter, value: datetime | None) -> date:
    """Take the date out of what the option gives; today where it is left out."""
    return value.date() if value else clock.today("UTC")


_DATE = click.DateTime(["%Y-%m-%d"])


@neutrals.command("add")
@click.argument("key")
@click.option("--name", required=True, help="Name as it stands on the roster.")
@click.option("--email", required=True, help="Mail address with which the neutral signs in.")
@click.option("--as", "serves_as", multiple=True, required=True, type=click.Choice(SERVES_AS), help="May be repeated.")
@click.option("--nationality", "nationalities", multiple=True, required=True, help="Key of a State; may be repeated.")
@click.option(
    "--language", "languages", multiple=True, required=True, type=click.Choice(list(LANGUAGE_NAMES)), help="Repeatable."
)
@click.option("--expertise", default="", help="Fields of expertise, in a few words.")
@click.option("--instrument", required=True, help="What the listing rests on, such as a letter and its date.")
@click.option("--listed-by", help="Key of the institution that lists, such as PCA; left out: this installation.")
@click.option("--from", "listed_from", type=_DATE, callback=_day, help="First day, year-month-day; today if left out.")
@click.option("--zone", default="UTC", help="IANA time zone in which the neutral's dates are reckoned.")
@with_appcontext
def add(key: str, listed_by: str | None, **given: object) -> None:
    """List the neutral KEY, such as NEU-1. The link with which the neutral sets a password: consult people invite."""
    new = NewNeutral(key=key.upper(), listed_by=listed_by.upper() if listed_by else None, **given)  # type: ignore[arg-type] # click checked each option
    with refusals_as_sentences(""), writing() as conn:
        register.add_neutral(conn, new, clock.now())
    said = _("%(key)s, %(name)s, is listed.", key=new.key, name=new.name)
    click.echo(said + " " + _("Next, without a password yet: consult people invite %(email)s", email=new.email))


@neutrals.command("list")
@with_appcontext
def show() -> None:
    """List everybody who is or was on the roster."""
    table = Table("key", "name", "serves as", "languages", "listed by", "from", "until", box=None)
    for row in register.list_neutrals(reader()):
        until = row.listed_until.isoformat() if row.listed_until else ""
        words = (", ".join(row.serves_as), ", ".join(row.languages), row.listed_by or "")
        table.add_row(row.party_key, row.name, *words, row.listed_from.isoformat(), until)
    Console(soft_wrap=True).print(table)


@neutrals.command("retire")
@click.argument("key")
@click.option("--on", "last_day", type=_DATE, callback=_day, help="Last day on the roster; today if left out.")
@with_appcontext
def retire(key: str, last_day: date) -> None:
    """Take the neutral KEY off the roster; what is under way goes on, and nobody nominates the neutral any more."""
    with refusals_as_sentences(_("There is no neutral %(key)s.", key=key)), writing() as conn:
        register.retire_neutral(conn, key.upper(), last_day)
    click.echo(_("%(key)s is listed until %(day)s.", key=key.upper(), day=last_day.isoformat()))
