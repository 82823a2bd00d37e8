"""Record parties and their organs."""

import re
from dataclasses import asdict
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, insert, select

from consult.i18n import _
from consult.models.parties import ORGAN, ORGAN_KINDS, PARTY, PARTY_KINDS
from consult.people.authority import require_manager
from consult.refusals import Closed, Malformed, Unknown
from consult.standing import WITHOUT_SECRETARIAT, Standing
from workflows.kernel.frozen import dataclass

KEY = re.compile(r"[A-Z][A-Z0-9-]{1,38}")


@dataclass(frozen=True, slots=True)
class NewParty:
    """What is recorded of a party; the zone is IANA, the place is where its holidays are taken from."""

    key: str
    name: str
    kind: str
    zone: str
    place: str
    languages: tuple[str, ...] = ("en",)


@dataclass(frozen=True, slots=True)
class NewOrgan:
    """What is recorded of an organ; the key is unique within its party."""

    key: str
    name: str
    kind: str


def add_party(conn: Connection, new: NewParty) -> str:
    """Record a party and answer its key; refuse a malformed one and a key that is taken."""
    faults = _faults_of_party(new)
    if faults:
        raise Malformed(faults)
    if conn.execute(select(PARTY.c.key).where(PARTY.c.key == new.key)).first():
        raise Closed(_("The party %(key)s is recorded already.", key=new.key))
    conn.execute(insert(PARTY).values({**asdict(new), "languages": list(new.languages)}))
    return new.key


def add_organ(conn: Connection, by: Standing | None, party_key: str, new: NewOrgan) -> int:
    """Record an organ of a party and answer its number; refuse a malformed one, a key that is taken, and a secretariat
    of a State."""
    require_manager(by, party_key)
    if conn.execute(select(PARTY.c.key).where(PARTY.c.key == party_key)).first() is None:
        raise Unknown
    faults = faults_of_organ(conn, party_key, new, by)
    if faults:
        raise Malformed(faults)
    done = conn.execute(insert(ORGAN).values(party_key=party_key, **asdict(new)).returning(ORGAN.c.id))
    return int(done.scalar_one())


def _faults_of_party(new: NewParty) -> dict[str, str]:
    """Name what is wrong with a party, by field."""
    faults = {}
    if not KEY.fullmatch(new.key):
        faults["key"] = _("A key has capital letters, digits and hyphens, such as JPN or ESA.")
    if not new.name.strip():
        faults["name"] = _("Give the name.")
    if new.kind not in PARTY_KINDS:
        faults["kind"] = _("Choose one of: %(kinds)s.", kinds=", ".join(PARTY_KINDS))
    try:
        ZoneInfo(new.zone)
    except (KeyError, ValueError, OSError):
        faults["zone"] = _("There is no time zone %(zone)s.", zone=new.zone)
    return faults


def faults_of_organ(conn: Connection, party_key: str, new: NewOrgan, by: Standing | None) -> dict[str, str]:
    """Name what is wrong with an organ, by field; `by` is None for the operator of the installation."""
    faults = {}
    if not KEY.fullmatch(new.key):
        faults["key"] = _("A short name has capital letters, digits and hyphens, such as MOFA or JAXA.")
    elif conn.execute(select(ORGAN.c.id).where(ORGAN.c.party_key == party_key, ORGAN.c.key == new.key)).first():
        faults["key"] = _("This party has an organ %(key)s already; choose another short name.", key=new.key)
    if not new.name.strip():
        faults["name"] = _("Give the name.")
    if new.kind not in ORGAN_KINDS:
        faults["kind"] = _("Choose one of: %(kinds)s.", kinds=", ".join(ORGAN_KINDS))
    elif new.kind == "secretariat" and not _may_have_secretariat(conn, party_key, by):
        faults["kind"] = _(
            "A secretariat registers papers in the names of others, so that no party makes itself one. The "
            "installation records it of a body that serves all; the office of a chair is a registry."
        )
    return faults


def _may_have_secretariat(conn: Connection, party_key: str, by: Standing | None) -> bool:
    """Say whether a party may get a secretariat: a body always, an organisation by the installation, a State never."""
    kind = conn.execute(select(PARTY.c.kind).where(PARTY.c.key == party_key)).scalar()
    return kind == "body" or (by is None and kind not in WITHOUT_SECRETARIAT)
