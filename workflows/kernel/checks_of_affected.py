"""A condition on whom a filing addresses: every State whose activities a comparison finds touched is addressed, or is
left out with a reason.

The world compares (question ``affected``) with what the acting party itself may read. Nothing of its answer is kept
with the act: what was found may rest on what those who read the act do not read.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from .checks_of_filings import FilingCheck, Values
from .fields import FilingSpec
from .frozen import dataclass
from .guards import CONTENT, Refusal
from .values import is_absent
from .words import PRODUCT, Citation, capital

if TYPE_CHECKING:
    from .procedure import Procedure
    from .view import View

COMPARED = (
    "activity_status", "earliest_start", "latest_end", "uncertainty_days", "phases", "areas", "plume_radius", "orbits",
    "emissions",
)  # fmt: skip
"""What of a description is compared; a filing that asks under other names says so."""
_TIDY = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class CoversAffected(FilingCheck):
    """Every State that the comparison names is among those addressed, or in the list of those left out, whose entries
    have a ``party`` and a ``reason``.

    ``told`` pairs a part of the description with the question of this filing that tells it, where that has another
    name: a single place or orbit will do for ``areas`` and ``orbits``. ``of`` names the group of the filing in which
    all of it stands.
    """

    addressed: str
    left_out: str
    told: tuple[tuple[str, str], ...] = ()
    of: str = ""
    under: Citation = PRODUCT

    @property
    def field(self) -> str:  # type: ignore[override]  # what others declare is computed here
        """The question to which a reader is led."""
        return self.addressed

    def fields(self) -> tuple[str, ...]:
        """Name both."""
        return (self.addressed, self.left_out)

    def check(self, view: View) -> Refusal | None:
        """Compare what is found with what is named."""
        named = {*view.filed_parties(self.addressed), *self._left_out(view.filing or {})}
        missing: dict[str, Mapping[str, Any]] = {}
        for found in self._found(view):
            if found["party"] not in named:
                missing.setdefault(found["party"], found)
        if not missing:
            return None
        return Refusal(self._sentence(view, [*missing.values()]), (self.under,), kind=CONTENT, field=self.addressed)

    def _sentence(self, view: View, missing: list[Mapping[str, Any]]) -> str:
        """Give the reason for the first, and name the others, so that nobody learns of them one refusal at a time."""
        first, *rest = missing
        why = f": {first['why'].rstrip('.')}" if first.get("why") else ""
        others = ", ".join(view.called(found["party"]) for found in rest)
        also = f" So may {others}." if others else ""
        it = "each" if others else "it"
        return (
            f"{capital(view.called(first['party']))} may be affected{why}.{also} "
            f"Name {it} here, or give under {view.asks.named(self.left_out)} the reason why not."
        )

    def words(self, asks: FilingSpec, of: Procedure | None = None) -> str:
        """Say it."""
        both = f"{asks.named(self.addressed)} or, with the reason, {asks.named(self.left_out)}"
        return f"every State that the comparison finds affected stands under {both}"

    def mend(self, body: Values, view: View) -> Values:
        """Leave out, with a marked reason, whoever is not named."""
        given = body.get(self.addressed) or ()
        named = {*((given,) if isinstance(given, str) else given), *self._left_out(body)}
        missing = [found["party"] for found in self._found(view, body) if found["party"] not in named]
        if not missing:
            return body
        more = [{"party": party, "reason": "[exercise]"} for party in dict.fromkeys(missing)]
        return {**body, self.left_out: [*(body.get(self.left_out) or ()), *more]}

    def _left_out(self, body: Values) -> Iterator[str]:
        entries = body.get(self.left_out)
        for entry in entries if isinstance(entries, list | tuple) else ():
            party = entry.get("party") if isinstance(entry, Mapping) else None
            if isinstance(party, str) and not is_absent(entry.get("reason")):
                yield party

    def _found(self, view: View, body: Values | None = None) -> list[Mapping[str, Any]]:
        """Ask the world; the acting party is not affected by itself."""
        acting = view.acting
        text = _TIDY.encode(self.described(view.filing or {} if body is None else body))
        return [one for one in view.world.ask("affected", acting, text) or () if one["party"] != acting]

    def described(self, body: Values) -> dict[str, Any]:
        """Give what of a filing is compared, under the names of the description."""
        inner = body.get(self.of) if self.of else body
        given: Values = inner if isinstance(inner, Mapping) else {}
        asked = {key: key for key in COMPARED} | dict(self.told)
        return {key: given[name] for key, name in asked.items() if not is_absent(given.get(name))}
