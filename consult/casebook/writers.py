"""Who writes and is written to on a formal paper: parties with their zones and organs, and whether what was filed is
still what the record says.
"""

import json
from collections.abc import Collection, Mapping

from sqlalchemy import Connection, select

from consult.documents.errors import Changed
from consult.models.cases import FILING, FILING_BODY
from consult.models.parties import ORGAN, PARTY
from workflows.kernel.editions import digest_of
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Correspondent:
    """A party with its zone, and its organs as key, name and kind in the order of their registration."""

    key: str
    name: str
    kind: str
    zone: str
    organs: tuple[tuple[str, str, str], ...]


def correspondents(conn: Connection, parties: Collection[str]) -> Mapping[str, Correspondent]:
    """Read the parties with these keys; one that is not in the directory is left out."""
    keys = sorted(set(parties))
    organs: dict[str, list[tuple[str, str, str]]] = {}
    for row in conn.execute(select(ORGAN).where(ORGAN.c.party_key.in_(keys)).order_by(ORGAN.c.id)):
        organs.setdefault(row.party_key, []).append((row.key, row.name, row.kind))
    rows = conn.execute(select(PARTY).where(PARTY.c.key.in_(keys)))
    return {
        row.key: Correspondent(row.key, row.name, row.kind, row.zone, tuple(organs.get(row.key, ()))) for row in rows
    }


def require_as_filed(conn: Connection, act_id: int) -> None:
    """Raise Changed where the words that are kept of a filing are not those under whose digest it was filed; words that
    were erased are not asked. The act must have been read through the policy of visibility."""
    query = select(FILING.c.digest, FILING_BODY.c.body).select_from(FILING.join(FILING_BODY))
    for digest, words in conn.execute(query.where(FILING.c.act_id == act_id)):
        if digest_of(json.loads(words)) != digest:
            raise Changed(digest)
