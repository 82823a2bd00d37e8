"""The desk of a secretariat as a machine reads it."""

from datetime import datetime

from consult.api.values.desk import ServedValue, served_value
from consult.api.values.drills import DrillItem, drill_of_all
from consult.api.values.papers import PaperItem, paper_item
from consult.pages.reach import MendLine
from consult.pages.secretariat_desk import SecretariatPage
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class FailedDelivery:
    """One service that failed: of which act, on whom, by which channel, when."""

    case: str
    n: int
    case_title: str
    party: str
    channel: str
    at: datetime
    href: str


@dataclass(frozen=True, slots=True)
class LostMessage:
    """One message that was refused or came back: of what kind, to whom, where, when."""

    kind: str
    party: str
    address: str
    returned: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class MendValue:
    """One contact point that needs work: whose, why, and what to do."""

    party: str
    name: str
    organ: str
    channel: str
    address: str
    why: str
    to_do: str
    urgent: bool


@dataclass(frozen=True, slots=True)
class WaitingMessages:
    """How many messages wait by a channel, how many of them were tried in vain, since when, and what was said last."""

    channel: str
    number: int
    tried: int
    oldest: datetime
    next_at: datetime
    error: str


@dataclass(frozen=True, slots=True)
class GivenUpValue:
    """One piece of work that was given up; `retry` is where it is let try again."""

    number: int
    topic: str
    channel: str
    attempts: int
    since: datetime
    retry: str


@dataclass(frozen=True, slots=True)
class FailingValue:
    """One piece of background work that goes wrong again and again, and is tried on."""

    topic: str
    attempts: int
    next_at: datetime


@dataclass(frozen=True, slots=True)
class SecretariatValue:
    """What a secretariat has before it."""

    served: tuple[ServedValue, ...]
    failures: tuple[FailedDelivery, ...]
    lost: tuple[LostMessage, ...]
    mending: tuple[MendValue, ...]
    drills: tuple[DrillItem, ...]
    drilling: bool
    waiting: tuple[WaitingMessages, ...]
    given_up: tuple[GivenUpValue, ...]
    failing: tuple[FailingValue, ...]
    papers: tuple[PaperItem, ...]


def secretariat_value(page: SecretariatPage, base: str) -> SecretariatValue:
    """Write the desk from its page.

    Long because: one line a list of it.
    """
    case, again = f"{base}/cases/", f"{base}/desk/secretariat/given-up"
    return SecretariatValue(
        tuple(served_value(one, base) for one in page.served),
        tuple(
            FailedDelivery(
                one.ref, one.n, one.case_title, one.party, one.channel, one.at, f"{case}{one.ref}/acts/{one.n}"
            )
            for one in page.failures
        ),
        tuple(LostMessage(one.kind, one.party, one.address, one.returned, one.at) for one in page.lost),
        tuple(map(_mend, page.mending)),
        tuple(drill_of_all(one, base) for one in page.drills),
        page.is_drilling,
        tuple(
            WaitingMessages(one.channel, one.number, one.tried, one.oldest, one.next_at, one.error)
            for one in page.waiting
        ),
        tuple(
            GivenUpValue(one.id, one.topic, one.channel, one.attempts, one.since, f"{again}/{one.id}/retry")
            for one in page.aside
        ),
        tuple(FailingValue(one.topic, one.attempts, one.next_at) for one in page.failing),
        tuple(paper_item(one, base) for one in page.papers),
    )


def _mend(one: MendLine) -> MendValue:
    return MendValue(one.party_key, one.party, one.organ, one.channel, one.address, one.why, one.to_do, one.is_urgent)
