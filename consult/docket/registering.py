"""What a case is about becomes, with its acts, the next version of an entry of the register; in the same transaction.

Any procedure does this whose step says so (`Step.registers`): the first such act opens the entry under the reference
of the case, later ones add versions, and an act that ends the case or changes the status of its activity says so of
the entry. An exercise opens an entry that is marked as one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, select

from consult.docket.values import Filed
from consult.lunar import register
from consult.lunar.entries import whole_description
from consult.lunar.faults import Fault
from consult.lunar.features import faults_of, features_of
from consult.lunar.levels import KEYS, comparable, description_in
from consult.lunar.register import NewVersion, Origin
from consult.models.cases import CASES
from workflows.kernel.case import STEP, Act
from workflows.kernel.fields import FilingSpec
from workflows.kernel.fragments import SUPERSEDED, VOIDED, WITHDRAWN
from workflows.kernel.guards import CONTENT, Refusal, Refused
from workflows.kernel.procedure import Procedure
from workflows.kernel.words import PRODUCT
from workflows.lunar.activity import REGISTER

if TYPE_CHECKING:
    from consult.docket.taking import Request, Work

ENDED = frozenset({WITHDRAWN, SUPERSEDED, VOIDED})
CHARTER = "charter"
"""The term of a procedure that names whose participants read what is for them."""
_registering: dict[str, bool] = {}
_DAYS = ("earliest_start", "latest_end")
_BESIDE = dict.fromkeys(_DAYS, _DAYS)
"""Which question of a form a fault is told at, where the one that it is about was answered in an earlier paper."""


def register_acts(work: Work, request: Request | None, acts: Mapping[int, Act], asked: Act | None) -> None:
    """Record what these acts, by their number in the table, say of the activity of the case."""
    if not registers(work.edition, work.before.procedure):
        return
    for act_id, act in acts.items():
        spec = filed_for(work.before.procedure, act)
        if act is asked and request is not None and spec is not None and request.filing:
            _record(work, request, act, act_id, spec)
    status = _status(work)
    if status:
        register.mark(work.connection, int(work.row.id), status)


def require_registrable(connection: Connection, case: Any, procedure: Procedure, filed: Filed) -> None:
    """Raise Refused (422) with the questions at fault where a paper describes an activity of which the register could
    compare nothing, laid over what was said of it before. Asked while nothing of the act is written."""
    spec = _registered_by(procedure, filed.step) if registers(case.edition, procedure) else None
    if spec is None or not filed.body:
        return
    told = comparable(_description(connection, register.entry_of_case(connection, case.id), filed.body, spec))
    try:
        features_of(told)
    except Fault as first:
        raise Refused(tuple(_refusal(one, spec) for one in faults_of(told) or (first,))) from first


def registers(edition: str, procedure: Procedure) -> bool:
    """Say whether any step of a procedure registers an activity; remembered by edition, since every act asks."""
    if edition not in _registering:
        _registering[edition] = any(row.registers == REGISTER for row in procedure.steps)
    return _registering[edition]


def filed_for(procedure: Procedure, act: Act) -> FilingSpec | None:
    """Give what a step asks that registers its filing; None for every other act."""
    return _registered_by(procedure, act.step) if act.kind == STEP else None


def _registered_by(procedure: Procedure, step: str) -> FilingSpec | None:
    rows = procedure.rows.get(step, ())
    return next((row.filing for row in rows if row.registers == REGISTER and row.filing), None)


def _record(work: Work, request: Request, act: Act, act_id: int, spec: FilingSpec) -> None:
    connection, case_id = work.connection, int(work.row.id)
    entry_id = register.entry_of_case(connection, case_id)
    told = work.after.procedure.terms.get(CHARTER, "")
    version = NewVersion(
        _description(connection, entry_id, request.filing or {}, spec),
        act.at,
        charter=str(told),
        act_id=act_id,
        party=act.principal,
        person_id=request.person_id,
    )
    exercise = select(CASES.c.exercise).where(CASES.c.id == case_id)
    origin = Origin(
        "case", work.row.filer, key=work.row.ref, case_id=case_id, exercise=bool(connection.execute(exercise).scalar())
    )
    try:
        register.record(connection, origin, version, entry_id)
    except Fault as fault:
        raise Refused((_refusal(fault, spec),)) from fault


def _refusal(fault: Fault, spec: FilingSpec) -> Refusal:
    """Word what is wrong with a description at its question, or at the other day where the form asks only that one."""
    asked = {one.key for one in spec.fields}
    named = fault.path.partition("/")[0]
    path = fault.path if named in asked else next((one for one in _BESIDE.get(named, ()) if one in asked), "")
    return Refusal(fault.sentence, (PRODUCT,), kind=CONTENT, field=path, is_slip=True)


def _description(connection: Any, entry_id: int | None, filing: Mapping[str, Any], spec: FilingSpec) -> dict[str, Any]:
    """Take the description out of a filing, over what was said before."""
    partial = entry_id is not None and not {one.key for one in spec.fields}.issuperset(KEYS)
    return merged(whole_description(connection, entry_id) if partial and entry_id is not None else {}, filing, spec)


def merged(before: Mapping[str, Any], filing: Mapping[str, Any], spec: FilingSpec) -> dict[str, Any]:
    """Give the description after a filing; what the filing does not ask stays as it was said before."""
    asked = {one.key for one in spec.fields}
    return {key: value for key, value in before.items() if key not in asked} | description_in(filing)


def _status(work: Work) -> str | None:
    """Give what an act made of the activity, where it changed it or ended the case."""
    if work.after.state != work.before.state and work.after.state in ENDED:
        return work.after.state
    return work.after.activity if work.after.activity != work.before.activity else None
