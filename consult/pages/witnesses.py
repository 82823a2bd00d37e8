"""The witnesses of the log: who cosigned which checkpoint when, and how many are enough. The same for everybody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, select

from consult.i18n import _, ngettext
from consult.log.couriers import last_visit
from consult.log.policy import load_policy
from consult.log.verifier import Policy, Rejected, Verifier
from consult.log.witnessing import COSIGNED, WORDS
from consult.models.audit import audit_checkpoint, audit_cosignature
from workflows import parties as known

MOST = 20
# A log that rests is cosigned every ten minutes; a witness that was silent for twice as long is late.
LATE = timedelta(minutes=20)
_COLUMNS = (audit_checkpoint.c.id, audit_checkpoint.c.size, audit_checkpoint.c.root, audit_checkpoint.c.signed_at)
_CHECKPOINTS = select(*_COLUMNS, audit_checkpoint.c.note).order_by(audit_checkpoint.c.id.desc()).limit(MOST)
_SIGNED = select(audit_cosignature.c.checkpoint_id, audit_cosignature.c.witness, audit_cosignature.c.time)
_LAST = (
    select(audit_cosignature.c.witness, audit_cosignature.c.size, audit_cosignature.c.time)
    .where(audit_cosignature.c.id.in_(select(func.max(audit_cosignature.c.id)).group_by(audit_cosignature.c.witness)))
    .order_by(audit_cosignature.c.id)
)


@dataclass(frozen=True, slots=True)
class WitnessLine:
    """One witness of the policy: what it cosigned last, and what came of asking it last."""

    name: str
    key: str
    size: int | None
    time: datetime | None
    age: str
    is_late: bool
    said: str
    is_well: bool
    asked_at: datetime | None


@dataclass(frozen=True, slots=True)
class CheckpointLine:
    """One checkpoint with those who cosigned it, and when each did so first."""

    size: int
    root: str
    signed_at: datetime
    cosigned: tuple[tuple[str, datetime], ...]
    is_attested: bool


@dataclass(frozen=True, slots=True)
class WitnessesPage:
    """The witnesses and the last checkpoints; `enough` is the number in the quorum where it is a plain one."""

    title: str
    witnesses: tuple[WitnessLine, ...]
    checkpoints: tuple[CheckpointLine, ...]
    enough: int | None
    overlap: int
    asks_nobody: bool
    fault: str
    epoch: int

    @property
    def last(self) -> CheckpointLine | None:
        """Give the newest checkpoint."""
        return self.checkpoints[0] if self.checkpoints else None


def witnesses_page(conn: Connection, instance: Path, epoch: int, now: datetime) -> WitnessesPage:
    """Draw up the page as of a moment."""
    try:
        policy, fault = load_policy(instance), ""
    except Rejected as refused:
        policy, fault = None, str(refused)
    names = {} if policy is None else {key.name: name for name, key in policy.witnesses.items()}
    enough = _enough(policy)
    return WitnessesPage(
        title=_("Witnesses of the log"),
        witnesses=() if policy is None else tuple(_witnesses(conn, instance, policy, now)),
        checkpoints=tuple(_checkpoints(conn, policy, names)),
        enough=enough,
        overlap=2 * enough - len(names) if enough else 0,
        asks_nobody=policy is None or policy.quorum == "none",
        fault=fault,
        epoch=epoch,
    )


def _enough(policy: Policy | None) -> int | None:
    """Give the number of a quorum that is so many of all witnesses; None for any other rule."""
    group = policy.groups.get(policy.quorum) if policy else None
    if policy is None or group is None or set(group.members) != policy.witnesses.keys():
        return None
    return group.threshold


def _witnesses(conn: Connection, instance: Path, policy: Policy, now: datetime) -> list[WitnessLine]:
    last = {row.witness: row for row in conn.execute(_LAST)}
    return [_witness(instance, name, key, last.get(key.name), now) for name, key in policy.witnesses.items()]


def _witness(instance: Path, name: str, key: Verifier, last: Any, now: datetime) -> WitnessLine:
    visit = last_visit(instance, key)
    said = str(WORDS.get(visit.code, visit.code)) if visit else _("was not asked yet")
    return WitnessLine(
        name=_name(name),
        key=f"{key.name}+{key.number.hex()}",
        size=last.size if last else None,
        time=last.time if last else None,
        age=_age(now - last.time) if last else "",
        is_late=last is None or now - last.time > LATE,
        said=said,
        is_well=visit is not None and visit.code == COSIGNED,
        asked_at=visit.at if visit else None,
    )


def _checkpoints(conn: Connection, policy: Policy | None, names: Mapping[str, str]) -> list[CheckpointLine]:
    rows = conn.execute(_CHECKPOINTS).all()
    signed: dict[int, dict[str, datetime]] = {row.id: {} for row in rows}
    asked = _SIGNED.where(audit_cosignature.c.checkpoint_id.in_(signed)).order_by(audit_cosignature.c.id)
    for row in conn.execute(asked):
        if row.witness in names:
            signed[row.checkpoint_id].setdefault(names[row.witness], row.time)
    return [_checkpoint(row, policy, signed[row.id]) for row in rows]


def _checkpoint(row: Any, policy: Policy | None, times: Mapping[str, datetime]) -> CheckpointLine:
    order: Sequence[str] = [name for name in policy.witnesses if name in times] if policy else []
    attested = policy is not None and policy.quorum != "none" and policy.attested(order)
    root = row.note.split("\n")[2]
    return CheckpointLine(row.size, root, row.signed_at, tuple((_name(name), times[name]) for name in order), attested)


def _name(name: str) -> str:
    """Give the name of the State after whose key a witness is called, else the name in the policy."""
    found = known.parties().get(name)
    return found.name if found else name


def _age(passed: timedelta) -> str:
    """Say how long something is ago."""
    minutes = int(passed.total_seconds() // 60)
    if minutes < 1:
        return _("less than a minute ago")
    if minutes < 120:
        return ngettext("%(num)s minute ago", "%(num)s minutes ago", minutes)
    if minutes < 48 * 60:
        return ngettext("%(num)s hour ago", "%(num)s hours ago", minutes // 60)
    return ngettext("%(num)s day ago", "%(num)s days ago", minutes // (24 * 60))
