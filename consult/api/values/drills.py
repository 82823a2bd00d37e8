"""Drills of contact points, as a machine reads them."""

from datetime import datetime

from consult.delivery.reachability import Figure
from consult.pages.drills import AskedHere, DrillLine, DrillPage, PointLine
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class DrillItem:
    """One drill: how many contact points were tried and answered; those of the own party, or of all to the
    secretariat, which alone reads the drill itself."""

    number: int
    started_at: datetime
    closed_at: datetime | None
    tried: int
    answered: int
    href: str | None


@dataclass(frozen=True, slots=True)
class DrillList:
    """The last drills, by number."""

    items: tuple[DrillItem, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class PointValue:
    """One contact point in a drill: the way in which it is tried (mail, here or hand) and what came of it."""

    number: int
    party: str
    organ: str
    channel: str
    address: str
    way: str
    result: str
    answered_at: datetime | None
    remark: str


@dataclass(frozen=True, slots=True)
class DrillValue:
    """One drill with every contact point that it tries."""

    number: int
    started_at: datetime
    closes_at: datetime
    closed_at: datetime | None
    points: tuple[PointValue, ...]
    href: str


@dataclass(frozen=True, slots=True)
class AskedValue:
    """A contact point in this product that a running drill asks of the own organ."""

    number: int
    organ: str
    address: str
    closes_at: datetime
    answer_href: str


@dataclass(frozen=True, slots=True)
class AskedList:
    """What a running drill asks of the own organ in this product."""

    items: tuple[AskedValue, ...]


@dataclass(frozen=True, slots=True)
class AnsweredValue:
    """A contact point that has answered: it is proved today."""

    number: int


def drill_of_all(one: DrillLine, base: str) -> DrillItem:
    """Write one drill as the secretariat reads it."""
    return DrillItem(one.id, one.started_at, one.closed_at, one.tried, one.answered, f"{base}/drills/{one.id}")


def drill_of_own(one: Figure) -> DrillItem:
    """Write one drill as a party reads it."""
    return DrillItem(one.drill, one.started_at, one.closed_at, one.tried, one.answered, None)


def drill_value(page: DrillPage, base: str) -> DrillValue:
    """Write a drill from its page."""
    points = tuple(_point(one) for one in page.points)
    return DrillValue(page.id, page.started_at, page.closes_at, page.closed_at, points, f"{base}/drills/{page.id}")


def _point(one: PointLine) -> PointValue:
    return PointValue(
        one.id, one.party, one.organ, one.channel, one.address, one.way, one.result, one.answered_at, one.remark
    )


def asked_value(one: AskedHere, base: str) -> AskedValue:
    """Write what a drill asks here."""
    return AskedValue(one.id, one.organ, one.address, one.closes_at, f"{base}/drills/points/{one.id}/answer")
