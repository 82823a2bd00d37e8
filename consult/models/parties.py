"""Parties, their organs, their people, and the mandates by which people act.

A mandate is never edited: it is revoked and recorded anew, so that every act can be read with the mandate it was made
under. Sign-in sessions, one-time links and sign-in attempts hold digests of secrets, never the secrets. Not modelled
here: what a mandate permits in one case (`consult.standing`), and what a party is bound by (`workflows.instruments`).
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from consult.models.base import Structure

PARTY_KINDS = ("state", "igo", "body")
ORGAN_KINDS = ("ministry", "mission", "agency", "operator", "secretariat", "registry")
POWER_KINDS = ("full_powers", "credentials", "standing", "delegation")
CAPACITIES = ("draft", "clear", "dispatch", "office", "manage", "audit")
LEVELS = ("treaty", "agency")
CHANNELS = ("in_app", "mail", "note_verbale", "telephone", "fax", "webhook", "other")
PURPOSES = ("invite", "reset")


def _one_of(column: str, allowed: tuple[str, ...]) -> CheckConstraint:
    """Refuse values of a column outside a fixed list, in the database."""
    values = ", ".join(f"'{value}'" for value in allowed)
    return CheckConstraint(f"{column} IN ({values})", name=f"{column}_known")


class Party(SQLModel, table=True):
    """A State, an intergovernmental organisation, or a body that takes part without being a party."""

    __tablename__ = "party"
    __table_args__ = (_one_of("kind", PARTY_KINDS),)

    key: str = Field(primary_key=True, max_length=40)
    name: str = Field(max_length=200)
    kind: str = Field(max_length=10)
    zone: str = Field(max_length=60, description="IANA zone in which its local dates are reckoned")
    place: str = Field(max_length=20, description="holiday place: ISO 3166 alpha-2, with subdivision where needed")
    languages: list[str] = Field(sa_type=Structure, default_factory=list)


class Organ(SQLModel, table=True):
    """A ministry, mission, agency, operator, secretariat or registry of a party."""

    __tablename__ = "organ"
    __table_args__ = (UniqueConstraint("party_key", "key"), _one_of("kind", ORGAN_KINDS))

    id: int | None = Field(default=None, primary_key=True)
    party_key: str = Field(foreign_key="party.key", max_length=40)
    key: str = Field(max_length=40)
    name: str = Field(max_length=200)
    kind: str = Field(max_length=20)


class Person(SQLModel, table=True):
    """Somebody who signs in; without a password until the invitation is taken up."""

    __tablename__ = "person"

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=200)
    email: str = Field(unique=True, max_length=254, description="always lower case")
    password_hash: str | None = Field(default=None, max_length=300)
    language: str = Field(default="en", max_length=10)
    active: bool = Field(default=True)
    created_at: datetime


class Mandate(SQLModel, table=True):
    """The instrument by which a person acts for an organ: in which capacities, for what, from when to when."""

    __tablename__ = "mandate"
    __table_args__ = (_one_of("level", LEVELS), _one_of("kind", POWER_KINDS))

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    organ_id: int = Field(foreign_key="organ.id", index=True)
    office: str = Field(max_length=200, description="title in which the person acts, copied into every act")
    level: str = Field(max_length=10, description="at which level the capacity to dispatch counts")
    capacities: list[str] = Field(sa_type=Structure)
    instrument: str = Field(max_length=500, description="full powers, credentials, letter or standing mandate")
    document: str | None = Field(default=None, max_length=100, description="digest of the instrument's document")
    procedures: list[str] | None = Field(sa_type=Structure, default=None, description="null means all procedures")
    kind: str | None = Field(default=None, max_length=20, description="kind of instrument; null: it was not asked then")
    cases: list[str] | None = Field(sa_type=Structure, default=None, description="references; null means all cases")
    derived_from: int | None = Field(
        default=None, foreign_key="mandate.id", index=True, description="of a delegation: the mandate it comes from"
    )
    document_name: str | None = Field(default=None, max_length=200, description="of the document, as it was uploaded")
    document_media: str | None = Field(default=None, max_length=100)
    valid_from: date
    valid_until: date | None = Field(default=None, description="last day; null means until revoked")
    through_systems: bool | None = Field(
        default=None, description="whether a system may dispatch, act in an office or manage under it; null means no"
    )
    recorded_by: int | None = Field(default=None, foreign_key="person.id", description="null means the host's operator")
    recorded_at: datetime
    revoked_by: int | None = Field(default=None, foreign_key="person.id")
    revoked_at: datetime | None = Field(default=None)


class ContactPoint(SQLModel, table=True):
    """One way to reach an organ, with the date on which it was last proved to work."""

    __tablename__ = "contact_point"
    __table_args__ = (_one_of("channel", CHANNELS),)

    id: int | None = Field(default=None, primary_key=True)
    organ_id: int = Field(foreign_key="organ.id", index=True)
    channel: str = Field(max_length=20)
    address: str = Field(max_length=500)
    urgent: bool = Field(default=False)
    last_proved_on: date | None = Field(default=None)
    position: int = Field(default=1, description="order in which the organ wishes its contact points to be tried")
    languages: list[str] = Field(sa_type=Structure, default_factory=list)
    valid_until: date | None = Field(default=None, description="last day; null means until withdrawn")
    valid_from: date | None = Field(default=None, description="first day; null means from the beginning")
    hours: dict[str, object] | None = Field(
        sa_type=Structure, default=None, description="days (0 is Monday), from, to and zone; null means not said"
    )


class Invitation(SQLModel, table=True):
    """A one-time link by which a person sets a password, kept as its digest."""

    __tablename__ = "invitation"
    __table_args__ = (_one_of("purpose", PURPOSES),)

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    token_hash: str = Field(unique=True, max_length=64)
    purpose: str = Field(max_length=10)
    expires_at: datetime
    used_at: datetime | None = Field(default=None)
    issued_by: int | None = Field(default=None, foreign_key="person.id", description="null means the host's operator")
    issued_at: datetime


class SignInSession(SQLModel, table=True):
    """One signed-in browser of one person, with the mandate chosen for it."""

    __tablename__ = "sign_in_session"

    id: int | None = Field(default=None, primary_key=True)
    token_hash: str = Field(unique=True, max_length=64)
    person_id: int = Field(foreign_key="person.id", index=True)
    mandate_id: int | None = Field(default=None, foreign_key="mandate.id")
    substitution_id: int | None = Field(default=None, description="in whose place, where the mandate is another's")
    representation_id: int | None = Field(default=None, description="in which party's name, where it is another's")
    created_at: datetime
    ended_at: datetime | None = Field(default=None)
    client: str = Field(default="", max_length=200, description="what the browser said it is")
    last_seen_at: datetime | None = Field(default=None, description="to ten minutes; null means not since it began")
    proved_at: datetime | None = Field(default=None, description="when the person last proved it; null: when it began")
    proved_by: str | None = Field(default=None, max_length=10, description="in one word of `pages.factors.PROVED`")
    lacks: str | None = Field(default=None, max_length=10, description="what is to be set up before anything else")
    through_party: str | None = Field(default=None, max_length=40, description="whose identity provider opened it")
    provider_session: str | None = Field(default=None, max_length=64, description="the provider's own, as a digest")
    is_strong: bool | None = Field(default=None, description="whether the provider proved a second factor")


class SignInAttempt(SQLModel, table=True):
    """One attempt to sign in, under the digest of the account or of the network address it came from."""

    __tablename__ = "sign_in_attempt"

    id: int | None = Field(default=None, primary_key=True)
    key_hash: str = Field(max_length=64, index=True)
    at: datetime = Field(index=True)
    succeeded: bool = Field(default=False)


PARTY = SQLModel.metadata.tables["party"]
ORGAN = SQLModel.metadata.tables["organ"]
PERSON = SQLModel.metadata.tables["person"]
MANDATE = SQLModel.metadata.tables["mandate"]
CONTACT_POINT = SQLModel.metadata.tables["contact_point"]
INVITATION = SQLModel.metadata.tables["invitation"]
SIGN_IN_SESSION = SQLModel.metadata.tables["sign_in_session"]
SIGN_IN_ATTEMPT = SQLModel.metadata.tables["sign_in_attempt"]
