"""Which parties have to act within a limit of a case, and which limits an act changes for them."""

from consult.docket.recalling import runs_on
from workflows.kernel.case import Case, Limit


def owners_of(case: Case, limit: Limit) -> tuple[str, ...]:
    """Name the parties that have to act within a limit: those of the role it waits for or is owned by, else that of
    its track."""
    rule = case.procedure.limit(limit.limit)
    role = rule.waits_for or rule.owner
    track = case.tracks.get(limit.track or "")
    if rule.waits_for and track and track.party in case.parties.get(rule.waits_for, ()):
        return (track.party,)
    if role:
        return tuple(case.parties.get(role, ()))
    return (track.party,) if track and track.party else ()


def changed_limits(before: Case | None, after: Case) -> list[Limit]:
    """List the limits whose rows an act changes: new ones, those that moved, and those within which another party has
    to act first than before, since it has come into the case or the case is under another edition."""
    old = before.limits if before else {}
    roles_moved = before and (after.parties is not before.parties or after.procedure is not before.procedure)
    return [
        limit
        for key, limit in after.limits.items()
        if (old.get(key) is not limit and old.get(key) != limit)
        or (roles_moved and before and owners_of(before, old[key])[:1] != owners_of(after, limit)[:1])
    ]


def goes_on_for(before: Case, after: Case, limit: Limit) -> bool:
    """Say whether a limit keeps when it is recalled: it runs from and to the same dates as before, and somebody had to
    act within it before, or nobody has to now."""
    held = before.limits[limit.key]
    return runs_on(held, limit) and bool(owners_of(before, held) or not owners_of(after, limit))
