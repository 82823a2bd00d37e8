"""Sealing: the log signs what it has become, after the commit and never within one.

The order is that of log.md 5.10: read the head as it was committed, compute that it continues what was signed last,
sign, remember durably what was signed (`consult.log.signer`), then store the note in the database; publishing follows
(`consult.log.publishing`). A crash between two of these is made good at the next turn: a note that was remembered and
not stored is stored, and the same text under the same key gives the same bytes. A log that has not grown is signed
again after a while, so that witnesses can say that it was still there; and where the clock was set back behind what was
signed last, at once, since nothing says when it will be there again. The note bears no time of the host.
"""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, insert, select

from consult.db import reading, writing
from consult.i18n import _
from consult.log import own, tree
from consult.log.append import NoHead, split_peaks
from consult.log.head import Published, latest
from consult.log.nodes import Broken, check_growth, root_at
from consult.log.rotating import refuse_retired
from consult.log.signer import NotSigned, Signed, Signer, State, closed, moved, other_root, shorter, text_of
from consult.models.audit import audit_checkpoint, audit_head
from consult.models.logbook import AUDIT_ENTRY
from workflows.kernel.frozen import dataclass

HEARTBEAT_SECONDS = 600
_HEAD = select(audit_head.c.size, audit_head.c.peaks).where(audit_head.c.id == 1)
_KEYS = select(AUDIT_ENTRY.c.body).where(AUDIT_ENTRY.c.kind == "log_key", AUDIT_ENTRY.c.party.is_(None))


@dataclass(frozen=True, slots=True)
class _View:
    """The database as it was committed: its head, and its newest checkpoint of this origin."""

    size: int
    root: bytes
    peaks: tuple[bytes, ...]
    stored: Published | None

    def lacks(self, last: Signed) -> bool:
        """Tell whether what the signer remembers is not stored here."""
        return self.stored is None or (self.stored.note, self.stored.signed_at) != (last.note, last.at)


def seal(engine: Engine, signer: Signer, at: datetime, heartbeat: float = HEARTBEAT_SECONDS) -> Published | None:
    """Sign what the log has become since it was last signed, or again after a while; None where nothing is to do.

    Raises NotSigned where this log must not be signed, or not by this signer.
    """
    last = signer.state.last(signer.origin)
    if signer.state.is_closed(signer.origin):
        raise closed(signer.origin)
    try:
        view = _checked(engine, signer, last)
    except NotSigned:
        if signer.state.last(signer.origin) == last:
            raise
        raise moved() from None  # it was judged by a memory that another process has moved on meanwhile
    if last is not None and view.lacks(last):
        store_note(engine, last)
    if _name_keys(engine, signer, last, at):
        view = _checked(engine, signer, last)
    if last is None or last.size != view.size or not 0 <= (at - last.at).total_seconds() < heartbeat:
        new = Signed(view.size, view.root, signer.sign(view.size, view.root), at)
        signer.remember(last, new)
        store_note(engine, new)
    elif not view.lacks(last):
        return None
    with reading(engine) as connection:
        return latest(connection, signer.origin)


def _checked(engine: Engine, signer: Signer, last: Signed | None) -> _View:
    """Read the database and refuse it unless it continues what was signed last. Who may sign is asked of the same
    snapshot: nothing that holds the retirement of a key is signed by that key alone."""
    with reading(engine) as connection:
        view = _read(connection, signer)
        _refuse_other_signer(view, last)
        before = last or origin_before(connection, signer.state, signer.origin)[1]
        try:
            _refuse_other_log(connection, view, before)
        except Broken as fault:
            raise NotSigned(fault.code, str(fault)) from fault
        refuse_retired(connection, signer)
    return view


def origin_before(connection: Connection, state: State, origin: str) -> tuple[str, Signed | None]:
    """Give the closed origin that one follows, with what was signed last under it; NotSigned where it is not closed."""
    newest = latest(connection)
    if newest is None or newest.origin == origin or state.last(origin) is not None:
        return "", None
    if not state.is_closed(newest.origin):
        sentence = _(
            "This log was signed under the name %(before)s, not %(origin)s. Put host_name and epoch back; a log goes "
            "on under another name only after consult log rotate-key --compromised.",
            before=newest.origin,
            origin=origin,
        )
        raise NotSigned("origin-changed", sentence)
    return newest.origin, state.last(newest.origin)


def _read(connection: Connection, signer: Signer) -> _View:
    row = connection.execute(_HEAD).first()
    if row is None:
        raise NoHead(_("The log has no head; was the database set up?"))
    peaks = split_peaks(row.peaks)
    return _View(row.size, tree.root(peaks), peaks, latest(connection, signer.origin))


def _refuse_other_signer(view: _View, last: Signed | None) -> None:
    """Refuse where the database holds a checkpoint that this signer does not remember."""
    if view.stored is None:
        return
    if last is None:
        sentence = _(
            "Checkpoints of this log exist, but the signer remembers none: its state file is missing. Put it back, or "
            "run consult log recover with the newest export."
        )
        raise NotSigned("state-missing", sentence)
    if view.stored.size > last.size or (view.stored.size == last.size and view.stored.root != last.root):
        sentence = _(
            "A checkpoint of %(stored)s entries exists, but this signer last signed %(signed)s: there is a second "
            "signer, or the state file is an old copy.",
            stored=view.stored.size,
            signed=last.size,
        )
        raise NotSigned("state-behind", sentence)


def _refuse_other_log(connection: Connection, view: _View, last: Signed | None) -> None:
    """Refuse a head that does not continue what was signed last."""
    if last is None:
        check_growth(connection, 0, tree.EMPTY_ROOT, view.size, view.peaks)
    elif view.size < last.size:
        raise shorter(view.size, last)
    elif view.size > last.size:
        check_growth(connection, last.size, last.root, view.size, view.peaks)
    elif view.root != last.root or root_at(connection, last.size) != last.root:
        raise other_root(last)


def _name_keys(engine: Engine, signer: Signer, last: Signed | None, at: datetime) -> bool:
    """Record in the log itself each key that is to sign for the first time; tell whether there was one.

    Whoever has signed the last note was recorded before it, so that nothing is looked up then.
    """
    fresh = [key.vkey for key in signer.keys if last is None or key.sign(text_of(last.note)) not in last.note]
    if not fresh:
        return False
    with writing(engine) as connection:
        return name_keys(connection, signer, fresh, at)


def name_keys(connection: Connection, signer: Signer, vkeys: Sequence[str], at: datetime) -> bool:
    """Record in the log those keys of a signer that it does not name yet; tell whether there were any."""
    named = {json.loads(body).get("vkey") for body in connection.execute(_KEYS).scalars()}
    follows = _follows(connection, signer)
    bodies = [{"vkey": vkey, "origin": signer.origin, "use": "added", **follows} for vkey in vkeys if vkey not in named]
    if bodies:
        own.record_many(connection, [own.Own("log_key", None, body, at) for body in bodies])
    return bool(bodies)


def _follows(connection: Connection, signer: Signer) -> dict[str, Any]:
    """Say which size and root the origin before this one ended with, if there was one."""
    origin, last = origin_before(connection, signer.state, signer.origin)
    return {} if last is None else {"follows": {"origin": origin, "size": last.size, "root": last.root.hex()}}


def store_note(engine: Engine, signed: Signed) -> None:
    """Keep a note among all that were ever signed."""
    row = {"size": signed.size, "root": signed.root, "note": signed.note, "signed_at": signed.at}
    with writing(engine) as connection:
        connection.execute(insert(audit_checkpoint), row)
