"""`consult report copuos`: a submission to COPUOS and the bodies around it, drawn from the record."""

from datetime import date
from pathlib import Path

import click
from flask.cli import with_appcontext

from consult import clock
from consult.commands.access import note_export
from consult.commands.installation import Unreadable
from consult.commands.report.delivering import DAY, day_of, deliver, formats_of, refuse_there, written_beside
from consult.documents.official.pdf import NotSet
from consult.i18n import _, speaking
from consult.refusals import Malformed, Unknown
from consult.reports.building import build_report
from consult.reports.drawings import FORMATS, draw, names_of
from consult.reports.scope import Reach, Scope
from consult.reports.values import Report
from consult.visibility import Viewer
from consult.web.parts import parts, reader
from workflows import reporting

EXAMPLE = "consult report copuos --as JPN --body LSC --session LSC-66 --from 2026-01-01 --to 2026-12-31 --out report"


@click.command("copuos", epilog=f"Such as: {EXAMPLE}")
@click.option("--as", "party", required=True, help="The party that submits, by key.")
@click.option("--body", default="", help="The body, by key; that of the session if left out.")
@click.option("--session", required=True, help="The session, by key, such as STSC-64.")
@click.option("--from", "since", type=DAY, callback=day_of, required=True, help="First day of the period, in UTC.")
@click.option("--to", "until", type=DAY, callback=day_of, required=True, help="Last day of the period, in UTC.")
@click.option("--item", default="", help="The agenda item, by key; the first of the body if left out.")
@click.option("--kind", default="national_report", help="The kind of submission, by key.")
@click.option(
    "--case", "cases", multiple=True, help="A case to tell of; may be repeated. All that may be told if none."
)
@click.option("--set", "reach", type=click.Choice([str(each) for each in Reach]), default=str(Reach.PUBLIC))
@click.option("--title", default="", help="The title; that of the kind if left out.")
@click.option("--language", default="en", help="The language of the document, as far as it is translated.")
@click.option("--format", "given", default="docx,pdf", help="html, docx, pdf, csv, xlsx, json; several with commas.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="Folder to write into.")
@click.option("--force", is_flag=True, help="Overwrite files that are there.")
@with_appcontext
def copuos(
    party: str,
    body: str,
    session: str,
    since: date,
    until: date,
    item: str,
    kind: str,
    cases: tuple[str, ...],
    reach: str,
    title: str,
    language: str,
    given: str,
    out: Path,
    force: bool,
) -> None:
    """Write the report that a party submits, from what may be told of the record: by itself, of cases that everybody
    may know of. What others must consent to first is told from a submission case, in the browser.

    Long because: one line an option.
    """
    formats = formats_of(given, FORMATS)
    body, session = _session_of(body.upper(), session.upper())
    item = item or next((one.key for one in reporting.items(body)), "")
    asked = tuple(each.upper() for each in cases) or None
    scope = Scope(
        party.upper(), kind, body, session, item, since, until, clock.now(),
        cases=asked, reach=Reach(reach), language=language, title=title,
    )  # fmt: skip
    report = _build(scope)
    names = names_of(report, formats)
    refuse_there(out, names, force=force)
    with written_beside(out) as folder:
        _draw(report, formats, folder)

        def enter(digests: dict[str, str]) -> None:
            told = {"session": session, "since": since.isoformat(), "until": until.isoformat(), "set": reach}
            note_export("report copuos", scope.author, **told, digest=report.digest, files=digests)

        deliver(folder, out, names, force=force, enter=enter)
    click.echo(_("Report with the digest %(digest)s.", digest=report.digest))


def _session_of(body: str, session: str) -> tuple[str, str]:
    """Give body and session; an unknown one is refused with those that there are."""
    known = {one.key: one for one in reporting.sessions()}
    if session not in known or (body and known[session].body != body):
        there = [key for key, one in known.items() if not body or one.body == body] or list(known)
        raise Unreadable(_("There is no session %(key)s. Known are: %(known)s.", key=session, known=", ".join(there)))
    return known[session].body, session


def _build(scope: Scope) -> Report:
    viewer, docket = Viewer(scope.author, prepares=True), parts().docket
    try:
        return build_report(reader(), scope, viewer, forms=docket.forms, exercise=docket.exercise)
    except Unknown:
        raise Unreadable(_("There is no party %(party)s that could submit.", party=scope.author)) from None
    except Malformed as fault:
        raise Unreadable("\n".join(fault.fields.values())) from None


def _draw(report: Report, formats: tuple[str, ...], folder: Path) -> None:
    try:
        with speaking(report.scope.language):
            for name, data in draw(report, formats):
                (folder / name).write_bytes(data)
    except NotSet as fault:
        raise Unreadable(str(fault)) from None
