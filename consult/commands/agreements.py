"""`consult agreements`: list them, show the ladder between parties, check a file; needs no installation."""

import json
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Column, Table

from consult.commands.installation import Refusal, Unreadable
from consult.i18n import _
from workflows import ladder as ladders
from workflows.agreements import SETTLEMENT, TREE
from workflows.agreements import agreements as shipped
from workflows.agreements.known import Known
from workflows.agreements.traps import by_profile, silent, traps
from workflows.agreements.tree import Arrangement, Placed, arranged, arrangement, read_line
from workflows.instruments import InstrumentError
from workflows.kernel.words import Citation, say_day
from workflows.ladder import Ladder, Opening, Rung
from workflows.parties import find


@click.group("agreements")
def agreements() -> None:
    """Agreements between parties, and the ladders of settlement that they give."""


@agreements.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_all(as_json: bool) -> None:
    """List every agreement with its place in the tree."""
    found = list(shipped().values())
    if as_json:
        rows = [{"key": a.key, "title": a.title, "kind": a.kind, "parent": a.parent} for a in found]
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    table = Table(*(Column(name, no_wrap=True) for name in ("key", "kind", "under", "grade")), "title", box=None)
    for one in found:
        table.add_row(one.key, TREE[one.kind], one.parent, one.cited.grade, one.title)
    Console(soft_wrap=True).print(table)


@agreements.command("show")
@click.argument("key")
@click.option("--between", nargs=2, metavar="A B", help="Two parties, by key or name.")
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="Date of the notice; its ladder is previewed.")
@click.option("--matter", default="", help="What the dispute is on, where the clause carves it out.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def show(key: str, between: tuple[str, str] | None, day: datetime | None, matter: str, as_json: bool) -> None:
    """Show the agreement KEY with its clause; between two parties, their ladder with dates and reasons."""
    found = _arrangement(key)
    on = day.date() if day else date.max
    keys = tuple(_party(label) for label in between) if between else ()
    ladder = ladders.rungs(found, keys, on, Known(), matter)
    if as_json:
        click.echo(json.dumps(_as_json(ladder, on if day else None), indent=2, ensure_ascii=False))
        return
    out = Console(soft_wrap=True, highlight=False)
    for line in (*_head(found), *_rungs(ladder, on if day else None), *_values(found), *_warnings(found)):
        out.print(line, markup=False)


@agreements.command("check")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def check(file: Path) -> None:
    """Check the clause in FILE: what cannot be meant is refused, traps and silences are named."""
    try:
        found = arranged(read_line(file))
    except InstrumentError as fault:
        raise Unreadable(str(fault)) from None
    for warning in _warnings(found):
        click.echo(warning)
    stages = len(found.stages)
    click.echo(_("%(key)s: %(n)s stages, can be walked.", key=found.agreement.key, n=stages))


def _arrangement(key: str) -> Arrangement:
    if key not in shipped():
        raise Unreadable(
            _("There is no agreement “%(key)s”; there are: %(known)s.", key=key, known=", ".join(shipped()))
        )
    if shipped()[key].procedure != SETTLEMENT:
        raise Refusal(_("The agreement “%(key)s” has no clause on disputes.", key=key))
    return arrangement(key)


def _party(label: str) -> str:
    found = find(label)
    if found is None:
        raise Unreadable(_("There is no party “%(label)s”; name one by its key or its name.", label=label))
    return found.key


def _head(found: Arrangement) -> Iterator[str]:
    yield f"{found.agreement.title} ({TREE[found.agreement.kind]}; {_cited(found.agreement.cited)})"
    for above in found.line[1:]:
        yield "  " + _("under: %(title)s", title=f"{above.title} ({_cited(above.cited)})")
    if found.agreement.note:
        yield f"  {found.agreement.note}"


def _rungs(ladder: Ladder, day: date | None) -> Iterator[str]:
    previews = {one.rung.key: one for one in ladders.openings(ladder, day)} if day else {}
    for number, rung in enumerate(ladder.rungs, 1):
        yield f"{number}. {rung.title}, {rung.between} ({_cited(rung.placed.by.cited)}, {rung.placed.by.by})"
        yield f"   {ladders.ENTRIES[rung.entry]}"
        for sentence in (*_details(ladder, rung), *_previewed(previews.get(rung.key))):
            yield f"   {sentence}"


def _details(ladder: Ladder, rung: Rung) -> Iterator[str]:
    if rung.after and rung.open:
        before = ", ".join(found.title for key in rung.after if (found := ladder.rung(key)))
        yield _("After: %(before)s.", before=before)
    yield from _time(rung.placed)
    for reason in rung.reasons:
        yield f"{reason.says} ({_cited(reason.cited)})"
    for policy in rung.policies:
        yield _(
            "Policy of %(party)s, binds nobody: %(says)s",
            party=policy.code,
            says=f"{policy.says} ({_cited(policy.cited)})",
        )


def _time(placed: Placed) -> Iterator[str]:
    stage = placed.stage
    if stage.days:
        yield _("Lasts %(n)s days (%(cited)s).", n=stage.days, cited=_cited(placed.given["days"].cited))
    if stage.target_days:
        cited = _cited(placed.given["target_days"].cited)
        yield _("Aim of %(n)s days, by which nothing lapses (%(cited)s).", n=stage.target_days, cited=cited)
    if stage.exit_after_days:
        cited = _cited(placed.given["exit_after_days"].cited)
        yield _("One party may declare it failed after %(n)s days (%(cited)s).", n=stage.exit_after_days, cited=cited)


def _previewed(opening: Opening | None) -> Iterator[str]:
    if opening is not None and opening.rung.open:
        if opening.on:
            yield (
                _("Open to one party alone from %(day)s.", day=say_day(opening.on))
                if opening.rung.alone
                else _("An invitation may be sent from %(day)s.", day=say_day(opening.on))
            )
        else:
            yield _("No day can be named: %(why)s", why=opening.why)


def _values(found: Arrangement) -> Iterator[str]:
    for name, given in found.given.items():
        value = getattr(found.clause, name)
        shown = ", ".join(value) if isinstance(value, tuple) else value
        yield f"{name} = {shown} ({_cited(given.cited)}, {given.by})"
        for other, said in given.overruled:
            yield "   " + _("%(other)s says %(said)s, and is overruled", other=other, said=said)


def _warnings(found: Arrangement) -> Iterator[str]:
    for trap in traps(found):
        yield _("warning: %(key)s: %(says)s", key=trap.key, says=trap.says)
    for trap in silent(found.agreement):
        yield _("silent: %(key)s: %(says)s", key=trap.key, says=f"{trap.says} ({_cited(trap.cited)})")
    filled = ", ".join(by_profile(found))
    if filled:
        yield _("filled by the general profile: %(values)s", values=filled)


def _cited(citation: Citation) -> str:
    """Name provision, binding and grade."""
    named = _("product default") if citation.is_product else str(citation)
    return f"{named}, {citation.binding}, {citation.grade}"


def _as_json(ladder: Ladder, day: date | None) -> dict[str, Any]:
    previews = {one.rung.key: one for one in ladders.openings(ladder, day)} if day else {}
    return {
        "agreement": ladder.arrangement.agreement.key,
        "line": [one.key for one in ladder.arrangement.line],
        "parties": list(ladder.parties),
        "rungs": [_rung_json(rung, previews.get(rung.key)) for rung in ladder.rungs],
        "traps": [{"key": one.key, "says": one.says} for one in traps(ladder.arrangement)],
    }


def _rung_json(rung: Rung, opening: Opening | None) -> dict[str, Any]:
    return {
        "key": rung.key,
        "kind": rung.stage.kind,
        "level": rung.stage.level,
        "title": rung.title,
        "entry": rung.entry,
        "after": list(rung.after),
        "given_by": rung.placed.by.by,
        "cited": _cited(rung.placed.by.cited),
        "reasons": [{"says": one.says, "cited": _cited(one.cited)} for one in rung.reasons],
        "opens_on": opening.on.isoformat() if opening and opening.on else None,
    }
