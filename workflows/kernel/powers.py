"""Kinds of instruments by which a person acts for a party: a closed list, with what each means and on what it rests.

The Vienna Convention on the Law of Treaties speaks of full powers and of heads of mission; it is cited from memory, and
none of the founding documents of this product holds its text. It is about treaties: that a filing under a treaty is
dispatched by whoever is so empowered is taken over from it, and no provision says so. Credentials are those of a body
or a receiving State. A standing mandate and a delegation are words of this product.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from .frozen import dataclass
from .words import PRODUCT, Citations, Grade, Source

FULL_POWERS, CREDENTIALS, STANDING, DELEGATION = "full_powers", "credentials", "standing", "delegation"
_TREATIES = Source("VCLT", grade=Grade.M)


@dataclass(frozen=True, slots=True)
class Power:
    """One kind of instrument: what it is called, what it means, and on what that rests."""

    title: str
    means: str
    under: Citations


POWERS: Mapping[str, Power] = MappingProxyType({
    FULL_POWERS: Power(
        "Full powers",
        "A document of the competent authority of the State that names one or several persons to represent it.",
        (_TREATIES("2(1)(c)"), _TREATIES("7(1)")),
    ),
    CREDENTIALS: Power(
        "Credentials",
        "A document by which a State or organisation accredits a head of mission or a representative to a State, an "
        "organisation or a conference; such a person acts in virtue of the office within those limits.",
        (_TREATIES("7(2)"),),
    ),
    STANDING: Power(
        "Standing mandate",
        "A lasting instruction of the party to the holder of an office, such as a letter of appointment.",
        (PRODUCT,),
    ),
    DELEGATION: Power(
        "Delegation",
        "Handed on by the holder of a mandate of the same party, within that mandate; it ends when that one ends.",
        (PRODUCT,),
    ),
})  # fmt: skip
