"""Service as lists that lead on: who was served with which act, when, by which channel, with what proof."""

from datetime import datetime

from consult.api.values.acts import ServiceValue, service_value
from consult.pages.cases.serving import ServingLine
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class ServingValue:
    """The service of an act on one addressee by one channel. `stands` says how far it came: `open`, `failed` or
    `proved`; `ours` that the own party took the act. `key` names it in the list."""

    key: str
    case: str
    case_title: str
    exercise: bool
    n: int
    sentence: str
    recorded_at: datetime
    ours: bool
    stands: str
    service: ServiceValue
    href: str


@dataclass(frozen=True, slots=True)
class ServingList:
    """Services, the last entered first; `next` is the address of the page that follows."""

    items: tuple[ServingValue, ...]
    next: str | None


def serving_value(line: ServingLine, base: str) -> ServingValue:
    """Write one service."""
    return ServingValue(
        "/".join(map(str, line.key)),
        line.ref,
        line.case_title,
        line.exercise,
        line.n,
        line.sentence,
        line.recorded_at,
        line.mine,
        line.stands,
        service_value(line.service),
        f"{base}/cases/{line.ref}/acts/{line.n}",
    )
