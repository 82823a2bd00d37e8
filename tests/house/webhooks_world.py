"""Webhooks in the world of secrets: an endpoint of Japan, one of France, each told of every act served on its party."""

from typing import TYPE_CHECKING

from sqlalchemy import select

from consult.db import writing
from consult.delivery import endpoints, webhooks
from consult.delivery.endpoints import NewEndpoint
from consult.models.cases import SERVICE
from tests.consult.web.world import AT

if TYPE_CHECKING:
    from tests.house.outputs_world import Secrets

PARTIES = ("JPN", "FRA")


def tell_endpoints(told: "Secrets") -> None:
    """Register both and ask for the messages."""
    with writing(told.world.engine) as conn:
        for party in PARTIES:
            new = NewEndpoint(f"https://{party.lower()}.example/hook")
            endpoints.register(conn, None, party, new, "a secret for tests only", AT)
    with writing(told.world.engine) as conn:
        for row in conn.execute(select(SERVICE).where(SERVICE.c.party.in_(PARTIES)).order_by(SERVICE.c.id)).all():
            webhooks.tell_served(conn, row.act_id, (row.party,), AT)
