"""Figures for Prometheus: what the processes of an installation did, and how the installation stands.

Each process counts for itself, in a folder that the processes of one server share; whoever is asked adds up what all of
them on this machine counted, and looks how the installation stands at that moment. Closed unless a setting opens it: at
an address of this machine alone, or at `/metrics` to whoever shows the token; through a server in front, to nobody.
"""

import logging
from pathlib import Path

from sqlalchemy import Engine

from consult import clock, figures
from consult.metrics.counting import Counting
from consult.metrics.door import Door, listen_address
from consult.metrics.folder import make_folder
from consult.metrics.pools import watch_pool
from consult.metrics.token import read_token
from consult.metrics.writing import Writing
from consult.settings import Settings

_counting: list[Counting] = []
_folder: list[Path] = []
log = logging.getLogger("consult.metrics")


def are_wanted(settings: Settings) -> bool:
    """Say whether anything is to be counted."""
    return bool(settings.operations.metrics_listen or settings.operations.metrics_token)


def prepare(settings: Settings) -> None:
    """Make the folder that the processes of this server share, before any of them begins to count; where it cannot be
    made, each counts for itself. SettingsError where an address is not of this machine alone, or a token is open to
    others."""
    if not are_wanted(settings):
        return
    listen_address(settings)
    read_token(settings)
    try:
        _folder[:] = [make_folder(settings.instance)]
    except OSError as fault:
        log.warning("The processes share no figures, each tells its own: %s: %s.", fault.filename, fault.strerror)
        _folder.clear()


def begin(settings: Settings, engine: Engine) -> Writing | None:
    """Count what this process does from now on; give who writes it down. None where nothing is wanted."""
    if not are_wanted(settings):
        return None
    if not _counting:
        _counting.append(Counting(_folder[0] if _folder else None))
    figures.hear(_counting[0])
    watch_pool(engine, settings.database.pool)
    return Writing(settings, engine, _counting[0])


def open_door(settings: Settings, writing: Writing | None) -> Door | None:
    """Answer at the address of this machine that the settings name, as soon as no other process does."""
    address = listen_address(settings)
    return Door(address, lambda: writing.text(clock.now())).start() if writing and address else None
