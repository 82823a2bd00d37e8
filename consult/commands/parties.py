"""`consult parties`: record the first parties and organs of an installation, and list them."""

import click
from flask.cli import AppGroup, with_appcontext
from rich.console import Console
from rich.table import Table

from consult.commands.installation import Unreadable, beginning, refusals_as_sentences
from consult.i18n import _
from consult.people import (
    ORGAN_KINDS,
    PARTY_KINDS,
    NewOrgan,
    NewParty,
    add_organ,
    add_party,
    list_parties,
    organs_of,
)
from consult.web.parts import reader, writing
from workflows import parties as known

parties = AppGroup("parties", help="Parties and their organs.")


@parties.command("add", with_appcontext=False)  # an installation may have to be begun before
@click.argument("key")
@click.option("--name", help="Name; not needed for a party that is known here.")
@click.option("--kind", type=click.Choice(PARTY_KINDS), help="State, intergovernmental organisation or other body.")
@click.option("--zone", help="IANA time zone in which its dates are reckoned, such as Asia/Tokyo.")
@click.option("--place", help="Where its holidays are taken from, such as JP.")
@click.option("--language", "languages", multiple=True, help="UN language it corresponds in; may be repeated.")
@beginning
@with_appcontext
def add(
    key: str, name: str | None, kind: str | None, zone: str | None, place: str | None, languages: tuple[str, ...]
) -> None:
    """Record the party KEY, such as JPN or ESA; what is known of it here need not be given. The first one may begin an
    installation, which is then said."""
    fact = known.find(key)
    if fact is None and not (name and kind and zone):
        raise Unreadable(_("%(key)s is not known here: give --name, --kind and --zone.", key=key))
    new = NewParty(
        key=fact.key if fact else key.upper(),
        name=name or (fact.name if fact else ""),
        kind=kind or (fact.kind if fact else ""),
        zone=zone or (fact.zone if fact else ""),
        place=place or (fact.place if fact else ""),
        languages=languages or (fact.languages if fact else ("en",)),
    )
    with refusals_as_sentences(""), writing() as conn:
        add_party(conn, new)
    click.echo(_("%(key)s, %(name)s, is recorded.", key=new.key, name=new.name))


@parties.command("organ")
@click.argument("party")
@click.argument("key")
@click.option("--name", required=True, help="Name of the organ.")
@click.option("--kind", required=True, type=click.Choice(ORGAN_KINDS), help="What kind of organ it is.")
@with_appcontext
def organ(party: str, key: str, name: str, kind: str) -> None:
    """Record the organ KEY of PARTY, such as: consult parties organ JPN MOFA."""
    with refusals_as_sentences(_("There is no party %(key)s.", key=party)), writing() as conn:
        add_organ(conn, None, party.upper(), NewOrgan(key.upper(), name, kind))
    click.echo(_("%(key)s, %(name)s, is recorded.", key=key.upper(), name=name))


@parties.command("list")
@with_appcontext
def show() -> None:
    """List every party with its organs."""
    table = Table("key", "name", "kind", "zone", "organs", box=None)
    for row in list_parties(reader()):
        organs = ", ".join(one.key for one in organs_of(reader(), row.key))
        table.add_row(row.key, row.name, row.kind, row.zone, organs)
    Console(soft_wrap=True).print(table)
