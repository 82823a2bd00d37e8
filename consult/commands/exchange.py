"""`consult exchange`: notices as JSON, contact points as CSV and lunar activities, out of the installation and in.

What leaves at the command line is entered in the log first. The host opens no case for a State: notices come in under
a token of that State, by the person who answers for it, as through the API; contact points as the operator records
them otherwise. Exit 0: done, or sound. 1: refused, with a sentence. 2: something stands against the file, row by row.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

import click
from flask.cli import AppGroup, with_appcontext

from consult import clock, people
from consult.commands import lunar as register
from consult.commands.access import exported
from consult.commands.installation import Refusal, Unreadable, refusals_as_sentences
from consult.exchange import BadFile, Fault
from consult.exchange.contacts import export_contacts, import_contacts, look_at_contacts, read_contacts
from consult.exchange.notices import Lookout, Taken, export_notices, import_notices, read_notices
from consult.i18n import _
from consult.log.disclosing import whole_party
from consult.people.tokens import find_token, note_use
from consult.standing import Standing
from consult.web.exchange import AT_ONCE, schema_text, store
from consult.web.parts import parts, reader, writing

exchange = AppGroup("exchange", help="Files for other systems and from them: looked at first, imported whole or not.")
notices = AppGroup("notices", help="Notices as JSON: the first papers of cases.")
contacts = AppGroup("contacts", help="Contact points of a party's organs as CSV.")
activities = AppGroup("lunar", help="The register of lunar activities, as consult lunar export and import.")
for _group in (notices, contacts, activities):
    exchange.add_command(_group)
activities.add_command(register.export_all, "export")
activities.add_command(register.import_file, "import")

_AS = click.option("--as", "party", required=True, help="Key of the party, such as JPN.")
_FILE = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
_DRY = click.option("--dry-run", is_flag=True, help="Look at every row and record nothing.")
_TOKEN = click.option(
    "--token-file",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file with a token of the party for which notices are brought in.",
)


@notices.command("export")
@_AS
@click.option("--procedure", default="", help="Key of a procedure; every one where it is left out.")
@click.option("--documents", is_flag=True, help="With the bytes of the documents, as far as there is room.")
@click.option("--before", default="", help="Reference of the last case of the file before.")
@with_appcontext
def take_notices(party: str, procedure: str, documents: bool, before: str) -> None:
    """Write the notices that a party may have to the standard output, of the newest cases first."""
    kept = store() if documents else None
    with refusals_as_sentences(_("There is no party %(party)s.", party=party)):
        viewer = whole_party(reader(), party.upper())
    narrowed = {"procedure": procedure or None}
    taken = export_notices(
        reader(), parts().docket, viewer, clock.now(), narrowed, before=before or None, size=AT_ONCE, store=kept
    )
    for piece in exported("exchange notices export", party.upper(), _pieces(taken), procedure=procedure):
        click.echo(piece, nl=False)
    if taken.following:
        click.echo(_("More: --before %(ref)s", ref=taken.following), err=True)


def _pieces(taken: Taken) -> Iterator[str]:
    yield taken.file.model_dump_json(indent=1, exclude_none=True) + "\n"


@notices.command("schema")
@with_appcontext
def show_schema() -> None:
    """Write the schema of a file of notices (JSON Schema 2020-12) to the standard output."""
    click.echo(schema_text())


@notices.command("import")
@_FILE
@_TOKEN
@_DRY
@with_appcontext
def bring_notices(file: Path, token_file: Path, dry_run: bool) -> None:
    """Bring the notices in FILE in, all of them or none: each a case with a paper in preparation; nothing is sent."""
    by = _standing(token_file)
    try:
        given, faults = read_notices(_text_of(file))
    except BadFile as fault:
        raise Unreadable(f"{file}: {fault}") from None
    _require_none(faults)
    if given is None:
        raise RuntimeError("a file was neither read nor refused")
    lookout = Lookout(parts().docket, by, clock.now(), parts().settings.uploads)
    look = lookout.look(reader(), given)[0] if dry_run else import_notices(reader(), writing, lookout, store(), given)
    _require_none(look.faults)
    for line in look.lines:
        click.echo("  ".join(filter(None, (str(line.row), line.ref, line.procedure, line.fate, line.case))))
    counts = {"new": look.count("new"), "here": look.count("here")}
    if dry_run:
        click.echo(_("Sound: %(new)s new, %(here)s here already. Nothing was recorded.", **counts))
    else:
        click.echo(_("Imported: %(new)s new, %(here)s here already. Nothing was sent.", **counts))


def _standing(token_file: Path) -> Standing:
    """Give the standing of a token that lies in a file, and note its use."""
    found = find_token(reader(), _text_of(token_file).strip(), clock.now())
    if found is None:
        raise Refusal(_("The token in %(file)s does not count.", file=token_file))
    with writing() as connection:
        note_use(connection, found.row, clock.now())
    return found.standing


@contacts.command("export")
@_AS
@with_appcontext
def take_contacts(party: str) -> None:
    """Write the contact points of a party's organs to the standard output."""
    with refusals_as_sentences(_("There is no party %(party)s.", party=party)):
        text = export_contacts(reader(), whole_party(reader(), party.upper()), party.upper())
    for piece in exported("exchange contacts export", party.upper(), [text]):
        click.echo(piece, nl=False)


@contacts.command("import")
@_FILE
@_AS
@_DRY
@with_appcontext
def bring_contacts(file: Path, party: str, dry_run: bool) -> None:
    """Bring the contact points in FILE in, all of them or none; a new one is unproved."""
    key = party.upper()
    with refusals_as_sentences(_("There is no party %(party)s.", party=party)):
        today = clock.today(people.find_party(reader(), key).zone)
    try:
        read = read_contacts(file.read_bytes())
    except BadFile as fault:
        raise Unreadable(f"{file}: {fault}") from None
    if dry_run:
        look = look_at_contacts(reader(), None, key, read, today)
    else:
        with writing() as connection:
            look = import_contacts(connection, None, key, read, today)
    _require_none(look.faults)
    counts = {fate: look.count(fate) for fate in ("new", "changed", "same")}
    if dry_run:
        click.echo(_("Sound: %(new)s new, %(changed)s changed, %(same)s as they are. Nothing was recorded.", **counts))
    else:
        click.echo(_("Imported: %(new)s new, %(changed)s changed, %(same)s as they are.", **counts))


def _text_of(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise Unreadable(_("%(file)s is no text in UTF-8.", file=file)) from None


def _require_none(faults: Iterable[Fault]) -> None:
    """Name every fault and leave with 2, where there is any."""
    told = list(faults)
    for one in told:
        click.echo(_("Row %(row)s, %(path)s: %(said)s", row=one.row, path=one.place or "–", said=one.sentence))
    if told:
        raise Unreadable(_("Nothing was imported."))
