"""Rotation of the log's key. Planned: for a while both keys sign, under the same origin; then the new one alone.

Each change is an entry of the host's chain with the verifier key concerned, so that it stands in the log before the new
key signs, and after which the old one does not. Whoever verifies lists both keys meanwhile: a signature of a key that
is not listed is passed over.

A key that others may know ends its origin: a last checkpoint, then nothing is signed under it any more, and the log
goes on under the next epoch, with a new origin and a new key. Its tree is the same one, not a new one: the first
checkpoint of the new origin is proved to continue the last of the old by an ordinary proof, receipts keep their
numbers, and the entry that names the new key names size and root of the old origin. What others sign with the old key
is of the old origin.
"""

import json
import os
from datetime import datetime

from sqlalchemy import Connection, Engine, select

from consult.db import writing
from consult.i18n import _
from consult.log import own
from consult.log.notes import SigningKey, load_key, save_key
from consult.log.policy import load_policy
from consult.log.signer import NotSigned, Signer, closed, key_path, next_key_path, origin_of, state_of
from consult.models.logbook import AUDIT_ENTRY
from consult.settings import Settings

RETIRED = "key-retired"
_KEYS = select(AUDIT_ENTRY.c.body).where(AUDIT_ENTRY.c.kind == "log_key", AUDIT_ENTRY.c.party.is_(None))


def begin_rotation(settings: Settings) -> SigningKey:
    """Draw the key that is to follow; from the next checkpoint on both sign. NotSigned where one follows already."""
    _refuse_closed(settings)
    key = SigningKey.draw(origin_of(settings))
    try:
        save_key(next_key_path(settings), key)
    except FileExistsError:
        sentence = _("A key that is to follow exists already: publish it, then finish this rotation.")
        raise NotSigned("rotation-begun", sentence) from None
    return key


def finish_rotation(engine: Engine, settings: Settings, at: datetime) -> SigningKey:
    """Retire the old key and give the new one; NotSigned where no rotation was begun, or the new key is not yet named.

    The entry comes first and the key file second: after a crash between them both keys sign until this is done again.
    """
    _refuse_closed(settings)
    old, path = load_key(key_path(settings)), next_key_path(settings)
    if not path.exists():
        raise NotSigned("no-rotation", _("No rotation was begun."))
    new = load_key(path)
    _refuse_unlisted(settings, new)
    with writing(engine) as connection:
        uses = _uses(connection)
        if (new.vkey, "added") not in uses:
            sentence = _("The log has not named the new key yet: let it be sealed once, then finish.")
            raise NotSigned("rotation-unnamed", sentence)
        if (old.vkey, "retired") not in uses:
            body = {"vkey": old.vkey, "origin": old.name, "use": "retired"}
            own.record(connection, own.Own("log_key", None, body, at))
    path.replace(key_path(settings))
    handle = os.open(path.parent, os.O_RDONLY)
    os.fsync(handle)
    os.close(handle)
    return new


def refuse_retired(connection: Connection, signer: Signer) -> None:
    """Refuse to sign where the log has retired every key that is here: the one that followed lies on another machine,
    and by a policy that lists that one alone nothing signed here would hold."""
    retired = {vkey for vkey, use in _uses(connection) if use == "retired"}
    if all(key.vkey in retired for key in signer.keys):
        sentence = _(
            "The key of the log on this machine was retired. Copy the keys from the worker that finished the rotation."
        )
        raise NotSigned(RETIRED, sentence)


def _refuse_unlisted(settings: Settings, new: SigningKey) -> None:
    """Refuse to sign with a key alone that the agreed policy does not list: by it nothing signed then would hold."""
    policy = load_policy(settings.instance)
    if policy is not None and new.vkey not in {each.vkey for each in policy.logs}:
        sentence = _("The trust policy does not list the new key yet: agree on it with the States, then finish.")
        raise NotSigned("rotation-unlisted", sentence)


def _refuse_closed(settings: Settings) -> None:
    """Refuse to change the keys of an origin that was given up, and of one that has none."""
    load_key(key_path(settings))
    if state_of(settings).is_closed(origin_of(settings)):
        raise closed(origin_of(settings))


def close_origin(settings: Settings, at: datetime) -> str:
    """Sign nothing any more under the origin in use, and give it; NotSigned where it was never signed under."""
    origin, state = origin_of(settings), state_of(settings)
    if state.last(origin) is None:
        raise NotSigned("never-signed", _("Nothing was signed under %(origin)s yet.", origin=origin))
    state.close(origin, at)
    return origin


def _uses(connection: Connection) -> set[tuple[str, str]]:
    """Read which keys were added and retired."""
    bodies = [json.loads(body) for body in connection.execute(_KEYS).scalars()]
    return {(str(body.get("vkey")), str(body.get("use"))) for body in bodies}
