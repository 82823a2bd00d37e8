"""One-time codes by the clock (TOTP, RFC 6238: SHA-1, six digits, thirty seconds), as every app makes them.

A code of the step before or after is taken too, so that clocks may differ by half a minute; no step is taken twice. The
secret is kept encrypted and counts only once a first code of it was given.
"""

import hmac
from datetime import datetime

import pyotp
from sqlalchemy import Connection, delete, insert, or_, select, update

from consult import kept_secrets
from consult.accounts.needs import has_codes
from consult.i18n import _
from consult.models.signin import CODE_GENERATOR
from consult.refusals import Closed, Unknown

PURPOSE = "consult one-time codes"
STEP_SECONDS = 30
WINDOW = 1
DIGITS = 6
kept_secrets.remember(CODE_GENERATOR.c.secret, PURPOSE)


def begin_codes(conn: Connection, person_id: int, key: str, at: datetime) -> str:
    """Draw a secret that counts once a first code of it is given, and answer it; an earlier one that never counted is
    forgotten. Closed (409) where one counts already."""
    if has_codes(conn, person_id):
        raise Closed(_("There are one-time codes already. Remove them first; then set up new ones."))
    c = CODE_GENERATOR.c
    conn.execute(delete(CODE_GENERATOR).where(c.person_id == person_id, c.confirmed_at.is_(None)))
    secret = pyotp.random_base32()
    values = {"person_id": person_id, "secret": kept_secrets.lock(secret, key, PURPOSE), "made_at": at}
    conn.execute(insert(CODE_GENERATOR).values(values))
    return secret


def secret_begun(conn: Connection, person_id: int, key: str) -> str:
    """Answer the secret that waits for its first code; Unknown where none does."""
    c = CODE_GENERATOR.c
    kept = conn.execute(select(c.secret).where(c.person_id == person_id, c.confirmed_at.is_(None))).scalar()
    if kept is None:
        raise Unknown
    return kept_secrets.unlock(kept, key, PURPOSE)


def confirm_codes(conn: Connection, person_id: int, code: str, key: str, at: datetime) -> bool:
    """Let a secret count from its first right code on; False for a wrong one. Unknown where none waits."""
    secret_begun(conn, person_id, key)
    if not _take(conn, person_id, code, key, at, confirmed=False):
        return False
    conn.execute(update(CODE_GENERATOR).where(CODE_GENERATOR.c.person_id == person_id).values(confirmed_at=at))
    return True


def take_code(conn: Connection, person_id: int, code: str, key: str, at: datetime) -> bool:
    """Take a code once; False for a wrong one, one that was taken, and where there are no codes."""
    return _take(conn, person_id, code, key, at, confirmed=True)


def remove_codes(conn: Connection, person_id: int) -> bool:
    """Forget the secret of a person; False where there was none."""
    return bool(conn.execute(delete(CODE_GENERATOR).where(CODE_GENERATOR.c.person_id == person_id)).rowcount)


def _take(conn: Connection, person_id: int, code: str, key: str, at: datetime, *, confirmed: bool) -> bool:
    c = CODE_GENERATOR.c
    state = c.confirmed_at.is_not(None) if confirmed else c.confirmed_at.is_(None)
    row = conn.execute(select(CODE_GENERATOR).where(c.person_id == person_id, state)).first()
    if row is None:
        return False
    try:
        step = _step_of(kept_secrets.unlock(row.secret, key, PURPOSE), code, at)
    except kept_secrets.Unreadable:  # the installation has another secret now: no code of the old one counts
        return False
    if step is None:
        return False
    unused = c.person_id == person_id, or_(c.last_step.is_(None), c.last_step < step)
    taken = update(CODE_GENERATOR).where(*unused).values(last_step=step, last_used_at=at)
    return conn.execute(taken).rowcount == 1


def _step_of(secret: str, code: str, at: datetime) -> int | None:
    """Find the step of a code within the window. Every step is compared, whichever fits, each in the same time."""
    given = "".join(code.split()).encode()
    now, generator, found = int(at.timestamp()) // STEP_SECONDS, pyotp.TOTP(secret), None
    for step in range(now - WINDOW, now + WINDOW + 1):
        if hmac.compare_digest(generator.generate_otp(step).encode(), given):
            found = step
    return found


def address_of(secret: str, email: str, issuer: str) -> str:
    """Give the address that an authenticator app reads from the picture."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=issuer)


def picture_of(address: str) -> str:
    """Draw an address as a QR code: SVG without any style, to stand in a page."""
    import segno  # large, and needed once a person

    return segno.make(address, error="m").svg_inline(scale=5, border=4, dark="#000", light="#fff", omitsize=True)
