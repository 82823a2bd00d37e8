"""`consult log witness`: be a witness of logs. It needs no installation: a folder holds key, logs and state.

`sign` answers a request that came in a file, for a witness that no network reaches. Exit 0 where the witness cosigns, 1
where it refuses (the sentence is told, and the size where it stands is written), 2 where nothing can be read.
"""

from pathlib import Path

import click

from consult import clock
from consult.commands.installation import Refusal, Unreadable
from consult.i18n import _
from consult.log.notes import NoKey
from consult.log.witness import NoWitness, Witness, create_witness

FOLDER = click.Path(file_okay=False, path_type=Path)
FILE = click.Path(dir_okay=False, path_type=Path)


@click.group("witness")
def witness() -> None:
    """Be a witness: cosign what continues what was seen before."""


@witness.command("init")
@click.argument("folder", type=FOLDER, metavar="DIR")
@click.option("--name", required=True, help="Name of the witness, as an address without scheme: witness.example/w1.")
@click.option("--log", "logs", multiple=True, required=True, help="Verifier key of a log to follow; may be repeated.")
def init(folder: Path, name: str, logs: tuple[str, ...]) -> None:
    """Draw the key of a new witness in DIR and print its verifier key, which the policies of others name."""
    try:
        made = create_witness(folder, name, list(logs))
    except (NoWitness, NoKey) as fault:
        raise Refusal(str(fault)) from None
    click.echo(made.key.vkey)


@witness.command("follow")
@click.argument("folder", type=FOLDER, metavar="DIR")
@click.argument("vkey")
def follow(folder: Path, vkey: str) -> None:
    """Follow one more log, or the next key of a log, by its verifier key; a running witness takes it at once."""
    try:
        _open(folder).follow(vkey)
    except NoWitness as fault:
        raise Refusal(str(fault)) from None


@witness.command("vkey")
@click.argument("folder", type=FOLDER, metavar="DIR")
def vkey(folder: Path) -> None:
    """Print the verifier key of the witness in DIR."""
    click.echo(_open(folder).key.vkey)


@witness.command("serve")
@click.argument("folder", type=FOLDER, metavar="DIR")
@click.option("--bind", default="127.0.0.1:8080", show_default=True, help="Host and port; port 0 takes a free one.")
def serve(folder: Path, bind: str) -> None:
    """Answer logs over HTTP until stopped."""
    from consult.log import witness_server  # the web server is not needed by the other verbs

    def ready(address: str) -> None:
        click.echo(_("The witness %(name)s answers at %(address)s (stop with Ctrl-C)", name=name, address=address))

    opened = _open(folder)
    name = opened.key.name
    witness_server.serve(opened, bind, clock.now, ready)


@witness.command("sign")
@click.argument("folder", type=FOLDER, metavar="DIR")
@click.argument("request", type=FILE, metavar="FILE")
@click.option("--out", type=FILE, help="Write the answer to this file instead of printing it.")
def sign(folder: Path, request: Path, out: Path | None) -> None:
    """Answer the request in FILE: print the cosignature, or the size where this witness stands."""
    opened = _open(folder)
    try:
        body = request.read_bytes()
    except OSError as fault:
        raise Unreadable(_("%(path)s cannot be read: %(why)s", path=request, why=fault.strerror)) from None
    answer = opened.add_checkpoint(body, clock.now())
    if answer.status in (200, 409):
        _write(answer.body, out)
    if answer.status == 400:
        raise Unreadable(f"{answer.body.strip()} [400]")
    if answer.status == 409:
        raise Refusal(_("This witness stands at %(size)s entries. [409]", size=answer.body.strip()))
    if answer.status != 200:
        raise Refusal(f"{answer.body.strip()} [{answer.status}]")


def _open(folder: Path) -> Witness:
    try:
        return Witness(folder)
    except (NoWitness, NoKey) as fault:
        raise Unreadable(str(fault)) from None


def _write(text: str, out: Path | None) -> None:
    """Write an answer to a file, or print it."""
    if out is None:
        click.echo(text, nl=False)
    else:
        out.write_text(text, encoding="utf-8")
