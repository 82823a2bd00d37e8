"""Calendar feeds of every account of the seeded world, at addresses that are the same in each world."""

from sqlalchemy import insert, select

from consult.digests import digest_secret
from consult.models.parties import MANDATE, PERSON
from consult.models.personal import CALENDAR_FEED
from tests.consult.web.world import AT, World

OWN_FEED = "own-feed-"
KINDS_OF_FEED = {"mine": ("mine", False), "titled": ("mine", True), "party": ("party", True)}
"""The end of the address, what stands in the feed, and whether with titles."""


def feed_of(email: str) -> str:
    """Give how the addresses of an account's own feeds begin."""
    return email.replace("@", "-at-") + "-"


def give_feeds(world: World, email: str) -> None:
    """Make one feed of each kind for an account; a second time nothing is made."""
    with world.writing() as connection:
        person = connection.execute(select(PERSON.c.id).where(PERSON.c.email == email)).scalar_one()
        mandate = connection.execute(select(MANDATE.c.id).where(MANDATE.c.person_id == person)).scalars().first()
        for kind, (scope, titles) in KINDS_OF_FEED.items():
            token = digest_secret(f"{feed_of(email)}{kind}")
            known = connection.execute(select(CALENDAR_FEED.c.id).where(CALENDAR_FEED.c.token_hash == token)).first()
            if known is None and mandate is not None:
                values = {"person_id": person, "mandate_id": mandate, "scope": scope, "titles": titles, "made_at": AT}
                connection.execute(insert(CALENDAR_FEED).values(token_hash=token, **values))
