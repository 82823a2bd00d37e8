"""`consult procedures diff`: two editions told apart in words."""

import json
from dataclasses import asdict
from pathlib import Path

import click
from flask.cli import ScriptInfo

from consult import clock
from consult.commands.access import note_access
from consult.commands.installation import Unreadable
from consult.commands.procedures import folders_option, load_forms, procedures
from consult.docket.editions import kept_editions
from consult.i18n import _
from consult.library.differences import ADDED, REMOVED, Change, ChangedPart, counted, differences
from consult.library.editions import ChosenEdition, Kept, NoEdition, choose_edition
from consult.library.shelf import Shelf
from consult.web.parts import parts, reader
from workflows.kernel.procedure import Procedure

__all__ = ["diff", "procedures"]

NO_TERMS = Path("/nonexistent")
SIGNS = {ADDED: "+", REMOVED: "-"}


@procedures.command("diff")
@click.argument("one")
@click.argument("other")
@folders_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def diff(context: click.Context, one: str, other: str, folders: tuple[Path, ...], as_json: bool) -> None:
    """Tell two editions apart in words.

    ONE and OTHER are each the key of a procedure (ost9), as the catalogue holds it now with its own terms; or a key
    with the day (ost9@2026-11-20: the edition stored last by the end of that day in UTC), or with the beginning of the
    digest (ost9@4b1f09c2), of an edition that this installation has stored. Only stored ones need an installation;
    they hold the terms of cases, so that the log notes that they were looked at.
    """
    forms = load_forms(folders)
    shelf = Shelf(forms, NO_TERMS, clock.today("UTC"))
    if "@" in one + other:
        with context.ensure_object(ScriptInfo).load_app().app_context():
            chosen = [_stored(shelf, asked) for asked in (one, other)]
            read = [each.digest for each in chosen if each.since]
            note_access("procedures diff", "", editions=read)
    else:
        chosen = [_found(shelf, asked) for asked in (one, other)]
    _show(chosen[0], chosen[1], as_json)


def _found(shelf: Shelf, asked: str) -> ChosenEdition:
    try:
        return choose_edition(shelf, asked, lambda _key: (), _never)
    except NoEdition as fault:
        raise Unreadable(str(fault)) from None


def _never(digest: str) -> Procedure:
    raise KeyError(digest)


def _stored(shelf: Shelf, asked: str) -> ChosenEdition:
    """Find an edition among the stored ones as well; those without a day or digest stay as the catalogue has them."""
    connection, editions = reader(), parts().docket.editions
    try:
        return choose_edition(
            shelf,
            asked,
            lambda key: [Kept(*each) for each in kept_editions(connection, key)],
            lambda digest: editions.of(connection, digest),
        )
    except NoEdition as fault:
        raise Unreadable(str(fault)) from None


def _show(one: ChosenEdition, other: ChosenEdition, as_json: bool) -> None:
    found = differences(one.procedure, other.procedure)
    if as_json:
        told = {"one": _named(one), "other": _named(other), "parts": [asdict(part) for part in found]}
        click.echo(json.dumps(told, indent=2, ensure_ascii=False))
        return
    for sign, each in (("---", one), ("+++", other)):
        click.echo(f"{sign} {each.name}: {each.procedure.title}, {each.words} ({each.digest[:12]})")
    for part in found:
        _show_part(part)
    _show_end(one, other, found)


def _named(one: ChosenEdition) -> dict[str, str]:
    return {"name": one.name, "procedure": one.procedure.key, "digest": one.digest}


def _show_part(part: ChangedPart) -> None:
    click.echo(f"\n{part.title}")
    for change in part.changes:
        _show_change(change)


def _show_change(change: Change) -> None:
    key = f" ({change.key})" if change.key and change.key != change.name else ""
    click.echo(f"{SIGNS.get(change.kind, '~')} {change.name}{key}")
    for line in change.lines:
        if change.kind in SIGNS:
            click.echo(f"    {line.what}: {line.one or line.other}")
        else:
            click.echo(f"    {line.what}")
            click.echo(f"      - {line.one or '–'}")
            click.echo(f"      + {line.other or '–'}")


def _show_end(one: ChosenEdition, other: ChosenEdition, found: tuple[ChangedPart, ...]) -> None:
    if found:
        click.echo("\n" + _("%(added)s added, %(removed)s removed, %(changed)s changed.", **counted(found)))
    elif one.digest == other.digest:
        click.echo(_("They are the same text."))
    else:
        click.echo(_("The texts differ, and nothing that they say does: only what is counted and never read."))
