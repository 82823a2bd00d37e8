"""Who hands a message over, by its channel: outside any transaction, at least once, under a number fixed before.

A carrier gets the settings and a letter, which holds everything that it needs, and answers with what the other side
said. It raises `Refused` where trying again is of no use, `Unreachable` where it may be, and `NotSetUp` where this
installation has no such channel: then the message waits and no try is counted.
"""

from collections.abc import Callable, Mapping
from dataclasses import field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from consult.delivery.wording import Words
from consult.settings import Settings
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Letter:
    """One message, ready to be handed over: the row it was made from, its number on the wire, its words."""

    message: Any
    reference: str
    words: Words
    language: str
    case_ref: str = ""
    at: datetime | None = None
    enclosed: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Proof:
    """What the other side answered when it took the message over."""

    said: str


class Refused(Exception):
    """The other side will never take this message; the sentence is what it said."""


class Unreachable(Exception):
    """The message could not be handed over now; the sentence says why."""


class NotSetUp(Exception):
    """This installation has no such channel; the message waits for it."""


Carrier = Callable[[Settings, Letter], Proof]
Enclosing = Callable[[Connection, Any, datetime], Mapping[str, Any]]
CARRIERS: dict[str, Carrier] = {}
ENCLOSURES: dict[str, Enclosing] = {}


def carrier(channel: str) -> Callable[[Carrier], Carrier]:
    """Register who carries the messages of a channel: (settings, letter) -> Proof."""

    def keep(function: Carrier) -> Carrier:
        CARRIERS[channel] = function
        return function

    return keep


def enclosing(channel: str) -> Callable[[Enclosing], Enclosing]:
    """Register what a carrier needs from the tables beside the words: (connection, message row, at) -> mapping."""

    def keep(function: Enclosing) -> Enclosing:
        ENCLOSURES[channel] = function
        return function

    return keep
