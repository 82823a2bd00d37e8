"""Terms: the numbers and choices with which a procedure is resolved when a case opens.

Layers, later over earlier: the procedure's defaults, the installation's file, the agreement, what the opening filing
proposes. Only values of binding DEFAULT or SOFT may change outside an agreement. Keys of a layer are exactly the
fields; an unknown key is an error.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import MISSING, Field, dataclass, field, fields, replace
from typing import Any, Self

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
) -> Any:
    """Write one term: its default, what it means, what it binds, and from what it is chosen, each option by its label
    where it has one.
    """
    labels = dict(options) if isinstance(options, Mapping) else {}
    return field(
        default=default, metadata={"words": words, "binding": binding, "options": tuple(options), "labels": labels}
    )


@dataclass(frozen=True)
class Terms:
    """Base of all terms; ``given`` remembers which layer gave a value other than the default, under which clause."""

    given: tuple[tuple[str, str, str], ...] = field(default=(), kw_only=True)

    def layered(self, layer: str, values: Mapping[str, Any], clause: str = "") -> Self:
        """Lay one layer over these terms; raises TermsError for an unknown key, a bad value or a value that may not
        change.
        """
        changes: dict[str, Any] = {}
        for key, value in values.items():
            changes[key] = self._value(layer, key, value)
        kept = tuple(g for g in self.given if g[0] not in changes)
        return replace(self, **changes, given=kept + tuple((key, layer, clause) for key in changes))

    def _value(self, layer: str, key: str, value: Any) -> Any:
        spec = next((f for f in fields(self) if f.name == key and key != "given"), None)
        if spec is None:
            raise TermsError(key, f"these terms have no such key; they have {', '.join(self.keys())}")
        binding = spec.metadata.get("binding", Binding.DEFAULT)
        if layer != AGREEMENT and binding not in (Binding.DEFAULT, Binding.SOFT):
            raise TermsError(key, "this value is law between the parties and changes only by their agreement")
        return read_value(key, spec, value)

    @classmethod
    def keys(cls) -> tuple[str, ...]:
        """List the terms."""
        return tuple(f.name for f in fields(cls) if f.name != "given")

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
        return {key: plain_value(getattr(self, key)) for key in self.keys()}


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
