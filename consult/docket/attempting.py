"""Refused attempts: every step and every opening that is refused is kept, after nothing of it was recorded.

An attempt is a refusal for want of standing, of an open step, of clearance, of the signature of an organ that has a
key, of a case that the asker may know, and of what a condition of the procedure does not allow. Answers that cannot be
read or that name what is not there are slips of writing, which are shown beside their questions and kept nowhere. Kept
are keys, the kind of the refusal and its provision: nothing of what was to be filed.
"""

import re
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from inspect import signature
from typing import ParamSpec, TypeVar

from sqlalchemy import Engine

from consult.db import WRITTEN
from consult.docket.errors import NotCleared, Receipt, Stale
from consult.docket.signing import NotSigned, WrongSignature
from consult.figures import ACTS_ASKED, note
from consult.log.attempts import Attempted, note_attempt
from consult.refusals import OnlyReads, Unknown
from consult.standing import Standing
from workflows.kernel.guards import Refused

P = ParamSpec("P")
R = TypeVar("R")
REFUSALS = (Refused, Stale, NotCleared, NotSigned, WrongSignature, Unknown)
STATUS = {"standing": 403, "closed": 409, "content": 422, "unknown": 404}
"""The answer to a refusal by its kind."""
_KEY = re.compile(r"[A-Za-z0-9_:.\-]*")
_NOTED = "_is_kept"


def note_refusal(
    engine: Engine, by: Standing, fault: Exception, at: datetime, *, ref: str = "", step: str = "", track: str = ""
) -> None:
    """Keep a refusal as an attempt, once; a slip of writing is none."""
    found = _reason(fault)
    if found is None or getattr(fault, _NOTED, False):
        return
    status, reason = found
    keys = {"ref": _key(ref, 60), "step": _key(step, 80), "track": _key(track, 120)}
    office = by.offices[:200]
    wrote = WRITTEN.get()
    note_attempt(engine, Attempted(by.person_id, by.party_key, office, **keys, status=status, reason=reason), at)
    WRITTEN.set(wrote)  # that it was refused is kept; of what was sent nothing is
    setattr(fault, _NOTED, True)


def _reason(fault: Exception) -> tuple[int, str] | None:
    """Give status and reason of a refusal, None where it is a slip of writing or no refusal at all."""
    if isinstance(fault, Refused):
        if all(one.is_slip for one in fault.refusals):
            return None
        under = next((c for one in fault.refusals if not one.is_slip for c in one.under), None)
        provision = f" {under.instrument} {under.provision}" if under else ""
        return STATUS[fault.kind], f"{fault.kind}{provision}"[:120]
    if isinstance(fault, Unknown):
        return 404, "unknown"
    if isinstance(fault, OnlyReads):
        return 403, "reads alone"
    if isinstance(fault, Stale):
        return 409, "stale"
    if isinstance(fault, WrongSignature):
        return 422, "wrong signature"
    if isinstance(fault, NotSigned):
        return 409, "not signed"
    return (409, "not cleared") if isinstance(fault, NotCleared) else None


def _key(text: str, most: int) -> str:
    """Give a key as it was asked for; anything else that was typed in its place is not kept."""
    return text[:most] if _KEY.fullmatch(text) else "?"


def _counted(found: R) -> R:
    """Count what was taken, or answered again by its key, after the transaction has ended."""
    note(ACTS_ASKED, 1, "again" if isinstance(found, Receipt) and found.repeated else "taken")
    return found


def noting_steps(take: Callable[P, R]) -> Callable[P, R]:
    """Let the taking of a step keep what it refuses."""

    @wraps(take)
    def noting(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return _counted(take(*args, **kwargs))
        except REFUSALS as fault:
            note(ACTS_ASKED, 1, "refused")
            given = signature(take).bind(*args, **kwargs).arguments
            keys = {"ref": given["ref"], "step": given["filed"].step, "track": given["filed"].track or ""}
            note_refusal(given["self"].engine, given["standing"], fault, given["at"], **keys)
            raise

    return noting


def noting_openings(opens: Callable[P, R]) -> Callable[P, R]:
    """Let the opening of a case keep what it refuses, under the key of the procedure."""

    @wraps(opens)
    def noting(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return _counted(opens(*args, **kwargs))
        except REFUSALS as fault:
            note(ACTS_ASKED, 1, "refused")
            given = signature(opens).bind(*args, **kwargs).arguments
            note_refusal(given["self"].engine, given["standing"], fault, given["at"], step=f"open:{given['key']}")
            raise

    return noting
