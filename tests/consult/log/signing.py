"""A log key, four witnesses and a quorum of three of them, and checkpoints signed at a given size."""

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import Connection, Engine, insert

from consult.db import writing
from consult.log.nodes import root_at
from consult.log.notes import COSIGNATURE, SigningKey, checkpoint_text, sign_note
from consult.log.verifier import read_policy
from consult.models.audit import audit_checkpoint, audit_cosignature

ORIGIN = "consult.example.int/audit/1"
LOG = SigningKey(ORIGIN, 1, b"\x01" * 32)
WITNESSES = {
    name: SigningKey(f"witness.{name.lower()}.example", COSIGNATURE, bytes([n]) * 32)
    for n, name in enumerate(("JPN", "FRA", "BRA", "KOR"), 2)
}
POLICY = "\n".join(
    [
        f"log {LOG.vkey}",
        *(f"witness {name} {key.vkey}" for name, key in WITNESSES.items()),
        f"group states 3 {' '.join(WITNESSES)}",
        "quorum states\n",
    ]
)
QUORUM = read_policy(POLICY)
SIGNED_AT = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def sign_at(engine: Engine, size: int, *witnesses: str, at: datetime = SIGNED_AT) -> int:
    """Sign the log at a size and let witnesses cosign; give the number of the checkpoint."""
    with writing(engine) as connection:
        root = root_at(connection, size)
        note = sign_note(checkpoint_text(ORIGIN, size, root), LOG)
        row = {"size": size, "root": root, "note": note, "signed_at": at}
        made = connection.execute(insert(audit_checkpoint).returning(audit_checkpoint.c.id), row).scalar_one()
        cosign(connection, made, size, note, witnesses, at)
    return int(made)


def cosign(
    connection: Connection, checkpoint: int, size: int, note: str, witnesses: Sequence[str], at: datetime
) -> None:
    """Let witnesses cosign a checkpoint."""
    text = note.partition("\n\n")[0] + "\n"
    for name in witnesses:
        key = WITNESSES[name]
        line = key.cosign(text, int(at.timestamp()))
        row = {"checkpoint_id": checkpoint, "size": size, "witness": key.name, "line": line, "time": at}
        connection.execute(insert(audit_cosignature), row)
