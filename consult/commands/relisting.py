"""`consult relist`: what lists of parties are found by, made anew or compared."""

import click
from flask.cli import with_appcontext

from consult.commands.installation import Refusal
from consult.docket import relisting
from consult.i18n import _
from consult.web.parts import reader, writing


@click.command("relist")
@click.option("--check", is_flag=True, help="Compare the lists with roles, limits and cases, and change nothing.")
@with_appcontext
def relist(check: bool) -> None:
    """Make anew by what each party's lists find limits and cases that wait for it; with --check leave with 1 where they
    are not as they must be.

    The lists repeat what is stored of roles and limits; that this follows from the log is for consult log verify
    --replay to say. Nothing of the record is changed. Nobody files meanwhile.
    """
    if not check:
        with writing() as connection:
            made = relisting.rebuild(connection)
        click.echo(
            _(
                "The lists were made anew: %(limits)s limits and %(waiting)s cases that wait, counted for each party.",
                limits=made.limits,
                waiting=made.waiting,
            )
        )
        return
    found = relisting.drift(reader())
    if found.missing or found.strayed:
        raise Refusal(relisting.told(found))
    click.echo(_("The lists say what roles, limits and cases say."))
