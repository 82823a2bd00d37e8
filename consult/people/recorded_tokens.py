"""Tokens compared with what the log sealed of them, and acts through a token with the token that they name.

A token decides what a machine may do in the name of a person: each must be the one that its entry issued, no wider and
with the same secret, revoked where an entry says so and nowhere else; and whatever acted through one acted under the
mandate on which it stands, before it ended, in a case and a procedure that it covers. Not compared: short-lived tokens,
which never reach beyond the token on which they were granted and of which the log keeps nothing.
"""

import json
from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, or_, select

from consult.i18n import _
from consult.log.findings import Finding
from consult.models.cases import ACT, ACT_LEAF, CASES
from consult.models.logbook import AUDIT_ENTRY
from consult.models.parties import MANDATE, ORGAN, PARTY
from consult.models.tokens import ACT_SYSTEM, API_TOKEN
from consult.people.tokens import sealed_body
from workflows.kernel.case import Act

KINDS = ("token_issued", "token_revoked")
SINCE = "secret"
"""A member of the bodies of entries that the first ones did not have: of theirs nothing is said of the secret."""
_ROWS = select(API_TOKEN, ORGAN.c.key.label("organ_key"), ORGAN.c.party_key, PARTY.c.zone).select_from(
    API_TOKEN.join(MANDATE, MANDATE.c.id == API_TOKEN.c.mandate_id).join(ORGAN).join(PARTY)
)


def token_findings(connection: Connection) -> Iterator[Finding]:
    """Report every token that is not what the log recorded, and every act that goes beyond the one it names."""
    rows = connection.execute(_ROWS.order_by(API_TOKEN.c.id)).all()
    yield from _entries(connection, rows)
    yield from _acts(connection, {row.id: row for row in rows})


def _entries(connection: Connection, rows: Any) -> Iterator[Finding]:
    query = select(AUDIT_ENTRY).where(AUDIT_ENTRY.c.kind.in_(KINDS)).order_by(AUDIT_ENTRY.c.seq)
    entries = {row.seq: row for row in connection.execute(query)}
    for row in rows:
        issued, revoked = entries.pop(row.seq, None), entries.pop(row.revoked_seq, None)
        if not _agrees(row, KINDS[0], issued, row.made_at):
            sentence = _("Token %(handle)s is not one that the log issued so.", handle=row.handle)
            yield Finding("token", row.seq, sentence)
        is_over = row.revoked_seq is not None or row.revoked_at is not None
        if is_over and not _agrees(row, KINDS[1], revoked, row.revoked_at):
            sentence = _("Token %(handle)s was not revoked as the log says.", handle=row.handle)
            yield Finding("token", row.revoked_seq, sentence)
    for seq in entries:
        yield Finding("token", seq, _("Entry %(seq)s is of a token that does not stand so.", seq=seq))


def _agrees(row: Any, kind: str, entry: Any, at: Any) -> bool:
    if entry is None or (entry.kind, entry.party, entry.recorded_at) != (kind, row.party_key, at):
        return False
    body, sealed = json.loads(entry.body), sealed_body(row._mapping, row.organ_key)
    return bool(body == {name: value for name, value in sealed.items() if name != SINCE or SINCE in body})


def _acts(connection: Connection, known: dict[int, Any]) -> Iterator[Finding]:
    """Compare the acts of systems; their bodies name the token."""
    query = (
        select(ACT.c.body, CASES.c.ref, CASES.c.procedure, ACT_LEAF.c.seq, ACT_SYSTEM.c.token_id)
        .select_from(
            ACT.join(CASES, CASES.c.id == ACT.c.case_id)
            .outerjoin(ACT_LEAF, ACT_LEAF.c.act_id == ACT.c.id)
            .outerjoin(ACT_SYSTEM, ACT_SYSTEM.c.act_id == ACT.c.id)
        )
        .where(or_(ACT_SYSTEM.c.act_id.is_not(None), ACT.c.body.like('%"through":%')))
        .order_by(ACT.c.id)
    )
    for stored in connection.execute(query.execution_options(yield_per=500)):
        act, number = Act.from_json(json.loads(stored.body)), stored.token_id
        named = act.through[0] if act.through else None
        if named != f"token:{number}" or not _covers(known.get(number), act, stored):
            sentence = _("Act %(n)s of case %(ref)s goes beyond the token it names.", n=act.n, ref=stored.ref)
            yield Finding("token", stored.seq, sentence)


def _covers(row: Any, act: Act, stored: Any) -> bool:
    if row is None:
        return False
    mandate, _space, _paper = act.mandate.partition(" ")  # whoever registers a paper acts by its digest besides
    same = (act.party, mandate, act.through[1]) == (row.party_key, f"mandate:{row.mandate_id}", row.kind)
    given = row.made_at <= act.at and (row.revoked_at is None or act.at <= row.revoked_at)
    among = row.cases is None or stored.ref in row.cases
    within = row.procedures is None or stored.procedure in row.procedures
    return same and given and among and within and act.at.astimezone(ZoneInfo(row.zone)).date() <= row.valid_until
