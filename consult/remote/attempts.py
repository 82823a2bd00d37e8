"""What was sent and not answered yet: kept on disk with its key until an answer came, so that nothing is done twice.

A broken connection leaves open whether the instance recorded what was sent. The same command sends the very same bytes
again under the same key, and gets the first answer. As long as that is open, nothing else is sent to the same place.
"""

import secrets
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from consult.i18n import _
from consult.remote.asking import LATER, Answer, Remote, written
from consult.remote.faults import Answered, Declined, Unfit
from consult.remote.folder import Folder
from consult.remote.safe import line

BELOW = "unanswered"
UNSETTLED = frozenset({401, 403, 404})
"""Refusals that say nothing of what an earlier attempt did: the token, or what it may see, is another by now."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One thing to be sent: to whom, where, about what, under which key; `asks` is the digest of what was asked for.
    `tries` counts how often it was sent. Where several are sent one after the other, `done` says how many are answered,
    `part` which one is not."""

    file: str
    address: str
    path: str
    about: str
    key: str
    asks: str
    body: dict[str, Any]
    tries: int = 0
    done: int = 0
    part: str = ""

    def as_json(self) -> dict[str, Any]:
        """Give it as it is kept."""
        names = ("address", "path", "about", "key", "asks", "body", "tries", "done", "part")
        return {name: getattr(self, name) for name in names}


class Attempts:
    """What has no answer yet."""

    def __init__(self, folder: Folder) -> None:
        """Look into the folder of the user."""
        self.folder = folder

    def all(self) -> list[Attempt]:
        """List what has no answer."""
        found = (self.kept(name) for name in self.folder.names(BELOW))
        return [one for one in found if one is not None]

    def kept(self, name: str) -> Attempt | None:
        """Read one from its file; None where it is answered."""
        told = self.folder.read_json(name) if name else None
        try:
            return Attempt(name, **told) if told is not None else None
        except TypeError:
            raise Unfit(_("%(path)s is not as this program writes it.", path=line(self.folder.path / name))) from None

    def find(self, remote: Remote, place: str) -> Attempt | None:
        """Find what was sent to a place (a step on a track of a case) and has no answer."""
        return self.kept(_file(remote, place))

    def begin(self, remote: Remote, path: str, about: str, place: str, asks: Any, body: dict[str, Any]) -> Attempt:
        """Keep what is to be sent. Declined where something else is open for that place."""
        before = self.find(remote, place)
        if before is not None:
            return self.require_same(before, asks)
        made = Attempt(
            _file(remote, place), str(remote.address), path, about, secrets.token_hex(16), digest(asks), body
        )
        self.folder.keep_json(made.file, made.as_json())
        return made

    def go_on(self, attempt: Attempt, *, done: int, part: str = "") -> Attempt:
        """Keep how far several that belong together have come."""
        moved = replace(self.kept(attempt.file) or attempt, done=done, part=part)
        self.folder.keep_json(moved.file, moved.as_json())
        return moved

    def require_same(self, before: Attempt, asks: Any) -> Attempt:
        """Give an attempt again. Declined where something else is asked for now."""
        if before.asks != digest(asks):
            raise Declined(
                _(
                    "What was sent before for %(about)s had no answer, and this is something else. First send that"
                    " again (consult remote unanswered --send), or forget it (--forget).",
                    about=before.about,
                )
            )
        return before

    def send(self, remote: Remote, attempt: Attempt, *, keep: bool = False) -> Answer:
        """Send it, and forget it as soon as an answer came that settles it; `keep` where more hangs on it."""
        before = (self.kept(attempt.file) or attempt).tries
        self.folder.keep_json(attempt.file, replace(attempt, tries=before + 1).as_json())
        try:
            answer = remote.send_bytes("POST", attempt.path, written(attempt.body), Idempotency_Key=attempt.key)
        except Answered as fault:
            if fault.status not in LATER and not (before and fault.status in UNSETTLED):
                self.forget(attempt)
            raise
        if not keep:
            self.forget(attempt)
        return answer

    def forget(self, attempt: Attempt) -> None:
        """Forget an attempt."""
        self.folder.drop(attempt.file)


def _file(remote: Remote, place: str) -> str:
    return f"{BELOW}/{sha256(f'{remote.address} {place}'.encode()).hexdigest()[:24]}.json"


def digest(asks: Any) -> str:
    """Give the digest of what is asked for."""
    return sha256(written(asks)).hexdigest()
