"""Who is in the demonstration, read from `world.toml`: parties, their organs, posts and contact points as values.

The first organ of a State is its ministry, the second its agency, a third one the office of a chair that it holds; each
State and organisation also has a permanent mission. No person is named: whoever acts is called by the post.
"""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from workflows import parties as known
from workflows.kernel.frozen import dataclass

FILE = Path(__file__).parent / "world.toml"
MISSION = "VIENNA"
KINDS = {"state": ("ministry", "agency", "registry"), "igo": ("agency",), "body": ("secretariat", "operator")}


@dataclass(frozen=True, slots=True)
class Organ:
    """An organ of a party."""

    key: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Post:
    """A post in an organ, with its mail address and what it may do at which level."""

    organ: str
    mail: str
    office: str
    capacities: tuple[str, ...]
    level: str


@dataclass(frozen=True, slots=True)
class Contact:
    """A contact point of an organ, proved a number of days before the demonstration is loaded."""

    organ: str
    channel: str
    address: str
    urgent: bool
    proved: int


@dataclass(frozen=True, slots=True)
class Member:
    """A party of the demonstration."""

    key: str
    name: str
    organs: tuple[Organ, ...]
    posts: tuple[Post, ...]
    contacts: tuple[Contact, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """A neutral of the roster, called by the function."""

    key: str
    name: str
    mail: str
    serves_as: tuple[str, ...]
    nationalities: tuple[str, ...]
    languages: tuple[str, ...]
    expertise: str


@dataclass(frozen=True, slots=True)
class World:
    """All parties of the demonstration, its neutrals, and the one password of its accounts."""

    password: str
    members: Mapping[str, Member]
    neutrals: tuple[Listed, ...]

    def posts(self) -> Iterator[tuple[Member, Post]]:
        """Give every post with its party."""
        for member in self.members.values():
            for post in member.posts:
                yield member, post


@cache
def world() -> World:
    """Read the world of the demonstration."""
    found = tomllib.loads(FILE.read_text(encoding="utf-8"))
    members = {given["key"]: _member(given, found) for given in found["party"]}
    neutrals = tuple(_neutral(given) for given in found["neutral"])
    return World(found["password"], MappingProxyType(members), neutrals)


def _neutral(given: Mapping[str, Any]) -> Listed:
    """Make a neutral from its table."""
    values: dict[str, Any] = {name: tuple(it) if isinstance(it, list) else it for name, it in given.items()}
    return Listed(**values)


def _member(given: Mapping[str, Any], found: Mapping[str, Any]) -> Member:
    """Make a party from its table and from what every party has."""
    fact = known.parties()[given["key"]]
    organs = tuple(_organs(given["organs"], fact.kind))
    of_kind = [(organ, post) for post in found["post"] for organ in organs if organ.kind == post["organ"]]
    own = [(organ, post) for post in given.get("post", ()) for organ in organs if organ.key == post["organ"]]
    posts = tuple(_post(fact, organ, post) for organ, post in (*of_kind, *own))
    pairs = [(organ, contact) for contact in found["contact"] for organ in organs if organ.kind == contact["organ"]]
    contacts = tuple(_contact(fact, organ, contact) for organ, contact in pairs)
    return Member(fact.key, fact.name, organs, posts, contacts)


def _organs(named: Mapping[str, str], kind: str) -> Iterator[Organ]:
    """Give the organs named, each of the kind that its place says, and the mission."""
    for (key, name), organ_kind in zip(named.items(), KINDS[kind], strict=False):
        yield Organ(key, name, organ_kind)
    if kind != "body":
        yield Organ(MISSION, "Permanent Mission, Vienna", "mission")


def _post(fact: known.PartyFact, organ: Organ, given: Mapping[str, Any]) -> Post:
    """Make a post of an organ."""
    office = given["office"].format(organ=organ.key, party=fact.said)
    mail = f"{given['mail']}@{fact.key.lower()}.example"
    return Post(organ.key, mail, office, tuple(given["capacities"]), given.get("level", "treaty"))


def _contact(fact: known.PartyFact, organ: Organ, given: Mapping[str, Any]) -> Contact:
    """Make a contact point of an organ."""
    address = given["address"].format(organ=organ.name, party=fact.said, key=fact.key.lower())
    return Contact(organ.key, given["channel"], address, given.get("urgent", False), given["proved"])
