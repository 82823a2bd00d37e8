"""`consult documents`: where the bytes of documents lie, whether all are there, carrying them, letting go of the rest.

Exit 0: done, all is there. 1: refused, away, or something is missing, with a sentence. 2: the settings cannot be read.
"""

from collections.abc import Iterable

import click

from consult import clock
from consult.commands.installation import Refusal
from consult.commands.log.opened import opened
from consult.db import reading
from consult.documents import stores_of
from consult.documents.moving import Moved, is_sound, move
from consult.documents.needed import Compared, compare
from consult.documents.stores import Stores, stores_in
from consult.documents.sweeping import Sweeping
from consult.i18n import _
from consult.settings import BUCKET, FOLDER, MEGABYTE, Settings, SettingsError

_KIND = click.Choice([FOLDER, BUCKET])


@click.group("documents")
def documents() -> None:
    """Documents, imported bundles and made files: where their bytes lie, and whether all are there."""


@documents.command("check")
@click.option("--bytes", "reads", is_flag=True, help="Read every file, and compare it with its digest.")
def check(reads: bool) -> None:
    """Look whether everything that the record names is there; nothing is changed."""
    wrong = 0
    with opened() as here:
        for name, store in stores_of(here.settings).named().items():
            with reading(here.engine) as connection:
                found = compare(connection, name, store)
            damaged = [one.digest for one in store.each() if not is_sound(store, one.digest)] if reads else []
            click.echo(f"{name}, {store.place}: {_counted(found)}")
            _show(_("missing"), found.first_missing)
            _show(_("damaged"), damaged)
            wrong += found.missing + len(damaged)
    if wrong:
        raise Refusal(_("%(number)s missing or damaged: not what the record names.", number=wrong))


def _counted(found: Compared) -> str:
    told = {"there": found.there, "named": found.named, "missing": found.missing, "unnamed": found.unnamed}
    return _("%(there)s there, %(named)s named, %(missing)s missing, %(unnamed)s that nothing names", **told)


@documents.command("move")
@click.argument("source", metavar="FROM", type=_KIND)
@click.argument("target", metavar="TO", type=_KIND)
def move_all(source: str, target: str) -> None:
    """Carry every file FROM one kind of place TO the other (folder, s3), compared with its digest at both ends.

    Nothing is removed where it was. Do it while the installation runs, as often as you like; stop it, do it once more,
    change `store` under [documents] in config.toml, and start again.
    """
    if source == target:
        raise click.UsageError(_("FROM and TO are the same."))
    damaged = 0
    with opened() as here:
        for name, moved in move(_stores(here.settings, source), _stores(here.settings, target)):
            click.echo(f"{name}: {_carried(moved)}")
            _show(_("damaged"), moved.damaged)
            damaged += len(moved.damaged)
    if damaged:
        raise Refusal(_("%(number)s not carried, since they are not what their digests say.", number=damaged))


def _carried(moved: Moved) -> str:
    told = {"there": moved.there, "carried": moved.carried, "megabytes": moved.bytes / MEGABYTE}
    return _("%(there)s there, %(carried)s carried now, %(megabytes).1f MB", **told)


def _stores(settings: Settings, kind: str) -> Stores:
    stored = settings.stored
    if kind == BUCKET and not (stored.bucket and stored.access_key):
        raise Refusal(_("Name the bucket under [documents] in config.toml, and its keys in s3-credentials, first."))
    try:
        return stores_in(settings, kind)
    except SettingsError as fault:
        raise Refusal(str(fault)) from None


@documents.command("sweep")
@click.option("--dry-run", is_flag=True, help="Say what would go, and change nothing.")
def sweep(dry_run: bool) -> None:
    """Let go of what nothing names and is older than `sweep_days` under [documents]; the worker does it once a day."""
    with opened() as here:
        for name, swept in Sweeping(here.engine, here.settings).all(clock.now(), dry=dry_run):
            if dry_run:
                click.echo(
                    _(
                        "%(name)s: %(number)s of %(there)s would go.",
                        name=name,
                        number=len(swept.found),
                        there=swept.there,
                    )
                )
                _show(_("would go"), (one.digest for one in swept.found))
            elif swept.is_held_back:
                says = _(
                    "%(name)s: nothing names %(number)s of %(there)s. Nothing is removed: look whose store this is.",
                    name=name,
                    number=len(swept.found),
                    there=swept.there,
                )
                raise Refusal(says)
            else:
                click.echo(
                    _("%(name)s: %(number)s of %(there)s went.", name=name, number=swept.gone, there=swept.there)
                )


def _show(what: str, digests: Iterable[str]) -> None:
    for digest in digests:
        click.echo(f"  {what}: {digest}")
