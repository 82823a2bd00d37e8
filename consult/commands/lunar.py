"""`consult lunar`: list, show, screen, import, export and check the register of planned activities."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import click
from flask.cli import AppGroup, with_appcontext
from rich.console import Console
from rich.table import Column, Table

from consult import clock
from consult.commands.access import exported, note_access
from consult.commands.installation import Refusal, Unreadable, refusals_as_sentences
from consult.i18n import _
from consult.lunar import exchange, register
from consult.lunar.checking import index_findings
from consult.lunar.entries import Entry, Filters, list_entries, read_entry, read_newest, read_older
from consult.lunar.exchange import FORMATS, Importer, Report, export, read_text
from consult.lunar.faults import Fault
from consult.lunar.reader import PUBLIC_READER, Reader
from consult.lunar.readers import keeper, reader_for
from consult.lunar.screening import Match, screen
from consult.lunar.versions import History, Version
from consult.web.parts import parts, reader, writing

lunar = AppGroup("lunar", help="The register of planned activities. The lunar mechanism is a proposal, not law.")

MOST_SHOWN = 50
_AS = click.option("--as", "party", default="", help="Read or write as this State reads and writes, such as JPN.")
_FORMAT = click.option("--format", "form", type=click.Choice(FORMATS), help="Left out: by the name of the file.")


def _reader(party: str, *, public: bool = False) -> Reader:
    """Give the reader: a State by the rolls, everybody, or the operator who reads what the database holds."""
    if party:
        return reader_for(reader(), parts().docket.editions, party.upper())
    return PUBLIC_READER if public else keeper(reader(), parts().docket.editions)


def _told(party: str, keys: Iterable[str]) -> list[str]:
    """Give the entries that the log is to name: the chain of the host is read by all parties, so that of what the
    operator looks at it names those alone that everybody may read."""
    shown = list(dict.fromkeys(keys))
    if party:
        return shown
    public = read_newest(reader(), PUBLIC_READER, shown)
    return [key for key in shown if key in public]


@lunar.command("list")
@click.option("--state", default="", help="Key of a State.")
@click.option("--class", "activity_class", default="", help="Class, such as lander.")
@click.option("--status", default="", help="Status, such as planned.")
@click.option("--after", default="", help="Key of the last entry of the page before.")
@_AS
@with_appcontext
def show_list(state: str, activity_class: str, status: str, after: str, party: str) -> None:
    """List entries, the newest first, a page at a time."""
    filters = Filters(state=state.upper(), activity_class=activity_class, status=status)
    page = list_entries(reader(), _reader(party), filters, after=after)
    note_access("lunar list", party.upper(), entries=_told(party, (one.key for one in page.entries)))
    names = ("key", "state", "class", "status", "from", "until", "grade")
    table = Table(*(Column(name, no_wrap=True) for name in names), Column("title", overflow="fold"), box=None)
    for one in page.entries:
        days = (day.isoformat() if day else "" for day in (one.starts, one.ends))
        table.add_row(one.key, " ".join(one.states), one.activity_class, one.status, *days, one.grade, one.title)
    Console(soft_wrap=True, width=200).print(table)
    if page.after:
        click.echo(_("More: --after %(key)s", key=page.after))


@lunar.command("show")
@click.argument("key")
@_AS
@with_appcontext
def show(key: str, party: str) -> None:
    """Show the entry KEY with all its versions as JSON."""
    with refusals_as_sentences(_("There is no entry %(key)s.", key=key)):
        by = _reader(party)
        entry = read_entry(reader(), by, key.upper())
    note_access("lunar show", party.upper(), entries=_told(party, [entry.listed.key]))
    versions = [
        {
            "number": one.number, "recorded_at": one.recorded_at.isoformat(), "act": one.act_n if one.whole else None,
            "source": one.source, "grade": one.grade, "description": dict(one.description),
        }
        for one in _all_versions(by, entry)
    ]  # fmt: skip
    listed = entry.listed
    said = {"key": listed.key, "states": listed.states, "status": listed.status, "external_reference": listed.left}
    click.echo(json.dumps({**said, "versions": versions}, ensure_ascii=False, indent=2))


def _all_versions(by: Reader, entry: Entry) -> Iterator[Version]:
    """Give every version of an entry as a reader sees it, the newest first."""
    found = History(entry.versions, entry.older)
    yield from found.versions
    while found.older:
        found = read_older(reader(), by, entry, found.versions[-1].number)
        yield from found.versions


@lunar.command("screen")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_AS
@with_appcontext
def screen_file(file: Path, party: str) -> None:
    """Compare the description in FILE (JSON) with the register; leave with 1 where something is touched."""
    try:
        given = json.loads(file.read_text(encoding="utf-8"))
        found = screen(reader(), dict(**given), reader=_reader(party), on=clock.today("UTC"), state=party.upper())
    except Fault as fault:
        raise Unreadable(f"{file}: {fault.path}: {fault.sentence}") from None
    except (ValueError, AttributeError, TypeError, KeyError):
        raise Unreadable(_("%(file)s: this is no description of an activity as JSON.", file=file)) from None
    note_access("lunar screen", party.upper(), entries=_told(party, sorted({one.entry for one in found.matches})))
    for state, matches in found.by_state.items():
        click.echo(state)
        for match in matches:
            click.echo(f"  {match.entry}: {match.finding.reason()} {_age(match)}")
    if found.matches:
        raise SystemExit(1)
    click.echo(_("Nothing in the register is touched."))


def _age(match: Match) -> str:
    told = _("Told on %(day)s, %(days)s days ago.", day=match.recorded_on.isoformat(), days=match.age_days)
    return told + " " + _("Ask anew: this is old.") if match.stale else told


@lunar.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_FORMAT
@_AS
@click.option("--dry-run", is_flag=True, help="Look at every row and record nothing.")
@with_appcontext
def import_file(file: Path, form: str | None, party: str, dry_run: bool) -> None:
    """Import FILE: all of it, or nothing where a row is wrong; then leave with 2 after naming every fault."""
    by = Importer(party.upper(), keeps=not party)
    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise Unreadable(_("%(file)s is no text in UTF-8.", file=file)) from None
    given = read_text(text, _form(file, form))
    with writing() as connection:
        report = exchange.import_file(connection, given, by, clock.now(), dry_run=dry_run)
    for error in report.errors:
        click.echo(_("Row %(row)s, %(path)s: %(said)s", row=error.row, path=error.path or "–", said=error.sentence))
    if report.errors:
        raise Unreadable(_("Nothing was imported."))
    click.echo(_said(report, dry_run=dry_run))


def _said(report: Report, *, dry_run: bool) -> str:
    counts = {"opened": len(report.opened), "renewed": len(report.renewed), "unchanged": len(report.unchanged)}
    if dry_run:
        return _(
            "Sound: %(opened)s new, %(renewed)s changed, %(unchanged)s as they are. Nothing was recorded.", **counts
        )
    return _("Imported: %(opened)s new, %(renewed)s changed, %(unchanged)s as they are.", **counts)


def _form(file: Path, given: str | None) -> str:
    """Give the format, by the name of the file where it was not given."""
    form = given or {".csv": "csv", ".geojson": "geojson", ".json": "geojson"}.get(file.suffix.casefold())
    if form is None:
        raise Refusal(_("Say with --format whether %(file)s is CSV or GeoJSON.", file=file))
    return form


@lunar.command("export")
@click.option("--format", "form", type=click.Choice(FORMATS), default="csv", help="CSV where left out.")
@click.option("--public", is_flag=True, help="Only what everybody reads.")
@_AS
@with_appcontext
def export_all(form: str, public: bool, party: str) -> None:
    """Write the register to the standard output, once its digest stands in the log."""
    pieces = export(reader(), _reader(party, public=public), form)
    for piece in exported("lunar export", party.upper(), pieces, form=form, public=public):
        click.echo(piece, nl=False)


@lunar.command("reindex")
@click.option("--check", is_flag=True, help="Compare the index with the newest versions, and change nothing.")
@with_appcontext
def reindex(check: bool) -> None:
    """Make anew from the versions what each is to everybody, and the index; with --check leave with 1 after naming
    every difference."""
    if not check:
        with writing() as connection:
            click.echo(_("The index was made anew: %(count)s entries.", count=register.rebuild(connection)))
        return
    found = list(index_findings(reader()))
    for finding in found[:MOST_SHOWN]:
        click.echo(finding.sentence)
    if found:
        raise Refusal(_("%(count)s differences: run consult lunar reindex.", count=len(found)))
    click.echo(_("The index says what the newest versions say."))
