"""The log's signer: its keys, and where what it remembers of what it signed lies.

What was signed last, for each origin, stands outside the database of the record and outside its backups
(`consult.log.memory`): in a small database beside the keys, or, where several machines may sign one after the other, in
a PostgreSQL database of its own. Not modelled: keys in hardware.
"""

from pathlib import Path

from consult.i18n import _
from consult.log.memory import NotSigned, Signed, State, closed, lease_elsewhere, moved, other_root, shorter
from consult.log.notes import NOTE, SigningKey, checkpoint_text, load_key, save_key, sign_note
from consult.log.shared_memory import SharedState
from consult.settings import Settings
from workflows.kernel.frozen import dataclass

__all__ = ("NotSigned", "Signed", "Signer", "State", "closed", "lease_elsewhere", "moved", "other_root", "shorter")

FOLDER = "signer"
STATE = "state.sqlite"


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs for one origin: one key, or two while one follows the other."""

    origin: str
    keys: tuple[SigningKey, ...]
    state: State
    term: int | None = None
    """Of the lease under which it signs; None where somebody signs by hand."""

    def remember(self, old: Signed | None, new: Signed) -> None:
        """Move the memory from what was signed last to what is signed now; NotSigned where another was first."""
        self.state.move(self.origin, old, new, self.term)

    def sign(self, size: int, root: bytes) -> str:
        """Give the note over a size and root; nothing is remembered yet."""
        return sign_note(checkpoint_text(self.origin, size, root), *self.keys)


def origin_of(settings: Settings) -> str:
    """Give the name under which the log of an installation signs, without scheme, space, plus or trailing slash."""
    return f"{settings.host_name}/audit/{settings.log.epoch}"


def key_path(settings: Settings) -> Path:
    """Say where the key of the log lies."""
    return settings.instance / FOLDER / f"{settings.log.epoch}.key"


def next_key_path(settings: Settings) -> Path:
    """Say where the key lies that is to follow, while both sign."""
    return settings.instance / FOLDER / f"{settings.log.epoch}.next.key"


def state_of(settings: Settings) -> State:
    """Give what the signer of an installation remembers."""
    file = settings.instance / FOLDER / STATE
    return SharedState(file, settings.log.memory) if settings.log.memory else State(file)


def open_signer(settings: Settings, term: int | None = None) -> Signer:
    """Open the signer of an installation with the key or keys that it has, to sign under a term of the lease. NoKey
    where there is none, NotSigned where they are of another log.
    """
    keys = [load_key(key_path(settings))]
    if next_key_path(settings).exists():
        keys.append(load_key(next_key_path(settings)))
    origin = origin_of(settings)
    for key in keys:
        if (key.name, key.kind) != (origin, NOTE):
            sentence = _(
                "The key in the folder is that of %(name)s; this log is %(origin)s.", name=key.name, origin=origin
            )
            raise NotSigned("key-other", sentence)
    return Signer(origin, tuple(keys), state_of(settings), term)


def make_key(settings: Settings, stored: bool) -> SigningKey:
    """Draw the first key of the log. NotSigned where the log was signed before: `stored` says whether the database has
    a checkpoint; FileExistsError where there is a key."""
    if stored or state_of(settings).last(origin_of(settings)) is not None:
        sentence = _(
            "%(path)s: the key of the log is missing, and this log was signed before. Put the key back.",
            path=key_path(settings),
        )
        raise NotSigned("key-missing", sentence)
    key = SigningKey.draw(origin_of(settings))
    save_key(key_path(settings), key)
    return key


def text_of(note: str) -> str:
    """Give the text of a note of this log, which ends with a newline and was signed as it stands."""
    return note[: note.index("\n\n") + 1]
