"""What the log says of people and mandates, in the transaction of the change: in the chain of the party concerned, in
the host's where none is.

The body holds numbers, keys and offices; the name of whom it concerns is sealed apart from it and can be erased. Who
made the change is told by organ, office and mandate, or as the operator of the installation.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from consult.digests import digest_secret
from consult.log.own import Own
from consult.models.parties import ORGAN, PERSON
from consult.people.authority import parties_of
from consult.standing import Standing

INVITED, RESET, BARRED, ADMITTED = "invited", "reset", "barred", "admitted"


def mandate_entry(
    conn: Connection, by: Standing | None, kind: str, mandate_id: int, row: Mapping[str, Any], at: datetime
) -> Own:
    """Give the entry of a mandate, a row of its columns, that was recorded or revoked."""
    organ = conn.execute(select(ORGAN.c.key, ORGAN.c.party_key).where(ORGAN.c.id == row["organ_id"])).one()
    body = mandate_body(mandate_id, row, organ.key)
    return Own(kind, organ.party_key, body, at, by=hand(by), person=_name(conn, row["person_id"]))


def mandate_body(mandate_id: int, row: Mapping[str, Any], organ_key: str) -> dict[str, Any]:
    """Give what the log seals of a mandate, a row of its columns: keys, offices and dates; of words and documents the
    digest. What a mandate does not have, and what was not asked when the first ones were recorded, is left out.

    Long because: one line a member.
    """
    until = row["valid_until"]
    return {
        "mandate": mandate_id,
        "person": row["person_id"],
        "organ": organ_key,
        "office": row["office"],
        "level": row["level"],
        "capacities": list(row["capacities"]),
        "procedures": None if row["procedures"] is None else list(row["procedures"]),
        "valid_from": row["valid_from"].isoformat(),
        "valid_until": until.isoformat() if until else None,
        "instrument": digest_secret(row["instrument"]),
        "document": row["document"],
        **({"through_systems": True} if row["through_systems"] else {}),
        **({"kind": row["kind"]} if row["kind"] else {}),
        **({"cases": list(row["cases"])} if row["cases"] is not None else {}),
        **({"derived_from": row["derived_from"]} if row["derived_from"] else {}),
    }


def person_entries(
    conn: Connection, by: Standing | None, event: str, person_id: int, at: datetime, party: str | None = None
) -> list[Own]:
    """Give an entry for each party for which a person acts, or for the one party named: invited, barred, admitted. Of a
    person who acts for nobody any more it is told to the party that did it alone, by the operator to all."""
    parties: list[str | None] = [party] if party else [*sorted(parties_of(conn, person_id, live_only=True))]
    body, name = {"person": person_id, "event": event}, _name(conn, person_id)
    nobody = [by.party_key if by else None]
    return [Own("person", one, body, at, by=hand(by), person=name) for one in parties or nobody]


def hand(by: Standing | None) -> dict[str, Any]:
    """Tell who made a change."""
    if by is None:
        return {"office": "operator"}
    return by.hand


def _name(conn: Connection, person_id: int) -> str:
    return str(conn.execute(select(PERSON.c.name).where(PERSON.c.id == person_id)).scalar_one())
