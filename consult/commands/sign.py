"""`consult sign`: a State's own key, on a machine of its own: made, shown, and used to sign what the pages ask for.

It needs no installation, no database and no network, so it runs where the key is kept. Keys and notes are those of
C2SP signed-note; other tools for them do as well.

Exit 0 when done, 1 when what was given does not hold, 2 when it cannot be read.
"""

import sys
from pathlib import Path

import click

from consult.commands.installation import Refusal, Unreadable
from consult.i18n import _
from consult.log.notes import NOTE, NoKey, SigningKey, load_key, save_key, sign_note
from consult.log.statements import plain_note
from consult.log.verifier import Rejected, open_note, read_vkey
from consult.log.wording import word

_KEY = click.Path(path_type=Path, dir_okay=False)


@click.group("sign")
def sign() -> None:
    """Sign filings with the key of an organ; works without an installation."""


@sign.command("keygen")
@click.option("--name", required=True, help="Name of the key, as the page of the organ says: <host>/<party>/<organ>.")
@click.option("--out", required=True, type=_KEY, help="New file for the key; its owner alone can read it.")
def keygen(name: str, out: Path) -> None:
    """Draw a key, write it to a new file, and print its verifier key, which is to be registered."""
    try:
        key = SigningKey.draw(name)
        save_key(out, key)
    except NoKey as fault:
        raise Refusal(str(fault)) from None
    except FileExistsError:
        raise Refusal(_("%(path)s is there already; a key is never written over.", path=out)) from None
    except OSError as fault:
        raise Unreadable(_("%(path)s cannot be written: %(why)s", path=out, why=fault.strerror)) from None
    click.echo(key.vkey)


@sign.command("vkey")
@click.option("--key", "path", required=True, type=_KEY, help="File of the key.")
def vkey(path: Path) -> None:
    """Print the verifier key of a key."""
    click.echo(_load(path).vkey)


@sign.command("note")
@click.option(
    "--key", "paths", required=True, multiple=True, type=_KEY, help="File of the key; give it twice to sign with two."
)
def note(paths: tuple[Path, ...]) -> None:
    """Sign the text on standard input, and print the signed note, which is to be pasted into the page."""
    keys = [_load(path) for path in paths]
    text = plain_note(_read())
    if not text.strip():
        raise Unreadable(_("There is no text to sign on standard input."))
    click.echo(sign_note(text, *keys), nl=False)


@sign.command("check")
@click.option("--vkey", "vkeys", required=True, multiple=True, help="Verifier key of who should have signed.")
def check(vkeys: tuple[str, ...]) -> None:
    """Check the signed note on standard input; print its text and who signed it."""
    try:
        known = [read_vkey(one) for one in vkeys]
        opened = open_note(_read(), known)
    except Rejected as fault:
        raise Refusal(word(fault)) from None
    click.echo(opened.text, nl=False)
    for one in opened.signatures:
        click.echo(_("Signed by %(key)s.", key=f"{one.verifier.name}+{one.verifier.number.hex()}"), err=True)


def _load(path: Path) -> SigningKey:
    try:
        key = load_key(path)
    except NoKey as fault:
        raise Unreadable(str(fault)) from None
    except OSError as fault:
        raise Unreadable(_("%(path)s cannot be read: %(why)s", path=path, why=fault.strerror)) from None
    if key.kind != NOTE:
        raise Refusal(_("%(path)s: this key cosigns checkpoints; a key is never used for two kinds.", path=path))
    return key


def _read() -> str:
    try:
        return sys.stdin.buffer.read().decode()
    except UnicodeDecodeError:
        raise Unreadable(_("What stands on standard input is not text in UTF-8.")) from None
