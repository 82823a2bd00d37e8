"""`consult remote login`, `logout`, `profile`, `whoami`: which instance, with which token."""

import os
from pathlib import Path

import click

from consult.commands.remote import printing
from consult.commands.remote.session import Session, folder, read_text, refuse_without_terminal, with_faults, works
from consult.i18n import _
from consult.remote import entries, profiles
from consult.remote.addresses import Address
from consult.remote.asking import Remote
from consult.remote.safe import line
from consult.remote.said import Said


@click.command("login")
@click.argument("address")
@click.option("--profile", "name", default="default", show_default=True, help="Name under which it is kept.")
@click.option("--token-file", help="File that holds the token, - for standard input; without it, it is asked for.")
@click.option("--ca", type=click.Path(path_type=Path, dir_okay=False), help="Authorities that count there (PEM).")
@with_faults
def login(address: str, name: str, token_file: str | None, ca: Path | None) -> None:
    """Keep the token of an instance, once it has been shown to count.

    The token is typed without being shown, or comes from a file; it is no argument, since others on this machine could
    read that. It is kept in a file that you alone can read.
    """
    place = Address.read(address)
    if token_file is None:
        refuse_without_terminal(_("Nobody is there to type the token: give --token-file, - for standard input."))
        text = click.prompt(_("Token"), hide_input=True)
    else:
        text = read_text(token_file)
    trusted = ca.absolute() if ca else None
    made = profiles.Profile(profiles.usable(name), place, profiles.readable(text), trusted)
    told = Remote(made.address, made.token, made.ca).get(entries.TOKEN).said
    path = profiles.Profiles(folder()).put(made)
    tell_token(told)
    printing.say(_("Kept as %(name)s in %(path)s.", name=made.name, path=line(path)))


@click.command("logout")
@click.argument("name", required=False, default="")
@with_faults
def logout(name: str) -> None:
    """Forget a profile with its token. The token counts on until it is revoked on the pages."""
    found = profiles.Profiles(folder()).remove(name)
    printing.say(
        _("%(name)s is forgotten here; the token counts at %(host)s until it is revoked.")
        % {"name": found.name, "host": found.address}
    )


@click.command("profile")
@click.argument("name", required=False)
@with_faults
def profile(name: str | None) -> None:
    """List the profiles, or choose the one that is used where none is named."""
    known = profiles.Profiles(folder())
    if name is not None:
        known.choose(name)
    if os.environ.get(profiles.REMOTE):
        printing.say(_("CONSULT_REMOTE is set and goes before these."))
    rows = [("*" if one.name == known.chosen else "", one.name, one.address) for one in known.known.values()]
    printing.table(("", _("name"), _("instance")), rows)


@click.command("whoami")
@works
def whoami(at: Session) -> None:
    """Say for whom the token acts, in what capacities, and until when."""
    at.show(at.remote.get(entries.TOKEN), tell_token)


def tell_token(told: Said) -> None:
    """Say what a token may do."""
    able = ", ".join(line(one) for one in told.texts("capacities")) or _("to read alone")
    printing.say(
        f"{line(told.text('party_name'))} ({line(told.text('party'))}), {line(told.text('organ_name'))}: "
        f"{line(told.text('office'))}"
    )
    printing.say(
        _("Token %(name)s: %(able)s; until %(day)s (%(zone)s)")
        % {
            "name": line(told.text("name")),
            "able": able,
            "day": line(told.text("valid_until")),
            "zone": line(told.text("zone")),
        }
    )
    for name, words in (("procedures", _("Only procedures: %(names)s")), ("cases", _("Only cases: %(names)s"))):
        if told.value.get(name) is not None:
            printing.say(words % {"names": ", ".join(line(one) for one in told.texts(name))})
    if kept_back := told.texts("kept_back"):
        names = ", ".join(line(one) for one in kept_back)
        printing.say(_("Its mandate does not let this go through a system: %(names)s") % {"names": names})
