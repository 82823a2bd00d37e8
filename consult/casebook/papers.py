"""The words of a paper as one reader may have them: a document that the reader may not have is not named in them."""

from collections.abc import Collection, Mapping
from typing import Any

_GONE = object()


def without_documents(body: Mapping[str, Any], hidden: Collection[str]) -> dict[str, Any]:
    """Leave out every document with one of these digests, however deep it is named."""
    kept = {key: _kept(value, hidden) for key, value in body.items()}
    return {key: value for key, value in kept.items() if value is not _GONE}


def _kept(value: Any, hidden: Collection[str]) -> Any:
    if isinstance(value, Mapping):
        return _GONE if value.get("digest") in hidden else without_documents(value, hidden)
    if isinstance(value, list):
        return [kept for item in value if (kept := _kept(item, hidden)) is not _GONE]
    return value
