"""The identity provider of a party, whose people sign in with the account that their ministry or agency gives them.

The client's secret is kept encrypted, since it must be read again; what is drawn for one sign-in is kept as digests,
but for the verifier that the provider asks back. All of it is work, not record: each change and each link is an entry
of the log.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from consult.models import parties  # noqa: F401 - the tables that are pointed to
from consult.models.base import Structure

PURPOSES = ("enter", "link", "invite", "prove")
"""To sign in; to link one's account; to link it with an invitation; to prove again who is there."""


class IdentityProvider(SQLModel, table=True):
    """The one provider of a party: how it is reached, whom it may name, and whether there are other ways beside it."""

    __tablename__ = "identity_provider"

    party_key: str = Field(foreign_key="party.key", primary_key=True, max_length=40)
    name: str = Field(max_length=100, description="as it stands on the button")
    issuer: str = Field(max_length=500)
    client_id: str = Field(max_length=200)
    secret: str = Field(max_length=1000, description="encrypted under a key of the installation")
    mail_claim: str = Field(max_length=60, description="which claim holds the mail address; empty: it is not asked")
    domains: list[str] = Field(sa_type=Structure, description="of which a mail address must be; empty: of any")
    second: list[str] = Field(sa_type=Structure, description="values of acr and amr that count as a second factor")
    only: bool = Field(description="mandates of the party are used through it alone, but for those that manage")
    changed_by: int = Field(foreign_key="person.id")
    changed_at: datetime


class ProviderLink(SQLModel, table=True):
    """One person's account at the provider of a party, by issuer and subject, never by a mail address."""

    __tablename__ = "provider_link"
    __table_args__ = (UniqueConstraint("party_key", "issuer", "subject"), UniqueConstraint("party_key", "person_id"))

    id: int | None = Field(default=None, primary_key=True)
    party_key: str = Field(foreign_key="party.key", max_length=40)
    issuer: str = Field(max_length=500)
    subject: str = Field(max_length=255)
    person_id: int = Field(foreign_key="person.id", index=True)
    linked_at: datetime
    last_used_at: datetime | None = Field(default=None)


class ProviderRequest(SQLModel, table=True):
    """Somebody who was sent to a provider and is to come back: once, with this browser, within minutes."""

    __tablename__ = "provider_request"
    __table_args__ = (CheckConstraint("purpose IN ('enter', 'link', 'invite', 'prove')", name="purpose_known"),)

    id: int | None = Field(default=None, primary_key=True)
    state_hash: str = Field(unique=True, max_length=64)
    browser_hash: str = Field(max_length=64)
    nonce_hash: str = Field(max_length=64)
    verifier: str = Field(max_length=300, description="encrypted under a key of the installation")
    party_key: str = Field(foreign_key="party.key", max_length=40)
    issuer: str = Field(max_length=500)
    purpose: str = Field(max_length=10)
    session_id: int | None = Field(default=None)
    invitation_hash: str | None = Field(default=None, max_length=64)
    onward: str = Field(default="", max_length=2000)
    begun_at: datetime = Field(index=True)


_TABLES = SQLModel.metadata.tables
IDENTITY_PROVIDER = _TABLES["identity_provider"]
PROVIDER_LINK = _TABLES["provider_link"]
PROVIDER_REQUEST = _TABLES["provider_request"]
