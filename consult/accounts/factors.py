"""What a person proves by: set up, removed, and read together; each change told to the person and entered in the log.

Removing something, and a changed password, end every other session of the person. The last factor that a party asks for
stays until there is another.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from consult.accounts import codes, passkeys, recovery_codes
from consult.accounts.attempts import mark_succeeded
from consult.accounts.needs import hold_account, needed_of
from consult.accounts.passkeys import Site
from consult.accounts.passwords import Passwords
from consult.accounts.sessions import RENEW, SignedIn, end_others, look_again
from consult.accounts.telling import tell
from consult.i18n import _
from consult.models.parties import PERSON, SIGN_IN_SESSION
from consult.models.signin import CODE_GENERATOR
from consult.refusals import Closed, Malformed, Unknown
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Factors:
    """What a person has: passkeys as rows, the row of one-time codes (confirmed alone), how many recovery codes are
    left, and what is asked of the person."""

    passkeys: tuple[Any, ...]
    codes: Any
    recovery: int
    needed: str

    @property
    def has_any(self) -> bool:
        """Tell whether there is a second factor."""
        return bool(self.passkeys) or self.codes is not None


def factors_of(conn: Connection, person_id: int, at: datetime) -> Factors:
    """Read what a person proves by."""
    c = CODE_GENERATOR.c
    kept = conn.execute(select(CODE_GENERATOR).where(c.person_id == person_id, c.confirmed_at.is_not(None))).first()
    left = recovery_codes.recovery_left(conn, person_id)
    return Factors(tuple(passkeys.passkeys_of(conn, person_id)), kept, left, needed_of(conn, person_id, at))


def add_passkey(
    conn: Connection, site: Site, who: SignedIn, name: str, answer: str, at: datetime
) -> tuple[str, ...] | None:
    """Keep a passkey; None where the browser's answer does not hold. Else answer recovery codes where it is the first
    factor, to be shown once, and none otherwise."""
    _hold(conn, who)
    first = not factors_of(conn, who.person_id, at).has_any
    if len(passkeys.passkeys_of(conn, who.person_id)) >= passkeys.MOST:
        raise Closed(passkeys.too_many())
    number = passkeys.register_passkey(conn, site, who.person_id, name, answer, at)
    return None if number is None else _added(conn, who, "passkey_added", first, at, passkey=number)


def add_codes(conn: Connection, who: SignedIn, code: str, key: str, at: datetime) -> tuple[str, ...] | None:
    """Let one-time codes count; None where the first code is wrong. Else recovery codes, as with a passkey."""
    _hold(conn, who)
    first = not factors_of(conn, who.person_id, at).has_any
    return (
        _added(conn, who, "codes_added", first, at) if codes.confirm_codes(conn, who.person_id, code, key, at) else None
    )


def _hold(conn: Connection, who: SignedIn) -> None:
    """Hold an account while what proves it is changed: whoever removes one of two factors while the other goes finds
    the last one. Unknown where the session was ended meanwhile: what was done about the account comes first."""
    hold_account(conn, who.person_id)
    still = SIGN_IN_SESSION.c.id == who.session_id, SIGN_IN_SESSION.c.ended_at.is_(None)
    if conn.execute(select(SIGN_IN_SESSION.c.id).where(*still)).first() is None:
        raise Unknown


def _added(conn: Connection, who: SignedIn, event: str, first: bool, at: datetime, **more: int) -> tuple[str, ...]:
    look_again(conn, who.session_id, at)
    tell(conn, who.person_id, event, None, at, more=more)
    return recovery_codes.draw_codes(conn, who.person_id, at) if first else ()


def drop_passkey(conn: Connection, who: SignedIn, number: int, at: datetime) -> None:
    """Remove a passkey of one's own and end every other session. Unknown for another's, Closed (409) for the last one
    where a party asks for it."""
    _hold(conn, who)
    found = factors_of(conn, who.person_id, at)
    if number not in {one.id for one in found.passkeys}:
        raise Unknown
    last = len(found.passkeys) == 1 and (found.needed == "passkey" or found.codes is None)
    _require_unneeded(found, last)
    passkeys.remove_passkey(conn, who.person_id, number)
    _removed(conn, who, "passkey_removed", at, passkey=number)


def drop_codes(conn: Connection, who: SignedIn, at: datetime) -> None:
    """Remove one's one-time codes and end every other session. Unknown where there are none, Closed (409) where a party
    asks for a factor and there is no other."""
    _hold(conn, who)
    found = factors_of(conn, who.person_id, at)
    if found.codes is None:
        raise Unknown
    _require_unneeded(found, not found.passkeys)
    codes.remove_codes(conn, who.person_id)
    _removed(conn, who, "codes_removed", at)


def _require_unneeded(found: Factors, is_last: bool) -> None:
    if found.needed != "none" and is_last:
        raise Closed(_("Your party asks for it. Set up another one first; then remove this one."))


def _removed(conn: Connection, who: SignedIn, event: str, at: datetime, **more: int) -> None:
    if not factors_of(conn, who.person_id, at).has_any:
        recovery_codes.remove_recovery(conn, who.person_id)
    ended = end_others(conn, who.person_id, who.session_id, at)
    look_again(conn, who.session_id, at)
    tell(conn, who.person_id, event, None, at, more={"sessions_ended": ended, **more})


def keep_factors(conn: Connection, who: SignedIn, at: datetime) -> None:
    """Say, after a recovery code, that nothing is lost: what there is stays, and everything else opens. Closed (409)
    in any other session."""
    if who.lacks != RENEW:
        raise Closed(_("No recovery code was used in this session."))
    look_again(conn, who.session_id, at)
    tell(conn, who.person_id, "recovery_kept", None, at)


def renew_recovery(conn: Connection, who: SignedIn, at: datetime) -> tuple[str, ...]:
    """Draw ten new recovery codes, to be shown once. Closed (409) without a factor that they stand for."""
    _hold(conn, who)
    if not factors_of(conn, who.person_id, at).has_any:
        raise Closed(_("Recovery codes stand for a lost second factor. Set one up first."))
    tell(conn, who.person_id, "recovery_drawn", None, at)
    return recovery_codes.draw_codes(conn, who.person_id, at)


def change_password(conn: Connection, who: SignedIn, password_hash: str, at: datetime, attempts: list[int]) -> None:
    """Set one's password and end every other session; the attempt at the old one was right. Unknown where this session
    was ended meanwhile, as by a link that set another one."""
    _hold(conn, who)
    mark_succeeded(conn, attempts)
    conn.execute(update(PERSON).where(PERSON.c.id == who.person_id).values(password_hash=password_hash))
    ended = end_others(conn, who.person_id, who.session_id, at)
    tell(conn, who.person_id, "password_changed", None, at, more={"sessions_ended": ended})


def is_own_password(conn: Connection, passwords: Passwords, who: SignedIn, password: str) -> bool:
    """Say whether a password is one's own."""
    kept = conn.execute(select(PERSON.c.password_hash).where(PERSON.c.id == who.person_id)).scalar()
    return passwords.verify(kept, password)


def require_same(password: str, repeat: str) -> None:
    """Refuse two passwords that differ. Malformed (422)."""
    if password != repeat:
        raise Malformed({"repeat": _("The two differ.")})
