"""The keys with which an organ signs its filings: which one stands, which stood, and how the next one is registered."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from consult import people
from consult.i18n import _
from consult.log.statements import fingerprint_of, key_name, registration_text
from consult.people import keys
from consult.refusals import Malformed
from consult.standing import OFFICE_ORGANS, Standing
from workflows.kernel.frozen import dataclass

PLACE = "{vkey}"
"""Stands for the key to come in the text that a script of the page completes."""


@dataclass(frozen=True, slots=True)
class KeyView:
    """One key: its fingerprint, from when to when it stood, its entries in the log; people are named to their party."""

    id: int
    vkey: str
    name: str
    number: str
    fingerprint: str
    recorded_at: datetime
    registrar: str
    seq: int
    retired_at: datetime | None
    retirer: str
    retired_seq: int | None


@dataclass(frozen=True, slots=True)
class Registering:
    """What a manager needs to register a key: its name, the key asked for, the text that proves it, and what was
    wrong."""

    name: str
    template: str
    vkey: str
    text: str
    note: str
    errors: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class OrganKeysPage:
    """The keys of one organ, the newest first."""

    title: str
    party: str
    party_name: str
    organ: str
    organ_name: str
    signs: bool
    is_own: bool
    keys: tuple[KeyView, ...]
    standing: KeyView | None
    registering: Registering | None


def organ_keys_page(
    conn: Connection,
    by: Standing,
    party_key: str,
    organ_key: str,
    host: str,
    *,
    given: Mapping[str, str],
    errors: Mapping[str, str],
) -> OrganKeysPage:
    """Draw up the keys of an organ, for everybody; its manager finds there what registers the next one.

    Long because: one line a field of the page, in the order in which it is read.
    """
    party, organ = people.find_party(conn, party_key), people.find_organ(conn, party_key, organ_key)
    is_own = by.party_key == party.key
    views = tuple(_view(row, is_own) for row in keys.keys_of(conn, organ.id))
    standing = next((one for one in views if one.retired_at is None), None)
    signs = organ.kind not in OFFICE_ORGANS
    may = signs and is_own and by.manages
    return OrganKeysPage(
        title=_("Keys of %(organ)s", organ=organ.name),
        party=party.key,
        party_name=party.name,
        organ=organ.key,
        organ_name=organ.name,
        signs=signs,
        is_own=is_own,
        keys=views,
        standing=standing,
        registering=_registering(conn, by, organ, standing, host, given, errors) if may else None,
    )


def _registering(
    conn: Connection,
    by: Standing,
    organ: Row[Any],
    standing: KeyView | None,
    host: str,
    given: Mapping[str, str],
    errors: Mapping[str, str],
) -> Registering:
    """Draw up the registration; the text to sign stands there once a key was named that can be registered."""
    vkey, text, faults = given.get("vkey", "").strip(), "", dict(errors)
    if vkey:
        try:
            text = keys.text_to_register(conn, by, organ.key, vkey, host)
        except Malformed as fault:
            faults = {**fault.fields, **faults}
    template = registration_text(host, by.party_key, organ.key, PLACE, standing.vkey if standing else None)
    name = key_name(host, by.party_key, organ.key)
    return Registering(name, template, vkey, text, given.get("note", ""), faults)


def _view(row: Row[Any], is_own: bool) -> KeyView:
    name, number = row.vkey.split("+")[:2]
    return KeyView(
        id=row.id,
        vkey=row.vkey,
        name=name,
        number=number,
        fingerprint=fingerprint_of(row.vkey),
        recorded_at=row.recorded_at,
        registrar=(row.registrar or "") if is_own else "",
        seq=row.seq,
        retired_at=row.retired_at,
        retirer=(row.retirer or "") if is_own else "",
        retired_seq=row.retired_seq,
    )
