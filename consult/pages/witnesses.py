"""The witnesses of the log: who cosigned which checkpoint when, and how many are enough. The same for everybody."""

from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection

from consult.i18n import _, ngettext
from consult.log.cosigners import Checkpoint, Cosigned, last_checkpoints, last_cosigned
from consult.log.policy import load_policy
from consult.log.verifier import Policy, Rejected, Verifier
from consult.log.visits import last_visit
from consult.log.witnessing import COSIGNED, WORDS
from consult.settings import Settings
from workflows import parties as known
from workflows.kernel.frozen import dataclass

MOST = 20


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


def witnesses_page(conn: Connection, settings: Settings, now: datetime) -> WitnessesPage:
    """Draw up the page as of a moment."""
    instance, last = settings.instance, last_cosigned(conn)
    # A log that rests is cosigned at each heartbeat; a witness that was silent for twice as long is late.
    late = now - timedelta(seconds=2 * settings.log.heartbeat_seconds)
    try:
        policy, fault = load_policy(instance), ""
    except Rejected as refused:
        policy, fault = None, str(refused)
    enough = _enough(policy)
    return WitnessesPage(
        title=_("Witnesses of the log"),
        witnesses=tuple(
            _witness(instance, name, key, last.get(key.name), late, now)
            for name, key in (policy.witnesses.items() if policy else ())
        ),
        checkpoints=tuple(_checkpoint(each, policy) for each in last_checkpoints(conn, MOST)),
        enough=enough,
        overlap=2 * enough - len(policy.witnesses) if policy and enough else 0,
        asks_nobody=policy is None or policy.quorum == "none",
        fault=fault,
        epoch=settings.log.epoch,
    )


def _enough(policy: Policy | None) -> int | None:
    """Give the number of a quorum that is so many of all witnesses; None for any other rule."""
    group = policy.groups.get(policy.quorum) if policy else None
    if policy is None or group is None or set(group.members) != policy.witnesses.keys():
        return None
    return group.threshold


def _witness(
    instance: Path, name: str, key: Verifier, last: Cosigned | None, late: datetime, now: datetime
) -> WitnessLine:
    visit = last_visit(instance, key)
    said = str(WORDS.get(visit.code, visit.code)) if visit else _("was not asked yet")
    return WitnessLine(
        name=_name(name),
        key=f"{key.name}+{key.number.hex()}",
        size=last.size if last else None,
        time=last.time if last else None,
        age=_age(now - last.time) if last else "",
        is_late=last is None or last.time < late,
        said=said,
        is_well=visit is not None and visit.code == COSIGNED,
        asked_at=visit.at if visit else None,
    )


def _checkpoint(signed: Checkpoint, policy: Policy | None) -> CheckpointLine:
    """Draw up a checkpoint with those of its cosigners whom the policy names."""
    times = {name: signed.cosigned.get(key.name) for name, key in policy.witnesses.items()} if policy else {}
    cosigned = tuple((_name(name), time) for name, time in times.items() if time)
    attested = policy is not None and policy.quorum != "none" and policy.attested(name for name in times if times[name])
    return CheckpointLine(signed.size, signed.root, signed.signed_at, cosigned, attested)


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
