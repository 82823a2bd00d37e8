"""Delegations: a mandate that its holder hands on within it, to somebody of the same party.

It gives no more than the mandate from which it comes, in capacities, procedures, cases, level and time, never the
capacity to manage, and counts only while that one does (`consult.standing`). How often a mandate may be handed on is a
default of the product; the refusal shows the whole path. A holder hands on in person; whoever manages the party may
record it too, also through a system that manages.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, select

from consult.i18n import _, write_date
from consult.models.parties import MANDATE, ORGAN, PERSON
from consult.people.authority import parties_of
from consult.refusals import Unknown
from consult.standing import DEEPEST, NOT_HANDED, Standing, of_mandate
from workflows.kernel.powers import DELEGATION

if TYPE_CHECKING:
    from consult.people.mandates import NewMandate

_HOLDERS = (
    select(MANDATE.c.id, MANDATE.c.person_id, MANDATE.c.derived_from, PERSON.c.name, MANDATE.c.office)
    .select_from(MANDATE.join(PERSON, PERSON.c.id == MANDATE.c.person_id).join(ORGAN))
    .add_columns(ORGAN.c.party_key)
)


def hands_on(by: Standing | None, new: "NewMandate", conn: Connection, at: datetime) -> bool:
    """Say whether somebody hands on a mandate of his or her own, in person: as a substitute, in another party's name or
    through a system nobody does."""
    if by is None or by.through or by.in_place_of or by.in_name_of or new.kind != DELEGATION:
        return False
    source = of_mandate(conn, new.derived_from, at) if new.derived_from else None
    return source is not None and (source.person_id, source.party_key) == (by.person_id, by.party_key)


def require_colleague(conn: Connection, by: Standing | None, person_id: int) -> None:
    """Refuse as unknown whoever does not act for the same party."""
    if by is None or by.party_key not in parties_of(conn, person_id, live_only=True):
        raise Unknown


def path_of(conn: Connection, mandate_id: int | None) -> list[Any]:
    """Give the mandates on which one rests, itself first, with holder and office; a circle ends where it closes."""
    found: dict[int, Any] = {}
    while mandate_id is not None and mandate_id not in found:
        row = conn.execute(_HOLDERS.where(MANDATE.c.id == mandate_id)).first()
        if row is None:
            break
        found[mandate_id], mandate_id = row, row.derived_from
    return list(found.values())


def faults_of_delegation(conn: Connection, person_id: int, new: "NewMandate", at: datetime) -> dict[str, str]:
    """Name everything in which a delegation goes beyond the mandate it comes from, by field."""
    if new.derived_from is None:
        return {}
    source = of_mandate(conn, new.derived_from, at)
    party = conn.execute(select(ORGAN.c.party_key).where(ORGAN.c.id == new.organ_id)).scalar()
    if source is None or source.party_key != party:
        return {"derived_from": _("Choose a mandate of your party that counts today.")}
    faults: dict[str, str] = {}
    for field, sentence in (*_beyond(new, source), *_chain(conn, person_id, source)):
        faults.setdefault(field, sentence)
    return faults


def _beyond(new: "NewMandate", source: Standing) -> Iterator[tuple[str, str]]:
    if not set(new.capacities) <= source.capacities - NOT_HANDED:
        yield "capacities", _("A delegation gives no capacity that its source does not have, and never manages.")
    if new.level != source.level:
        yield "level", _("A delegation counts at the level of its source.")
    if new.through_systems and not source.through_systems:
        yield "through_systems", _("The source does not let this go through a system.")
    if source.procedures is not None and (new.procedures is None or not set(new.procedures) <= source.procedures):
        keys = ", ".join(sorted(source.procedures))
        yield "procedures", _("The source is for these procedures alone: %(keys)s.", keys=keys)
    if source.cases is not None and (new.cases is None or not set(new.cases) <= source.cases):
        refs = ", ".join(sorted(source.cases))
        yield "cases", _("The source is for these cases alone: %(refs)s.", refs=refs)
    if new.valid_from < source.valid_from:
        yield "valid_from", _("The source begins only on %(day)s.", day=write_date(source.valid_from))
    if new.valid_until is None:
        yield "valid_until", _("Give the last day: a delegation is limited in time.")
    elif source.valid_until is not None and new.valid_until > source.valid_until:
        yield "valid_until", _("The source ends on %(day)s.", day=write_date(source.valid_until))


def _chain(conn: Connection, person_id: int, source: Standing) -> Iterator[tuple[str, str]]:
    """Refuse to hand a mandate on to somebody who holds it already in this chain, or once too often."""
    path = path_of(conn, source.mandate_id)
    name = conn.execute(select(PERSON.c.name).where(PERSON.c.id == person_id)).scalar() or ""
    shown = " → ".join([*(one.name for one in reversed(path)), name])
    if any(one.person_id == person_id for one in path):
        yield "derived_from", _("Nobody delegates to himself or herself: %(path)s.", path=shown)
    if len(path) > DEEPEST:
        sentence = _(
            "A mandate is handed on at most %(most)s times: %(path)s. That is a default of this product, no provision.",
            most=DEEPEST,
            path=shown,
        )
        yield "derived_from", sentence
