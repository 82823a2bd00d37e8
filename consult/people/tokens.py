"""Tokens by which machines ask: issued, listed, revoked, and found again by their secret.

A person issues tokens on a mandate of his own; a manager those of the organs of the party, each on the mandate of the
person of that organ who is responsible for what the system does, and who can revoke it too. The secret has 256 random
bits, is shown once and kept as its digest. A system may trade it for a short-lived one (OAuth 2.0 client credentials).
A token counts while it is neither revoked nor over and its mandate counts. Not modelled here: what it permits
(`consult.standing.through_token`).
"""

import secrets
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from weakref import WeakKeyDictionary
from zoneinfo import ZoneInfo

from sqlalchemy import JSON, Connection, Engine, Text, bindparam, cast, delete, insert, select, true, update

from consult.digests import digest_secret, draw_secret
from consult.fixed import Fixed
from consult.i18n import _
from consult.log.own import Own, record
from consult.models.cases import CASES
from consult.models.parties import CAPACITIES, MANDATE, PARTY, PERSON
from consult.models.parties import ORGAN as ORGANS
from consult.models.tokens import API_GRANT, API_TOKEN, ORGAN
from consult.models.tokens import PERSON as OWN
from consult.people.authority import require_in_person, require_manager
from consult.refusals import Closed, Malformed, Unknown
from consult.standing import COLUMNS, COUNTS, Scope, Standing, Through, of_mandate, through_token
from consult.turns import wait_turn
from consult.visibility import Viewer, case_condition
from workflows.kernel.frozen import dataclass

MOST = 50
"""Tokens that may count at a time on one mandate."""
LONGEST = timedelta(days=366)
LASTS = timedelta(hours=1)
"""How long a short-lived token lasts."""
LOOKED_AT = timedelta(minutes=10)
"""How exactly the last use is kept: not every request writes."""
MOST_KEPT = 1000
"""Of so many tokens a process keeps what they gave when they were last read."""
PREFIX = "consult_"
GRANTED = "consultat_"


@dataclass(frozen=True, slots=True)
class NewToken:
    """What is asked for: a name, on which mandate, for what, until when. No procedures or cases means all of them; no
    capacities, that it reads alone."""

    kind: str
    name: str
    mandate_id: int
    capacities: tuple[str, ...]
    valid_until: date
    procedures: tuple[str, ...] | None = None
    cases: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A token that counts now: its row, and the standing that it gives."""

    row: Any
    standing: Standing


_HELD = (
    API_TOKEN.join(MANDATE, MANDATE.c.id == API_TOKEN.c.mandate_id)
    .join(ORGANS, ORGANS.c.id == MANDATE.c.organ_id)
    .join(PERSON, PERSON.c.id == MANDATE.c.person_id)
)
_LISTED = select(
    API_TOKEN,
    MANDATE.c.person_id,
    MANDATE.c.office,
    PERSON.c.name.label("person"),
    ORGANS.c.key.label("organ_key"),
    ORGANS.c.name.label("organ_name"),
    ORGANS.c.party_key,
).select_from(_HELD)


def issue_token(conn: Connection, by: Standing, new: NewToken, at: datetime) -> str:
    """Issue a token and give its secret, which is kept nowhere. Malformed (422) by field; Unknown for the mandate of
    another party or person; NotThrough (403) for a system, which could widen itself; Closed in the place of somebody
    absent, and beyond so many tokens."""
    require_in_person(by, _("A token makes no tokens: somebody signed in does, who sees its secret."))
    if by.in_place_of:
        raise Closed(_("A token is made under a mandate of your own. Change the capacity in which you act first."))
    mandate = of_mandate(conn, new.mandate_id, at)
    if not _may_stand_on(by, mandate, new.kind):
        raise Malformed({"mandate": _("Choose one from the list.")})
    assert mandate is not None  # noqa: S101 - what may be stood on is there
    faults = _faults(conn, mandate, new, at)
    if faults:
        raise Malformed(faults)
    wait_turn(conn, f"tokens:{new.mandate_id}")
    counting = API_TOKEN.c.mandate_id == new.mandate_id, API_TOKEN.c.revoked_at.is_(None)
    if len(conn.execute(select(API_TOKEN.c.id).where(*counting)).all()) >= MOST:
        raise Closed(_("There are %(most)s tokens on this mandate already. Revoke one first.", most=MOST))
    return _insert(conn, by, mandate, new, at)


def _insert(conn: Connection, by: Standing, mandate: Standing, new: NewToken, at: datetime) -> str:
    handle = secrets.token_hex(6)
    secret = f"{PREFIX}{handle}_{draw_secret()}"
    values = {"handle": handle, "token_hash": digest_secret(secret), "kind": new.kind, "name": new.name.strip()}
    values |= _extent(new)
    entry = record(conn, _entry("token_issued", by, values, mandate.organ_key, mandate.party_key, mandate.name, at))
    made = {"made_by": by.person_id, "made_at": at, "seq": entry.seq}
    conn.execute(insert(API_TOKEN).values(**values, **made))
    return secret


def _extent(new: NewToken) -> dict[str, Any]:
    """Write how far a token reaches as its row, lists in a fixed order."""
    return {
        "mandate_id": new.mandate_id,
        "capacities": sorted(set(new.capacities), key=CAPACITIES.index),
        "procedures": None if new.procedures is None else sorted(set(new.procedures)),
        "cases": None if new.cases is None else sorted(set(new.cases)),
        "valid_until": new.valid_until,
    }


def _entry(kind: str, by: Standing, row: Any, organ: str, party: str, person: str, at: datetime) -> Own:
    """Give the entry of a token; the name of who is responsible for it can be erased."""
    return Own(kind, party, sealed_body(row, organ), at, by=by.hand, person=person)


def sealed_body(row: Any, organ_key: str) -> dict[str, Any]:
    """Give what the log seals of a token, a row of its columns: keys and dates, of its name and its secret a digest."""
    return {
        "token": row["handle"],
        "secret": row["token_hash"],
        "of": row["kind"],
        "name": digest_secret(row["name"]),
        "mandate": row["mandate_id"],
        "organ": organ_key,
        "capacities": list(row["capacities"]),
        "procedures": None if row["procedures"] is None else list(row["procedures"]),
        "cases": None if row["cases"] is None else list(row["cases"]),
        "valid_until": row["valid_until"].isoformat(),
    }


def _may_stand_on(by: Standing, mandate: Standing | None, kind: str) -> bool:
    """Say whether somebody may issue a token of a kind on a mandate: a person on the own ones, a manager for systems on
    those of the party."""
    if mandate is None or mandate.party_key != by.party_key:
        return False
    return by.manages if kind == ORGAN else kind == OWN and mandate.person_id == by.person_id


def _faults(conn: Connection, mandate: Standing, new: NewToken, at: datetime) -> dict[str, str]:
    """Name everything that is wrong with a token, by field."""
    today, faults = at.astimezone(ZoneInfo(mandate.party_zone)).date(), {}
    if not 0 < len(new.name.strip()) <= 100:
        faults["name"] = _("Give it a name by which it is known later, of at most 100 characters.")
    if not set(new.capacities) <= mandate.capacities:
        faults["capacities"] = _("A token has no capacity that its mandate does not have.")
    elif "manage" in new.capacities and (new.procedures, new.cases) != (None, None):
        faults["capacities"] = _("A token that manages is for all procedures and cases: give none of them.")
    if not today <= new.valid_until <= today + LONGEST:
        faults["valid_until"] = _("Give a last day from today on, within a year.")
    beyond = set(new.procedures or ()) - mandate.procedures if mandate.procedures is not None else set()
    if beyond:
        faults["procedures"] = _("The mandate does not cover: %(keys)s.", keys=", ".join(sorted(beyond)))
    known = select(CASES.c.ref).where(CASES.c.ref.in_(new.cases or ()), case_condition(Viewer.of(mandate)))
    strange = sorted(set(new.cases or ()) - set(conn.execute(known).scalars()))
    if strange:
        faults["cases"] = _("There is no case with this reference to be seen: %(refs)s.", refs=", ".join(strange))
    return faults


def tokens_of_person(conn: Connection, by: Standing) -> Sequence[Any]:
    """List the tokens on the mandates of a person for the own party, those of systems too, the last made first; to a
    system those on its own mandate."""
    own = MANDATE.c.id == by.mandate_id if by.through else MANDATE.c.person_id == by.person_id
    of = own, ORGANS.c.party_key == by.party_key
    return conn.execute(_LISTED.where(*of).order_by(API_TOKEN.c.id.desc())).all()


def tokens_of_party(conn: Connection, by: Standing) -> Sequence[Any]:
    """List every token of a party to its managers, the last made first; Unknown to anybody else."""
    require_manager(by, by.party_key)
    return conn.execute(_LISTED.where(ORGANS.c.party_key == by.party_key).order_by(API_TOKEN.c.id.desc())).all()


def revoke_token(conn: Connection, by: Standing, handle: str, at: datetime) -> None:
    """Revoke a token at once, with what was granted on it: on a mandate of one's own, or as a manager of the party. A
    token revokes itself, which needs no capacity, and others where it manages. Unknown for anybody else's, Closed where
    it was revoked before."""
    wait_turn(conn, f"token:{handle}")
    mine = true() if by.manages else MANDATE.c.person_id == by.person_id
    query = _LISTED.where(API_TOKEN.c.handle == handle, ORGANS.c.party_key == by.party_key, mine)
    row = conn.execute(query.with_for_update(of=API_TOKEN)).first()  # it may go with its person at this very moment
    if row is None:
        raise Unknown
    if by.through and by.through.handle != handle:
        require_manager(by, by.party_key)
    if row.revoked_at is not None:
        raise Closed(_("This token was revoked already."))
    given = row._asdict()
    entry = record(conn, _entry("token_revoked", by, given, row.organ_key, row.party_key, row.person, at))
    revoked = {"revoked_at": at, "revoked_by": by.person_id, "revoked_seq": entry.seq}
    conn.execute(update(API_TOKEN).where(API_TOKEN.c.id == row.id).values(revoked))
    conn.execute(delete(API_GRANT).where(API_GRANT.c.token_id == row.id))


_OF_SECRET = select(API_TOKEN).where(API_TOKEN.c.token_hash == bindparam("digest"), API_TOKEN.c.revoked_at.is_(None))
_OF_NUMBER = select(API_TOKEN).where(API_TOKEN.c.id == bindparam("number"), API_TOKEN.c.revoked_at.is_(None))
_GRANTED_ON = select(API_GRANT.c.token_id, API_GRANT.c.capacities).where(
    API_GRANT.c.token_hash == bindparam("digest"), API_GRANT.c.expires_at > bindparam("now")
)


def _plain(column: Any) -> Any:
    """Read a column as something that can be compared, whatever the driver makes of it."""
    return cast(column, Text) if isinstance(column.type, JSON) else column


_READ = (*API_TOKEN.c, *COLUMNS)
_AS_IT_STANDS = Fixed(
    select(*map(_plain, _READ))
    .select_from(_HELD.join(PARTY, PARTY.c.key == ORGANS.c.party_key))
    .where(API_TOKEN.c.token_hash == bindparam("digest"), API_TOKEN.c.revoked_at.is_(None), *COUNTS)
)
_ZONE, _SOURCE = ([one.name for one in _READ].index(name) for name in ("party_zone", "derived_from"))
_found_before: WeakKeyDictionary[Engine, dict[tuple[Any, ...], Found]] = WeakKeyDictionary()
"""What tokens gave, by all that it was read from and the day: nothing else decides, so that it holds while every column
does."""


def find_token(conn: Connection, secret: str, at: datetime) -> Found | None:
    """Find the token of a secret, or of a short-lived one that was granted on it; None where there is none, it is over
    or revoked, or its mandate counts no more: all of it one answer."""
    digest = digest_secret(secret)
    if secret.startswith(GRANTED):
        grant = conn.execute(_GRANTED_ON, {"digest": digest, "now": at}).first()
        found = conn.execute(_OF_NUMBER, {"number": grant.token_id}).first() if grant else None
        return _found(conn, found, at, frozenset(grant.capacities)) if grant else None
    stands = _AS_IT_STANDS.first(conn, {"digest": digest})
    if stands is None:
        return None
    if stands[_SOURCE] is not None:  # a delegation: what it comes from is read as well
        return _of_digest(conn, digest, at)
    known = (*stands, at.astimezone(ZoneInfo(stands[_ZONE])).date())
    kept = _found_before.setdefault(conn.engine, {})
    if known in kept:
        return kept[known]
    fresh = _of_digest(conn, digest, at)
    if fresh is not None:
        if len(kept) >= MOST_KEPT:
            _found_before[conn.engine] = kept = {}
        kept[known] = fresh
    return fresh


def _of_digest(conn: Connection, digest: str, at: datetime) -> Found | None:
    return _found(conn, conn.execute(_OF_SECRET, {"digest": digest}).first(), at)


def _found(conn: Connection, row: Any, at: datetime, capacities: frozenset[str] | None = None) -> Found | None:
    mandate = of_mandate(conn, row.mandate_id, at) if row is not None else None
    if row is None or mandate is None:
        return None
    procedures, cases = (None if one is None else frozenset(one) for one in (row.procedures, row.cases))
    held = frozenset(row.capacities)
    scope = Scope(held if capacities is None else held & capacities, procedures, cases, row.valid_until)
    standing = through_token(mandate, scope, Through(row.id, row.kind, row.name, row.handle), at)
    return Found(row, standing) if standing else None


def is_use_unnoted(row: Any, at: datetime) -> bool:
    """Say whether a use is to be noted: the last one noted lies ten minutes back."""
    return row.last_used_at is None or row.last_used_at <= at - LOOKED_AT


def note_use(conn: Connection, row: Any, at: datetime) -> None:
    """Note that a token was used."""
    conn.execute(update(API_TOKEN).where(API_TOKEN.c.id == row.id).values(last_used_at=at))


def grant_token(conn: Connection, found: Found, capacities: frozenset[str], at: datetime) -> str:
    """Give a short-lived secret for fewer or all capacities of a token; those that are over are swept away."""
    conn.execute(delete(API_GRANT).where(API_GRANT.c.expires_at <= at))
    secret = GRANTED + draw_secret()
    given = {"token_id": found.row.id, "capacities": sorted(capacities, key=CAPACITIES.index)}
    conn.execute(insert(API_GRANT).values(token_hash=digest_secret(secret), expires_at=at + LASTS, **given))
    return secret


def name_of_system(conn: Connection, through: Sequence[str]) -> str:
    """Give what a token is called that an act names, for its own party."""
    number = int(through[0].partition(":")[2])
    return str(conn.execute(select(API_TOKEN.c.name).where(API_TOKEN.c.id == number)).scalar_one())
