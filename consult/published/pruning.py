"""The public part of a filing: the answers to questions that have no level of their own above C0, however deep they
stand, of a filing that is public itself. A person is named by office, never by name.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from consult.visibility import OPEN
from workflows.kernel.fields import Field

MARKS = frozenset({"unknown", "withheld"})
"""How an answer says that it is not known or withheld; what kind of answer it would be is then not looked at."""


def public_fields(fields: Iterable[Field]) -> tuple[Field, ...]:
    """Keep the questions that are public where their filing is."""
    return tuple(one for one in fields if one.level in (None, "", OPEN))


def public_part(fields: Iterable[Field], body: Mapping[str, Any]) -> dict[str, Any]:
    """Keep of the words of a public filing what is public: answers to its own questions and nothing beside them."""
    return {one.key: _public(one, body[one.key]) for one in public_fields(fields) if body.get(one.key) is not None}


def _public(field: Field, value: Any) -> Any:
    if isinstance(value, Mapping) and MARKS & set(value):
        return {mark: value[mark] for mark in MARKS if mark in value}
    if field.kind == "list":
        return [public_part(field.of, item) for item in value if isinstance(item, Mapping)]
    if field.kind == "group":
        return public_part(field.of, value) if isinstance(value, Mapping) else {}
    if field.kind == "person":
        return {"office": value["office"]} if isinstance(value, Mapping) and "office" in value else {}
    return value


def named_in(fields: Iterable[Field], words: Mapping[str, Any]) -> Iterator[str]:
    """Name the States and organisations that public answers name."""
    for one in fields:
        value = words.get(one.key)
        if one.kind in ("party", "parties"):
            given = value if isinstance(value, list) else [value]
            yield from (party for party in given if isinstance(party, str) and party)
        elif one.kind in ("list", "group"):
            items = value if isinstance(value, list) else [value]
            for item in items:
                yield from named_in(one.of, item) if isinstance(item, Mapping) else ()
