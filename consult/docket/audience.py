"""Who will see an act that was performed on paper: how each party would take part in the case once it is recorded."""

from collections.abc import Iterator, Mapping
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Connection, or_, select

from consult import audience as policy
from consult.docket.basic import is_basic
from consult.docket.case_rows import fresh_roles, offices_moved
from consult.docket.values import Seen
from consult.models.cases import CASE_PARTY, CASES
from consult.visibility import APART, OPEN, SEALED, Membership, Viewer, membership_from, participant_condition
from workflows.kernel.case import Act, Case
from workflows.kernel.levelling import file_of_act
from workflows.kernel.summaries import load

_ROLE = (CASE_PARTY.c.party, CASE_PARTY.c.role, CASE_PARTY.c.stake, CASE_PARTY.c.since, CASE_PARTY.c.reads)


def audience_of(connection: Connection, seen: Seen, after: Case, act: Act, viewer: Viewer) -> policy.Audience:
    """Say who will see an act that leads to the case `after`; of those who take part apart, only whom the viewer knows
    are named."""
    roles = _roles_after(connection, seen, after, act, viewer)
    before = _recorded(seen)
    is_known = seen.row.existence == OPEN or bool(after.public_from and not before.public_from)
    members = {party: _member(party, rows, seen, after) for party, rows in roles.items()}
    return policy.audience(
        sealing_of(seen, act), members, is_known=is_known, knows_all=_knows_all(seen, viewer, members)
    )


def sealing_of(seen: Seen, act: Act) -> policy.Sealing:
    """Give an act as the policy will read it from the record."""
    file, basic = file_of_act(seen.procedure, act), is_basic(seen.procedure, act)
    return policy.Sealing(act.party, act.kind, act.level, act.track, file, basic, act.at)


def _recorded(seen: Seen) -> Case:
    """Give the case as it is recorded, without what the clock has not yet recorded."""
    return load(seen.editions(seen.row.edition), seen.row.summary)


def _roles_after(
    connection: Connection, seen: Seen, after: Case, act: Act, viewer: Viewer
) -> Mapping[str, list[SimpleNamespace]]:
    """List the roles of each party that the viewer knows of or tells of the act, as the act leaves them."""
    here = select(*_ROLE, CASE_PARTY.c.until).select_from(CASE_PARTY.join(CASES, CASES.c.id == CASE_PARTY.c.case_id))
    known = or_(participant_condition(viewer), CASE_PARTY.c.party.in_(act.told))
    rows = connection.execute(here.where(CASE_PARTY.c.case_id == seen.row.id, known))
    before = _recorded(seen)
    until = {(role, party): end for role, party, end in offices_moved(before, after, act.at)}
    found: dict[str, list[SimpleNamespace]] = {}
    for row in (*(row._asdict() for row in rows), *_fresh(seen, before, after, act, viewer)):
        ends = {"until": until.get((row["role"], row["party"]), row.get("until"))}
        found.setdefault(row["party"], []).append(SimpleNamespace(**{**row, **ends}))
    return found


def _fresh(seen: Seen, before: Case, after: Case, act: Act, viewer: Viewer) -> Iterator[dict[str, Any]]:
    """Give the roles that the act gives; of one apart, its author learns by being the filer or by telling it."""
    for row in fresh_roles(before, after, act.at):
        if row["reads"] != APART or seen.row.filer == viewer.party or row["party"] in (*act.told, viewer.party):
            yield row


def _member(party: str, rows: list[SimpleNamespace], seen: Seen, after: Case) -> Membership:
    tracks = frozenset(key for key, track in after.tracks.items() if track.party == party)
    is_filer, sealed = seen.row.filer == party, seen.row.existence == SEALED
    return membership_from(rows, tracks, is_filer=is_filer, sealed=sealed)


def _knows_all(seen: Seen, viewer: Viewer, members: Mapping[str, Membership]) -> bool:
    """Say whether a viewer knows of all who take part: nobody can be apart, or it is the filer or a party, or reads a
    file."""
    own = members.get(viewer.party, Membership())
    reads = any(files for files, _until in own.offices)
    return seen.row.filer == viewer.party or own.is_party or reads or not any(r.apart for r in seen.procedure.roles)
