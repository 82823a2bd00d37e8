"""`consult log keygen`, `vkey`, `checkpoint`, `export`, `rotate-key`, `recover`: the log as the host signs it.

A running installation signs and publishes by itself; these are for whoever keeps it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from consult import clock
from consult.commands import installation
from consult.commands.installation import Refusal, Unreadable
from consult.db import Busy, engine_of, reading
from consult.i18n import _, ngettext
from consult.jobs.sealing import Sealing
from consult.log import head
from consult.log.nodes import Broken
from consult.log.notes import NoKey
from consult.log.publishing import NotPublished, publish
from consult.log.recovering import recover as recover_from
from consult.log.rotating import RETIRED, begin_rotation, close_origin, finish_rotation, refuse_retired
from consult.log.sealing import origin_before
from consult.log.shared_memory import SharedState
from consult.log.signer import NotSigned, key_path, make_key, open_signer, origin_of, state_of
from consult.log.verifier import Rejected, Source, Unchecked
from consult.log.wording import word
from consult.settings import Settings


@click.command("keygen")
def keygen() -> None:
    """Draw the key of the log, unless it has one; a running installation does so by itself."""
    with _opened() as (settings, engine):
        with reading(engine) as connection:
            origin_before(connection, state_of(settings), origin_of(settings))
            stored = head.latest(connection, origin_of(settings)) is not None
        try:
            click.echo(make_key(settings, stored).vkey)
        except FileExistsError as fault:
            raise Refusal(_("%(path)s: the log has a key already.", path=fault.filename)) from None


@click.command("vkey")
def vkey() -> None:
    """Print the verifier key of the log; two while one follows the other."""
    with _opened() as (settings, _engine):
        for key in open_signer(settings).keys:
            click.echo(key.vkey)


@click.command("checkpoint")
def checkpoint() -> None:
    """Print the newest checkpoint with those who cosigned it."""
    with _opened() as (settings, engine):
        click.echo(_newest(engine, settings), nl=False)


@click.command("export")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def export(folder: Path) -> None:
    """Bring FOLDER to what the newest checkpoint covers, every file compared; doing it twice changes nothing."""
    with _opened() as (settings, engine):
        done = publish(engine, folder, origin_of(settings), head.witness_order(settings.instance), whole=True)
        if done is None:
            raise _unsigned()
    sentence = _("%(size)s entries; %(written)s files written, %(kept)s as they were.")
    click.echo(sentence % {"size": done.exported.size, "written": done.exported.written, "kept": done.exported.kept})


@click.command("rotate-key")
@click.option("--finish", is_flag=True, help="Retire the old key; the new one signs alone from now on.")
@click.option("--compromised", is_flag=True, help="Others may know the key, or it is lost: end its origin.")
def rotate(finish: bool, compromised: bool) -> None:
    """Begin to sign with a new key beside the old one, under the same origin; later, finish."""
    with _opened() as (settings, engine):
        if compromised:
            _end_origin(settings, engine)
            return
        if finish:
            key = finish_rotation(engine, settings, clock.now())
            told = _("From now on this key signs alone: %(vkey)s", vkey=key.vkey)
        else:
            with reading(engine) as connection:
                refuse_retired(connection, open_signer(settings))
            key = begin_rotation(settings)
            told = _("From now on this key signs beside the old one; add it to the policy: %(vkey)s", vkey=key.vkey)
        _seal(engine, settings)
        click.echo(told)


def _end_origin(settings: Settings, engine: Engine) -> None:
    """Sign and publish a last time if there is a key that still signs and no other copy has signed, then never again
    under this origin; say how the log goes on."""
    if key_path(settings).exists() and not state_of(settings).is_closed(origin_of(settings)):
        try:
            _seal(engine, settings)
        except NotSigned as refusal:
            if refusal.code not in ("overtaken", RETIRED):
                raise
    origin = close_origin(settings, clock.now())
    click.echo(_newest(engine, settings), nl=False)
    click.echo(_("Nothing is signed under %(origin)s any more; have this checkpoint cosigned.", origin=origin))
    told = _("Write epoch = %(epoch)s under [log] in config.toml, start again, and give out the new key.")
    click.echo(told % {"epoch": settings.log.epoch + 1})


@click.command("share-memory")
def share_memory() -> None:
    """Carry what the signer of this machine remembers to the database that `[log] memory` names, once; its file is put
    away for good. The installation is stopped meanwhile."""
    with _opened() as (settings, _engine):
        state = state_of(settings)
        if not isinstance(state, SharedState):
            raise Refusal(_("Name the database as memory under [log] in config.toml, or as CONSULT_LOG_MEMORY."))
        count = state.carry()
    says = ngettext(
        "What was signed under %(num)s name is remembered there from now on.",
        "What was signed under %(num)s names is remembered there from now on.",
        count,
    )
    click.echo(says)


@click.command("recover")
@click.argument("export", type=str)
def recover(export: str) -> None:
    """Read back from EXPORT (a folder or an address) what a restored database lacks, then sign again."""
    with _opened() as (settings, engine):
        done = recover_from(engine, open_signer(settings), Source(export), clock.now())
        _seal(engine, settings)
    back = done.size - done.before
    click.echo(
        _("%(count)s entries were read back, %(joined)s of them into their chains.", count=back, joined=done.joined)
    )


def _seal(engine: Engine, settings: Settings) -> None:
    """Seal and publish once, whatever else runs."""
    loop = Sealing(engine, settings)
    try:
        loop.turn(clock.now())
    finally:
        loop.stop()


def _newest(engine: Engine, settings: Settings) -> str:
    """Give the note of the newest checkpoint, or refuse where there is none."""
    with reading(engine) as connection:
        found = head.latest(connection, origin_of(settings))
        if found is None:
            raise _unsigned()
        return head.cosigned_note(connection, found, head.witness_order(settings.instance))


def _unsigned() -> Unreadable:
    """Word that there is nothing yet to show."""
    return Unreadable(_("This log was not signed yet."))


@contextmanager
def _opened() -> Iterator[tuple[Settings, Engine]]:
    """Open the installation, and turn every refusal into a sentence with its code."""
    settings = installation.present_settings()
    engine = engine_of(settings)
    try:
        yield settings, engine
    except (NotSigned, NotPublished, Broken) as refusal:
        raise Refusal(f"{refusal} [{refusal.code}]") from None
    except Rejected as refusal:
        raise Refusal(f"{word(refusal)} [{refusal.code}]") from None
    except Unchecked as refusal:
        raise Unreadable(f"{word(refusal)} [{refusal.code}]") from None
    except NoKey as refusal:
        raise Unreadable(str(refusal)) from None
    except Busy as refusal:
        raise Refusal(str(refusal)) from None
    except OSError as fault:
        raise Refusal(_("A file cannot be written or read: %(why)s", why=fault)) from None
    except DBAPIError as error:
        raise Unreadable(_("The database cannot be read: %(why)s", why=error.orig)) from None
    finally:
        engine.dispose()
