"""`consult log receipt`, `check-receipt` and `time`: the proof of one entry, and when it was logged.

Exit 0 accepts, 1 rejects with a sentence, 2 means that it cannot be proved or checked yet.
"""

from datetime import datetime
from pathlib import Path

import click

from consult.commands.installation import Refusal, Unreadable
from consult.commands.log.exports import note_of, policy_of, policy_option, require_attested, show, worded
from consult.commands.log.opened import entry_of, opened
from consult.db import reading
from consult.i18n import _
from consult.log import verifier
from consult.log.bracket import Bracket, bracket
from consult.log.receipts import ATTESTED, RECORDED, Receipt, make_receipt


@click.command("receipt")
@click.argument("entry", metavar="REF[/N]|NUMBER")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="A new file; without it, print.")
def receipt(entry: str, out: Path | None) -> None:
    """Give the receipt of an act (the last one of a case, or act N), or of an entry by its number."""
    with opened() as here, reading(here.engine) as connection:
        trusted = here.trust(connection)
        made = make_receipt(connection, entry_of(connection, entry), trusted.quorum if trusted else None)
    if made.state == RECORDED:
        raise Unreadable(_("Entry %(seq)s is recorded; no signed checkpoint covers it yet.", seq=made.seq))
    if out is None:
        click.echo(made.text, nl=False)
    else:
        _write_new(out, made.text)
    click.echo(_state(made), err=True)


@click.command("check-receipt")
@click.argument("file")
@policy_option
def check_receipt(file: str, policy: Path | None) -> None:
    """Check a receipt by the policy that says whose signatures count."""
    with worded():
        held = verifier.check_receipt(note_of(file), policy_of(policy))
        digest = verifier.hash_leaf(held.leaf).hex()
        click.echo(_("Entry %(index)s, leaf %(digest)s", index=held.index, digest=digest))
        show(held.opened)
        require_attested(held.opened)
    click.echo(_("It holds."))


@click.command("time")
@click.argument("entry", metavar="NUMBER|REF[/N]")
def time(entry: str) -> None:
    """Say between which moments an entry was logged, by the clocks of the witnesses where they cosigned."""
    with opened() as here, reading(here.engine) as connection:
        trusted, seq = here.trust(connection), entry_of(connection, entry)
        make_receipt(connection, seq)
        bounds = bracket(connection, seq, trusted.quorum if trusted else None)
    if bounds.not_after is None:
        raise Unreadable(_("Entry %(seq)s is recorded; no signed checkpoint covers it yet.", seq=seq))
    for line in _bounds(seq, bounds):
        click.echo(line)


def _bounds(seq: int, bounds: Bracket) -> tuple[str, str]:
    """Say the two moments, and whose word they are."""
    first = _at(bounds.not_before) if bounds.not_before else _("unknown: no checkpoint went before")
    last = _at(bounds.not_after) if bounds.not_after else ""
    if bounds.by_witnesses:
        told = (
            _("not before %(at)s, cosigned by a quorum", at=first),
            _("not after %(at)s, cosigned by a quorum", at=last),
        )
    else:
        told = (
            _("not before %(at)s, claimed by the log", at=first),
            _("not after %(at)s, claimed by the log", at=last),
        )
    return _("Entry %(seq)s: %(told)s", seq=seq, told=told[0]), _("Entry %(seq)s: %(told)s", seq=seq, told=told[1])


def _at(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC"


def _state(made: Receipt) -> str:
    """Say how far the proof goes."""
    if made.state == ATTESTED:
        names = ", ".join(made.witnesses)
        return _("Entry %(seq)s is attested: a quorum has cosigned (%(names)s).", seq=made.seq, names=names)
    return _("Entry %(seq)s is sealed: the log has signed, a quorum has not cosigned yet.", seq=made.seq)


def _write_new(out: Path, text: str) -> None:
    try:
        with out.open("x", encoding="utf-8", newline="") as file:
            file.write(text)
    except FileExistsError:
        raise Refusal(_("%(path)s is there already.", path=out)) from None
    except OSError as fault:
        raise Unreadable(f"{out}: {fault.strerror}") from None
