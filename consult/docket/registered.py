"""What the acts of a case put into the register, folded anew from their filings and compared with what stands there.

Each act that files a description gives one version, and each version of the entry of a case names such an act of that
case, with its party and its instant. Filings and words that were erased are not compared; what a later filing does
not ask stays as the version before it said, so that after an erased one nothing is compared until all is told anew.
"""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, select

from consult.docket.registering import filed_for, merged, registers
from consult.i18n import _
from consult.log.findings import Finding
from consult.lunar.checking import fault, words_of
from consult.lunar.levels import KEYS
from consult.models.cases import ACT, FILING, FILING_BODY
from consult.models.lunar import LUNAR_ENTRY, LUNAR_VERSION
from workflows.kernel.case import Act
from workflows.kernel.editions import digest_of
from workflows.kernel.fields import FilingSpec
from workflows.kernel.procedure import Procedure


def registered_findings(
    connection: Connection, procedure: Procedure, row: Any, stored: Sequence[Any]
) -> Iterator[Finding]:
    """Compare the entry of a case, version by version, with the acts of the case."""
    if not registers(row.edition, procedure):
        return
    versions = {one.act_id: one for one in _versions(connection, row.id)}
    before: dict[str, Any] | None = {}
    for one, filing in _filed(connection, row.id, stored):
        spec = filed_for(procedure, one)
        if spec is None:
            continue
        version = versions.pop(filing.act_id, None)
        if version is None:
            yield fault(row.ref, _("act %(n)s of its case filed a description, and there is no version of it", n=one.n))
            continue
        before = _said(before, filing, spec)
        yield from _differences(row.ref, version, one, before)
        before = words_of(connection, [version.id]).get(version.id) if before is None else before
    for version in versions.values():
        yield fault(row.ref, _("version %(n)s comes from no act of its case", n=version.number))


def _versions(connection: Connection, case_id: int) -> Sequence[Any]:
    joined = LUNAR_VERSION.join(LUNAR_ENTRY, LUNAR_ENTRY.c.id == LUNAR_VERSION.c.entry_id)
    query = select(LUNAR_VERSION).select_from(joined).where(LUNAR_ENTRY.c.case_id == case_id)
    return connection.execute(query.order_by(LUNAR_VERSION.c.number)).all()


def _filed(connection: Connection, case_id: int, stored: Sequence[Any]) -> Iterator[tuple[Act, Any]]:
    """Give the acts of a case that filed something, each with its filing and the words that are left of it."""
    joined = FILING.join(ACT, ACT.c.id == FILING.c.act_id).outerjoin(
        FILING_BODY, FILING_BODY.c.filing_id == FILING.c.id
    )
    query = select(ACT.c.n, FILING.c.act_id, FILING_BODY.c.body).select_from(joined)
    filings = {one.n: one for one in connection.execute(query.where(ACT.c.case_id == case_id))}
    yield from ((Act.from_json(json.loads(one.body)), filings[one.n]) for one in stored if one.n in filings)


def _said(before: dict[str, Any] | None, filing: Any, spec: FilingSpec) -> dict[str, Any] | None:
    """Give the description that a filing leads to; None where that is not known any more."""
    asks_all = {one.key for one in spec.fields}.issuperset(KEYS)
    if filing.body is None or (before is None and not asks_all):
        return None
    return merged(before or {}, json.loads(filing.body), spec)


def _differences(ref: str, version: Any, act: Act, said: dict[str, Any] | None) -> Iterator[Finding]:
    if said is not None and digest_of(said) != version.digest:
        yield fault(ref, _("version %(n)s is not what act %(act)s of its case filed", n=version.number, act=act.n))
    if (version.party, version.recorded_at) != (act.party, act.at):
        yield fault(
            ref,
            _("version %(n)s has another party or instant than act %(act)s of its case", n=version.number, act=act.n),
        )
