"""The installation's own files of law and settings, compared at each start with what the log last said of them.

These are `config.toml`, the terms of procedures (`terms/*.toml`), tables of holidays (`holidays/*.toml`) and procedures
of its own (`procedures/*.py`). Where one was added, changed or removed the host's chain gets one entry of the kind
``setting``: the digest of every file as it is now, which of them changed, and for terms the values that apply from now
on where a case proposes no others. Cases that run keep their edition. What the environment sets is not seen here, and
the trust policy has an entry of its own kind.
"""

import hashlib
import json
import tomllib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, select

from consult import db
from consult.log.chain import lock_chain, open_chain
from consult.log.own import Own, record
from consult.models.logbook import AUDIT_ENTRY

PATTERNS = ("config.toml", "terms/*.toml", "holidays/*.toml", "procedures/*.py")
_LAST = (
    select(AUDIT_ENTRY.c.body)
    .where(AUDIT_ENTRY.c.party.is_(None), AUDIT_ENTRY.c.kind == "setting")
    .order_by(AUDIT_ENTRY.c.seq.desc())
    .limit(1)
)


def record_configuration(engine: Engine, instance: Path, at: datetime) -> int | None:
    """Enter what changed since the last start; give the place in the log, None where nothing did. Several processes
    that start at once enter it once."""
    found = {name: instance / name for pattern in PATTERNS for name in _names(instance, pattern)}
    texts = {name: path.read_bytes() for name, path in found.items()}
    with db.reading(engine) as connection:
        if _known(connection) == _digests(texts):
            return None
    with db.writing(engine) as connection:
        lock_chain(connection, open_chain(connection, "host"))
        known = _known(connection)
        if known == _digests(texts):
            return None
        return record(connection, Own("setting", None, _body(known, texts), at, by={"office": "operator"})).seq


def _names(instance: Path, pattern: str) -> list[str]:
    return sorted(path.relative_to(instance).as_posix() for path in instance.glob(pattern) if path.is_file())


def _digests(texts: Mapping[str, bytes]) -> dict[str, str]:
    return {name: hashlib.sha256(text).hexdigest() for name, text in texts.items()}


def _known(connection: Connection) -> dict[str, str]:
    """Give the digests that the log last said."""
    body = connection.execute(_LAST).scalar()
    return dict(json.loads(body)["files"]) if body is not None else {}


def _body(known: Mapping[str, str], texts: Mapping[str, bytes]) -> dict[str, Any]:
    """Say what there is, what changed, and the values of changed terms; none where the file is gone."""
    files = _digests(texts)
    changed = sorted(name for name in known.keys() | files.keys() if known.get(name) != files.get(name))
    terms = [name for name in changed if name.startswith("terms/")]
    return {
        "files": files,
        "changed": changed,
        "terms": {Path(name).stem: _values(texts[name]) if name in texts else None for name in terms},
    }


def _values(text: bytes) -> Any:
    """Read the values of a file of terms, as far as it can be read."""
    try:
        return _plain(tomllib.loads(text.decode("utf-8")))
    except ValueError:
        return None


def _plain(value: Any) -> Any:
    """Write numbers with a point, and days, as text, which is the same to everybody."""
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return value if isinstance(value, (str, int)) else str(value)
