"""`consult charters`: list them, show one, tell two apart, check a file; needs no installation."""

import json
from collections.abc import Iterator
from pathlib import Path

import click
from rich.console import Console
from rich.table import Column, Table

from consult.commands.installation import Unreadable
from consult.i18n import _
from workflows.lunar.charters import (
    CHARTER_VALUES,
    CLASS_VALUES,
    CLASSES,
    HEADINGS,
    Charter,
    difference,
    read_charter,
    written,
)
from workflows.lunar.charters import charters as shipped
from workflows.parties.reading import InstrumentError

PROPOSAL = "Proposal, not law."


@click.group("charters")
def charters() -> None:
    """Charters of the lunar mechanism, each a proposal and none of them law."""


@charters.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_all(as_json: bool) -> None:
    """List every charter."""
    found = list(shipped().values())
    if as_json:
        rows = [{"key": one.key, "title": one.title, "says": one.says} for one in found]
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    table = Table(Column("key", no_wrap=True), "title", box=None)
    for one in found:
        table.add_row(one.key, f"{one.title} ({PROPOSAL})")
    Console(soft_wrap=True).print(table)


@charters.command("show")
@click.argument("key")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def show(key: str, as_json: bool) -> None:
    """Show the charter KEY: rights of each class, and each value with what it rests on."""
    found = _charter(key)
    if as_json:
        click.echo(json.dumps(_as_json(found), indent=2, ensure_ascii=False))
        return
    out = Console(soft_wrap=True, highlight=False)
    for line in (f"{found.title} ({PROPOSAL})", f"  {found.says}", *_classes(found), *_values(found), *_silent(found)):
        out.print(line, markup=False)


@charters.command("compare")
@click.argument("one")
@click.argument("other")
def compare(one: str, other: str) -> None:
    """Tell two charters apart in words, value by value."""
    told = difference(_charter(one), _charter(other))
    for each in told:
        click.echo(each.says)
    if not told:
        click.echo(_("They differ in nothing."))


@charters.command("check")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def check(file: Path) -> None:
    """Check the charter in FILE: what cannot be meant is refused, headings of which it does not speak are named."""
    try:
        found = read_charter(file)
    except InstrumentError as fault:
        raise Unreadable(str(fault)) from None
    for line in _silent(found):
        click.echo(line)
    click.echo(_("%(key)s: can be used; it is a proposal, not law.", key=found.key))


def _charter(key: str) -> Charter:
    if key not in shipped():
        raise Unreadable(_("There is no charter “%(key)s”; there are: %(known)s.", key=key, known=", ".join(shipped())))
    return shipped()[key]


def _classes(found: Charter) -> Iterator[str]:
    for one in found.classes:
        yield f"{CLASSES[one.key]}: {one.who}"
        for name in ("speak", "propose", "block", "sees"):
            meta = CLASS_VALUES[name]
            yield f"   {meta['words']}: {written(getattr(one, name), meta)} ({_cited(found, f'class_{name}')})"


def _values(found: Charter) -> Iterator[str]:
    for name, meta in CHARTER_VALUES.items():
        yield f"{name} = {written(getattr(found, name), meta)} ({_cited(found, name)})"


def _silent(found: Charter) -> Iterator[str]:
    for words in found.missing:
        yield _("silent: nothing is said on “%(heading)s”", heading=words)


def _cited(found: Charter, name: str) -> str:
    """Name provision, binding and grade."""
    citation = found.cite(name)
    named = _("product default") if citation.is_product else str(citation)
    return f"{named}, {citation.binding}, {citation.grade}"


def _as_json(found: Charter) -> dict[str, object]:
    values = {
        name: {"value": written(getattr(found, name), meta), "cited": _cited(found, name)}
        for name, meta in CHARTER_VALUES.items()
    }
    classes = {
        one.key: {name: written(getattr(one, name), meta) for name, meta in CLASS_VALUES.items()}
        for one in found.classes
    }
    said = {words: found.checklist.get(key) for key, words in HEADINGS.items()}
    return {"key": found.key, "title": found.title, "is": PROPOSAL, "classes": classes, "values": values,
            "founding": list(found.founding), "checklist": said}  # fmt: skip
