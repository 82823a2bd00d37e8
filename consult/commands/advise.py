"""`consult advise`: which procedure is for what happened, and which is not; needs no installation."""

import json
from collections.abc import Iterator
from pathlib import Path

import click

from consult import clock
from consult.commands.installation import Unreadable
from consult.commands.procedures import load_forms
from consult.i18n import _
from consult.library.asking import Unasked, read_question
from workflows.advising import Counsel, Said, Way, advise, matters
from workflows.kernel.advice import PLACES, SIDES, STAGES
from workflows.kernel.describe import cited

ZONE = "UTC"
_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command("advise")
@click.argument("matter", required=False)
@click.option("--stage", default="planned", help=f"How far it is: {', '.join(STAGES)}.")
@click.option("--where", default="earth_orbit", help=f"Where: {', '.join(PLACES)}.")
@click.option("--whose", default="ours", help=f"Whose it is: {', '.join(SIDES)}.")
@click.option("--own", default="", help="For whom you ask, such as JPN.")
@click.option("--other", "others", multiple=True, help="Who else is concerned; may be repeated.")
@click.option("--on", default="", help="The day, as 2026-11-20; today where none is given.")
@click.option("--folder", "folders", multiple=True, type=_FOLDER, help="Further folder of procedures; may be repeated.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def advise_on(
    matter: str | None,
    stage: str,
    where: str,
    whose: str,
    own: str,
    others: tuple[str, ...],
    on: str,
    folders: tuple[Path, ...],
    as_json: bool,
) -> None:
    """Say which procedures apply to MATTER, why, which are barred, and for which other forum it is.

    Without MATTER those that are known are listed.
    """
    if matter is None:
        _list_matters(as_json)
        return
    given = {"matter": (matter,), "stage": (stage,), "where": (where,), "whose": (whose,), "own": (own,), "on": (on,)}
    try:
        heard = read_question({**given, "other": others}, clock.today(ZONE))
    except Unasked as fault:
        lines = "\n".join(f"  {name}: {sentence}" for name, sentence in fault.faults.items())
        raise Unreadable(_("this cannot be answered") + f"\n{lines}") from None
    counsel = advise(heard, load_forms(folders))
    click.echo(json.dumps(counsel.plain(), indent=2, ensure_ascii=False) if as_json else "\n".join(_lines(counsel)))


def _list_matters(as_json: bool) -> None:
    known = matters().values()
    if as_json:
        click.echo(json.dumps({one.key: one.title for one in known}, indent=2, ensure_ascii=False))
        return
    width = max(len(one.key) for one in known)
    for one in known:
        click.echo(f"{one.key:{width}}  {one.title}")


def _lines(counsel: Counsel) -> Iterator[str]:
    if not counsel.ways:
        yield _("No procedure here applies to these facts.")
    for one in counsel.ways:
        yield from _applying(one)
    for forum in counsel.elsewhere:
        where = _("Not here, but") if forum.whole else _("Also for")
        yield f"{where} {forum.name}"
        yield f"  {forum.says} ({cited((forum.under,))})"
    for one in counsel.barred:
        yield _("Barred: %(title)s (%(key)s)", title=one.title, key=one.key)
        yield from _said(one.barred)


def _applying(one: Way) -> Iterator[str]:
    yield _("Applies: %(title)s (%(key)s)", title=one.title, key=one.key)
    yield from _said(one.why)
    if one.parties:
        yield "  " + _("With: %(parties)s", parties=", ".join(one.parties))
    for heading, lines in (
        (_("Look at this first:"), one.cautions),
        (_("Who is bound on that day:"), one.status),
        (_("What does not hold:"), one.barred),
    ):
        if lines:
            yield f"  {heading}"
            yield from _said(lines, "    ")


def _said(lines: tuple[Said, ...], indent: str = "  ") -> Iterator[str]:
    for line in lines:
        yield f"{indent}{line.says} ({cited(line.under)})"
