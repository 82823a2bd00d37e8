"""Terms: the numbers and choices with which a procedure is resolved when a case opens.

Layers, later over earlier: the procedure's defaults, the installation's file, the agreement, what the opening filing
proposes. Only values of binding DEFAULT or SOFT may change outside an agreement. Keys of a layer are exactly the
fields; an unknown key is an error.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import MISSING, Field, field, fields, replace
from typing import Any, Self

from .frozen import dataclass
from .limits import ByCase, by_case
from .reckoning import Period
from .words import PRODUCT, Binding, Citation

DEFAULTS, INSTALLATION, AGREEMENT, PROPOSAL = "procedure", "installation", "agreement", "proposal"


class TermsError(ValueError):
    """A layer of terms that does not fit; names the key and the reason."""

    def __init__(self, key: str, reason: str) -> None:
        super().__init__(f"{key}: {reason}")
        self.key, self.reason = key, reason


def term(
    default: Any,
    words: str = "",
    *,
    binding: Binding = Binding.DEFAULT,
    options: Iterable[str] | Mapping[str, str] = (),
    recorded: str = "",
) -> Any:
    """Write one term: its default, what it means, what it binds, and from what it is chosen, each option by its label
    where it has one; ``recorded`` names the procedure whose recorded texts may be chosen as well.
    """
    labels = dict(options) if isinstance(options, Mapping) else {}
    known = {"words": words, "binding": binding, "options": tuple(options), "labels": labels, "recorded": recorded}
    return field(default=default, metadata=known)


@dataclass(frozen=True, slots=True)
class Recorded:
    """A text that the parties to a case recorded: the case, the number of the edition, its digest and its words."""

    ref: str
    edition: int
    digest: str
    body: Mapping[str, Any]

    def plain(self) -> dict[str, Any]:
        """Give it as plain JSON, as a layer of terms takes it."""
        return {"ref": self.ref, "edition": self.edition, "digest": self.digest, "body": dict(self.body)}


NOT_TERMS = ("given", "texts")


@dataclass(frozen=True)
class Terms:
    """Base of all terms; ``given`` remembers which layer gave a value other than the default, under which clause.

    ``texts`` holds the recorded text that a term names by the reference of its case, so that it is frozen with them.
    """

    given: tuple[tuple[str, str, str], ...] = field(default=(), kw_only=True)
    texts: tuple[tuple[str, Recorded], ...] = field(default=(), kw_only=True)

    def layered(self, layer: str, values: Mapping[str, Any], clause: str = "") -> Self:
        """Lay one layer over these terms; raises TermsError for an unknown key, a bad value or a value that may not
        change.
        """
        changes: dict[str, Any] = {}
        texts = {key: text for key, text in self.texts if key not in values}
        for key, value in values.items():
            changes[key] = self._value(layer, key, value)
            if isinstance(changes[key], Recorded):
                texts[key], changes[key] = changes[key], changes[key].ref
        kept = tuple(g for g in self.given if g[0] not in changes)
        given = kept + tuple((key, layer, clause) for key in changes)
        return replace(self, **changes, given=given, texts=tuple(texts.items()))

    def text_of(self, key: str) -> Recorded | None:
        """Give the recorded text that a term names, None where it names none."""
        return dict(self.texts).get(key)

    def _value(self, layer: str, key: str, value: Any) -> Any:
        spec = next((f for f in fields(self) if f.name == key and key not in NOT_TERMS), None)
        if spec is None:
            raise TermsError(key, f"these terms have no such key; they have {', '.join(self.keys())}")
        binding = spec.metadata.get("binding", Binding.DEFAULT)
        if layer != AGREEMENT and binding not in (Binding.DEFAULT, Binding.SOFT):
            raise TermsError(key, "this value is law between the parties and changes only by their agreement")
        if isinstance(value, Mapping) and spec.metadata.get("recorded"):
            return _recorded(key, value)
        return read_value(key, spec, value)

    @classmethod
    def keys(cls) -> tuple[str, ...]:
        """List the terms."""
        return tuple(f.name for f in fields(cls) if f.name not in NOT_TERMS)

    def source_of(self, key: str) -> str:
        """Name the layer that gave a value."""
        return next((layer for name, layer, _ in self.given if name == key), DEFAULTS)

    def cite(self, key: str, default: Citation = PRODUCT) -> Citation:
        """Cite what a value rests on: the agreement's clause where one gave it, else the provision named."""
        found = next(((layer, clause) for name, layer, clause in self.given if name == key), None)
        if found and found[0] == AGREEMENT:
            instrument, _, provision = found[1].partition(" ")
            return Citation(instrument or "the agreement", provision, Binding.LAW_A)
        return default

    def plain(self) -> dict[str, Any]:
        """Give the terms as plain JSON, for editions and pages."""
        values = {key: plain_value(getattr(self, key)) for key in self.keys()}
        return values | ({"texts": {key: text.plain() for key, text in self.texts}} if self.texts else {})


def read_value(key: str, spec: Field[Any], value: Any) -> Any:
    """Read a plain value in the shape of the term's default."""
    shape = spec.default if spec.default is not MISSING else None
    try:
        if isinstance(shape, Period):
            return Period.parse(value)
        if isinstance(shape, ByCase):
            return _by_case(key, shape, value)
    except TermsError:
        raise
    except (ValueError, TypeError, AttributeError) as fault:
        raise TermsError(key, str(fault)) from fault
    if isinstance(shape, tuple) and isinstance(value, list):
        value = tuple(value)
    if shape is not None and type(value) is not type(shape):
        raise TermsError(key, f"a {type(shape).__name__} is expected, not {value!r}")
    options = spec.metadata.get("options", ())
    if options and value not in options:
        raise TermsError(key, f"choose from {', '.join(options)}")
    return value


def _recorded(key: str, value: Mapping[str, Any]) -> Recorded:
    """Read a recorded text."""
    if set(value) != {"ref", "edition", "digest", "body"} or not isinstance(value["body"], Mapping):
        raise TermsError(key, "a recorded text has the keys ref, edition, digest and body")
    return Recorded(value["ref"], value["edition"], value["digest"], value["body"])


def _by_case(key: str, shape: ByCase, value: Any) -> ByCase:
    """Read a table by case; a single period holds for every case."""
    known = dict(shape.lengths)
    if isinstance(value, str):
        return by_case(shape.fact, shape.default, dict.fromkeys(known, Period.parse(value)))
    stray = set(value) - set(known)
    if stray:
        raise TermsError(key, f"there is no {shape.fact} “{sorted(stray)[0]}”; there are {', '.join(known)}")
    return by_case(shape.fact, shape.default, known | {case: Period.parse(length) for case, length in value.items()})


def plain_value(value: Any) -> Any:
    """Write a term as plain JSON."""
    if isinstance(value, Period):
        return value.key()
    if isinstance(value, ByCase):
        return {case: length.key() for case, length in value.lengths}
    return list(value) if isinstance(value, tuple) else value
