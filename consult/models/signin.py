"""How a person proves who signs in beyond the password, and what a party asks of its people.

A passkey is kept by its public key; the secret of one-time codes is kept encrypted, since it must be read again;
recovery codes, challenges and half sign-ins are kept as digests. All of it is work, not record: what was changed stands
in the log. Not modelled here: passwords and sessions (`consult.models.parties`).
"""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint
from sqlmodel import Field, SQLModel

from consult.models import parties  # noqa: F401 - the tables that are pointed to

NEEDS = ("none", "any", "passkey")
"""What a party may ask of its people beside the password: nothing, any second factor, a passkey."""


class Passkey(SQLModel, table=True):
    """One credential of one person: the public half, and how often it says that it was used."""

    __tablename__ = "passkey"

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    credential: str = Field(unique=True, max_length=1400, description="its identifier, base64url without padding")
    public_key: str = Field(max_length=2000, description="COSE key, base64url without padding")
    sign_count: int = Field(sa_type=BigInteger)
    name: str = Field(max_length=100)
    made_at: datetime
    last_used_at: datetime | None = Field(default=None)


class CodeGenerator(SQLModel, table=True):
    """The one-time codes of one person (RFC 6238); they count once a first code was confirmed."""

    __tablename__ = "code_generator"

    person_id: int = Field(foreign_key="person.id", primary_key=True)
    secret: str = Field(max_length=300, description="encrypted under a key of the installation")
    made_at: datetime
    confirmed_at: datetime | None = Field(default=None)
    last_step: int | None = Field(sa_type=BigInteger, default=None, description="of the last code taken; none twice")
    last_used_at: datetime | None = Field(default=None)


class RecoveryCode(SQLModel, table=True):
    """One code on paper that stands once for a second factor."""

    __tablename__ = "recovery_code"

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    code_hash: str = Field(unique=True, max_length=64)
    made_at: datetime
    used_at: datetime | None = Field(default=None)


class PasskeyChallenge(SQLModel, table=True):
    """What a passkey is asked to sign: taken once, for one purpose, of one person where one is known."""

    __tablename__ = "passkey_challenge"

    id: int | None = Field(default=None, primary_key=True)
    challenge_hash: str = Field(unique=True, max_length=64)
    purpose: str = Field(max_length=10)
    person_id: int | None = Field(default=None, foreign_key="person.id")
    expires_at: datetime = Field(index=True)


class HalfSignIn(SQLModel, table=True):
    """A right password whose second factor is still to come; it opens no page and becomes a session once."""

    __tablename__ = "half_sign_in"

    id: int | None = Field(default=None, primary_key=True)
    token_hash: str = Field(unique=True, max_length=64)
    person_id: int = Field(foreign_key="person.id")
    begun_at: datetime = Field(index=True)
    client: str = Field(default="", max_length=200)
    through_party: str | None = Field(default=None, max_length=40, description="whose identity provider came first")
    provider_session: str | None = Field(default=None, max_length=64)


class PartySignIn(SQLModel, table=True):
    """What a party asks of its people when they sign in, and how old a proof may be before what binds it."""

    __tablename__ = "party_sign_in"
    __table_args__ = (CheckConstraint("needs IN ('none', 'any', 'passkey')", name="needs_known"),)

    party_key: str = Field(foreign_key="party.key", primary_key=True, max_length=40)
    needs: str = Field(max_length=10)
    proof_minutes: int
    changed_by: int = Field(foreign_key="person.id")
    changed_at: datetime


_TABLES = SQLModel.metadata.tables
PASSKEY = _TABLES["passkey"]
CODE_GENERATOR = _TABLES["code_generator"]
RECOVERY_CODE = _TABLES["recovery_code"]
PASSKEY_CHALLENGE = _TABLES["passkey_challenge"]
HALF_SIGN_IN = _TABLES["half_sign_in"]
PARTY_SIGN_IN = _TABLES["party_sign_in"]
