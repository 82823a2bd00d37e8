"""`consult procedures`: list the catalogue, show one procedure, check all of them; needs no installation.

Two editions are told apart in `differing`, which registers its command here.
"""

import json
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from consult.commands.examination import examine
from consult.commands.installation import Refusal, Unreadable
from consult.i18n import _
from workflows import Form, catalogue
from workflows.instruments import InstrumentError, library
from workflows.kernel import describe
from workflows.kernel.procedure import Procedure, ProcedureError

FORMATS = {"mermaid": describe.mermaid, "dot": describe.dot}
PAGE = "markdown"
_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
folders_option = click.option(
    "--folder", "folders", multiple=True, type=_FOLDER, help="Further folder of procedures; may be repeated."
)


@click.group("procedures")
def procedures() -> None:
    """The procedures that cases may follow, and what they rest on."""


def load_forms(folders: tuple[Path, ...]) -> dict[str, Form]:
    """Load the catalogue; a module that cannot be loaded is named with the reason."""
    try:
        return dict(sorted(catalogue(*folders).items()))
    except ProcedureError as fault:
        raise Refusal(str(fault)) from None
    except SyntaxError as fault:
        raise Unreadable(f"{fault.filename}:{fault.lineno}: {fault.msg}") from None
    except (ValueError, TypeError, NameError, AttributeError, ImportError) as fault:
        raise Unreadable(_("a procedure cannot be loaded: %(why)s", why=fault)) from None


def _built(form: Form) -> Procedure:
    try:
        return form.with_defaults()
    except ProcedureError as fault:
        raise Refusal(str(fault)) from None


@procedures.command("list")
@folders_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_all(folders: tuple[Path, ...], as_json: bool) -> None:
    """List every procedure with its edition and its counts."""
    built = [_built(form) for form in load_forms(folders).values()]
    if as_json:
        click.echo(json.dumps([_short(p) for p in built], indent=2, ensure_ascii=False))
        return
    table = Table("key", "edition", "states", "steps", "level", "title", box=None)
    for p in built:
        held = describe.counts(p)
        table.add_row(p.key, str(p.edition), str(held["states"]), str(held["steps"]), p.level, p.title)
    Console(soft_wrap=True).print(table)


def _short(p: Procedure) -> dict[str, Any]:
    return {"key": p.key, "edition": p.edition, "title": p.title, "level": p.level, "counts": describe.counts(p)}


@procedures.command("show")
@click.argument("key")
@folders_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--as", "form_of", type=click.Choice([PAGE, *FORMATS]), default=PAGE, help="Page, or a diagram.")
def show(key: str, folders: tuple[Path, ...], as_json: bool, form_of: str) -> None:
    """Show the procedure KEY: states, steps, limits, filings, each with what it rests on."""
    forms = load_forms(folders)
    if key not in forms:
        known = ", ".join(forms) or _("none")
        raise Unreadable(_("There is no procedure “%(key)s”; there are: %(known)s.", key=key, known=known))
    procedure = _built(forms[key])
    if as_json:
        click.echo(json.dumps(describe.as_json(procedure), indent=2, ensure_ascii=False))
    elif form_of == PAGE:
        click.echo(describe.page(procedure, forms[key].advice), nl=False)
    else:
        click.echo(FORMATS[form_of](procedure), nl=False)


@procedures.command("check")
@folders_option
def check(folders: tuple[Path, ...]) -> None:
    """Check every procedure in every variant; leaves with 1 where something is found."""
    forms = load_forms(folders)
    try:
        found = examine(forms.values(), library())
    except InstrumentError as fault:
        raise Unreadable(str(fault)) from None
    for key, form in forms.items():
        click.echo(_line(form, found[key]))
        for finding in found[key]:
            click.echo(f"  {finding}")
    number = sum(len(findings) for findings in found.values())
    if number:
        raise Refusal(_("%(n)s findings", n=number))
    click.echo(_("%(n)s procedures, nothing found.", n=len(forms)))


def _line(form: Form, findings: tuple[str, ...]) -> str:
    try:
        held = describe.counts(form.with_defaults())
    except ProcedureError:
        return f"{form.key}: {_('cannot be made')}"
    limits = ", ".join(f"{n} {binding}" for binding, n in held.pop("limits").items()) or _("no limits")
    counted = ", ".join(f"{n} {name}" for name, n in held.items())
    return f"{form.key}: {counted}; {limits}{'' if findings else '; ' + _('nothing found')}"
