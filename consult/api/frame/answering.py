"""Draw what an operation answers: JSON in UTF-8, in part where only some fields are asked for, with its tag.

Instants are RFC 3339 in UTC; where the law counts in a zone, the zone stands beside them. What holds nothing
confidential is compressed where the asker takes it. Anything else is not: beside words that another State chose, the
length of a compressed answer would tell whoever listens on the line something of the rest (BREACH).
"""

import gzip
import json
from functools import lru_cache
from typing import Any, get_args, get_type_hints

from flask import request
from pydantic import TypeAdapter
from werkzeug.wrappers import Response

from consult.api.frame.declaring import Answer, Operation
from consult.api.frame.reading import FIELDS, Misfit
from consult.i18n import _

ITEMS = "items"
WORTH_IT = 1400
"""Bytes that go in one packet anyhow."""


@lru_cache(maxsize=512)
def adapter(kind: Any) -> TypeAdapter[Any]:
    """Give what writes values of a kind, and says how they look."""
    return TypeAdapter(kind)


@lru_cache(maxsize=512)
def field_names(kind: Any) -> tuple[str, ...]:
    """Name the fields that may be asked for: of a list those of its items."""
    fields = getattr(kind, "__dataclass_fields__", {})
    if ITEMS in fields:
        return field_names(get_args(get_type_hints(kind)[ITEMS])[0])
    return tuple(fields)


def wanted(operation: Operation) -> frozenset[str] | None:
    """Read which fields are asked for; None where all are. Misfit (422) for one that there is not."""
    if not operation.sparse or FIELDS not in request.args:
        return None
    known, asked = field_names(operation.answers), frozenset(request.args[FIELDS].split(","))
    strange = asked - set(known)
    if strange:
        names = ", ".join(known)
        raise Misfit([(f"?{FIELDS}", _("There is no such field. Those that there are: %(names)s.", names=names))])
    return asked


def drawn(operation: Operation, found: Any, fields: frozenset[str] | None) -> Response:
    """Draw an answer with its status and headers."""
    answer = found if isinstance(found, Answer) else Answer(found)
    status = answer.status or operation.status
    content = b"" if operation.answers is None else _written(operation.answers, answer.value, fields)
    response = Response(content, status, mimetype=None if operation.answers is None else "application/json")
    response.headers.extend(dict(answer.headers))
    if operation.fresh:
        return _unless_there(response)
    return compressed(response) if operation.plain else response


def _unless_there(response: Response) -> Response:
    """Give an answer with the tag of its very bytes, so that it changes with whatever the asker would be given; 304
    without them to whoever has them."""
    response.add_etag()
    had, has = request.if_none_match, response.get_etag()[0]
    if has is None or had.star_tag or not had.contains_weak(has):
        return response
    same = Response(status=304)
    same.headers.extend({name: response.headers[name] for name in ("ETag", "Link") if name in response.headers})
    return same


def _written(kind: Any, value: Any, fields: frozenset[str] | None) -> bytes:
    if fields is None:
        return adapter(kind).dump_json(value)
    if ITEMS in getattr(kind, "__dataclass_fields__", {}):
        plain = adapter(kind).dump_python(value, mode="json")
        plain[ITEMS] = [{name: one[name] for name in one if name in fields} for one in plain[ITEMS]]
        return json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode()
    return adapter(kind).dump_json(value, include=set(fields))


def compressed(response: Response) -> Response:
    """Compress an answer that holds nothing confidential, where the asker takes it so."""
    response.vary.add("Accept-Encoding")
    content = response.get_data()
    if len(content) < WORTH_IT or not request.accept_encodings["gzip"]:
        return response
    response.set_data(gzip.compress(content, 6, mtime=0))
    response.headers["Content-Encoding"] = "gzip"
    return response


def tag(version: object) -> str:
    """Write a strong tag."""
    return f'"{version}"'
