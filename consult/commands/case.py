"""`consult case`: take a case away as one file, check such a file, import one from another installation to be read.

Exit 0: done, it holds. 1: refused, with a sentence. 2: it cannot be read or checked.
"""

import re
from pathlib import Path

import click
from flask.cli import AppGroup, with_appcontext

from consult import clock, imported
from consult.commands.access import note_access
from consult.commands.installation import Refusal, Unreadable, refusals_as_sentences
from consult.commands.log.disclosing import hand_out_of
from consult.commands.log.exports import policy_of, policy_option, show, worded
from consult.commands.log.opened import Installation
from consult.documents import stores_of
from consult.i18n import _
from consult.imported.keeping import BUNDLE, GIVEN, HERE, Importer, Trusting
from consult.log import verifier
from consult.log.disclosing import case_of, whole_party
from consult.log.packing import TooMany
from consult.log.trust import trust
from consult.log.verifier import Unchecked
from consult.pages.cases.taking import case_evidence
from consult.personal import wishes
from consult.refusals import Closed, Unknown
from consult.reports.scope import Reach
from consult.web.parts import parts, reader, writing

case = AppGroup("case", help="A case as one file: taken away, checked, imported to be read.")
_NEW_FILE = click.Path(dir_okay=False, path_type=Path)
_FILE = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
_PARTY = click.option("--for", "party", required=True, help="Key of the party that takes it, or imports it.")


@case.command("bundle")
@click.argument("ref")
@_PARTY
@click.option("--set", "reach", type=click.Choice([str(one) for one in Reach]), default=str(Reach.FULL))
@click.option("--out", type=_NEW_FILE, required=True, help="A new file, to be checked with the verifier.")
@click.option("--by", default="", help="Who does this; the name can be erased.")
@with_appcontext
def bundle(ref: str, party: str, reach: str, out: Path, by: str) -> None:
    """Write the case REF as its party may have it, or a set of it, to a file; an entry of the log says so."""
    docket = parts().docket
    try:
        viewer = whole_party(reader(), party.upper())
        seen = docket.seen(reader(), case_of(reader(), viewer, ref), clock.now())
        evidence = case_evidence(reader(), viewer, seen, Reach(reach))
    except Unknown:
        raise Refusal(_("There is no such case or party, or the party may not know of the case.")) from None
    except (TooMany, Closed) as fault:
        raise Refusal(str(fault)) from None
    here = Installation(parts().settings, parts().engine)
    made = hand_out_of(here, out, evidence, "export", viewer.party, by, what="bundle", case=ref, set=reach)
    click.echo(_("%(path)s: written; entry %(seq)s says so.", path=out, seq=made))


@case.command("erase")
@click.argument("ref")
@click.argument("number", type=click.IntRange(min=0))
@click.option("--reason", required=True, help="Why; every party that has to confirm it reads it.")
@click.option("--decision", default="", help="The SHA-256 of the document that orders it.")
@with_appcontext
def erase(ref: str, number: int, reason: str, decision: str) -> None:
    """Put before every party concerned that the words and documents of act NUMBER of the case REF be erased.

    The party that filed it and every party to the case that may see it have to confirm. The host erases nothing alone.
    """
    if decision and not re.fullmatch("[0-9a-f]{64}", decision):
        raise click.UsageError(_("--decision takes a SHA-256 of 64 hexadecimal digits."))
    with refusals_as_sentences(_("There is no such act.")), writing() as conn:
        wishes.ask_for_paper(conn, None, ref, number, reason, decision, clock.now())
    click.echo(_("It waits on the page Personal data of every party concerned. Nothing was changed."))


@case.command("verify")
@_FILE
@policy_option
def verify(file: Path, policy: Path | None) -> None:
    """Check FILE by the policy that was named, else by that of this installation, and say what was checked."""
    with worded():
        held = verifier.check_bundle(file, policy_of(policy))
        if held.newest is not None:
            show(held.newest)
        click.echo(_("Checked: %(what)s", what=held.checked))
        click.echo(_("Cannot be known: %(what)s", what=held.unknown()))
        if held.unproved:
            raise Unchecked("unproved", count=len(held.unproved))
        if not held.attested:
            raise Unchecked("not-attested")
    click.echo(_("It holds."))


@case.command("import")
@_FILE
@_PARTY
@click.option("--policy", type=click.Path(path_type=Path), help="The policy of the sender's log.")
@click.option("--own-policy", is_flag=True, help="Take the policy in FILE: proves nothing against whoever made it.")
@click.option("--dry-run", is_flag=True, help="Say what would be imported; store nothing.")
@with_appcontext
def import_file(file: Path, party: str, policy: Path | None, own_policy: bool, dry_run: bool) -> None:
    """Check FILE and import it for a party, to be read; without a policy, that of this installation counts."""
    try:
        viewer = whole_party(reader(), party.upper())
        trusting = _trusting(policy, own=own_policy)
        prepared = imported.prepare(reader(), viewer, file, trusting, parts().settings.uploads)
        click.echo(_("Checked: %(what)s", what=prepared.opened.bundle.checked))
        click.echo(_("Cannot be known: %(what)s", what=prepared.opened.bundle.unknown()))
        for line in prepared.differences:
            click.echo(line.sentence)
        if dry_run:
            click.echo(_("Nothing was stored."))
            return
        with file.open("rb") as content:
            by = Importer(viewer, {"office": "operator"})
            store, engine = stores_of(parts().settings).imports, parts().engine
            ref = imported.keep(engine, writing, store, prepared, content, clock.now(), by)
    except Unknown:
        raise Refusal(_("There is no party %(party)s.", party=party)) from None
    except imported.Refused as fault:
        raise Refusal(f"{fault.sentence} [{fault.code}]") from None
    except Closed as fault:
        raise Refusal(fault.sentence) from None
    click.echo(_("Imported as %(ref)s.", ref=ref))


def _trusting(policy: Path | None, *, own: bool) -> Trusting:
    """Read by whose policy FILE is checked."""
    if own:
        return Trusting(BUNDLE)
    if policy is not None:
        with worded():
            text = verifier.decode_note(verifier.read_given(str(policy)))
            return Trusting(GIVEN, text, verifier.read_given_policy(str(policy)))
    here = trust(reader(), parts().settings.instance)
    if here is None:
        raise Unreadable(_("This installation has no policy; name one with --policy."))
    return Trusting(HERE, here.text, here.policy)


@case.command("imports")
@_PARTY
@with_appcontext
def list_imports(party: str) -> None:
    """List what a party imported; that the operator looked is entered in the log."""
    note_access("case imports", party.upper())
    for row in imported.list_imported(reader(), whole_party(reader(), party.upper())):
        click.echo("  ".join((row.ref, row.case_ref, row.reach, row.origin, row.imported_at.isoformat(), row.title)))
