"""What an organ of a State signs: that a filing is its own, at this place of its chain, over what it had seen.

A statement is a text of lines, `name value`, under a first line that says what it is; the organ signs it as a C2SP
signed note. It names the case, the step and the track, the number and the hash before it in the chain that the act goes
into (the leaf's own `n` and `prev`), the digest of the text, and the checkpoint that its author had verified. So it
holds at one place alone: a copy in another case, or at another place of this one, says what is not so. The number is
that of the chain and not of the case, since a case also counts acts that others alone may see.
"""

import re
from base64 import b64decode, b64encode
from dataclasses import fields
from hashlib import sha256

from consult.i18n import _
from workflows.kernel.frozen import dataclass

NOTHING = "-"
"""Stands where there is nothing to name: no track, no act before, no checkpoint."""
_STATEMENT, _ORGAN_KEY = "statement/v1", "organ-key/v1"
_NUMBER = re.compile(r"0|[1-9][0-9]{0,15}")
_LEAF_HASH = re.compile(r"[A-Za-z0-9_-]{43}")
_DIGEST = re.compile(r"[0-9a-f]{64}")


class NotAStatement(ValueError):
    """A text is no statement as it is written here; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A size of the log and its root, in base64 as a checkpoint writes it."""

    size: int
    root: str

    @classmethod
    def of(cls, size: int, root: bytes) -> "Checkpoint":
        """Write the root as a checkpoint does."""
        return cls(size, b64encode(root).decode())

    @property
    def root_bytes(self) -> bytes:
        """Give the root as it was hashed."""
        return b64decode(self.root)


@dataclass(frozen=True, slots=True)
class Statement:
    """What a statement says; `prev` is the leaf hash of the act before it in its chain, as leaves write it."""

    host: str
    case: str
    step: str
    track: str | None
    event: int
    document: str
    prev: str | None
    seen: Checkpoint | None


def statement_text(statement: Statement) -> str:
    """Give the one text of a statement: what is signed, and what a signature is checked against."""
    seen = statement.seen
    lines = {
        "case": statement.case,
        "step": statement.step,
        "track": statement.track or NOTHING,
        "event": str(statement.event),
        "document": statement.document,
        "prev": statement.prev or NOTHING,
        "seen": f"{seen.size} {seen.root}" if seen else NOTHING,
    }
    return _text(f"{statement.host}/{_STATEMENT}", lines)


def read_statement(text: str) -> Statement:
    """Read a statement; NotAStatement where a text is not, to the letter, what `statement_text` would write."""
    first, *lines = text.split("\n")
    host, found, rest = first.partition(f"/{_STATEMENT}")
    values = dict(line.partition(" ")[::2] for line in lines if line)
    names = [one.name for one in fields(Statement) if one.name != "host"]
    if not found or rest or list(values) != names:
        raise NotAStatement(_("This is not the text of a statement."))
    statement = Statement(
        host,
        values["case"],
        values["step"],
        _or_none(values["track"]),
        int(_fitting(_NUMBER, "event", values["event"])),
        _fitting(_DIGEST, "document", values["document"]),
        _fitting(_LEAF_HASH, "prev", values["prev"]) if values["prev"] != NOTHING else None,
        _read_seen(values["seen"]),
    )
    if statement_text(statement) != text:
        raise NotAStatement(_("This is not the text of a statement."))
    return statement


def _read_seen(value: str) -> Checkpoint | None:
    if value == NOTHING:
        return None
    size, _space, root = value.partition(" ")
    try:
        whole = b64decode(root.encode("ascii"), validate=True)
    except ValueError:
        whole = b""
    if len(whole) != 32 or b64encode(whole).decode() != root:
        raise NotAStatement(_("The line “%(name)s” of this statement cannot be read.", name="seen"))
    return Checkpoint(int(_fitting(_NUMBER, "seen", size)), root)


def _fitting(pattern: re.Pattern[str], name: str, value: str) -> str:
    if pattern.fullmatch(value) is None:
        raise NotAStatement(_("The line “%(name)s” of this statement cannot be read.", name=name))
    return value


def _or_none(value: str) -> str | None:
    return None if value == NOTHING else value


def key_name(host: str, party: str, organ: str) -> str:
    """Give the name under which an organ signs at an installation."""
    return f"{host}/{party}/{organ}"


def fingerprint_of(vkey: str) -> str:
    """Give the SHA-256 of a verifier key in groups of four, so that it can be read out and compared."""
    digits = sha256(vkey.encode()).hexdigest()
    return " ".join(digits[i : i + 4] for i in range(0, len(digits), 4))


def registration_text(host: str, party: str, organ: str, vkey: str, replaces: str | None) -> str:
    """Give the text that a new key signs to prove that somebody holds it; the key that it replaces signs it too."""
    lines = {"organ": f"{party}/{organ}", "key": vkey, "replaces": replaces or NOTHING}
    return _text(f"{host}/{_ORGAN_KEY}", lines)


def _text(first: str, lines: dict[str, str]) -> str:
    return "".join(f"{line}\n" for line in (first, *(f"{name} {value}" for name, value in lines.items())))


def plain_note(pasted: str) -> str:
    """Give a note as it was signed from what was pasted into a form, which writes other line ends and trims."""
    return "\n".join(pasted.replace("\r\n", "\n").replace("\r", "\n").strip().split("\n")) + "\n"
