"""Exchange: notices as JSON, contact points as CSV, lunar activities as CSV and GeoJSON; out, and in again.

An import looks first (`dry_run`, unless it is said that it is none) and is recorded whole or not at all.
"""

import hashlib
import json
from collections.abc import Iterable
from typing import Literal

from flask import Response
from pydantic import Field
from werkzeug.wrappers import Response as AnyResponse

from consult import casebook, clock
from consult.api.cases import CaseQuery, filters_of, require_start
from consult.api.frame.answering import compressed
from consult.api.frame.declaring import PREFIX, Answer, Asked, Query, Sent
from consult.api.frame.nouns import Noun
from consult.api.frame.paging import following
from consult.api.frame.reading import Misfit, Unreadable
from consult.api.values.exchange import (
    ImportedActivities,
    ImportedContacts,
    ImportedNotices,
    imported_activities,
    imported_contacts,
    imported_notices,
)
from consult.exchange import BadFile
from consult.exchange.answers import First, Told, once
from consult.exchange.contacts import (
    ContactLook,
    export_contacts,
    import_contacts,
    look_at_contacts,
    read_contacts,
)
from consult.exchange.faults import MOST, Fault
from consult.exchange.notices import Look, Lookout, NoticesFile, export_notices, import_notices, read_notices
from consult.lunar.entries import Filters
from consult.lunar.exchange import Report, import_file, read_text
from consult.pages.lunar.importing import may_import
from consult.refusals import Unknown
from consult.visibility import Viewer
from consult.web.exchange import schema_text, store
from consult.web.lunar_exchange import give, importer
from consult.web.parts import close_reader, parts, reader, writing

noun = Noun("exchange", "Exchange", "Files that leave for other systems and come from them; looked at first.")
CSV, GEOJSON = "text/csv", "application/geo+json"
MOST_NOTICES = 200


class NoticesQuery(CaseQuery):
    """Of which cases notices are taken, and whether the bytes of their documents come along."""

    documents: bool = Field(False, description="true: with the bytes of the documents, as far as there is room.")
    size: int = Field(casebook.PAGE_SIZE, ge=1, le=MOST_NOTICES)


class ImportQuery(Query):
    """Whether a file is looked at alone."""

    dry_run: bool = Field(True, description="false: record it, all of it or nothing.")


class ContactsQuery(Query):
    """Whose contact points are taken."""

    party: str = Field("", max_length=40, description="Key of a party; the own one where it is left out.")


class RegisterQuery(Query):
    """In which form the register is taken, and what it is narrowed to."""

    form: Literal["csv", "geojson"] = "csv"
    state: str = Field("", max_length=40, description="Key of a State.")
    status: str = Field("", max_length=40, description="Such as planned.")
    words: str = Field("", max_length=80, description="Words of the title.")


@noun.get("/exchange/notices", answers=NoticesFile, query=NoticesQuery, refuses=(422,), whole=True)
def take_notices(asked: Asked) -> Answer:
    """Take notices away: the own ones, and those served on the own party that it has opened.

    Of so many cases as a page of their list has; `Link` leads on. Each with where it stands in the log. What nobody of
    the party has opened is named in `left_out`: to take it would be to read it.
    """
    query, docket = asked.query, parts().docket
    filters = filters_of(query)
    require_start(asked, query.after)
    taken = export_notices(
        reader(),
        docket,
        Viewer.of(asked.by),
        asked.at,
        filters.asked(asked.at, docket.forms),
        before=query.after or None,
        size=query.size,
        store=store() if query.documents else None,
    )
    return Answer(taken.file, headers=following(taken.following)[1])


@noun.get("/exchange/notices/schema", raw="application/schema+json", plain=True)
def give_schema(asked: Asked) -> AnyResponse:
    """Give the schema of a file of notices.

    JSON Schema 2020-12, with the filing of every step that may begin a case.
    """
    return compressed(Response(schema_text(), mimetype="application/schema+json"))


EXAMPLE = {
    "format": "consult.notices/1",
    "origin": "registry.mofa.example",
    "notices": [
        {"ref": "2026/114", "procedure": "ost9", "step": "serve_notice", "filing": {"activity_title": "Polar relay"}}
    ],
}


@noun.post(
    "/exchange/notices",
    answers=ImportedNotices,
    query=ImportQuery,
    takes={"application/json": NoticesFile},
    refuses=(404, 409),
    keyed=True,
    example=EXAMPLE,
)
def bring_notices(asked: Asked) -> Answer:
    """Bring notices in: each becomes a case with a paper in preparation, and nothing is sent.

    A notice that is here already, by origin, reference and act, is not brought in again. Every fault is told with its
    pointer, and with any of them nothing is recorded.
    """
    file, faults = _notices(asked.body)
    if file is None:
        raise _misfit(faults)
    lookout = Lookout(parts().docket, asked.by, asked.at, parts().settings.uploads)
    if asked.query.dry_run:
        look = lookout.look(reader(), file)[0]
    else:
        look = import_notices(reader(), writing, lookout, store(), file, _first(asked, Look, "notices"))
    if not look.sound:
        raise _misfit(look.faults)
    return Answer(imported_notices(look, PREFIX))


def _notices(sent: Sent) -> tuple[NoticesFile | None, list[Fault]]:
    try:
        return read_notices(sent.text)
    except BadFile as fault:
        raise Unreadable(str(fault)) from None


@noun.get("/exchange/contacts", query=ContactsQuery, refuses=(404, 422), raw=CSV)
def take_contacts(asked: Asked) -> Response:
    """Take contact points away: those of the organs of a party, as far as they may be seen."""
    party = asked.query.party or asked.by.party_key
    return Response(export_contacts(reader(), Viewer.of(asked.by), party), content_type=f"{CSV}; charset=utf-8")


@noun.post(
    "/exchange/contacts",
    answers=ImportedContacts,
    query=ImportQuery,
    takes={CSV: None},
    refuses=(404, 409),
    keyed=True,
)
def bring_contacts(asked: Asked) -> Answer:
    """Bring contact points of the own organs in, for whoever manages the party.

    A row is the point that has the same channel and address; a new one is unproved. Pointers name line and column.
    """
    try:
        read = read_contacts(asked.body.text)
    except BadFile as fault:
        raise Misfit([("", str(fault))]) from None
    by, today = asked.by, clock.today(asked.by.party_zone)
    if asked.query.dry_run:
        look = look_at_contacts(reader(), by, by.party_key, read, today)
    else:
        close_reader()
        first = _first(asked, ContactLook, "contacts")
        with writing() as conn:
            look = once(conn, first, lambda: import_contacts(conn, by, by.party_key, read, today))
    if not look.sound:
        raise _misfit(look.faults)
    return Answer(imported_contacts(look))


@noun.get("/exchange/lunar", query=RegisterQuery, refuses=(422,), raw=f"{CSV}, {GEOJSON}")
def take_register(asked: Asked) -> Response:
    """Take the register of lunar activities away, as the own party may see it.

    CSV or GeoJSON, in the coordinates of the Moon (IAU_2015:30100).
    """
    query = asked.query
    filters = Filters(state=query.state, status=query.status, words=query.words)
    return give(query.form, filters)


@noun.post(
    "/exchange/lunar",
    answers=ImportedActivities,
    query=ImportQuery,
    takes={CSV: None, GEOJSON: None},
    refuses=(404, 409),
    keyed=True,
)
def bring_register(asked: Asked) -> Answer:
    """Bring lunar activities in: a row with the key of an entry is its next version, one without opens an entry.

    Those of the own State; whoever keeps the register brings in those of any. Pointers name row and column or place.
    """
    if not may_import(asked.by):
        raise Unknown
    form = "csv" if asked.body.media == CSV else "geojson"
    file, by = read_text(asked.body.text, form), importer(asked.by)
    if asked.query.dry_run:
        report = import_file(reader(), file, by, asked.at, dry_run=True)
    else:
        close_reader()
        first = _first(asked, Report, f"lunar {form}")
        with writing() as conn:
            report = once(conn, first, lambda: import_file(conn, file, by, asked.at))
    if not report.sound:
        raise Misfit((f"/{one.row}/{one.path}" if one.path else f"/{one.row}", one.sentence)
                     for one in report.errors[:MOST])  # fmt: skip
    return Answer(imported_activities(report, recorded=not asked.query.dry_run))


def _first(asked: Asked, kind: type[Told], what: str) -> First[Told] | None:
    """Give where the first answer to this request is kept, where it has a key."""
    if asked.key is None:
        return None
    request = hashlib.sha256(json.dumps([what, asked.body.text]).encode()).hexdigest()
    return First(kind, asked.by, asked.key, request, asked.at)


def _misfit(faults: Iterable[Fault]) -> Misfit:
    return Misfit((one.pointer, one.sentence) for one in faults)
