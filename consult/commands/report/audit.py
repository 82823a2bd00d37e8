"""`consult report audit`: the audit log that backs a State's submission."""

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import click
from flask.cli import with_appcontext

from consult import clock, people
from consult.commands.access import note_export
from consult.commands.installation import Unreadable
from consult.commands.report.delivering import (
    DAY,
    day_of,
    deliver,
    formats_of,
    refuse_there,
    written_beside,
)
from consult.i18n import _
from consult.log.receipts import Unprovable
from consult.log.trust import trust
from consult.outputs.packing import pack
from consult.refusals import Closed, Malformed, Unknown
from consult.reports.audit.asking import Asked
from consult.reports.audit.files import NAMES, Made, write_audit
from consult.reports.scope import Reach
from consult.visibility import Viewer
from consult.web.parts import parts, reader

FORMATS = ("zip", "csv", "jsonl", "pdf")
SETS = tuple(str(each) for each in Reach)


@click.command("audit")
@click.option("--from", "since", type=DAY, callback=day_of, required=True, help="First day of the period, in UTC.")
@click.option("--to", "until", type=DAY, callback=day_of, required=True, help="Last day of the period, in UTC.")
@click.option("--set", "reach", type=click.Choice(SETS), default=SETS[-1], help="Which set; public_C0 if left out.")
@click.option("--as", "party", default="", help="The party with whose eyes it is read; not for public_C0.")
@click.option("--procedure", default="", help="Only acts of this procedure, by key.")
@click.option("--party", "by", default="", help="Only entries of this party, by key, or of the host.")
@click.option("--act", default="", help="Only this step, or entries of this kind, by key.")
@click.option("--case", default="", help="Only this case, by reference.")
@click.option("--format", "given", default="zip", help="zip (all parts), csv, jsonl, pdf; several with commas.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="Folder to write into.")
@click.option("--force", is_flag=True, help="Overwrite files that are there.")
@with_appcontext
def audit(
    since: date, until: date, reach: str, party: str, given: str, out: Path, force: bool, **narrowed: Any
) -> None:
    """Write an audit log of a period: entries of the record, each proved in a signed checkpoint, for
    consult-verify.py to check. The zip has all parts; the proof alone is jsonl. That it was taken is in the log."""
    formats = formats_of(given, FORMATS)
    asked = _asked(Reach(reach), party.upper(), since, until, narrowed)
    stem = f"audit-log-{reach}-{since}-{until}".lower().replace("_", "-")
    names = [f"{stem}.{each}" for each in formats]
    refuse_there(out, names, force=force)
    with written_beside(out) as folder:
        made = _write(asked, folder, formats, stem)

        def enter(digests: dict[str, str]) -> None:
            told = {"set": reach, "asked": asked.told, "entries": made.entries, "opened": made.opened}
            note_export("report audit", asked.viewer.party, **told, size=made.size, files=digests)

        deliver(folder, out, names, force=force, enter=enter)
    click.echo(_("%(entries)s entries, %(opened)s of them opened.", entries=made.entries, opened=made.opened))


def _asked(reach: Reach, party: str, since: date, until: date, narrowed: dict[str, str]) -> Asked:
    if reach == Reach.PUBLIC and party:
        raise Unreadable(_("The public set is the same for everybody: leave out --as."))
    if reach != Reach.PUBLIC and not party:
        raise Unreadable(_("The set %(set)s is read with the eyes of a party: name it with --as.", set=str(reach)))
    words = {"party": narrowed["by"].upper().replace("HOST", "host"), "case": narrowed["case"].upper()}
    words |= {name: narrowed[name].lower() for name in ("procedure", "act")}
    try:
        if party:
            people.find_party(reader(), party)
        viewer = Viewer(party, prepares=True)
        return Asked.by(viewer, reach, since, until, clock.now(), exercise=parts().settings.exercise, **words)
    except Unknown:
        raise Unreadable(_("There is no party %(party)s.", party=party)) from None
    except Malformed as fault:
        raise Unreadable("\n".join(fault.fields.values())) from None


def _write(asked: Asked, folder: Path, formats: tuple[str, ...], stem: str) -> Made:
    """Write the parts, and of them the files that were asked for."""
    here, within = parts(), folder / "parts"
    within.mkdir()
    trusted = trust(reader(), here.settings.instance)
    wanted = [each for each in NAMES if each in formats or "zip" in formats]
    try:
        made = write_audit(
            reader(),
            asked,
            here.docket.editions,
            within,
            formats=wanted,
            policy=trusted.text if trusted else "",
            quorum=trusted.quorum if trusted else None,
        )
    except (Closed, Unprovable) as fault:
        raise Unreadable(str(fault)) from None
    if "zip" in formats:
        with (folder / f"{stem}.zip").open("wb") as file:
            pack(within, file)
    for each in set(formats) & set(NAMES):
        shutil.move(within / NAMES[each], folder / f"{stem}.{each}")
    return made
