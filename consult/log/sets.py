"""The three sets in which a case is taken away (procedures.md 13.6), as an audience each: what may be in a copy.

The full set is what its taker may see. The set for the parties holds what every party to the case may see, levels C0 to
C2, and of that only what the taker sees: an act of before somebody joined is not in it, unless it is served on whoever
joins. The public set holds level C0 of a case that everybody may know of. No set but the full one holds anything that
its taker has as the author: names of persons, fields for own eyes, papers of own preparation.

What is left out of a filing is left out with all that lies in it. Whether a filing has such questions follows from its
form alone and never from what was answered.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, select

from consult import casebook
from consult.i18n import _
from consult.log.openings import Access, access_to
from consult.models.cases import CASE_TRACK, DEADLINE
from consult.refusals import Closed
from consult.reports.scope import Reach
from consult.visibility import Membership, Viewer, deadline_is_visible, may_see_act, may_see_track
from workflows.kernel.fields import Field

NOBODY, SOMEBODY = "", "*"
"""Keys of no party: of whoever reads the public set, and of whoever is any party to the case. Neither is the author of
anything in a copy."""


def access_for(connection: Connection, viewer: Viewer, case: Any, reach: Reach) -> Access:
    """Give what of a case may be in a set that a viewer takes; Closed where the case itself is above the set."""
    mine = access_to(connection, viewer, case)
    if reach is Reach.FULL:
        return mine
    if case.existence not in reach.levels:
        sentence = _("That this case exists is of level %(level)s, above this set.", level=case.existence)
        raise Closed(sentence)
    reader = Viewer(SOMEBODY if reach is Reach.PARTIES else NOBODY)
    members = _every_party(connection, viewer, case) if reach is Reach.PARTIES else Membership()
    tracks = connection.execute(select(CASE_TRACK).where(CASE_TRACK.c.case_id == case.id)).all()
    limits = connection.execute(select(DEADLINE).where(DEADLINE.c.case_id == case.id)).all()
    documents = casebook.documents_of(connection, viewer, case)
    return Access(
        reader,
        members,
        mine.tracks & {row.key for row in tracks if may_see_track(reader, members, row.key, row.level, row.file)},
        mine.limits & {d.key for d in limits if deadline_is_visible(reader, members, d.track, d.level, d.file)},
        frozenset(),
        reach.levels,
        frozenset((row.party, row.digest) for row in documents if row.level not in reach.levels),
    )


def _every_party(connection: Connection, viewer: Viewer, case: Any) -> Membership:
    """Give how somebody takes part who sees no more than any party to the case that the viewer knows of."""
    since: dict[str, Any] = {}
    for row in casebook.participants_of(connection, viewer, case):
        if row.stake:
            since[row.party] = min(row.since, since.get(row.party, row.since))
    whole = ((frozenset[str](), None),)
    return Membership(takes_part=True, is_party=True, since=max(since.values(), default=None), offices=whole)


def is_in(access: Access, act: Any) -> bool:
    """Say whether an act that the taker sees (a row of it) may be in a set."""
    if access.viewer.party not in (NOBODY, SOMEBODY):
        return True
    return act.level in access.levels and may_see_act(access.viewer, access.membership, act)


def kept_words(fields: Iterable[Field], words: Mapping[str, Any], level: str, levels: frozenset[str]) -> dict[str, Any]:
    """Leave out the answers to questions above a set, however deep they lie; a question without a level of its own has
    that of what it lies in."""
    kept = {}
    for field in fields:
        own = field.level or level
        if field.key in words and own in levels:
            kept[field.key] = _kept_value(field, words[field.key], own, levels)
    return kept


def _kept_value(field: Field, value: Any, level: str, levels: frozenset[str]) -> Any:
    if not field.of:
        return value
    if isinstance(value, list):
        return [_kept_value(field, item, level, levels) for item in value]
    if not isinstance(value, Mapping):
        return None
    marks = {mark: value[mark] for mark in ("unknown", "withheld") if mark in value}
    if not marks:
        return kept_words(field.of, value, level, levels)
    given = {"given": _kept_value(field, value["given"], level, levels)} if "given" in value else {}
    return {**marks, **given}
