"""The roster of neutrals: who may be asked to stand between the parties of a case.

A neutral is a participant of its own: a body with one organ and one person, so that nobody else, and no registry or
institution that lists it, ever reads with its eyes. Languages are those of the party. Nothing here says in which cases
somebody serves; cases do, to those who may see them.
"""

from datetime import date

from sqlmodel import Field, SQLModel

from consult.models.base import Structure
from consult.models.triggers import parent_table

SERVES_AS = ("good_officer", "mediator", "conciliator", "expert", "arbitrator")


class Neutral(SQLModel, table=True):
    """One neutral of the roster; listed by an institution, or by the installation itself."""

    __tablename__ = "neutral"

    party_key: str = Field(foreign_key="party.key", primary_key=True, max_length=40)
    serves_as: list[str] = Field(sa_type=Structure)
    nationalities: list[str] = Field(sa_type=Structure, description="keys of States")
    expertise: str = Field(default="", max_length=300)
    listed_by: str | None = Field(
        default=None, foreign_key="party.key", max_length=40, description="null means the installation"
    )
    listed_from: date
    listed_until: date | None = Field(default=None, description="last day; null means until retired")


NEUTRAL = SQLModel.metadata.tables["neutral"]
parent_table("neutral")
