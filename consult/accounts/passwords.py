"""Passwords: hashed and verified with argon2id, and what makes one unfit.

A password is long rather than mixed, differs from the mail address, and stands in no list of passwords that became
known (`consult.accounts.breached`).
"""

import re
import unicodedata
from base64 import b64encode
from secrets import token_bytes

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.low_level import ARGON2_VERSION

from consult.accounts.breached import Breached
from consult.i18n import _
from consult.refusals import Malformed
from consult.settings import Hashing

LEAST_CHARACTERS = 12
MOST_CHARACTERS = 1000
LEAST_DIFFERENT = 5
LEAST_LEFT = 4
CONTEXT = ("consultation", "consult", "liaison", "counsellor", "manager", "mission", "ministry", "password", "passkey",
           "copuos", "unoosa", "oosa", "articleix", "treaty", "outerspace", "space", "agency", "secretariat", "welcome",
           "administrator", "admin", "qwerty", "letmein")  # fmt: skip
"""Words that somebody who knows this house would try, whatever signs stand between and behind them."""


class Passwords:
    """Hash and verify passwords with argon2id at the cost of this installation."""

    def __init__(self, cost: Hashing, breached: Breached | None = None) -> None:
        """Prepare the hasher, and a decoy that costs an unknown account as much time as a known one; without a list of
        known passwords the one that comes with the product is asked."""
        self._hasher = PasswordHasher(
            time_cost=cost.time_cost, memory_cost=cost.memory_kib, parallelism=cost.parallelism
        )
        self._decoy = _decoy(self._hasher)
        self._breached = breached or Breached()

    def hash(self, password: str, email: str) -> str:
        """Hash a password that is fit to be one, or refuse it with its sentence."""
        sentence = self._unfit(password, email)
        if sentence:
            raise Malformed({"password": sentence})
        return self._hasher.hash(_normal(password))

    def verify(self, password_hash: str | None, password: str) -> bool:
        """Tell whether a password belongs to a hash; without a hash it takes as long and says no."""
        try:
            self._hasher.verify(password_hash or self._decoy, _normal(password[:MOST_CHARACTERS]))
        except (VerificationError, InvalidHashError):
            return False
        return password_hash is not None

    def _unfit(self, password: str, email: str) -> str | None:
        """Say why a password is unfit, or None."""
        if len(password) < LEAST_CHARACTERS:
            return _("A password has at least %(least)s characters.", least=LEAST_CHARACTERS)
        if len(password) > MOST_CHARACTERS:
            return _("A password has at most %(most)s characters.", most=MOST_CHARACTERS)
        if password.strip().lower() == email.strip().lower():
            return _("The password must differ from the mail address.")
        if _is_of_this_house(password, email):
            return _("The password consists of words that anybody would try here. Choose another one.")
        if len(set(password)) < LEAST_DIFFERENT:
            return _("Use at least five different characters.")
        if self._breached.holds(_normal(password)):
            return _("This password stands in a list of passwords that became known. Choose another one.")
        return None


def _decoy(hasher: PasswordHasher) -> str:
    """Write down a hash at the cost of a hasher that no password is known to have. None is computed for it, which would
    take every program that starts a quarter of a second and 64 MiB."""
    salt, digest = (b64encode(token_bytes(n)).rstrip(b"=").decode() for n in (hasher.salt_len, hasher.hash_len))
    cost = f"m={hasher.memory_cost},t={hasher.time_cost},p={hasher.parallelism}"
    return f"$argon2id$v={ARGON2_VERSION}${cost}${salt}${digest}"


def _is_of_this_house(password: str, email: str) -> bool:
    """Say whether hardly a letter is left without words of this house and of the own mail address."""
    left = "".join(sign for sign in _normal(password).casefold() if sign.isalpha())
    own = (part for part in re.split(r"[^a-z]+", email.casefold()) if len(part) >= LEAST_LEFT)
    for word in sorted((*CONTEXT, *own), key=len, reverse=True):
        left = left.replace(word, "")
    return len(left) < LEAST_LEFT


def _normal(password: str) -> str:
    """Write a password in one normal form, so that it may be typed on any keyboard."""
    return unicodedata.normalize("NFKC", password)
