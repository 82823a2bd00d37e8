"""The public register as an Atom feed (RFC 4287): one entry for each public act, the last recorded first.

The feed is in English and the same for everybody. What is not public changes nothing in it.
"""

import re
from collections.abc import Iterator, Mapping
from urllib.parse import urlencode
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree

from sqlalchemy import Connection

from consult import casebook, published
from consult.citations import law
from consult.docket import Docket
from consult.i18n import _
from consult.pages.cases.lines import say_act
from consult.pages.public.filters import PublicFilters, fitted
from consult.pages.public.listing import heading_of
from consult.pages.public.machine import Given, Site, instant
from consult.published import PublicAct, PublicCase
from consult.visibility import Viewer

NAMESPACE = "http://www.w3.org/2005/Atom"
TYPE = "application/atom+xml"
NEVER = "1970-01-01T00:00:00Z"
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML can hold."""


def write_feed(
    conn: Connection, docket: Docket, viewer: Viewer, site: Site, given: PublicFilters, after: str, language: str
) -> Given:
    """Write a page of the feed; `after` names the last act of the page before."""
    filters, _misfits = fitted(given, docket.forms)
    listed = published.list_acts(conn, viewer, docket.editions, filters.asked(docket.forms), after=after)
    updated = max((act.recorded_at for _case, act in listed.acts), default=None)
    feed = ElementTree.Element("feed", {"xmlns": NAMESPACE, "xml:lang": language})
    _put(feed, "id", _name(site, "feed", *filters.chosen.values()))
    title = _("Public register of consultations and settlements")
    _put(feed, "title", _("Exercise: %(what)s", what=title) if site.exercise else title)
    _put(feed, "updated", instant(updated) if updated else NEVER)
    _put(_put(feed, "author"), "name", f"Consult, {site.host}")
    for rel, href, media in _links(site, filters.chosen, after, listed.following):
        _put(feed, "link", rel=rel, href=href, type=media)
    names = casebook.party_names(conn)
    for case, act in listed.acts:
        _entry(feed, case, act, names, site)
    ElementTree.indent(feed)
    head = b'<?xml version="1.0" encoding="utf-8"?>\n'
    return Given(head + ElementTree.tostring(feed, encoding="utf-8") + b"\n", updated)


def _links(site: Site, chosen: Mapping[str, str], after: str, following: str | None) -> Iterator[tuple[str, str, str]]:
    yield "self", _feed(site, chosen, after), TYPE
    yield "alternate", site.at("") + (f"?{urlencode(chosen)}" if chosen else ""), "text/html"
    if after:
        yield "first", _feed(site, chosen, ""), TYPE
    if following:
        yield "next", _feed(site, chosen, following), TYPE


def _feed(site: Site, chosen: Mapping[str, str], after: str) -> str:
    asked = urlencode({**chosen, **({"after": after} if after else {})})
    return site.at("/feed.atom") + (f"?{asked}" if asked else "")


def _entry(feed: ElementTree.Element, case: PublicCase, act: PublicAct, names: Mapping[str, str], site: Site) -> None:
    """Write one public act, with what anybody needs to find it and to check it."""
    entry, heading = _put(feed, "entry"), heading_of(case)
    said = law(say_act(act.procedure, act.act, casebook.said_names(names)))
    _put(entry, "id", _name(site, case.ref, str(act.number)))
    _put(entry, "title", f"{heading}: {said}")
    _put(entry, "updated", instant(act.recorded_at))
    _put(entry, "published", instant(act.recorded_at))
    who = act.act.principal if act.act.office else case.filer
    _put(_put(entry, "author"), "name", names.get(who, who))
    page = site.at(f"/cases/{case.ref}")
    _put(entry, "link", rel="alternate", href=f"{page}#act-{act.number}", type="text/html")
    _put(entry, "link", rel="via", href=f"{page}.json", type="application/json")
    for one in act.documents:
        found = {"rel": "enclosure", "href": f"{page}/documents/{one.digest}", "type": one.media, "title": one.name}
        _put(entry, "link", **found, length=str(one.size))
    _put(entry, "category", term=case.procedure.key, label=law(case.procedure.title))
    stage = law(act.procedure.state(act.act.went).title)
    told = (case.ref, case.symbol, law(case.procedure.title), stage, f"SHA-256 {act.digest}" if act.digest else "")
    _put(entry, "summary", " · ".join(word for word in told if word))


def _put(parent: ElementTree.Element, name: str, text: str = "", **attributes: str) -> ElementTree.Element:
    clean = {key: _UNWRITABLE.sub("", value) for key, value in attributes.items()}
    made = ElementTree.SubElement(parent, name, clean)
    made.text = _UNWRITABLE.sub("", text) or None
    return made


def _name(site: Site, *parts: str) -> str:
    """Give a name that stays, wherever the feed is fetched from."""
    return uuid5(NAMESPACE_URL, f"https://{site.host}/public/{'/'.join(parts)}").urn
