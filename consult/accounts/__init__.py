"""Accounts: passwords, second factors, sign-in sessions, and the brake on guessing; the only writer of these tables.

Every function takes a connection or the engine, and the instant. Whose account may be changed by whom is the register's
(`consult.people`). Sign-in through a party's own identity provider is in `consult.accounts.providers`.
"""

from consult.accounts.attempts import SlowDown
from consult.accounts.breached import Breached
from consult.accounts.entering import Entered, Half, Place, complete, enter_by_passkey, find_half, sign_in
from consult.accounts.passkeys import Site
from consult.accounts.passwords import LEAST_CHARACTERS, Passwords
from consult.accounts.sessions import SignedIn, choose_mandate, end_session, find_session, note_seen

__all__ = [
    "LEAST_CHARACTERS",
    "Breached",
    "Entered",
    "Half",
    "Passwords",
    "Place",
    "SignedIn",
    "Site",
    "SlowDown",
    "choose_mandate",
    "complete",
    "end_session",
    "enter_by_passkey",
    "find_half",
    "find_session",
    "note_seen",
    "sign_in",
]
