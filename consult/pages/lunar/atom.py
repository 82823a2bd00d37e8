"""The public part of the register as an Atom feed (RFC 4287): what everybody reads of each activity, the last told
first.

The same register gives the same bytes. An entry keeps its name while it is told anew, and is dated by the day on which
everybody was told what it says now: a version that changes only what is for participants changes nothing here.
Exercises are left out, unless the installation is one as a whole; then the feed says so in its title.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree

from sqlalchemy import Connection

from consult import casebook
from consult.i18n import _
from consult.lunar.entries import Listed, Page, list_published
from consult.pages.lunar.words import class_name, status_name, window_words
from workflows.kernel.frozen import dataclass

NAMESPACE = "http://www.w3.org/2005/Atom"
TYPE = "application/atom+xml"
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML can hold."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where things are found: the installation by name, the feed, the page of the register, and whether all of it is
    an exercise."""

    host: str
    feed: str
    register: str
    exercise: bool


def atom_feed(connection: Connection, places: Places, after: str = "") -> bytes:
    """Write a page of the feed; `after` is the key of the last entry of the page before."""
    page = list_published(connection, exercises=places.exercise, after=after)
    feed = ElementTree.Element("feed", {"xmlns": NAMESPACE, "xml:lang": "en"})
    for name, text in _head(page, places):
        _put(feed, name, text)
    _put(_put(feed, "author"), "name", f"Consult, {places.host}")
    for rel, href in _links(page, places, after):
        _put(feed, "link", rel=rel, href=href, type="text/html" if rel == "alternate" else TYPE)
    names = casebook.party_names(connection)
    for one in page.entries:
        _entry(feed, one, names, places)
    ElementTree.indent(feed)
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(feed, encoding="utf-8") + b"\n"


def _head(page: Page, places: Places) -> Iterator[tuple[str, str]]:
    title = _("Lunar activities, as States announce them")
    yield "id", _name(places.host, "feed.atom")
    yield "title", _("Exercise: %(what)s", what=title) if places.exercise else title
    yield "updated", _instant(max((one.recorded_at for one in page.entries), default=NEVER))


def _links(page: Page, places: Places, after: str) -> Iterator[tuple[str, str]]:
    yield "self", f"{places.feed}?after={after}" if after else places.feed
    yield "alternate", places.register
    if after:
        yield "first", places.feed
    if page.after:
        yield "next", f"{places.feed}?after={page.after}"


def _entry(feed: ElementTree.Element, one: Listed, names: Mapping[str, str], places: Places) -> None:
    """Write one activity, with a line on what everybody reads of it."""
    entry = _put(feed, "entry")
    _put(entry, "id", _name(places.host, one.key))
    _put(entry, "title", one.title or one.key)
    _put(entry, "updated", _instant(one.recorded_at))
    for state in one.states:
        _put(_put(entry, "author"), "name", names.get(state, state))
    _put(entry, "link", rel="alternate", href=f"{places.register}/{one.key}", type="text/html")
    _put(entry, "category", term=one.activity_class, label=class_name(one.activity_class))
    told = (one.key, class_name(one.activity_class), status_name(one.status), window_words(one.starts, one.ends))
    _put(entry, "summary", " · ".join(word for word in (*told, one.operator) if word))


def _put(parent: ElementTree.Element, name: str, text: str = "", **attributes: str) -> ElementTree.Element:
    made = ElementTree.SubElement(parent, name, attributes)
    made.text = _UNWRITABLE.sub("", text) or None
    return made


def _name(host: str, key: str) -> str:
    """Give a name that stays, wherever the feed is fetched from."""
    return uuid5(NAMESPACE_URL, f"https://{host}/lunar/{key}").urn


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
