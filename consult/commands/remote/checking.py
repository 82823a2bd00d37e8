"""`consult remote trust` and `verify`: check the log of an instance, and what it gave, by what is kept here."""

from pathlib import Path

import click

from consult.commands.log.exports import require_attested
from consult.commands.log.exports import show as show_checkpoint
from consult.commands.remote import printing
from consult.commands.remote.session import Session, read_text, works
from consult.i18n import _
from consult.log import verifier
from consult.log.verifier import Opened, Policy, Unchecked
from consult.remote import entries, trusting
from consult.remote.faults import NotReached, Unfit
from consult.remote.proving import prove_act
from consult.remote.safe import line
from consult.remote.trusting import PublishedLog


@click.command("trust")
@click.argument("file", required=False)
@click.option("--from-host", is_flag=True, help="Take the policy from the host itself: proves nothing about its past.")
@works
def trust(at: Session, file: str | None, from_host: bool) -> None:
    """Keep the policy that says whose signatures count for the log of this instance.

    Have it from somebody other than the host: another State, a witness, paper. It is asked for once.
    """
    if (file is None) != from_host:
        raise Unfit(_("Name the FILE of the policy, or say --from-host: one of both."))
    if file is not None:
        text = read_text(file)
    else:
        found = at.remote.public(entries.POLICY, verifier.MOST_NOTE_BYTES)
        if found is None:
            raise NotReached(_("%(host)s gives no policy.", host=at.remote.address))
        text = verifier.decode_note(found)
    policy = at.memory.trust(text)
    for one in policy.logs:
        printing.say(_("Log %(key)s", key=line(one.vkey)))
    for name, one in policy.witnesses.items():
        printing.say(_("Witness %(name)s %(key)s", name=line(name), key=line(one.vkey)))
    if from_host:
        printing.say(_("Compare these keys with somebody other than the host: it could have made them up for you."))


@click.command("verify")
@click.argument("what", required=False, metavar="[FILE|CASE]")
@click.argument("n", required=False, type=int)
@click.option("--policy", type=click.Path(path_type=Path), help="Another policy than the one that is kept.")
@click.option("--whole", is_flag=True, help="Read every entry of the log, instead of what joins two checkpoints.")
@click.option("--offline", is_flag=True, help="Do not ask the host: whether the log goes on from it is not checked.")
@works
def verify(at: Session, what: str | None, n: int | None, policy: Path | None, whole: bool, offline: bool) -> None:
    """Check the log of the instance, a file that it gave, or the receipt of act N of a CASE.

    Nothing is believed of the host: signatures count by the policy that you keep, and its log has to continue the
    checkpoint that was seen here last. One that takes something back, or shows you another log than others, is found
    out (exit 1), and the two signed notes that prove it are kept. Exit 2: it cannot be told yet.
    """
    trusted, log = at.memory.policy(policy), PublishedLog(at.remote)
    if what is None:
        _check_log(at, log, trusted, whole)
    elif Path(what).is_file():
        _check_file(at, log, trusted, Path(what), offline=offline, whole=whole)
    elif n is None:
        raise Unfit(_("%(what)s is no file here. For a case, name the act too: verify CASE N", what=line(what)))
    else:
        _check_act(at, log, trusted, what, n)
    printing.say(_("It holds."))


def _check_act(at: Session, log: PublishedLog, policy: Policy, case: str, n: int) -> None:
    """Check the receipt of an act, that its entry is of this act, and that the log at hand holds it."""
    proof = prove_act(at.remote, at.case(case), n, policy)
    trusting.require_place(log, at.memory, policy, proof.checkpoint.checkpoint, proof.note)
    printing.say(_("Entry %(index)s, leaf %(digest)s", index=proof.index, digest=proof.digest))
    for name, value in proof.opened.items():
        printing.say(f"  {line(name)}: {line(value)}")
    show_checkpoint(proof.checkpoint)
    require_attested(proof.checkpoint)


def _check_log(at: Session, log: PublishedLog, policy: Policy, whole: bool) -> None:
    """Check that the published log continues what was seen last."""
    opened = trusting.look(log, at.memory, policy)
    note = at.memory.last(opened.checkpoint.origin)
    if whole:
        verifier.check_export(log, policy, note=note)
        printing.say(_("Every entry was read: together they give this root."))
    show_checkpoint(opened)
    printing.say(_("It continues what was seen here before; from now on the log has to continue it."))
    require_attested(opened)


def _check_file(at: Session, log: PublishedLog, policy: Policy, path: Path, *, offline: bool, whole: bool) -> None:
    """Check a file, and that the log at hand goes on from its checkpoint."""
    kind = trusting.kind_of(path)
    if kind == "bundle":
        opened, note = _bundle(policy, path, None if offline or not whole else log)
    elif kind == "audit":
        opened, note = verifier.check_audit(path, policy).opened, ""
    else:
        opened, note = _note(policy, path, kind)
    show_checkpoint(opened)
    if offline:
        printing.say(_("The host was not asked: whether its log goes on from this is not checked."))
    else:
        trusting.require_place(log, at.memory, policy, opened.checkpoint, note or opened.checkpoint.text)
    require_attested(opened)


def _note(policy: Policy, path: Path, kind: str) -> tuple[Opened, str]:
    """Check a receipt or a checkpoint."""
    text = verifier.decode_note(verifier.read_given(str(path)))
    if kind == "checkpoint":
        return verifier.open_checkpoint(text, policy), text
    held = verifier.check_receipt(text, policy)
    digest = verifier.hash_leaf(held.leaf).hex()
    printing.say(_("Entry %(index)s, leaf %(digest)s", index=held.index, digest=digest))
    return held.opened, verifier.read_proof(text).note


def _bundle(policy: Policy, path: Path, log: PublishedLog | None) -> tuple[Opened, str]:
    """Check a bundle, in the whole log where that is given."""
    held = verifier.check_bundle(path, policy, log)
    printing.say(_("Checked: %(what)s", what=line(held.checked)))
    printing.say(_("Cannot be known: %(what)s", what=line(held.unknown(whole_log=log is not None))))
    if held.unproved or held.newest is None:
        raise Unchecked("unproved", count=len(held.unproved))
    if not held.attested:
        raise Unchecked("not-attested")
    return held.newest, ""
