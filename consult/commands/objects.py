"""`consult objects`: import an index of objects launched into outer space, and look one up."""

from pathlib import Path

import click
from flask.cli import AppGroup, with_appcontext

from consult import clock
from consult.commands.installation import Unreadable
from consult.i18n import _
from consult.objects import import_table, list_objects
from consult.objects.reading import GRADES
from consult.web.parts import reader, writing

objects = AppGroup("objects", help="The index of objects launched into outer space.")

MOST_TOLD = 50


@objects.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--source", default="", help="Where it was read, for lines that do not say so.")
@click.option("--grade", type=click.Choice(GRADES), default=None, help="How well it was checked, for lines without.")
@with_appcontext
def import_file(file: Path, source: str, grade: str | None) -> None:
    """Import FILE, a CSV in the columns of the United Nations index or of this product; all of it or nothing."""
    with writing() as conn:
        report = import_table(conn, file.read_bytes(), clock.now(), source=source, grade=grade or "")
    if report.wrong:
        told = [str(one) for one in report.wrong[:MOST_TOLD]]
        more = len(report.wrong) - len(told)
        raise Unreadable("\n".join([_("Nothing was imported."), *told, *([f"… + {more}"] if more else [])]))
    click.echo(
        _(
            "%(new)s new, %(changed)s changed, %(same)s as before.",
            new=report.new,
            changed=report.changed,
            same=report.same,
        )
    )


@objects.command("find")
@click.argument("words")
@with_appcontext
def find(words: str) -> None:
    """Find objects by the beginning of their designator or by words of their name."""
    found = list_objects(reader(), words=words)
    if not found.lines:
        raise Unreadable(_("No object of the index fits."))
    for line in found.lines:
        launched = line.launched_on.isoformat() if line.launched_on else ""
        click.echo("  ".join((line.designator, line.state, launched, line.name, f"[{line.grade}]")))
