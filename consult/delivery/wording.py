"""What a message says, by its kind: put together when it is sent, in the language of its addressee.

A kind registers one function that makes the words from (connection, the row of `message`, the instant of sending). It
says no more than the addressee may read at that instant; without a better reason only that something waits, with its
reference and a link. A kind whose words come out of date raises `Dropped` with the reason, and nothing is sent. Who
has to do something when a message of its kind has come to an end registers a second function with `when_ended`.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """A message in words: a subject, plain sentences, and the path of the page it is about ("" for none).

    A courtesy message names the path of the page on which it can be declined (`decline`). Service of an act cannot be
    declined, and is never a courtesy.
    """

    subject: str
    lines: tuple[str, ...]
    path: str = ""
    decline: str = ""


class Dropped(Exception):
    """What was asked for is no longer to be said to this addressee; the sentence is kept as the reason."""


Wording = Callable[[Connection, Any, datetime], Words]
Ending = Callable[[Connection, Any, str, str, datetime], object]
WORDS: dict[str, Wording] = {}
ENDINGS: dict[str, Ending] = {}


def words_of(kind: str) -> Callable[[Wording], Wording]:
    """Register what words the messages of a kind: (connection, message row, at) -> Words."""

    def keep(function: Wording) -> Wording:
        WORDS[kind] = function
        return function

    return keep


def when_ended(kind: str) -> Callable[[Ending], Ending]:
    """Register what follows when a message of a kind is sent, failed, returned or dropped, in the transaction that
    records it: (connection, message row, its new state, what was said, at)."""

    def keep(function: Ending) -> Ending:
        ENDINGS[kind] = function
        return function

    return keep
