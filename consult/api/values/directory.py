"""The directory of contact points as a machine reads it: how each party is reached, and how well that works."""

from datetime import date, datetime

from consult.api.values.instants import in_utc
from consult.delivery.reachability import Figure, Reachability
from consult.pages.directory import DirectoryPage, PartyContacts
from consult.pages.organs import ContactView, OrganView
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class DirectoryContact:
    """One contact point, in the order in which its organ wishes to be reached. `proof` is never, stale or fresh; `open`
    says whether somebody is there now, where hours are known."""

    channel: str
    address: str
    urgent: bool
    languages: tuple[str, ...]
    last_proved_on: date | None
    proof: str
    begins_on: date | None
    valid_until: date | None
    over: bool
    hours: str
    open: bool | None
    opens_at: datetime | None
    zone: str


@dataclass(frozen=True, slots=True)
class DirectoryOrgan:
    """One organ with those of its contact points that were asked for."""

    key: str
    name: str
    kind: str
    contacts: tuple[DirectoryContact, ...]


@dataclass(frozen=True, slots=True)
class ReachedValue:
    """How a party, or one of its channels, answered in one drill: of how many that were tried, and the median time in
    seconds of those that answered by themselves."""

    drill: int
    channel: str
    started_at: datetime
    closed_at: datetime | None
    tried: int
    answered: int
    median_seconds: float | None


@dataclass(frozen=True, slots=True)
class DirectoryItem:
    """One party with those of its contact points that were asked for. `hidden` says that addresses of others are not
    the asker's to see. `reached` are the closed drills, the newest first; `by_channel` tells of the last one."""

    party: str
    name: str
    hidden: bool
    unreached: bool
    organs: tuple[DirectoryOrgan, ...]
    reached: tuple[ReachedValue, ...]
    by_channel: tuple[ReachedValue, ...]
    running: ReachedValue | None
    href: str


@dataclass(frozen=True, slots=True)
class DirectoryList:
    """The contact points of all parties as they were asked for; those of whom none is in use (`unreached`) stand last,
    and only where nothing else was asked for."""

    items: tuple[DirectoryItem, ...]
    next: str | None


def directory_list(page: DirectoryPage, base: str) -> DirectoryList:
    """Write the directory from its page."""
    shown = (_item(one, base, unreached=False) for one in page.parties)
    lost = (_item(one, base, unreached=True) for one in page.unreached)
    return DirectoryList((*shown, *lost), None)


def _item(one: PartyContacts, base: str, *, unreached: bool) -> DirectoryItem:
    reached = one.reached
    return DirectoryItem(
        one.key,
        one.name,
        one.hidden,
        unreached,
        () if one.hidden else tuple(map(_organ, one.organs)),
        tuple(_figure(each) for each in reached.history),
        _by_channel(reached),
        _figure(reached.running) if reached.running else None,
        f"{base}/parties/{one.key}",
    )


def _organ(one: OrganView) -> DirectoryOrgan:
    return DirectoryOrgan(one.key, one.name, one.kind, tuple(map(_contact, one.contacts)))


def _contact(one: ContactView) -> DirectoryContact:
    return DirectoryContact(
        one.channel,
        one.address,
        one.urgent,
        tuple(one.languages),
        one.last_proved_on,
        one.proof,
        one.begins_on,
        one.valid_until,
        one.over,
        one.hours,
        one.is_open,
        in_utc(one.opens_at),
        one.zone,
    )


def _by_channel(reached: Reachability) -> tuple[ReachedValue, ...]:
    return tuple(_figure(each, channel) for channel, each in reached.by_channel)


def _figure(one: Figure, channel: str = "") -> ReachedValue:
    middle = one.median.total_seconds() if one.median is not None else None
    return ReachedValue(one.drill, channel, one.started_at, one.closed_at, one.tried, one.answered, middle)
