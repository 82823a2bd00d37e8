"""Keys with which an organ signs its filings, as a machine reads them."""

from datetime import datetime

from consult.pages.organ_keys import KeyView, OrganKeysPage, Registering
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class OrganKeyValue:
    """One key: its fingerprint, from when to when it stood, its entries in the log. Who registered and retired it is
    named to the own party alone."""

    number: int
    vkey: str
    name: str
    fingerprint: str
    stands: bool
    recorded_at: datetime
    registrar: str
    log_entry: int
    retired_at: datetime | None
    retirer: str
    retired_log_entry: int | None
    href: str


@dataclass(frozen=True, slots=True)
class OrganKeyList:
    """The keys of one organ, by number."""

    items: tuple[OrganKeyValue, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class RegistrationValue:
    """What registers a key of an organ: the name that the key must have, and the text that it signs, as does the one
    that stands; the text is empty until a key is named."""

    name: str
    vkey: str
    text: str


def key_values(page: OrganKeysPage, base: str) -> tuple[OrganKeyValue, ...]:
    """Write the keys of an organ from its page."""
    here = f"{base}/parties/{page.party}/organs/{page.organ}/keys"
    return tuple(_key(one, here) for one in page.keys)


def registration_value(found: Registering) -> RegistrationValue:
    """Write what registers a key."""
    return RegistrationValue(found.name, found.vkey, found.text)


def _key(one: KeyView, keys: str) -> OrganKeyValue:
    return OrganKeyValue(
        one.id,
        one.vkey,
        one.name,
        one.fingerprint,
        one.retired_at is None,
        one.recorded_at,
        one.registrar,
        one.seq,
        one.retired_at,
        one.retirer,
        one.retired_seq,
        f"{keys}/{one.id}",
    )
