"""Passkeys (WebAuthn level 3): registered, asked, verified.

The user is verified by the device each time, so that a passkey is two factors in one and signs in without a password.
A challenge is drawn here, kept as a digest, and taken once, for the purpose and the person it was drawn for. A counter
that does not go up (of a device that counts) is refused: the key may have been copied. Not modelled: attestation
(docs/sign-in.md says why not). The library is loaded with the first passkey, since it is large and most people have
none.
"""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, delete, insert, select, update

from consult.digests import digest_secret
from consult.i18n import _
from consult.models.parties import PERSON
from consult.models.signin import PASSKEY, PASSKEY_CHALLENGE
from consult.refusals import Closed, Malformed, Unknown
from workflows.kernel.frozen import dataclass

if TYPE_CHECKING:
    from webauthn.helpers.structs import PublicKeyCredentialDescriptor

CHALLENGE_LIFE = timedelta(minutes=5)
MOST = 20
LONGEST_ANSWER = 20_000
REGISTER, ENTER, PROVE = "register", "enter", "prove"
"""What a challenge is for: a new passkey; signing in; proving it again, or as second factor."""
_FAULTS = (ValueError, KeyError, TypeError, AttributeError, RecursionError)
"""What the library raises, beside faults of its own, for what is no answer, or a wrong one."""


@dataclass(frozen=True, slots=True)
class Site:
    """For which host passkeys are, and from which address alone they are taken."""

    host: str
    origin: str


def ask_to_register(conn: Connection, site: Site, person_id: int, at: datetime) -> str:
    """Give what a browser needs to make a passkey, as JSON. Closed (409) beyond so many."""
    own = passkeys_of(conn, person_id)
    if len(own) >= MOST:
        raise Closed(too_many())
    person = conn.execute(select(PERSON.c.email, PERSON.c.name).where(PERSON.c.id == person_id)).one()
    webauthn, structs = _library(), _library().helpers.structs
    options = webauthn.generate_registration_options(
        rp_id=site.host,
        rp_name="Consult",
        user_id=digest_secret(f"passkey:{site.host}:{person_id}").encode(),
        user_name=person.email,
        user_display_name=person.name,
        authenticator_selection=structs.AuthenticatorSelectionCriteria(
            resident_key=structs.ResidentKeyRequirement.PREFERRED,
            user_verification=structs.UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=_described(own),
    )
    _keep(conn, options.challenge, REGISTER, person_id, at)
    return str(webauthn.options_to_json(options))


def ask_to_prove(conn: Connection, site: Site, person_id: int | None, at: datetime) -> str:
    """Give what a browser needs to use a passkey, as JSON: one of a person, or whichever it has where none is known."""
    own = passkeys_of(conn, person_id) if person_id is not None else ()
    webauthn = _library()
    required = webauthn.helpers.structs.UserVerificationRequirement.REQUIRED
    options = webauthn.generate_authentication_options(
        rp_id=site.host, allow_credentials=_described(own), user_verification=required
    )
    _keep(conn, options.challenge, ENTER if person_id is None else PROVE, person_id, at)
    return str(webauthn.options_to_json(options))


def register_passkey(conn: Connection, site: Site, person_id: int, name: str, answer: str, at: datetime) -> int | None:
    """Keep a passkey that a browser made, and answer its number; None where its answer does not hold, and the challenge
    is spent either way. Malformed (422) without a name."""
    _require_name(name)
    challenge = _spend(conn, answer, REGISTER, person_id, at)
    if challenge is None:
        return None
    webauthn = _library()
    try:
        made = webauthn.verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except (webauthn.helpers.exceptions.WebAuthnException, *_FAULTS):
        return None
    credential = webauthn.helpers.bytes_to_base64url(made.credential_id)
    if conn.execute(select(PASSKEY.c.id).where(PASSKEY.c.credential == credential)).first():
        return None
    key = {"public_key": webauthn.helpers.bytes_to_base64url(made.credential_public_key), "sign_count": made.sign_count}
    values = {"person_id": person_id, "credential": credential, **key, "name": name.strip(), "made_at": at}
    return int(conn.execute(insert(PASSKEY).values(values).returning(PASSKEY.c.id)).scalar_one())


def use_passkey(conn: Connection, site: Site, person_id: int | None, answer: str, at: datetime) -> int | None:
    """Answer whose passkey signed a challenge drawn for this; None where the answer does not hold or is another
    person's. The challenge is spent either way."""
    challenge = _spend(conn, answer, ENTER if person_id is None else PROVE, person_id, at)
    row = _kept(conn, answer) if challenge is not None else None
    if challenge is None or row is None or person_id not in (None, row.person_id):
        return None
    webauthn = _library()
    try:
        used = webauthn.verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=webauthn.helpers.base64url_to_bytes(row.public_key),
            credential_current_sign_count=row.sign_count,
            require_user_verification=True,
        )
    except (webauthn.helpers.exceptions.WebAuthnException, *_FAULTS):
        return None
    same = PASSKEY.c.id == row.id, PASSKEY.c.sign_count == row.sign_count
    noted = update(PASSKEY).where(*same).values(sign_count=used.new_sign_count, last_used_at=at)
    return int(row.person_id) if conn.execute(noted).rowcount == 1 else None


def passkeys_of(conn: Connection, person_id: int) -> Sequence[Any]:
    """List the passkeys of a person, the last made first."""
    query = select(PASSKEY).where(PASSKEY.c.person_id == person_id)
    return conn.execute(query.order_by(PASSKEY.c.made_at.desc(), PASSKEY.c.id.desc())).all()


def rename_passkey(conn: Connection, person_id: int, number: int, name: str) -> None:
    """Call a passkey of a person something else. Unknown for another's, Malformed (422) without a name."""
    _require_name(name)
    mine = PASSKEY.c.id == number, PASSKEY.c.person_id == person_id
    if not conn.execute(update(PASSKEY).where(*mine).values(name=name.strip())).rowcount:
        raise Unknown


def remove_passkey(conn: Connection, person_id: int, number: int | None = None) -> int:
    """Remove a passkey of a person, or all of them, and answer how many."""
    mine = PASSKEY.c.person_id == person_id
    one = mine if number is None else (mine & (PASSKEY.c.id == number))
    return conn.execute(delete(PASSKEY).where(one)).rowcount


def too_many() -> str:
    """Say that a person has as many passkeys as may be."""
    return _("There are %(most)s passkeys already. Remove one first.", most=MOST)


def _require_name(name: str) -> None:
    if not 0 < len(name.strip()) <= 100:
        raise Malformed({"name": _("Give it a name by which it is known later, of at most 100 characters.")})


def _library() -> Any:
    """Load the library, with the parts of it that its own beginning does not name."""
    import webauthn
    import webauthn.helpers.exceptions
    import webauthn.helpers.structs

    return webauthn


def _described(rows: Sequence[Any]) -> "list[PublicKeyCredentialDescriptor]":
    webauthn = _library()
    described = webauthn.helpers.structs.PublicKeyCredentialDescriptor
    return [described(id=webauthn.helpers.base64url_to_bytes(row.credential)) for row in rows]


def _keep(conn: Connection, challenge: bytes, purpose: str, person_id: int | None, at: datetime) -> None:
    """Keep a challenge that was drawn; those that are over are swept away."""
    c = PASSKEY_CHALLENGE.c
    conn.execute(delete(PASSKEY_CHALLENGE).where(c.expires_at <= at))
    values = {"challenge_hash": digest_secret(_library().helpers.bytes_to_base64url(challenge)), "purpose": purpose}
    conn.execute(insert(PASSKEY_CHALLENGE).values(**values, person_id=person_id, expires_at=at + CHALLENGE_LIFE))


def _spend(conn: Connection, answer: str, purpose: str, person_id: int | None, at: datetime) -> bytes | None:
    """Spend the challenge that an answer names and give it; None where it was drawn for something or somebody else, was
    spent, or is over."""
    helpers = _library().helpers
    try:
        told = json.loads(helpers.base64url_to_bytes(json.loads(answer[:LONGEST_ANSWER])["response"]["clientDataJSON"]))
        named = str(told["challenge"])
        challenge = helpers.base64url_to_bytes(named)
    except (helpers.exceptions.WebAuthnException, *_FAULTS):
        return None
    c = PASSKEY_CHALLENGE.c
    drawn = (
        c.challenge_hash == digest_secret(helpers.bytes_to_base64url(challenge)),
        c.purpose == purpose,
        c.expires_at > at,
    )
    whose = c.person_id.is_(None) if person_id is None else c.person_id == person_id
    return challenge if conn.execute(delete(PASSKEY_CHALLENGE).where(*drawn, whose)).rowcount == 1 else None


def _kept(conn: Connection, answer: str) -> Any:
    """Find the passkey that an answer names, of somebody who may sign in, and hold that: whoever closes the account
    waits, and ends the session that follows."""
    credential = str(json.loads(answer).get("id", ""))
    joined = select(PASSKEY).select_from(PASSKEY.join(PERSON, PERSON.c.id == PASSKEY.c.person_id))
    mine = joined.where(PASSKEY.c.credential == credential, PERSON.c.active)
    return conn.execute(mine.with_for_update(read=True, of=PERSON)).first()
