"""`consult log verify PLACE`, `compare` and `consistency`: check published logs, of this installation or another.

Nothing here asks the database. The same checks run without the product: `consult/log/verifier.py` is one file. Exit 0
accepts, 1 rejects with a sentence and its code, 2 means that it cannot be checked.
"""

from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from consult.commands.installation import Refusal, Unreadable
from consult.i18n import _
from consult.log import verifier
from consult.log.verifier import Opened, Policy, Rejected, Source, Unchecked
from consult.log.wording import word
from consult.settings import Settings, SettingsError

POLICY = "policy.txt"
policy_option = click.option(
    "--policy",
    type=click.Path(path_type=Path),
    help="The file that says whose signatures count; without it that of this installation.",
)


def check_place(place: str, old: str | None, policy: Path | None, tree_only: bool) -> None:
    """Check an export in a folder or at an address, and say what holds."""
    with worded():
        trusted = policy_of(policy)
        report = verifier.check_export(Source(place), trusted, note_of(old) if old else None, tree_only=tree_only)
        show(report.opened)
        if report.old is not None:
            click.echo(
                _("Its first %(size)s entries are those of the older checkpoint.", size=report.old.checkpoint.size)
            )
        require_attested(report.opened)
    click.echo(_("It holds."))


@click.command("compare")
@click.argument("first")
@click.argument("second")
@policy_option
def compare(first: str, second: str, policy: Path | None) -> None:
    """Compare two signed checkpoints: two roots for one size prove that the log has forked."""
    with worded():
        for opened in verifier.compare(note_of(first), note_of(second), policy_of(policy)):
            show(opened)
    click.echo(_("It holds."))


@click.command("consistency")
@click.argument("old")
@click.argument("new")
@click.argument("place", metavar="DIR|URL")
@policy_option
def consistency(old: str, new: str, place: str, policy: Path | None) -> None:
    """Check by the tiles of an export that one signed checkpoint continues the other."""
    with worded():
        for opened in verifier.check_growth(note_of(old), note_of(new), Source(place), policy_of(policy)):
            show(opened)
    click.echo(_("It holds."))


@contextmanager
def worded() -> Iterator[None]:
    """Turn what the verifier finds into sentences and exit codes."""
    try:
        yield
    except Rejected as fault:
        raise Refusal(f"{word(fault)} [{fault.code}]") from None
    except Unchecked as fault:
        raise Unreadable(f"{word(fault)} [{fault.code}]") from None


def policy_of(given: Path | None) -> Policy:
    """Read the policy that was named, or that of the installation."""
    if given is None:
        try:
            given = Settings.load().instance / POLICY
        except SettingsError as error:
            raise Unreadable(str(error)) from None
        if not given.is_file():
            raise Unreadable(_("%(path)s: there is no policy; name one with --policy.", path=given))
    return verifier.read_given_policy(str(given))


def note_of(path: str) -> str:
    """Read the text of a file that was named."""
    return verifier.decode_note(verifier.read_given(path))


def show(opened: Opened) -> None:
    """Say what a checkpoint says and who stands behind it."""
    checkpoint = opened.checkpoint
    root = b64encode(checkpoint.root).decode()
    click.echo(
        _("%(origin)s: %(size)s entries, root %(root)s", origin=checkpoint.origin, size=checkpoint.size, root=root)
    )
    names = ", ".join(opened.witnesses)
    click.echo(_("Cosigned by %(names)s.", names=names) if names else _("Cosigned by nobody."))
    if opened.cosigned_at:
        first, last = opened.cosigned_at
        click.echo(_("Cosignatures from %(first)s to %(last)s.", first=first, last=last))


def require_attested(opened: Opened) -> None:
    """Leave open what no quorum has cosigned."""
    if not opened.attested:
        raise Unchecked("not-attested")
