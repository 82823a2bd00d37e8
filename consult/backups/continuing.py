"""Whether the log goes on from a backup as the one that was signed: by the signer's memory, or by the published log."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine

from consult.backups.manifest import Manifest
from consult.db import reading
from consult.i18n import _, write_exactly
from consult.log.head import latest
from consult.log.nodes import root_at
from consult.log.publishing import CHECKPOINT, public_folder
from consult.log.recovering import recover
from consult.log.signer import Signed, key_path, open_signer, origin_of, state_of, text_of
from consult.log.verifier import Rejected, Source, read_checkpoint
from consult.settings import Settings


class NotRestored(Exception):
    """Nothing was put in place; the text says why."""


def catch_up(settings: Settings, engine: Engine, manifest: Manifest, published: str | None, at: datetime) -> int:
    """Read back what was signed after the backup, and refuse where nothing says whether anything was."""
    if published is not None:
        done = recover(engine, open_signer(settings), Source(published), at)
        return done.size - done.before
    last = state_of(settings).last(origin_of(settings))
    if last is None and (manifest.size or key_path(settings).exists()):
        raise NotRestored(
            _(
                "Nothing here says what was signed after this backup. Name the newest published log with --published: "
                "any party or witness has a copy."
            )
        )
    if last is not None and last.size > manifest.size:
        raise NotRestored(
            _(
                "The signer here has signed %(signed)s entries, and the backup holds %(size)s. Name the newest "
                "published log with --published.",
                signed=last.size,
                size=manifest.size,
            )
        )
    if last is not None:
        _require_signed_root(engine, origin_of(settings), last)
    return 0


def require_no_copy(settings: Settings, manifest: Manifest) -> None:
    """Refuse to give an origin up beside a published log of it that holds more than the backup: what would be lost for
    good can be read back."""
    folder = public_folder(settings)
    try:
        found = read_checkpoint(text_of((folder / CHECKPOINT).read_text(encoding="utf-8")))
    except (OSError, ValueError, Rejected):
        return  # nothing is read back from it either
    if found.origin == manifest.origin and found.size > manifest.size:
        raise NotRestored(
            _(
                "%(folder)s holds the published log up to %(size)s entries, and the backup %(less)s. Put the backup "
                "back with --published %(folder)s; where that cannot be read, move the folder away first.",
                folder=folder,
                size=found.size,
                less=manifest.size,
            )
        )


def require_silence(settings: Settings, at: datetime) -> None:
    """Refuse to give an origin up under which somebody has just signed: a log that is alive is signed with each
    heartbeat, and its installation could never sign it again. A clock that stands before what was signed last tells
    nothing, and is no reason to believe that all is still."""
    last, beats = state_of(settings).last(origin_of(settings)), 2 * settings.log.heartbeat_seconds
    if last is None or (at - last.at).total_seconds() >= beats:
        return
    said = _(
        "The memory of the signer that the settings name signed as %(origin)s at %(when)s, so an installation runs by "
        "it, or did a moment ago; now it is %(now)s. Ending the origin would close that log for good. Stop the "
        "installation and wait until %(until)s; where this is a drill, give it a memory of its own: memory under "
        "[log], or CONSULT_LOG_MEMORY.",
        origin=origin_of(settings),
        when=write_exactly(last.at),
        now=write_exactly(at),
        until=write_exactly(last.at + timedelta(seconds=beats)),
    )
    raise NotRestored(said)


def end_origin(settings: Settings, at: datetime) -> None:
    """Let nothing be signed any more under the origin in use: what was signed after the backup is nowhere to be had, so
    that another origin goes on from it."""
    state_of(settings).give_up(origin_of(settings), at)


def lost_origin(settings: Settings) -> dict[str, Any]:
    """Say under which origin entries were signed that are lost, and how many it had as far as its signer remembers."""
    last = state_of(settings).last(origin_of(settings))
    known = {} if last is None else {"size": last.size, "root": last.root.hex()}
    return {"ended": {"origin": origin_of(settings), **known}}


def _require_signed_root(engine: Engine, origin: str, last: Signed) -> None:
    """Refuse another record than was signed here, and a memory that was itself put back: what is signed is remembered
    before it is on record."""
    with reading(engine) as connection:
        if root_at(connection, last.size) != last.root:
            raise NotRestored(_("The record in the backup is not the one that was signed here."))
        stored = latest(connection, origin)
    if stored is not None and stored.size > last.size:
        raise NotRestored(
            _(
                "What the signer here remembers is an old copy: it knows of %(known)s entries, and %(signed)s were "
                "signed when the backup was made. Name the newest published log with --published.",
                known=last.size,
                signed=stored.size,
            )
        )
