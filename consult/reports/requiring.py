"""What a report is refused for before anything of it is made: a scope that cannot be, each field with its sentence.

Cases that do not exist, that the author may not see, that are exercises or sealed are answered alike.
"""

from collections.abc import Collection, Iterable
from datetime import UTC

from consult.i18n import _
from consult.refusals import Malformed, Unknown
from consult.reports.matters import Matter
from consult.reports.scope import Scope
from consult.visibility import Viewer
from workflows import reporting
from workflows.parties import said


def require_scope(scope: Scope, viewer: Viewer, parties: Collection[str]) -> None:
    """Refuse a scope with a period or a name that cannot be, and whoever does not act for its author; raises Malformed
    with every fault, or Unknown."""
    if viewer.party != scope.author or not viewer.sees_cases or scope.author not in parties:
        raise Unknown
    if faults := {**_period(scope), **_names(scope, parties)}:
        raise Malformed(faults)


def _period(scope: Scope) -> dict[str, str]:
    if scope.until < scope.since:
        return {"until": _("The period ends on %(until)s, before it begins.", until=scope.until.isoformat())}
    if scope.since > scope.at.astimezone(UTC).date():
        return {"since": _("The period begins on %(since)s, after the report.", since=scope.since.isoformat())}
    return {}


def _names(scope: Scope, parties: Collection[str]) -> dict[str, str]:
    """Look up body, session, item, kind and joint authors."""
    faults = {}
    bodies = {one.key for one in reporting.bodies()}
    if scope.body not in bodies:
        faults["body"] = _("There is no body “%(key)s” that is reported to.", key=scope.body)
    elif not _has_session(scope):
        faults["session"] = _("The body has no session “%(key)s”.", key=scope.session)
    if scope.item not in {one.key for one in reporting.items(scope.body)}:
        faults["item"] = _("The agenda of the body has no item “%(key)s”.", key=scope.item)
    if scope.kind not in {one.key for one in reporting.kinds()}:
        faults["kind"] = _("There is no kind of submission “%(key)s”.", key=scope.kind)
    strange = [party for party in scope.joint if party not in parties or party == scope.author]
    if strange:
        faults["joint"] = _("“%(key)s” is no other party that could be a joint author.", key=strange[0])
    return faults


def _has_session(scope: Scope) -> bool:
    try:
        reporting.session(scope.body, scope.session)
    except reporting.NoSession:
        return False
    return True


def require_cases(scope: Scope, told: Iterable[Matter], refused: Iterable[Matter], names: dict[str, str]) -> None:
    """Refuse a case that was asked for by its reference and cannot be told; raises Malformed, with nothing made."""
    if scope.cases is None:
        return
    known = {one.ref for one in told}
    closed = {one.ref: one for one in refused}
    for ref in scope.cases:
        if ref in closed:
            raise Malformed({"cases": _says_missing(closed[ref], names)})
        if ref not in known:
            raise Malformed({"cases": _("There is no case “%(ref)s” that this report could tell of.", ref=ref)})


def _says_missing(matter: Matter, names: dict[str, str]) -> str:
    """Say whose consent is missing: to the author, who takes part in the case and knows the others in it."""
    whose = sorted(said(party, names.get(party, party)) for party in matter.missing if party in matter.parties)
    if len(whose) < len(matter.missing):
        whose.append(_("another participant"))
    return _(
        "Case %(ref)s cannot be reported: no consent of %(parties)s is recorded for this report, and silence is none.",
        ref=matter.ref,
        parties=", ".join(whose),
    )
