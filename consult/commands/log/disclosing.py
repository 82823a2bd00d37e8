"""`consult log disclose`, `open`, `bundle` and `erase`: what of the log is shown to whom, and what is forgotten.

Exit 0 accepts, 1 rejects with a sentence, 2 means that it cannot be checked. Each disclosure and each erasure is itself
an entry of the log.
"""

import json
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from consult import clock
from consult.commands.installation import Refusal, Unreadable
from consult.commands.log.exports import note_of, policy_of, policy_option, show, worded
from consult.commands.log.opened import Installation, entry_of, opened
from consult.db import reading, writing
from consult.documents import Changed
from consult.i18n import _
from consult.log import verifier
from consult.log.disclosing import chosen, hand_out, of_party, told_of
from consult.log.erasing import KEPT, NothingToErase, Target, require_of_host
from consult.log.erasing import erase as erase_from
from consult.log.evidence import Evidence
from consult.log.leaf import FIELDS
from consult.log.own import Own
from consult.log.packing import TooMany
from consult.log.verifier import Rejected, Unchecked
from consult.pages.cases.taking import taken_by
from consult.personal.forgetting import Forgetting

_NEW_FILE = click.Path(dir_okay=False, path_type=Path)
_ENTRIES = click.argument("entries", metavar="NUMBER|REF/N...", nargs=-1, required=True)
_PARTY = click.option("--party", help="The party in whose chain this is entered; without it, the host's.")
_BY = click.option("--by", default="", help="Who does this; the name can be erased.")
_DIGEST = re.compile("[0-9a-f]{64}")


@click.command("disclose")
@_ENTRIES
@click.option("--field", "fields", multiple=True, required=True, type=click.Choice(FIELDS), help="Repeat for several.")
@click.option("--out", type=_NEW_FILE, required=True, help="A new file, to be checked with open or the verifier.")
@_PARTY
@_BY
def disclose(entries: tuple[str, ...], fields: tuple[str, ...], out: Path, party: str | None, by: str) -> None:
    """Write chosen fields of chosen entries, with their receipts, to a file; an entry of the log says so."""
    with opened() as here:
        with reading(here.engine) as connection:
            evidence = chosen(connection, [entry_of(connection, each) for each in entries], fields)
        made = hand_out_of(here, out, evidence, "disclosure", party, by, opened=told_of(evidence))
    click.echo(_("%(path)s: written; entry %(seq)s says so.", path=out, seq=made))


@click.command("bundle")
@click.argument("party")
@click.option("--out", type=_NEW_FILE, required=True, help="A new file, to be checked with the verifier.")
@_BY
def bundle(party: str, out: Path, by: str) -> None:
    """Write the evidence of a PARTY: of its own chain and the host's. That of a case: consult case bundle."""
    with opened() as here:
        try:
            with reading(here.engine) as connection:
                evidence = of_party(connection, party)
        except TooMany as fault:
            raise Refusal(str(fault)) from None
        made = hand_out_of(here, out, evidence, "export", party, by, what="bundle")
    click.echo(_("%(path)s: written; entry %(seq)s says so.", path=out, seq=made))


@click.command("open")
@click.argument("file")
@click.option("--receipt", "receipt_file", help="The receipt of the entry, for a file of openings by itself.")
@policy_option
def open_file(file: str, receipt_file: str | None, policy: Path | None) -> None:
    """Check what a disclosure, a bundle or a file of openings says against its entries, and print it."""
    with worded():
        if zipfile.is_zipfile(file):
            _open_bundle(file, policy)
        else:
            _open_alone(file, receipt_file, policy)
    click.echo(_("It holds."))


@click.command("erase")
@_ENTRIES
@click.option("--field", "fields", multiple=True, type=click.Choice([each for each in FIELDS if each not in KEPT]))
@click.option("--decision", default="", help="The SHA-256 of the document that orders it.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@_BY
def erase(entries: tuple[str, ...], fields: tuple[str, ...], decision: str, yes: bool, by: str) -> None:
    """Remove what entries of the host's own chain stand for, for good; every proof still verifies, and an entry says
    what was erased. What stands in the record of parties is erased with them: consult case erase, consult people erase.
    """
    _require_said(fields, decision)
    with opened() as here:
        try:
            with reading(here.engine) as connection:
                targets = [Target(entry_of(connection, each), fields) for each in entries]
                require_of_host(connection, [one.seq for one in targets])
            if not yes:
                click.confirm(_("This cannot be undone. Erase?"), abort=True)
            with writing(here.engine) as connection:
                made = erase_from(connection, targets, at=clock.now(), person=by, decision=decision)
        except NothingToErase as fault:
            raise Refusal(str(fault)) from None
        Forgetting(here.engine, here.settings).all(clock.now())
    click.echo(_("Erased; entry %(seq)s says so. Copies that parties and backups hold are not reached.", seq=made.seq))


def _require_said(what: tuple[str, ...], decision: str) -> None:
    if not what:
        raise click.UsageError(_("Say what is to be erased: --field."))
    if decision and not _DIGEST.fullmatch(decision):
        raise click.UsageError(_("--decision takes a SHA-256 of 64 hexadecimal digits."))


def hand_out_of(
    here: Installation, out: Path, evidence: Evidence, kind: str, party: str | None, by: str, **told: Any
) -> int:
    """Write a bundle of this installation to a new file and enter it in the log."""
    said = Own(kind, party, told, clock.now(), person=by)
    with reading(here.engine) as connection:
        trusted = here.trust(connection)
        taken = taken_by(connection, party or "", here.settings.host_name, said.at)
    policy = trusted.text if trusted else ""
    try:
        return hand_out(here.engine, out, evidence, here.store, taken=taken, policy=policy, said=said)
    except (TooMany, Changed) as fault:
        raise Refusal(str(fault)) from None
    except FileExistsError:
        raise Refusal(_("%(path)s is there already.", path=out)) from None
    except OSError as fault:
        raise Unreadable(f"{out}: {fault.strerror}") from None


def _open_bundle(file: str, policy: Path | None) -> None:
    held = verifier.check_bundle(file, policy_of(policy))
    for index, values in sorted(held.openings.items()):
        _print(index, values)
    for opened_note in {each.checkpoint: each.opened for each in held.receipts.values()}.values():
        show(opened_note)
    if held.unproved:
        raise Unchecked("unproved", count=len(held.unproved))
    if not held.attested:
        raise Unchecked("not-attested")


def _open_alone(file: str, receipt_file: str | None, policy: Path | None) -> None:
    """Open a file of openings by itself: its leaf proves nothing until a receipt shows that it is in the log."""
    index, leaf, disclosures = verifier.read_openings(note_of(file), file)
    values = {}
    for name, disclosure in disclosures.items():
        found, values[name] = verifier.open_field(leaf, disclosure)
        if found != name:
            raise Rejected("other-name", path=file, name=name)
    if receipt_file is None:
        _print(index, values)
        raise Unchecked("unproved", count=1)
    held = verifier.check_receipt(note_of(receipt_file), policy_of(policy))
    if (held.index, held.leaf) != (index, leaf):
        raise Rejected("other-leaf", path=file)
    _print(index, values)
    show(held.opened)
    if not held.attested:
        raise Unchecked("not-attested")


def _print(index: int, values: Mapping[str, Any]) -> None:
    """Print what was opened, a line a field."""
    for name, value in values.items():
        click.echo(f"{index} {name}: {json.dumps(value, ensure_ascii=True, sort_keys=True)}")
