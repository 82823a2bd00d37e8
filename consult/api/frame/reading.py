"""Read what a machine sends: strictly, in one place, and with a pointer to whatever cannot be taken.

A body is JSON in UTF-8 of at most a megabyte. What cannot be read at all is 400, of another media type 415, too large
413; a member that is unknown, missing or of another type is 422 with its pointer (RFC 6901), a parameter of the
address with its name.
"""

import re
from collections.abc import Iterable
from itertools import islice
from typing import Any

from flask import request
from pydantic import BaseModel, ValidationError
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import BadRequest, NotAcceptable, RequestEntityTooLarge, UnsupportedMediaType

from consult.api.frame.declaring import FORM, JSON, Operation, Sent
from consult.digests import digest_secret
from consult.exact_json import BadJson, as_float, pointer_to, read_json
from consult.fitting import sentence_of
from consult.i18n import _
from consult.refusals import Malformed
from consult.web.at_hand import this_request
from consult.web.parts import parts
from workflows.kernel.bodies import UNFILEABLE

LARGEST = 1024 * 1024
KEY = re.compile(r"[!-~]{1,255}")
WHOLE = re.compile(r"-?[0-9]{1,10}")
NUMBERS = (int, int | None)
FIELDS = "fields"
MOST_FAULTS = 100
"""So many are named of one request: a small request shall have no large answer."""


class Unreadable(BadRequest):
    """What was sent cannot be read at all; the sentence says why, the pointer where it is known."""

    def __init__(self, sentence: str, pointer: str | None = None) -> None:
        """Keep both."""
        super().__init__(sentence)
        self.sentence, self.pointer = sentence, pointer


class Misfit(Malformed):
    """What was sent can be read and does not fit; every fault has a pointer into the body or the name of a
    parameter."""

    def __init__(self, faults: Iterable[tuple[str, str]]) -> None:
        """Keep the faults in their order; of one place the first counts."""
        found: dict[str, str] = {}
        for where, sentence in islice(faults, MOST_FAULTS):
            found.setdefault(where, sentence)
        super().__init__(found)


def require_acceptable(operation: Operation) -> None:
    """Refuse, before anything is done, an asker who takes no JSON (406); what is refused is a problem all the same."""
    takes = this_request().accept_mimetypes
    if operation.answers is not None and takes and not takes[JSON]:
        raise NotAcceptable


def read_query(operation: Operation) -> BaseModel:
    """Read the parameters of the address. Misfit (422) for one that is unknown, said twice or of another type."""
    known = {*operation.query.model_fields, *((FIELDS,) if operation.sparse else ())}
    faults, given = [], {}
    for name, values in this_request().args.lists():
        if name not in known:
            names = ", ".join(sorted(known)) or _("none")
            faults.append(
                (f"?{name}", _("There is no such parameter here. Those that there are: %(names)s.", names=names))
            )
        elif len(values) > 1:
            faults.append((f"?{name}", _("Say this once.")))
        elif name != FIELDS:
            given[name] = values[0]
            if operation.query.model_fields[name].annotation in NUMBERS and not WHOLE.fullmatch(values[0]):
                faults.append((f"?{name}", _("Give a whole number.")))
    try:
        found = operation.query.model_validate(given)
    except ValidationError as fault:
        faults += [("?" + "/".join(map(str, one["loc"])), sentence_of(one)) for one in fault.errors()]
    if faults:
        raise Misfit(faults)
    return found


def read_body(operation: Operation) -> Any:
    """Read the body that an operation declares; one that declares none takes none."""
    if operation.upload is not None:
        return _upload(operation.upload)
    if operation.takes:
        _require_type(*operation.takes)
        return Sent(request.mimetype, _text())
    if operation.body is None:
        return None
    _require_type(JSON)
    text = _text()
    try:
        found = read_json(text, as_float, plain_names=True)
    except BadJson as fault:
        if fault.pointer is not None:
            raise Misfit([(fault.pointer, str(fault))]) from None
        raise Unreadable(str(fault)) from None
    return _fitted(operation.body, found)


def _text() -> str:
    """Give what was sent as text."""
    try:
        return this_request().get_data().decode("utf-8")
    except UnicodeDecodeError:
        raise Unreadable(_("This is not UTF-8.")) from None


def _require_type(*wished: str) -> None:
    """Refuse a body of another media type, and one that is compressed."""
    asked = this_request()
    if asked.mimetype not in wished or asked.content_encoding not in (None, "identity"):
        raise UnsupportedMediaType
    charset = asked.mimetype_params.get("charset", "utf-8")
    if charset.lower() != "utf-8":
        raise UnsupportedMediaType


def _fitted(body: type[BaseModel], found: Any) -> BaseModel:
    try:
        return body.model_validate(found, strict=True)
    except ValidationError as fault:
        raise Misfit((pointer_to(*one["loc"]), sentence_of(one)) for one in fault.errors()) from None


def _upload(asks: type[BaseModel]) -> BaseModel:
    """Read a form with one file, as browsers send it."""
    _require_type(FORM)
    names = {name or "" for name in (*request.form, *request.files)}  # a part of a form may have none
    strange = sorted(names - set(asks.model_fields))
    faults = [(pointer_to(name), _("There is no such field here.")) for name in strange]
    texts = [*request.form.items(), *((name, sent.filename or "") for name, sent in request.files.items())]
    unkept = [name for name, text in texts if UNFILEABLE.search(text)]
    faults += [(pointer_to(name), _("The text holds control characters that cannot be filed.")) for name in unkept]
    if faults:
        raise Misfit(faults)
    given: dict[str, Any] = {name: request.form[name] for name in request.form}
    given |= {name: _file(sent) for name, sent in request.files.items()}
    return _fitted(asks, given)


def _file(sent: FileStorage) -> FileStorage:
    """Refuse a file beyond the measure before it is read."""
    if request.content_length is not None and request.content_length > parts().settings.uploads.request_bytes:
        raise RequestEntityTooLarge
    return sent


def read_key(operation: Operation) -> str | None:
    """Read under which key a request may be repeated; it is the asker's own, whoever else uses the same."""
    key = this_request().headers.get("Idempotency-Key") if operation.keyed else None
    if key is not None and not KEY.fullmatch(key):
        raise Unreadable(_("Idempotency-Key has 1 to 255 characters that can be seen."))
    return f"api:{digest_secret(key)}" if key is not None else None


def read_match(operation: Operation) -> str | None:
    """Read which version a request means (`If-Match`): one strong tag, without its quotation marks."""
    given = this_request().headers.get("If-Match") if operation.matches else None
    if given is None:
        return None
    found = re.fullmatch(r'"([!#-~]{1,40})"', given.strip())
    return found[1] if found else "none that there is"
