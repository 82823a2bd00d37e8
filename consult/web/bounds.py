"""What no request may hold, whatever page it is for: a NUL, which no text needs and one of the databases cannot keep; a
number in an address beyond those that records have; a form of very many fields; an act from a view of another day.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from flask import Flask, Request, request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge
from werkzeug.formparser import FormDataParser
from werkzeug.routing import IntegerConverter, Map

from consult.i18n import _
from consult.refusals import Closed, Malformed
from consult.web.at_hand import this_request

NUL = "\x00"
LARGEST = 2**31 - 1
FORMS = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})
"""Types of what is sent that is read as a form; of any other there is none."""
MOST_FIELDS = 20_000
OF_OUTSIDERS = 64 * 1024
"""Bytes of a request of somebody who is not signed in."""


class RecordNumber(IntegerConverter):
    """A number in an address; one that no record can have leads nowhere."""

    def __init__(self, map: Map, **given: Any) -> None:  # noqa: A002 - the router's own name
        """Bound the number unless the route bounds it itself."""
        super().__init__(map, **{"max": LARGEST, **given})


class BoundedForms(FormDataParser):
    """Reads forms within bounds also where a form has no parts, which its library reads whole whatever is in it: each
    field costs hundreds of bytes, so that one request could otherwise fill the memory of a machine."""

    def _parse_urlencoded(self, stream: Any, mimetype: str, content_length: int | None, options: Any) -> Any:
        most = self.max_form_memory_size
        data = stream.read() if most is None else stream.read(most + 1)
        if (most is not None and len(data) > most) or data.count(b"&") >= (self.max_form_parts or MOST_FIELDS):
            raise RequestEntityTooLarge
        return super()._parse_urlencoded(BytesIO(data), mimetype, content_length, options)


class BoundedRequest(Request):
    """A request of which every form is read within bounds."""

    form_data_parser_class = BoundedForms


def begin(app: Flask) -> None:
    """Set the bounds for every address and every request of whoever is let in."""
    app.request_class = BoundedRequest
    app.config["MAX_FORM_PARTS"] = MOST_FIELDS
    app.url_map.converters["int"] = RecordNumber
    app.before_request(_refuse_nul)
    app.before_request(_refuse_another_day)


def _refuse_nul() -> None:
    """Refuse a request that holds a NUL in its address, its question or its form. 400."""
    if any(NUL in text for text in _texts(this_request())):
        raise BadRequest


def _refuse_another_day() -> None:
    """Refuse whatever is sent from a view of another day: nothing is recorded there. 409."""
    asked = this_request()
    if asked.method not in ("GET", "HEAD", "OPTIONS") and any("as_of" in given for given in _given(asked)):
        raise Closed(
            _("This is a view of another day: nothing can be done there. Go back to today, and act from there.")
        )


def _texts(asked: Request) -> Iterator[str]:
    yield asked.path
    for given in _given(asked):
        for name, values in given.lists():
            yield name or ""  # a part of a form may have none
            yield from (value or "" for value in values)
    if asked.mimetype in FORMS:
        yield from (file.filename or "" for file in asked.files.values())


def _given(asked: Request) -> tuple[MultiDict[str, str], ...]:
    """Give what the address says, and what a form does where one was sent."""
    return (asked.args, asked.form) if asked.mimetype in FORMS else (asked.args,)


def page_seen() -> int:
    """Read which act was the last on the page that this form stood on. Raise Malformed (422) where the form does not
    say so: a step taken without having seen the case would escape the check for what came in between.
    """
    return _number("seen")


def version_read() -> int:
    """Read which version of a draft its reader had before him. Raise Malformed (422) where the form does not say so:
    whoever clears or sends answers for the words that he read.
    """
    return _number("version")


def turn_read() -> int:
    """Read after how many moves of a paper in clearance its page was drawn. Raise Malformed (422) where the form does
    not say so: of two who move it at once one has to learn of the other.
    """
    return _number("turn")


def version_replaced() -> int:
    """Read which version of a draft its writer means to replace: the one that he had before him, or the one that he was
    shown beside his own and chose to save over. Raise Malformed (422) where the form does not say so.
    """
    return _number("over" if "over" in request.form else "version")


def _number(name: str) -> int:
    found = request.form.get(name, type=int)
    if found is None:
        raise Malformed({name: _("Load the page again and send the form from there.")})
    return found
