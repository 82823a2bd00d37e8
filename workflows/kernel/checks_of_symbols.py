"""A condition on a filing: a reference is written in one of the ways in which its series are written.

Forms are plain text in which `{number}`, `{year}` and `{session}` stand for digits; a document's own endings may
follow it, for an addendum, a corrigendum, a revision or a reissue.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

from .checks_of_filings import FilingCheck, Values, _refuse
from .frozen import dataclass
from .guards import Refusal
from .words import PRODUCT, Citation, either

if TYPE_CHECKING:
    from .fields import FilingSpec
    from .procedure import Procedure
    from .view import View

ENDINGS = ("Add", "Corr", "Rev")
_ENDING = rf"(?:/(?:{'|'.join(ENDINGS)})\.[1-9]\d*)"
_NUMBER, _YEAR = r"[1-9]\d*", r"\d{4}"


@cache
def _read(form: str, ended: bool = False) -> re.Pattern[str]:
    """Make a form into a pattern for the whole of a reference, which needs an ending or may have some."""
    parts = re.split(r"(\{[a-z]+\})", form)
    said = (_YEAR if part == "{year}" else _NUMBER if part.startswith("{") else re.escape(part) for part in parts)
    return re.compile(f"{''.join(said)}{_ENDING}{'+' if ended else '*'}\\*?", re.ASCII)


def is_written(reference: str, forms: Iterable[str], *, ended: bool = False) -> bool:
    """Say whether a reference is written in one of these forms: with the endings of its document or without, or with
    some where it is ``ended``."""
    return any(_read(form, ended).fullmatch(reference) for form in forms)


@dataclass(frozen=True, slots=True)
class WrittenAs(FilingCheck):
    """A reference is written as one of the series that a fact of the case chooses: a symbol of that body's documents.

    ``forms`` are the forms for each value of the fact; where a value has none, any reference is taken. An ``ended`` one
    is of a document beside another, as a corrigendum is.
    """

    field: str
    by: str
    forms: tuple[tuple[str, tuple[str, ...]], ...]
    under: Citation = PRODUCT
    ended: bool = False

    def _known(self, view: View) -> tuple[str, ...]:
        return dict(self.forms).get(str(view.fact(self.by, "")), ())

    def check(self, view: View) -> Refusal | None:
        """Compare with each form; the refusal names them all."""
        given, forms = view.filed(self.field), self._known(view)
        if not isinstance(given, str) or not forms or is_written(given, forms, ended=self.ended):
            return None
        said = either(f"“{form}”" for form in forms)
        endings = ", ".join(f"/{ending}.1" for ending in ENDINGS)
        where = "one of them is needed here" if self.ended else "where they apply"
        sentence = f"“{given}” fits no series known here, which are {said}, followed by {endings}: {where}."
        return _refuse(f"{view.asks.named(self.field)}: {sentence}", self.under, self.field)

    def words(self, asks: FilingSpec, of: Procedure | None = None) -> str:
        """Say it."""
        return f"{asks.named(self.field)} is written as the series of the body are"

    def mend(self, body: Values, view: View) -> Values:
        """Write the first form with ones."""
        forms, given = self._known(view), body.get(self.field)
        if not forms or (isinstance(given, str) and is_written(given, forms, ended=self.ended)):
            return body
        first = re.sub(r"\{[a-z]+\}", "1", forms[0].replace("{year}", "2000"))
        return {**body, self.field: f"{first}/{ENDINGS[1]}.1" if self.ended else first}
